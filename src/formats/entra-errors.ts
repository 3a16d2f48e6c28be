import { interruptTable, failureTable } from './entra-errors-table.js';

/**
 * What a Microsoft Entra sign-in error code means for the sign-in. `interrupted`: Entra stopped to
 * ask for something (MFA, a new password, consent, keep me signed in) or a policy stopped it after
 * the first factor; no wrong password. `failure`: everything else.
 */
export interface EntraError {
  readonly outcome: 'interrupted' | 'failure';
  /** Short, ours; the log's own words go first where it has any. */
  readonly reason: string;
}

/** The well-known sign-in error codes (formats.md §3; Microsoft "Microsoft Entra authentication and authorization error codes"). */
export const entraErrors: ReadonlyMap<string, EntraError> = new Map([
  ...Object.entries(interruptTable).map(([code, reason]): [string, EntraError] => [
    code,
    { outcome: 'interrupted', reason },
  ]),
  ...Object.entries(failureTable).map(([code, reason]): [string, EntraError] => [
    code,
    { outcome: 'failure', reason },
  ]),
]);

/** The codes that interrupt, for SQL and for other logs that carry them (UserLoginFailed). */
export const entraInterrupts: readonly string[] = Object.keys(interruptTable);
