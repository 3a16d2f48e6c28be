import type { DirectoryAct } from '../directory/act.js';
import { after, changeOf, targetOf } from '../directory/act.js';
import { plain, plainItems } from '../directory/json.js';

/** W-40's steps: what was added, by whom it is owned, what it may do, who agreed. */
export const applicationSteps = [
  'add application',
  'add owner to application',
  'add service principal',
  'add owner to service principal',
  'add delegated permission grant',
  'add app role assignment grant to user',
  'consent to application',
  'add app role assignment to service principal',
] as const;

/** What one act of W-40's flow tells about the application it belongs to. */
export interface ApplicationFacts {
  readonly names: readonly string[];
  readonly appIds: readonly string[];
  /** Object ids of the application and of its service principal: they lead from act to act. */
  readonly objects: readonly string[];
  /** Delegated permissions that came with it. */
  readonly scopes: readonly string[];
  /** Permissions of its own, which need no user. */
  readonly appRoles: readonly string[];
  /** Principal or AllPrincipals, as the log writes it. */
  readonly consentTypes: readonly string[];
  readonly adminConsent: boolean;
  readonly redirects: readonly string[];
  /** Tenant that owns it, where the log says. */
  readonly owner: string | undefined;
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const ids = (...values: readonly (string | undefined)[]): string[] =>
  values.flatMap((value) => {
    const id = value?.toLowerCase();
    return id !== undefined && guid.test(id) ? [id] : [];
  });
const present = (...values: readonly (string | undefined)[]): string[] =>
  values.filter((value) => value !== undefined && value !== '') as string[];
const words = (value: string | undefined): string[] =>
  value?.split(/[\s,]+/).filter((word) => word !== '') ?? [];

/** Application ids in TargetId.ServicePrincipalNames, which is the id or names that contain it. */
const idsInNames = (value: string | undefined): string[] => ids(...(value?.split(/[;/]/) ?? []));

/** Consent to application: `[] => [[Id: …, ConsentType: Principal, Scope:  a b, …], …]; `. */
function grants(text: string | undefined): {
  types: string[];
  scopes: string[];
  clients: string[];
} {
  const [before = '', granted = before] = text?.split('=>') ?? [];
  const earlier = new Set(
    [...before.matchAll(/Scope: *([^\],]*)/g)].flatMap((found) => words(found[1])),
  );
  const every = [...granted.matchAll(/Scope: *([^\],]*)/g)].flatMap((found) => words(found[1]));
  const fresh = every.filter((scope) => !earlier.has(scope));
  return {
    types: [...granted.matchAll(/ConsentType: *(\w+)/g)].map((found) => found[1] ?? ''),
    scopes: fresh.length > 0 ? fresh : every,
    clients: ids(...[...granted.matchAll(/ClientId: *([0-9a-f-]{36})/gi)].map((found) => found[1])),
  };
}

function redirectsOf(act: DirectoryAct): string[] {
  const lists = [after(act, 'AppAddress'), after(act, 'PublicClient'), after(act, 'Web')];
  return lists.flatMap((list) =>
    plainItems(list).flatMap((one) => {
      if (typeof one === 'string') return [one];
      if (one === null || typeof one !== 'object' || Array.isArray(one)) return [];
      return Object.values(one).flatMap((value) =>
        typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? [value] : [],
      );
    }),
  );
}

const none: ApplicationFacts = {
  names: [],
  appIds: [],
  objects: [],
  scopes: [],
  appRoles: [],
  consentTypes: [],
  adminConsent: false,
  redirects: [],
  owner: undefined,
};

/** Steps 1 and 2 of W-40, without the owners: the application is in the target. */
function ofAdded(act: DirectoryAct): ApplicationFacts {
  const target = targetOf(act, 'application', 'serviceprincipal') ?? act.targets[0];
  return {
    ...none,
    names: present(after(act, 'DisplayName'), target?.name),
    appIds: ids(
      after(act, 'AppId', 'AppPrincipalId'),
      target?.appId,
      act.details.get('appid'),
      ...idsInNames(after(act, 'TargetId.ServicePrincipalNames')),
    ),
    objects: ids(target?.id),
    redirects: redirectsOf(act),
    owner: after(act, 'AppOwnerTenantId', 'AppOwnerOrganizationId')?.toLowerCase(),
  };
}

/** The owners: the target is a user, the application stands in the changes. */
function ofOwner(act: DirectoryAct): ApplicationFacts {
  const target = targetOf(act, 'application', 'serviceprincipal');
  const names = ['Application', 'ServicePrincipal'];
  return {
    ...none,
    names: present(...names.map((name) => after(act, `${name}.DisplayName`)), target?.name),
    appIds: ids(...names.map((name) => after(act, `${name}.AppId`)), target?.appId, act.details.get('appid')),
    objects: ids(...names.map((name) => after(act, `${name}.ObjectID`)), target?.id),
  }; // prettier-ignore
}

/** The resource (Microsoft Graph …) is the target; who may use it stands in the changes. */
function ofGrant(act: DirectoryAct): ApplicationFacts {
  const scope = changeOf(act, 'DelegatedPermissionGrant.Scope');
  const earlier = new Set(words(scope?.before));
  const every = words(scope?.after);
  const fresh = every.filter((word) => !earlier.has(word));
  const client = after(act, 'ServicePrincipal.ObjectID')?.toLowerCase();
  const named = act.targets.find(({ id }) => id !== undefined && id === client);
  const type = after(act, 'DelegatedPermissionGrant.ConsentType');
  return {
    ...none,
    names: present(after(act, 'ServicePrincipal.DisplayName'), named?.name),
    appIds: ids(after(act, 'ServicePrincipal.AppId'), named?.appId),
    objects: ids(client),
    scopes: fresh.length > 0 ? fresh : every,
    appRoles: words(after(act, 'AppRole.Value')),
    consentTypes: present(type),
  };
}

/** The application's service principal is the target: a user may use it, or consented. */
function ofConsent(act: DirectoryAct): ApplicationFacts {
  const target =
    targetOf(act, 'serviceprincipal') ?? act.targets.find(({ upn }) => upn === undefined);
  const given = grants(after(act, 'ConsentAction.Permissions'));
  const consent = act.operation === 'consent to application';
  const everybody = after(act, 'ConsentContext.OnBehalfOfAll')?.toLowerCase() === 'true';
  const types =
    given.types.length > 0 || !consent ? given.types : [everybody ? 'AllPrincipals' : 'Principal'];
  return {
    ...none,
    names: present(target?.name),
    appIds: ids(
      target?.appId,
      ...idsInNames(after(act, 'TargetId.ServicePrincipalNames')),
      act.details.get('appid'),
    ),
    objects: [...ids(target?.id), ...given.clients],
    scopes: given.scopes,
    consentTypes: types,
    adminConsent: after(act, 'ConsentContext.IsAdminConsent')?.toLowerCase() === 'true',
    redirects: [],
  }; // prettier-ignore
}

/** What an act tells about its application. */
export function applicationFacts(act: DirectoryAct): ApplicationFacts {
  switch (act.operation) {
    case 'add application':
    case 'add service principal':
      return ofAdded(act);
    case 'add owner to application':
    case 'add owner to service principal':
      return ofOwner(act);
    case 'add delegated permission grant':
    case 'add app role assignment to service principal':
      return ofGrant(act);
    default:
      return ofConsent(act);
  }
}

/** A redirect address on the user's own machine. */
export const isLocal = (address: string): boolean =>
  /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i.test(plain(address) ?? '');
