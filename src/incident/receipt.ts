/** A mail of the attacker that somebody got. */
export interface Receipt {
  readonly address: string;
  readonly messageId: string | undefined;
  readonly subject: string | undefined;
  readonly sender: string;
  /** UTC microseconds. */
  readonly at: bigint;
  readonly delivered: string | undefined;
  readonly events: readonly string[];
}
