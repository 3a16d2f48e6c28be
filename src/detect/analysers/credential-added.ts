import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { after, changeOf, targetOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import { member, plainItems, text } from '../directory/json.js';
import { readActs } from '../directory/read.js';
import { firstPartyApps } from './first-party-apps-table.js';

/** Of an application and of its service principal: secrets, certificates, federated identities. */
const operations =
  '^(?:update|create|add) (?:application|service principal)(?: ?- ?certificates and secrets management| credentials)?$|^add service principal credentials$|^add federated identity credential';

const parameters = z.strictObject({
  /** Acts upon one application are one finding while less than this lies between. */
  minutes: z.number().positive().default(60),
});
type Parameters = z.infer<typeof parameters>;

interface Added {
  readonly act: DirectoryAct;
  readonly time: bigint;
  readonly keys: readonly string[];
  readonly kinds: readonly ('secret' | 'certificate' | 'federated identity')[];
}

/** `[KeyIdentifier=…,KeyType=Password,KeyUsage=Verify,DisplayName=…]`, in a list or several in one text. */
function keysIn(value: string | undefined): ReadonlyMap<string, { name: string; type: string }> {
  const keys = new Map<string, { name: string; type: string }>();
  const found = (value ?? '').matchAll(/KeyIdentifier=([^,\]]*),KeyType=([^,\]]*)[^\]]*?(?:DisplayName=([^\]]*))?\]/g); // prettier-ignore
  for (const [, id = '', type = '', name = ''] of found)
    keys.set(id, { name: name.replace(/["\\\s]+$/, ''), type });
  return keys;
}

function federated(act: DirectoryAct): readonly string[] {
  const change = changeOf(act, 'FederatedIdentityCredentials');
  if (change === undefined) return [];
  const names = (value: string | undefined): string[] =>
    plainItems(value).map((one) => {
      const subject = text(member(one, 'Subject'));
      return [text(member(one, 'Name')), text(member(one, 'Issuer')), subject].filter((part) => part !== undefined).join(' '); // prettier-ignore
    });
  const before = names(change.before);
  return names(change.after).filter((name) => !before.includes(name));
}

function addedBy(act: DirectoryAct): Added | undefined {
  if (act.failed) return undefined;
  const change = changeOf(act, 'KeyDescription');
  const before = keysIn(change?.before);
  const fresh = [...keysIn(change?.after)].filter(([id]) => !before.has(id));
  const identities = federated(act);
  const named = act.operation.includes('credential') && change === undefined;
  if (fresh.length === 0 && identities.length === 0 && !named) return undefined;
  return {
    act,
    time: act.time,
    keys: [...fresh.map(([, { name }]) => name).filter((name) => name !== ''), ...identities],
    kinds: [
      ...fresh.map(([, { type }]): Added['kinds'][number] =>
        /password/i.test(type) ? 'secret' : 'certificate',
      ),
      ...(identities.length > 0 || act.operation.includes('federated')
        ? (['federated identity'] as const)
        : []),
    ],
  };
}

const kindsSaid: Readonly<Record<Added['kinds'][number], Said>> = {
  secret: { en: 'a secret', ja: 'シークレット' },
  certificate: { en: 'a certificate', ja: '証明書' },
  'federated identity': { en: 'a federated identity', ja: 'フェデレーション ID 資格情報' },
};

/** Services of Microsoft's renew the keys of what they run. */
const renewing = /^(?:managed service identity|microsoft|azure|office 365|windows azure|aad )/;

function matchOf(group: readonly Added[]): AnalyserMatch {
  const targets = group.flatMap(
    ({ act }) => targetOf(act, 'application', 'serviceprincipal') ?? [],
  );
  const names = distinct(targets.map(({ name }) => name));
  const ids = distinct(
    group.flatMap(({ act }) => [act.details.get('appid')?.toLowerCase(), targetOf(act, 'application', 'serviceprincipal')?.appId, after(act, 'TargetId.ServicePrincipalNames')?.split(/[;/]/)[0]?.toLowerCase()]),
  ); // prettier-ignore
  const kinds = distinct(group.flatMap((one) => one.kinds)).flatMap((kind) =>
    kind in kindsSaid ? [kindsSaid[kind as Added['kinds'][number]]] : [],
  );
  const theirs = ids.some((id) => firstPartyApps.has(id));
  const severity: Severity = theirs ? 'high' : 'medium';
  const [id] = ids;
  const keys = distinct(group.flatMap((one) => one.keys));
  return {
    events: placesOf(group.map(({ act }) => act)),
    severity,
    values: {
      by: listed(distinct(group.map(({ act }) => act.by))),
      ...(names.length === 0 ? {} : { application: listed(names) }),
      ...(id === undefined ? {} : { application_id: id }),
      ...(keys.length === 0 ? {} : { keys: listed(keys) }),
      kinds:
        kinds.length === 0
          ? { en: 'a credential', ja: '資格情報' }
          : { en: kinds.map(({ en }) => en).join(' and '), ja: kinds.map(({ ja }) => ja).join('と') },
      ...(theirs
        ? { why: { en: "it is one of Microsoft's own applications", ja: 'Microsoft 自身のアプリケーションである' } }
        : {}),
    },
  }; // prettier-ignore
}

/** An application gets a secret, a certificate or a federated identity: whoever has it signs in as it. */
export const credentialAdded: Analyser<Parameters> = {
  slug: 'credential-added',
  parameters,
  run: async (store, { minutes }) => {
    const acts = (await readActs(store, operations)).filter(
      ({ byApplication, by }) => !(byApplication && renewing.test(by)),
    );
    const added = acts.map(addedBy).filter((one) => one !== undefined);
    const groups = groupByKeys(
      added,
      ({ act }) => {
        const target = targetOf(act, 'application', 'serviceprincipal');
        return distinct([target?.id, target?.name, act.correlation]).map(
          (key) => `${act.by}|${key}`,
        );
      },
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    return groups.map(matchOf);
  },
};
