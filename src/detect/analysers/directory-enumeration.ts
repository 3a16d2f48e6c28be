import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Cell, Row } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { burstsOf } from '../directory/bursts.js';
import { distinct, listed } from '../directory/groups.js';

const parameters = z.strictObject({
  minutes: z.number().positive().default(10),
  /** Different kinds of things of the directory that are listed in that time. */
  kinds: z.number().int().min(2).default(6),
  /** From so many kinds on it weighs more. */
  many: z.number().int().default(9),
});
type Parameters = z.infer<typeof parameters>;

/**
 * What of the directory a request lists, by the path after the version. Only lists count: a page that opens
 * one object asks for it by id.
 */
const collections: readonly (readonly [string, RegExp])[] = [
  ['users', /^\/users\/?$/i],
  ['groups', /^\/groups\/?$/i],
  ['members', /^\/groups\/[^/]+\/(?:transitive)?(?:members|owners)/i],
  ['applications', /^\/applications\/?$/i],
  ['servicePrincipals', /^\/serviceprincipals\/?$/i],
  ['app role assignments', /^\/serviceprincipals\/[^/]+\/(?:approleassign|oauth2permissiongrants)/i],
  ['consents', /^\/oauth2permissiongrants/i],
  ['devices', /^\/devices\/?$/i],
  ['directory roles', /^\/(?:directoryroles|directoryroletemplates|roledefinitions|roleassignments)/i],
  ['role assignments', /^\/rolemanagement\/directory\/role(?:assignment|definition|eligib)/i],
  ['administrative units', /^\/(?:directory\/)?administrativeunits/i],
  ['Conditional Access', /^\/(?:identity\/)?conditionalaccess|^\/policies(?:$|[/?])/i],
  ['organization', /^\/(?:organization|tenantdetails|domains)\/?$/i],
  ['authentication methods', /^\/reports\/(?:credentialuserregistrationdetails|authenticationmethods)/i],
  ['subscribed licences', /^\/subscribedskus/i],
  ['settings', /^\/(?:settings|groupsettings|directorysettingtemplates)/i],
  ['contacts', /^\/contacts\/?$/i],
  ['device management', /^\/devicemanagement\/(?:manageddevices|deviceconfigurations)/i],
]; // prettier-ignore

/** Consoles of Microsoft's, which list much whenever an administrator opens them. */
const consoles: ReadonlySet<string> = new Set([
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  '74658136-14ec-4630-ad9b-26e160ff0fc6',
  '00000006-0000-0ff1-ce00-000000000000',
  '5926fc8e-304e-4f59-8bed-58ca97cc39a4',
  '497effe9-df71-4043-a8bb-14cf78c4b63b',
  '80ccca67-54bd-44ab-8625-4b79c4dc7775',
  '65d91a3d-ab74-42e6-8a2f-0add61688c74',
  '7eadcef8-456d-4611-9480-4fff72b8b9e2',
  'de8bc8b5-d9f9-48b1-a8ad-b748da725064',
]);

interface Request {
  readonly place: EventPlace;
  readonly time: bigint;
  readonly who: string;
  readonly whoSaid: string;
  readonly application: boolean;
  readonly app: string;
  readonly kind: string;
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

/** `GET /v1.0/users` → `/users`; Azure AD Graph has the tenant in the place of the version. */
const pathOf = (operation: string): string =>
  operation
    .replace(/^[A-Z]+ /, '')
    .replace(/^\/(?:v1\.0|beta|myorganization|[0-9a-f-]{36}|[^/]+\.[^/]+)(?=\/)/i, '');

function requestOf(row: Row): Request | undefined {
  const path = pathOf(textOf(row['operation']));
  const kind = collections.find(([, pattern]) => pattern.test(path))?.[0];
  const app = textOf(row['app_id']);
  if (kind === undefined || typeof row['time'] !== 'bigint' || consoles.has(app)) return undefined;
  const user = textOf(row['user']) || textOf(row['user_id']);
  return {
    place: { evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) },
    time: row['time'],
    who: `${user}|${app}|${textOf(row['ip'])}`,
    whoSaid: user === '' ? app : user,
    application: row['user_kind'] === 'application',
    app,
    kind,
  };
}

function matchOf(run: readonly Request[], many: number): AnalyserMatch {
  const kinds = distinct(run.map(({ kind }) => kind));
  const [first] = run;
  // Products that watch over a tenant read it all day long, with a token of their own.
  const severity: Severity =
    first?.application === true ? 'low' : kinds.length >= many ? 'high' : 'medium';
  return {
    events: run.map(({ place }) => place),
    severity,
    values: {
      account: first?.whoSaid ?? '',
      ...(first === undefined || first.app === '' ? {} : { application_id: first.app }),
      kinds: listed(kinds, 12),
      number: String(kinds.length),
    },
  };
}

/**
 * Somebody reads the whole directory: lists of many different kinds in a short time, through Microsoft Graph
 * or the Azure AD Graph before it (what AzureHound, ROADrecon and GraphRunner do).
 */
export const directoryEnumeration: Analyser<Parameters> = {
  slug: 'directory-enumeration',
  parameters,
  run: async (store, wanted) => {
    const rows = await store.query(
      `SELECT evidence_id, record_no, "time", "user", user_id, user_kind, app_id, ip, operation
       FROM event_view
       WHERE source = 'graph_activity' AND "time" IS NOT NULL AND starts_with(operation, 'GET ')
       ORDER BY "time", evidence_id, record_no`,
    );
    const window = BigInt(Math.round(wanted.minutes * 60)) * 1_000_000n;
    const by = new Map<string, Request[]>();
    for (const row of rows) {
      const request = requestOf(row);
      if (request === undefined) continue;
      const own = by.get(request.who);
      if (own === undefined) by.set(request.who, [request]);
      else own.push(request);
    }
    return [...by.values()].flatMap((requests) =>
      burstsOf(requests, ({ kind }) => kind, wanted.kinds, window).map((run) =>
        matchOf(run, wanted.many),
      ),
    );
  },
};
