import { isSet } from '../snapshot/record.js';
import type { DormantDocument, DormantFinding, DormantKind } from '../../model/dormant.js';
import type { User } from '../posture/directory.js';
import type { Placed } from '../snapshot/snapshot.js';

export const dayLong = 24 * 60 * 60 * 1000;
export type NotJudged = DormantDocument['notJudged'][number];

export interface Told {
  readonly findings: readonly DormantFinding[];
  readonly notJudged: readonly NotJudged[];
}

export const timeOf = (text: string | null | undefined): number | undefined => {
  if (!isSet(text) || text === '') return undefined;
  const time = Date.parse(text);
  // Graph writes the year 1 for "never".
  return Number.isNaN(time) || time < Date.UTC(1990, 0) ? undefined : time;
};
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const lower = (text: string | null | undefined): string => (text ?? '').toLowerCase();

/** The last sign-in of any kind; `never` where the activity is given and empty, undefined where it is not given. */
export function lastUse({ signInActivity }: User): number | 'never' | undefined {
  if (signInActivity === undefined) return undefined;
  const times = [
    signInActivity?.lastSignInDateTime,
    signInActivity?.lastNonInteractiveSignInDateTime,
    signInActivity?.lastSuccessfulSignInDateTime,
  ].flatMap((text) => timeOf(text) ?? []);
  return times.length === 0 ? 'never' : Math.max(...times);
}

export const userFinding = (
  kind: DormantKind,
  { value, file, path }: Placed<User>,
  values: Readonly<Record<string, string>>,
): DormantFinding => ({
  kind,
  subject: { kind: 'user', id: value.id ?? '', name: value.userPrincipalName ?? value.displayName ?? value.id ?? '' },
  values: { ...values },
  file,
  path,
}); // prettier-ignore
