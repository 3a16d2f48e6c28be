import { isSet } from '../snapshot/record.js';
import type { Placed, Snapshot } from '../snapshot/snapshot.js';
import type { GraphObject } from '../snapshot/graph.js';
import { roleName } from './roles-table.js';

export type User = GraphObject<'users'>;

/** Who is in what, as far as the snapshot tells. All ids in lower case. */
export interface Directory {
  readonly users: readonly Placed<User>[];
  readonly user: (id: string) => Placed<User> | undefined;
  /** The id of a user or group by id, user principal name or display name; the text itself when none is found. */
  readonly idOf: (text: string) => string;
  /** A name for an id; empty when the snapshot has none. */
  readonly nameOf: (id: string) => string;
  /** Ids of the users in a group, groups in it included; undefined when the snapshot does not say. */
  readonly group: (id: string) => ReadonlySet<string> | undefined;
  /** Ids of those who hold a role now; `undefined` when the snapshot does not say. */
  readonly role: (template: string) => ReadonlySet<string> | undefined;
  /** All roles that are held, by template id. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>;
}

const lower = (text: string | null | undefined): string => (text ?? '').toLowerCase();

export function directoryOf(snapshot: Snapshot): Directory {
  const users = snapshot.of('users').items;
  const byId = new Map(users.map((user) => [lower(user.value.id), user]));
  const names = namesOf(snapshot);
  const direct = groupMembers(snapshot, names);
  const group = (id: string): ReadonlySet<string> | undefined => expand(direct, lower(id));
  const roles = rolesHeld(snapshot, names, group);
  const rolesGiven =
    snapshot.of('roleAssignments').given ||
    snapshot.of('directoryRoles').items.some(({ value }) => isSet(value.members));
  return {
    users,
    user: (id) => byId.get(lower(id)),
    idOf: (text) => {
      const wanted = lower(text);
      const upn = users.find(({ value }) => lower(value.userPrincipalName) === wanted);
      const named = snapshot.of('groups').items.find(({ value }) => lower(value.displayName) === wanted); // prettier-ignore
      return lower(upn?.value.id ?? named?.value.id ?? wanted);
    },
    nameOf: (id) => names.get(lower(id)) ?? roleName(lower(id)) ?? '',
    group,
    role: (template) => roles.get(lower(template)) ?? (rolesGiven ? new Set() : undefined),
    roles,
  };
}

function namesOf(snapshot: Snapshot): Map<string, string> {
  const names = new Map<string, string>();
  const add = (id: string | null | undefined, name: string | null | undefined): void => {
    if (isSet(id) && isSet(name) && name !== '' && !names.has(lower(id))) names.set(lower(id), name); // prettier-ignore
  };
  for (const { value } of snapshot.of('users').items)
    add(value.id, value.userPrincipalName ?? value.displayName);
  for (const { value } of snapshot.of('userRegistrationDetails').items)
    add(value.id, value.userPrincipalName);
  for (const { value } of snapshot.of('groups').items) add(value.id, value.displayName);
  for (const { value } of snapshot.of('namedLocations').items) add(value.id, value.displayName);
  for (const { value } of snapshot.of('roleDefinitions').items) {
    add(value.id, value.displayName);
    add(value.templateId, value.displayName);
  }
  for (const { value } of snapshot.of('directoryRoles').items) {
    add(value.id, value.displayName);
    add(value.roleTemplateId, value.displayName);
  }
  for (const kind of ['servicePrincipals', 'applications'] as const)
    for (const { value } of snapshot.of(kind).items) {
      add(value.id, value.displayName);
      add(value.appId, value.displayName);
    }
  return names;
}

/** Members as the group lists them; a page that is cut leaves the group unknown. */
function groupMembers(
  snapshot: Snapshot,
  names: Map<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, ReadonlySet<string>>();
  for (const { value } of snapshot.of('groups').items) {
    const members = value.transitiveMembers ?? value.members;
    if (!isSet(members) || isSet(value['members@odata.nextLink'])) continue;
    // $expand gives no more than 20 members and says nothing of the rest.
    if (!isSet(value.transitiveMembers) && members.length === 20) continue;
    for (const member of members) {
      const name = member.userPrincipalName ?? member.displayName;
      if (isSet(member.id) && isSet(name) && !names.has(lower(member.id))) names.set(lower(member.id), name); // prettier-ignore
    }
    groups.set(lower(value.id), new Set(members.map((member) => lower(member.id))));
  }
  return groups;
}

function expand(
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  id: string,
  seen: ReadonlySet<string> = new Set(),
): ReadonlySet<string> | undefined {
  const members = direct.get(id);
  if (members === undefined) return undefined;
  const found = new Set<string>();
  for (const member of members) {
    if (seen.has(member)) continue;
    const inner = expand(direct, member, new Set([...seen, id]));
    if (inner === undefined) found.add(member);
    else for (const one of inner) found.add(one);
  }
  return found;
}

function rolesHeld(
  snapshot: Snapshot,
  names: Map<string, string>,
  group: (id: string) => ReadonlySet<string> | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const roles = new Map<string, Set<string>>();
  const add = (role: string, principal: string): void => {
    const held = roles.get(role) ?? new Set<string>();
    for (const one of group(principal) ?? [principal]) held.add(one);
    roles.set(role, held);
  };
  for (const { value } of snapshot.of('directoryRoles').items)
    for (const member of value.members ?? []) {
      const name = member.userPrincipalName ?? member.displayName;
      if (isSet(name) && !names.has(lower(member.id))) names.set(lower(member.id), name);
      add(lower(value.roleTemplateId ?? value.id), lower(member.id));
    }
  const templates = new Map(
    snapshot.of('roleDefinitions').items.map(({ value }) => [lower(value.id), lower(value.templateId ?? value.id)]),
  ); // prettier-ignore
  for (const { value } of snapshot.of('roleAssignments').items) {
    const id = lower(value.roleDefinitionId);
    add(templates.get(id) ?? id, lower(value.principalId));
  }
  return roles;
}
