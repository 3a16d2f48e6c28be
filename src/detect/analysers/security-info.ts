import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { accountOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import { readActs } from '../directory/read.js';
import type { SecurityInfoDeed } from './security-info-change.js';
import { securityInfoChanges } from './security-info-change.js';

const deeds = ['registered', 'changed', 'deleted'] as const;

const parameters = z.strictObject({
  /** Which deeds are this rule's. */
  deeds: z.array(z.enum(deeds)).min(1),
  /** Acts upon one account are one finding while less than this lies between. */
  minutes: z.number().positive().default(15),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Entra audit names of W-41 and their like, of the services Authentication Methods and Azure MFA. The
 * unified audit log has only the directory's "Update user" with the account's changed properties.
 */
const operations =
  '^(?:user|admin) (?:started|registered|changed|updated|deleted|reviewed|cancelled|canceled) .*security info|^user registered all required security info$|^update user$|^(?:add|delete) (?:passkey|fido2|windows hello)';

interface Step {
  readonly act: DirectoryAct;
  readonly deed: SecurityInfoDeed;
  readonly methods: readonly string[];
  readonly time: bigint;
}

/** "User registered Authenticator App with Code" → the method in it. */
const methodIn = (reason: string | undefined): string | undefined =>
  /(?:registered|registration for|deleted|changed the default security info for|updated|for user:?)\s+(.+?)\.?$/i.exec(
    reason ?? '',
  )?.[1];

function stepOf(act: DirectoryAct): Step | undefined {
  const step = (deed: SecurityInfoDeed, methods: readonly string[]): Step => ({
    act,
    deed,
    methods,
    time: act.time,
  });
  if (act.operation === 'update user') {
    const change = securityInfoChanges(act);
    return change === undefined ? undefined : step(change.deed, change.methods);
  }
  const method = methodIn(act.reason);
  const methods = method === undefined || /temporary access pass/i.test(method) ? [] : [method];
  // A rule of its own looks for temporary access passes.
  if (/temporary access pass/i.test(act.reason ?? '')) return undefined;
  if (act.operation.includes('deleted')) return step('deleted', methods);
  if (/reviewed|cancel/.test(act.operation)) return undefined;
  return step(/changed|updated/.test(act.operation) ? 'changed' : 'registered', methods);
}

const said: Readonly<Record<SecurityInfoDeed, { readonly done: Said; readonly failed: Said }>> = {
  registered: {
    done: { en: 'registered', ja: '登録された' },
    failed: { en: 'could not be registered', ja: '登録に失敗した' },
  },
  changed: {
    done: { en: 'changed', ja: '変更された' },
    failed: { en: 'could not be changed', ja: '変更に失敗した' },
  },
  deleted: {
    done: { en: 'deleted', ja: '削除された' },
    failed: { en: 'could not be deleted', ja: '削除に失敗した' },
  },
};

function matchOf(group: readonly Step[]): AnalyserMatch {
  const done = group.filter(({ act }) => !act.failed);
  const told = done.length > 0 ? done : group;
  // What happened is the gravest of it: with a registration goes a change of the default.
  const deed = (['registered', 'deleted', 'changed'] as const).find((one) =>
    told.some((step) => step.deed === one),
  ) ?? 'changed'; // prettier-ignore
  const accounts = distinct(group.map(({ act }) => accountOf(act) ?? act.by));
  const people = distinct(group.flatMap(({ act }) => (act.byApplication ? [] : [act.by])));
  const others = people.filter((one) => one.includes('@') && !accounts.includes(one));
  const methods = distinct(told.flatMap((step) => step.methods));
  const failed = done.length === 0;
  const severity: Severity = failed ? 'informational' : 'low';
  return {
    events: placesOf(group.map(({ act }) => act)),
    severity,
    values: {
      account: listed(accounts),
      ...(methods.length === 0 ? {} : { methods: listed(methods) }),
      ...(others.length === 0 ? {} : { other: listed(others) }),
      deed: failed ? said[deed].failed : said[deed].done,
    },
  };
}

/** W-41: security info (the second factors of an account) is registered, changed or deleted. */
export const securityInfo: Analyser<Parameters> = {
  slug: 'security-info',
  parameters,
  run: async (store, { deeds: wanted, minutes }) => {
    const acts = await readActs(store, operations);
    const steps = acts.map(stepOf).filter((step) => step !== undefined);
    const groups = groupByKeys(
      steps,
      ({ act }) => [accountOf(act) ?? act.by],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    const mine: ReadonlySet<SecurityInfoDeed> = new Set(wanted);
    // A change of the default that goes with a registration is part of it, not a finding of its own.
    return groups.flatMap((group) => {
      const deed = (['registered', 'deleted', 'changed'] as const).find((one) =>
        group.some((step) => step.deed === one),
      );
      return deed !== undefined && mine.has(deed) ? [matchOf(group)] : [];
    });
  },
};
