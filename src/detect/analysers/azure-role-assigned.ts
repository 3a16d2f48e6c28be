import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Cell, Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { distinct, groupByKeys, listed, minute } from '../directory/groups.js';
import type { Json } from '../directory/json.js';
import { member, opened, parsed, text } from '../directory/json.js';
import { azureRoles } from './azure-roles-table.js';

const parameters = z.strictObject({
  /** The beginning and the end of one assignment lie less than this apart. */
  minutes: z.number().positive().default(10),
});
type Parameters = z.infer<typeof parameters>;

interface Assignment {
  readonly place: EventPlace;
  readonly time: bigint;
  readonly by: string;
  readonly byId: string | undefined;
  readonly resource: string;
  readonly correlation: string | undefined;
  readonly failed: boolean;
  readonly roleId: string | undefined;
  readonly principal: string | undefined;
  readonly principalType: string | undefined;
  readonly scope: string | undefined;
}

const textOf = (cell: Cell | undefined): string | undefined =>
  typeof cell === 'string' && cell !== '' ? cell : undefined;
const guidAtEnd = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/?$/i;

/** The request's body: in REST's events `properties.requestbody`, in AzureActivity `Properties.requestbody`. */
function bodyOf(record: Json | undefined): Json | undefined {
  for (const holder of ['properties', 'Properties_d', 'Properties', 'PropertiesValue']) {
    const body = member(member(record, holder), 'requestbody', 'requestBody');
    if (body !== undefined) return opened(body);
    const response = member(member(record, holder), 'responseBody');
    if (response !== undefined) return opened(response);
  }
  return opened(member(record, 'requestbody'));
}

function assignmentOf(row: Row): Assignment | undefined {
  if (typeof row['time'] !== 'bigint') return undefined;
  const body = bodyOf(parsed(textOf(row['raw']) ?? ''));
  const properties = member(body, 'properties') ?? body;
  const role = text(member(properties, 'roleDefinitionId'));
  const resource = (textOf(row['object']) ?? '').toLowerCase();
  const [scope] = resource.split('/providers/microsoft.authorization/roleassignments');
  return {
    place: { evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) },
    time: row['time'],
    by: textOf(row['user']) ?? textOf(row['user_id']) ?? '',
    byId: textOf(row['user_id'])?.toLowerCase(),
    resource,
    correlation: textOf(row['correlation_id']),
    failed: row['outcome'] === 'failure',
    roleId: guidAtEnd.exec(role ?? '')?.[1]?.toLowerCase(),
    principal: text(member(properties, 'principalId'))?.toLowerCase(),
    principalType: text(member(properties, 'principalType')),
    scope: text(member(properties, 'scope'))?.toLowerCase() ?? scope,
  };
}

const first = <T>(values: readonly (T | undefined)[]): T | undefined =>
  values.find((value) => value !== undefined);

/** How much of Azure a scope is: everything, a management group, a subscription, less. */
function reach(scope: string | undefined): 'root' | 'group' | 'subscription' | 'less' {
  if (scope === undefined) return 'less';
  if (scope === '' || scope === '/') return 'root';
  if (/managementgroups\/[^/]+\/?$/.test(scope)) return 'group';
  return /^\/?subscriptions\/[^/]+\/?$/.test(scope) ? 'subscription' : 'less';
}

/** Accounts by their object ids, as other events name them. */
async function accountsOf(
  store: Store,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await store.query(
    `SELECT user_id AS id, min("user") AS account FROM events
     WHERE contains("user", '@') AND user_id IN (${ids.map((_, at) => `$id${at}`).join(', ')}) GROUP BY 1`,
    Object.fromEntries(ids.map((id, at) => [`id${at}`, id])),
  );
  return new Map(rows.map((row) => [textOf(row['id']) ?? '', textOf(row['account']) ?? '']));
}

function matchOf(
  group: readonly Assignment[],
  accounts: ReadonlyMap<string, string>,
): AnalyserMatch {
  const roleId = first(group.map((one) => one.roleId));
  const role = azureRoles.find(({ id }) => id === roleId);
  const scope = first(group.map((one) => one.scope));
  const principal = first(group.map((one) => one.principal));
  const why: Said[] = [];
  const wide = reach(scope);
  let severity: Severity = 'low';
  if (role?.weight === 'control') severity = 'medium';
  if (role?.weight === 'change' && wide !== 'less') severity = 'medium';
  if (role?.weight === 'data') severity = 'medium';
  if (role?.weight === 'control' && (wide === 'root' || wide === 'group')) {
    severity = 'high';
    why.push({ en: 'it reaches over all subscriptions below', ja: '配下のサブスクリプションすべてに及ぶ' }); // prettier-ignore
  }
  if (role?.weight === 'control' && principal !== undefined && group.some(({ byId }) => byId === principal)) {
    severity = 'high';
    why.push({ en: 'the account gave it to itself', ja: '自分自身に付与している' });
  } // prettier-ignore
  const failed = group.some((one) => one.failed);
  const name = role?.name ?? roleId;
  return {
    events: group.map(({ place }) => place),
    severity: failed ? 'low' : severity,
    values: {
      by: listed(distinct(group.map(({ by }) => by))),
      ...(name === undefined ? {} : { role: name }),
      ...(principal === undefined ? {} : { principal: accounts.get(principal) ?? principal }),
      ...(scope === undefined ? {} : { scope: scope === '' ? '/' : scope }),
      deed: failed
        ? { en: 'tried to assign', ja: '割り当てようとして失敗した' }
        : { en: 'assigned', ja: '割り当てた' },
      ...(why.length === 0
        ? {}
        : { why: { en: why.map(({ en }) => en).join('; '), ja: why.map(({ ja }) => ja).join('、') } }),
    },
  }; // prettier-ignore
}

/** A role of Azure is assigned (W-25, W-49): which, to whom, over what. */
export const azureRoleAssigned: Analyser<Parameters> = {
  slug: 'azure-role-assigned',
  parameters,
  run: async (store, { minutes }) => {
    const rows = await store.query(
      `SELECT evidence_id, record_no, "time", "user", user_id, object, correlation_id, outcome, raw
       FROM event_view
       WHERE source = 'azure_activity' AND "time" IS NOT NULL
         AND lower(operation) IN ('microsoft.authorization/roleassignments/write', 'create role assignment')
       ORDER BY "time", evidence_id, record_no`,
    );
    const assignments = rows.map(assignmentOf).filter((one) => one !== undefined);
    const principals = distinct(assignments.map(({ principal }) => principal));
    const accounts = await accountsOf(store, principals);
    return groupByKeys(
      assignments,
      ({ correlation, resource }) =>
        distinct([correlation, resource === '' ? undefined : resource]),
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    ).map((group) => matchOf(group, accounts));
  },
};
