import {
  auditHeaders,
  details,
  modified,
  targets,
} from '../../formats/entra-audit/portal-headers.js';
import type { ActTarget, Change } from './act.js';
import type { Json } from './json.js';
import { items, member, opened, parsed, plain, text } from './json.js';

/** What a record of either log says beyond the event's columns. */
export interface Parts {
  readonly targets: readonly ActTarget[];
  readonly changes: readonly Change[];
  readonly details: ReadonlyMap<string, string>;
  readonly reason: string | undefined;
  /** An application did it. */
  readonly application: boolean;
  /** Names of who did it, as the log has them. */
  readonly actors: readonly string[];
}

const none: Parts = {
  targets: [],
  changes: [],
  details: new Map(),
  reason: undefined,
  application: false,
  actors: [],
};

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const guidInside = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const lower = (value: string | undefined): string | undefined => value?.toLowerCase();

function detailMap(pairs: readonly Json[], key: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const pair of pairs) {
    const name = text(member(pair, key));
    const value = text(member(pair, 'value'));
    if (name !== undefined && value !== undefined) map.set(name.toLowerCase(), value);
  }
  return map;
}

/**
 * AuditData of type 8. `Target` has one target in several pieces: type 1 its name, 2 its ids and, as a
 * word, its kind, 3 a PUID, 4 service principal names, 5 the user principal name.
 */
function ofUnified(record: Json): Parts {
  const ids: string[] = [];
  const found: { name?: string; upn?: string; kind?: string; id?: string | undefined } = {};
  for (const piece of items(member(record, 'Target'))) {
    const value = text(member(piece, 'ID'));
    const type = text(member(piece, 'Type'));
    if (value === undefined) continue;
    if (type === '1') found.name ??= value;
    else if (type === '5') found.upn ??= value.toLowerCase();
    else if (type === '2') {
      if (guid.test(value)) ids.push(value.toLowerCase());
      else if (value.includes('_')) found.id ??= lower(guidInside.exec(value)?.[0]);
      else found.kind ??= value.toLowerCase();
    } else if (type === '4') {
      const [first = ''] = value.split(/[;/]/);
      if (guid.test(first)) ids.push(first.toLowerCase());
    }
  }
  const id = found.id ?? ids[0];
  const application = found.kind === 'application' || found.kind === 'serviceprincipal';
  const changes = items(member(record, 'ModifiedProperties')).flatMap((change): Change[] => {
    const name = text(member(change, 'Name'));
    if (name === undefined) return [];
    return [
      { name, before: plain(member(change, 'OldValue')), after: plain(member(change, 'NewValue')) },
    ];
  });
  const extended = items(member(record, 'ExtendedProperties'));
  const more = extended.find((one) => text(member(one, 'Name')) === 'additionalDetails');
  const map = new Map<string, string>();
  const inside = opened(member(more, 'Value'));
  if (typeof inside === 'object' && inside !== null && !Array.isArray(inside))
    for (const [name, value] of Object.entries(inside)) {
      const said = text(value);
      if (said !== undefined) map.set(name.toLowerCase(), said);
    }
  const actors = items(member(record, 'Actor')).flatMap((piece) => {
    const value = text(member(piece, 'ID'));
    return value === undefined ? [] : [value];
  });
  return {
    targets:
      id === undefined && found.upn === undefined && found.name === undefined
        ? []
        : [
            {
              type: found.kind,
              id,
              name: found.name,
              upn: found.upn,
              appId: application ? ids.find((other) => other !== id) : undefined,
            },
          ],
    changes,
    details: map,
    reason: undefined,
    application: actors.includes('ServicePrincipal') && !actors.includes('User'),
    actors,
  };
}

const spellings = ['', '_dynamic', '_string'] as const;
const spelled = (...names: readonly string[]): string[] =>
  names.flatMap((name) => spellings.map((suffix) => `${name}${suffix}`));

