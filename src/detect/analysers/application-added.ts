import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import { severities } from '../../model/finding.js';
import type { Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { distinct, groupByKeys, hour, listed, placesOf } from '../directory/groups.js';
import { exactly, readActs } from '../directory/read.js';
import { abusedApp } from './abused-apps-table.js';
import type { ApplicationFacts } from './application-facts.js';
import { applicationFacts, applicationSteps, isLocal } from './application-facts.js';
import { nameSign } from './application-name.js';
import { firstPartyApps, microsoftTenants } from './first-party-apps-table.js';
import { permissionReach } from './permissions-table.js';

/** An application or a grant came to be; the other steps only go with these. */
const telling = new Set([
  'add application',
  'add delegated permission grant',
  'consent to application',
  'add app role assignment to service principal',
]);
const granting = new Set([...telling].filter((operation) => operation !== 'add application'));

interface Step {
  readonly act: DirectoryAct;
  readonly facts: ApplicationFacts;
  readonly time: bigint;
}

const parameters = z.strictObject({
  /** Steps about one application by one account are one finding while less than this lies between. */
  hours: z.number().positive().default(72),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Addresses on the user's own machine that tools use unless told otherwise. Sources: rclone.org, "Remote setup";
 * mdsecactivebreach/o365-attack-toolkit, README; Proofpoint, "Revisiting MACT" (campaign 1445).
 */
const localTools = [
  { name: 'rclone', address: /:53682(?:\/|$)/ },
  { name: 'o365-attack-toolkit', address: /:30662(?:\/|$)/ },
  { name: 'MACT 1445', address: /:\d+\/access\/?$/ },
] as const;

const fact = (
  group: readonly Step[],
  pick: (facts: ApplicationFacts) => readonly string[],
): readonly string[] => distinct(group.flatMap(({ facts }) => pick(facts)));

/** Applications of Microsoft's own come by themselves, or are used by every administrator. */
function isMicrosoft(appIds: readonly string[], group: readonly Step[]): boolean {
  return (
    appIds.some((id) => firstPartyApps.has(id)) ||
    group.some(({ facts: { owner } }) => owner !== undefined && microsoftTenants.has(owner))
  );
}

/** Only the user's own files, and only while the user sits there: what a viewer or an editor asks for. */
const isLasting = (permissions: readonly string[], everybody: boolean): boolean =>
  everybody ||
  permissions.some((name) => /^offline_access$/i.test(name)) ||
  permissions.some(
    (name) =>
      permissionReach.get(name.toLowerCase()) === 'content' && !/^(?:my)?files\./i.test(name),
  );

const higher = (one: Severity, other: Severity): Severity =>
  severities.indexOf(other) > severities.indexOf(one) ? other : one;

const consentSaid = (types: readonly string[]): Said | undefined => {
  if (types.some((type) => type.toLowerCase() === 'allprincipals'))
    return { en: 'AllPrincipals (everybody)', ja: '全ユーザー (AllPrincipals)' };
  if (types.some((type) => type.toLowerCase() === 'principal'))
    return { en: 'Principal (this user only)', ja: '本人のみ (Principal)' };
  return undefined;
};

/** Who agreed to an application when, over the whole case. */
type Known = ReadonlyMap<string, readonly { readonly by: string; readonly time: bigint }[]>;

/** At least two others agreed to it a day or more before: a product that the company uses. */
function isUsedHere(appIds: readonly string[], group: readonly Step[], known: Known): boolean {
  const first = group[0]?.time ?? 0n;
  const own = new Set(group.map(({ act }) => act.by));
  const others = appIds
    .flatMap((id) => known.get(id) ?? [])
    .filter(({ by, time }) => !own.has(by) && first - time >= 24n * hour);
  return new Set(others.map(({ by }) => by)).size >= 2;
}

function knownApps(steps: readonly Step[]): Known {
  const known = new Map<string, { by: string; time: bigint }[]>();
  for (const { act, facts } of steps)
    if (act.operation === 'consent to application' && !act.failed)
      for (const id of facts.appIds)
        known.set(id, [...(known.get(id) ?? []), { by: act.by, time: act.time }]);
  return known;
}

/** What makes this one weigh more or less, and why. */
function weigh(
  group: readonly Step[],
  app: { readonly name: string | undefined; readonly appIds: readonly string[] },
  users: readonly string[],
  known: Known,
): { readonly severity: Severity; readonly why: readonly Said[] } {
  const why: Said[] = [];
  const microsoft = isMicrosoft(app.appIds, group);
  const registered = group.some(({ act }) => act.operation === 'add application');
  const granted = group.some(({ act }) => granting.has(act.operation));
  const permissions = fact(group, ({ scopes, appRoles }) => [...scopes, ...appRoles]);
  const reaches = new Set(permissions.map((name) => permissionReach.get(name.toLowerCase())));
  const everybody = fact(group, ({ consentTypes }) => consentTypes).some(
    (type) => type.toLowerCase() === 'allprincipals',
  );
  let severity: Severity = registered ? 'low' : 'informational';
  if (granted) severity = 'low';
  if (reaches.has('wide') && everybody) severity = 'medium';
  if (reaches.has('content')) {
    severity = isLasting(permissions, everybody) ? 'medium' : severity;
    why.push({ en: 'it reaches mail, files or chats', ja: 'メール・ファイル・チャットに届く' });
  }
  if (reaches.has('takeover')) {
    severity = 'medium';
    why.push({ en: 'its permissions can change the tenant', ja: 'テナントを変更できる権限を持つ' });
  }
  if (microsoft) return { severity, why };
  if (severity === 'medium' && !reaches.has('takeover') && isUsedHere(app.appIds, group, known)) {
    severity = 'low';
    why.push({
      en: 'others here agreed to it before',
      ja: '以前から社内のほかの利用者も同意している',
    });
  }

  const sign = app.name === undefined ? undefined : nameSign(app.name, users);
  // "Adobe" is Adobe's own where the application comes from elsewhere: here only what is registered counts.
  if (sign !== undefined && (registered || sign.weight === 'strong')) {
    why.push(sign.said);
    const strong = sign.weight === 'strong';
    severity = higher(severity, strong && (granted || registered) ? 'high' : 'low');
    if (!strong && registered && reaches.has('content')) severity = higher(severity, 'medium');
  }
  const abused = app.appIds.map((id) => abusedApp(id, undefined)).find((one) => one !== undefined);
  const listedApp = abused ?? abusedApp(undefined, app.name);
  if (listedApp !== undefined) {
    why.push({
      en: `${listedApp.title} is known from intrusions (${listedApp.abuse.en})`,
      ja: `${listedApp.title} は侵害で悪用された例がある（${listedApp.abuse.ja}）`,
    });
    severity = higher(severity, listedApp.kind === 'rare' ? 'high' : 'medium');
  }
  const local = fact(group, ({ redirects }) => redirects).filter(isLocal);
  if (local.length > 0) {
    const tool = localTools.find(({ address }) => local.some((one) => address.test(one)));
    why.push({
      en: `it sends its codes to ${listed(local, 2)}${tool === undefined ? '' : `, as ${tool.name} does`}`,
      ja: `リダイレクト先が ${listed(local, 2)} である${tool === undefined ? '' : `（${tool.name} の既定値）`}`,
    });
    severity = higher(severity, tool !== undefined || reaches.has('content') ? 'medium' : 'low');
  }
  return { severity, why };
}

function matchOf(
  group: readonly Step[],
  users: readonly string[],
  known: Known,
): AnalyserMatch | undefined {
  const people = group.filter(({ act }) => !act.byApplication);
  const succeeded = group.filter(({ act }) => !act.failed);
  const said = succeeded.length > 0 ? succeeded : group;
  // A service principal alone comes with the first use of any of Microsoft's services.
  if (people.length === 0 || !group.some(({ act }) => telling.has(act.operation))) return undefined;
  const appIds = fact(said, (facts) => facts.appIds);
  const [name] = fact(said, ({ names }) => names);
  const permissions = fact(said, ({ scopes, appRoles }) => [...scopes, ...appRoles]);
  const { severity, why } = weigh(said, { name, appIds }, users, known);
  const consent = consentSaid(fact(said, ({ consentTypes }) => consentTypes));
  const failed = succeeded.length === 0;
  const [appId] = appIds;
  const [principal] = fact(said, ({ objects }) => objects);
  return {
    events: placesOf(group.map(({ act }) => act)),
    severity: failed ? 'low' : severity,
    values: {
      by: listed(distinct(people.map(({ act }) => act.by))),
      ...(name === undefined ? {} : { application: name }),
      ...(appId === undefined ? {} : { application_id: appId }),
      // A grant names its application by the object id of the service principal only.
      ...(appId === undefined && name === undefined && principal !== undefined
        ? { principal }
        : {}),
      ...(permissions.length === 0 ? {} : { permissions: listed(permissions, 12) }),
      ...(consent === undefined ? {} : { consent }),
      ...(why.length === 0
        ? {}
        : {
            why: {
              en: why.map(({ en }) => en).join('; '),
              ja: why.map(({ ja }) => ja).join('、'),
            },
          }),
      deed: group.some(({ act }) => act.operation === 'add application')
        ? {
            en: failed ? 'tried to register the application' : 'registered the application',
            ja: failed ? 'を登録しようとした' : 'を登録した',
          }
        : {
            en: failed
              ? 'tried to give rights to the application'
              : 'gave rights to the application',
            ja: failed ? 'に権限を与えようとした' : 'に権限を与えた',
          },
    },
  };
}

/** Accounts that stand in the case, whose names an application may carry. */
async function accounts(store: Store): Promise<readonly string[]> {
  const rows = await store.query(
    `SELECT DISTINCT "user" AS account FROM events WHERE contains("user", '@') ORDER BY 1 LIMIT 20000`,
  );
  return rows.flatMap(({ account }) => (typeof account === 'string' ? [account] : []));
}

/**
 * W-40: an application is registered, or somebody agrees that it may read, send or change. The steps, in
 * whatever log and with whatever of them missing, are one finding: they share a correlation id, or the
 * application and whoever did it.
 */
export const applicationAdded: Analyser<Parameters> = {
  slug: 'application-added',
  parameters,
  run: async (store, { hours }) => {
    const acts = await readActs(store, exactly(applicationSteps));
    if (acts.length === 0) return [];
    const all = acts.map((act): Step => ({ act, facts: applicationFacts(act), time: act.time }));
    const groups = groupByKeys(
      all,
      ({ act, facts }) => [
        ...(act.correlation === undefined ? [] : [act.correlation]),
        ...[...facts.appIds, ...facts.objects].map((id) => `${id}|${act.by}`),
      ],
      BigInt(Math.round(hours * 60)) * (hour / 60n),
    );
    const users = await accounts(store);
    const known = knownApps(all);
    return groups
      .map((group) => matchOf(group, users, known))
      .filter((match) => match !== undefined);
  },
};
