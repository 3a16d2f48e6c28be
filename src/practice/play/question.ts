import type { Text } from './text.js';

/** The work in its order (W-20). */
export const phases = [
  'occurred',
  'response',
  'collection',
  'investigation',
  'reporting',
  'measures',
] as const;
export type Phase = (typeof phases)[number];

export interface Choice {
  readonly id: string;
  readonly text: Text;
  readonly right: boolean;
  /** Why it is right or wrong; null where the explanation says it all. */
  readonly why: Text | null;
}

export interface OrderItem {
  readonly id: string;
  readonly text: Text;
  /** Items of the same rank may stand in either order. */
  readonly rank: number;
}

export type Task =
  /** Exactly one choice is right. */
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  /** At least one is right, and at least one is wrong. */
  | { readonly kind: 'multi'; readonly choices: readonly Choice[] }
  /** Any of the accepted answers, compared after `normalised`. */
  | {
      readonly kind: 'free';
      readonly accepted: readonly string[];
      /** The beginning of an accepted answer is enough from so many letters on; 0: it is not. */
      readonly prefix: number;
    }
  | { readonly kind: 'order'; readonly items: readonly OrderItem[] };

/** What a template makes of an incident's facts. */
export interface Posed {
  readonly prompt: Text;
  readonly task: Task;
  /** Each says more than the one before; none gives the answer. */
  readonly hints: readonly Text[];
  readonly explanation: Text;
  /** Shows it in a case; CASE stands for the case's folder. */
  readonly command: string | null;
}

/** A question as it is asked: plain data. */
export interface Question extends Posed {
  readonly id: string;
  readonly phase: Phase;
  readonly rows: readonly string[];
}