/** Graph's entry, also inside of Log Analytics' rows. */
function ofEntry(record: Json): Parts {
  const list = items(member(record, ...spelled('targetResources')));
  const pairs = items(member(record, ...spelled('additionalDetails')));
  const by = opened(member(record, ...spelled('initiatedBy')));
  const app = member(by, 'app');
  const user = member(by, 'user');
  const names = [
    text(member(user, 'userPrincipalName')),
    text(member(user, 'displayName')),
    text(member(app, 'displayName')),
    text(member(app, 'appId')),
  ];
  const person = names[0] !== undefined || text(member(user, 'id')) !== undefined;
  return {
    targets: list.map((target) => {
      const type = lower(text(member(target, 'type')));
      return {
        type,
        id: lower(text(member(target, 'id'))),
        name: text(member(target, 'displayName')),
        upn: lower(text(member(target, 'userPrincipalName'))),
        appId: undefined,
      };
    }),
    changes: list.flatMap((target) =>
      items(member(target, 'modifiedProperties')).flatMap((change): Change[] => {
        const name = text(member(change, 'displayName'));
        if (name === undefined) return [];
        return [
          {
            name,
            before: plain(member(change, 'oldValue')),
            after: plain(member(change, 'newValue')),
          },
        ];
      }),
    ),
    details: detailMap(pairs, 'key'),
    reason: text(member(record, 'resultReason', 'ResultDescription')),
    application: !person && app !== undefined,
    actors: names.filter((name) => name !== undefined),
  };
}

const canonical = new Map(
  Object.entries(auditHeaders).flatMap(([name, others]) =>
    [name, ...others].map((header) => [header.toLowerCase(), name] as const),
  ),
);

/** A row of the portal's CSV, in any of the languages its headers are known in. */
function ofPortalRow(record: Json): Parts {
  const row = new Map<string, string>();
  if (typeof record === 'object' && record !== null)
    for (const [header, value] of Object.entries(record)) {
      const said = text(value);
      if (said !== undefined) row.set(canonical.get(header.toLowerCase()) ?? header, said);
    }
  const map = new Map<string, string>();
  for (const number of details) {
    const name = row.get(`AdditionalDetail${number}Key`);
    const value = row.get(`AdditionalDetail${number}Value`);
    if (name !== undefined && value !== undefined) map.set(name.toLowerCase(), value);
  }
  const names = ['ActorUserPrincipalName', 'ActorDisplayName', 'ActorServicePrincipalName'];
  return {
    targets: targets.flatMap((number): ActTarget[] => {
      const target = {
        type: lower(row.get(`Target${number}Type`)),
        id: lower(row.get(`Target${number}ObjectId`)),
        name: row.get(`Target${number}DisplayName`),
        upn: lower(row.get(`Target${number}UserPrincipalName`)),
        appId: undefined,
      };
      return target.id === undefined && target.name === undefined && target.upn === undefined
        ? []
        : [target];
    }),
    changes: targets.flatMap((target) =>
      modified.flatMap((number): Change[] => {
        const start = `Target${target}ModifiedProperty${number}`;
        const name = row.get(`${start}Name`);
        if (name === undefined) return [];
        return [
          {
            name,
            before: plain(row.get(`${start}OldValue`)),
            after: plain(row.get(`${start}NewValue`)),
          },
        ];
      }),
    ),
    details: map,
    reason: row.get('ResultReason'),
    application:
      row.get('ActorUserPrincipalName') === undefined &&
      row.get('ActorServicePrincipalName') !== undefined,
    actors: names.flatMap((name) => row.get(name) ?? []),
  };
}

/** The parts of a record as the store keeps it; nothing where it cannot be read. */
export function partsOf(raw: string | undefined): Parts {
  const record = raw === undefined ? undefined : parsed(raw);
  if (record === undefined) return none;
  if (member(record, ...spelled('targetResources', 'initiatedBy')) !== undefined)
    return ofEntry(record);
  if (member(record, 'Operation', 'ModifiedProperties', 'Target') !== undefined)
    return ofUnified(record);
  return ofPortalRow(record);
}
