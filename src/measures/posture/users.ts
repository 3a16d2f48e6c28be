import { isSet } from '../snapshot/record.js';
import type { GapItem } from '../../model/posture.js';
import type { Policy } from '../snapshot/graph.js';
import type { Directory, User } from './directory.js';

/** Users that all policies at hand treat alike, as a value of the dimension `users`. */
export interface UserAtom {
  /** What the users are in, as `user:`, `group:`, `role:`, `guest:` and `tenant:` with an id. */
  readonly marks: ReadonlySet<string>;
  readonly item: GapItem;
}

export const guestTypes = [
  'internalGuest',
  'b2bCollaborationGuest',
  'b2bCollaborationMember',
  'b2bDirectConnectUser',
  'otherExternalUser',
  'serviceProvider',
] as const;

type Users = NonNullable<NonNullable<Policy['conditions']>['users']>;
type Guests = Users['includeGuestsOrExternalUsers'];

export const usersOf = (policy: Policy): Users => policy.conditions?.users ?? {};

const lower = (ids: readonly string[] | null | undefined): readonly string[] =>
  (ids ?? []).map((id) => id.toLowerCase());

export const words = (text: string | readonly string[] | null | undefined): readonly string[] =>
  (typeof text === 'string' ? text.split(',') : (text ?? [])).map((word) => word.trim()).filter((word) => word !== ''); // prettier-ignore

/** `All`, `None`, `GuestsOrExternalUsers` stand for users; all else is an id. */
const special = new Set(['all', 'none', 'guestsorexternalusers']);

function selectorsOf(policies: readonly Policy[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const users of policies.map(usersOf)) {
    for (const id of [...lower(users.includeUsers), ...lower(users.excludeUsers)])
      if (!special.has(id)) found.add(`user:${id}`);
    for (const id of [...lower(users.includeGroups), ...lower(users.excludeGroups)])
      found.add(`group:${id}`);
    for (const id of [...lower(users.includeRoles), ...lower(users.excludeRoles)])
      found.add(`role:${id}`);
    for (const guests of [users.includeGuestsOrExternalUsers, users.excludeGuestsOrExternalUsers])
      for (const tenant of tenantsOf(guests)) found.add(`tenant:${tenant}`);
  }
  return found;
}

/** Tenants that are named one by one; none when all are meant. */
const tenantsOf = (guests: Guests): readonly string[] =>
  guests?.externalTenants?.membershipKind === 'enumerated' ? lower(guests.externalTenants.members) : []; // prettier-ignore

export function matchesUsers(policy: Policy, { marks }: UserAtom): boolean {
  const users = usersOf(policy);
  const included =
    lower(users.includeUsers).includes('all') ||
    named(users.includeUsers, users.includeGroups, users.includeRoles, marks) ||
    guestsMatch(users.includeUsers, users.includeGuestsOrExternalUsers, marks);
  return (
    included &&
    !lower(users.excludeUsers).includes('all') &&
    !named(users.excludeUsers, users.excludeGroups, users.excludeRoles, marks) &&
    !guestsMatch(users.excludeUsers, users.excludeGuestsOrExternalUsers, marks)
  );
}

type Ids = readonly string[] | null | undefined;

const named = (users: Ids, groups: Ids, roles: Ids, marks: ReadonlySet<string>): boolean =>
  lower(users).some((id) => marks.has(`user:${id}`)) ||
  lower(groups).some((id) => marks.has(`group:${id}`)) ||
  lower(roles).some((id) => marks.has(`role:${id}`));

function guestsMatch(users: Ids, guests: Guests, marks: ReadonlySet<string>): boolean {
  const types = [...marks].filter((mark) => mark.startsWith('guest:'));
  if (types.length === 0) return false;
  if (lower(users).includes('guestsorexternalusers')) return true;
  if (!words(guests?.guestOrExternalUserTypes).some((type) => marks.has(`guest:${type}`))) return false; // prettier-ignore
  if (guests?.externalTenants?.membershipKind !== 'enumerated') return true;
  return tenantsOf(guests).some((tenant) => marks.has(`tenant:${tenant}`));
}

const item = (kind: string, id: string, name = '', members: readonly string[] = [], count?: number): GapItem =>
  ({ kind, id, name, members: [...members], ...(count === undefined ? {} : { count }) }); // prettier-ignore

/** Most pairs of groups whose members are not known that are looked at. */
const mostPairs = 300;

/**
 * The users of a tenant in classes that no policy tells apart: everyone that no policy names, each kind of
 * guest, and those in what the policies name. Where the snapshot tells the members, a class is these users;
 * where it does not, a group is a class of unknown size, and so are two such groups together.
 */
export function userAtoms(
  policies: readonly Policy[],
  directory: Directory,
  apart: readonly string[],
): readonly UserAtom[] {
  const selectors = new Set([...selectorsOf(policies), ...apart.map((id) => `user:${id}`)]);
  const tenants = [...selectors].filter((mark) => mark.startsWith('tenant:'));
  const atoms: UserAtom[] = [{ marks: new Set(), item: item('everyone', '*') }];
  for (const type of guestTypes) {
    const kind = `guest:${type}`;
    atoms.push({ marks: new Set([kind]), item: item('guest', type) });
    for (const tenant of tenants)
      atoms.push({ marks: new Set([kind, tenant]), item: item('guest-of', `${type}@${tenant.slice(7)}`) }); // prettier-ignore
  }
  const { classes, unknown } = classesOf(selectors, directory);
  atoms.push(...classes);
  for (const mark of unknown) atoms.push(unknownAtom([mark], directory));
  let pairs = 0;
  for (const [index, a] of unknown.entries())
    for (const b of unknown.slice(index + 1)) {
      pairs += 1;
      if (pairs <= mostPairs && !(a.startsWith('user:') && b.startsWith('user:')))
        atoms.push(unknownAtom([a, b], directory));
    }
  return atoms;
}

const kindOfMark = (mark: string): string => mark.slice(0, mark.indexOf(':'));
const idOfMark = (mark: string): string => mark.slice(mark.indexOf(':') + 1);

function unknownAtom(marks: readonly string[], directory: Directory): UserAtom {
  const names = marks.map((mark) => directory.nameOf(idOfMark(mark)) || idOfMark(mark));
  const [first = ''] = marks;
  const one = marks.length === 1;
  return {
    marks: new Set(marks),
    item: item(one ? kindOfMark(first) : 'both', marks.map(idOfMark).join('+'), names.join(' + '), [], one && first.startsWith('user:') ? 1 : undefined),
  }; // prettier-ignore
}

/** The kind of guest a user is, by what the directory says of them. */
function guestMark(user: User): string | undefined {
  const external = isSet(user.externalUserState) || (user.userPrincipalName ?? '').includes('#EXT#');
  if (user.userType?.toLowerCase() === 'guest')
    return external ? 'guest:b2bCollaborationGuest' : 'guest:internalGuest';
  return external ? 'guest:b2bCollaborationMember' : undefined;
} // prettier-ignore

function classesOf(
  selectors: ReadonlySet<string>,
  directory: Directory,
): { readonly classes: readonly UserAtom[]; readonly unknown: readonly string[] } {
  const inside = new Map<string, Set<string>>();
  const unknown: string[] = [];
  const put = (user: string, mark: string): void => {
    const marks = inside.get(user) ?? new Set<string>();
    marks.add(mark);
    inside.set(user, marks);
  };
  for (const mark of selectors) {
    const id = idOfMark(mark);
    switch (kindOfMark(mark)) {
      case 'user':
        put(id, mark);
        break;
      case 'group':
      case 'role': {
        const members = mark.startsWith('group:') ? directory.group(id) : directory.role(id);
        if (members === undefined) unknown.push(mark);
        else for (const member of members) put(member, mark);
        break;
      }
    }
  }
  const classes = new Map<string, { readonly marks: ReadonlySet<string>; readonly users: string[] }>(); // prettier-ignore
  for (const [id, marks] of inside) {
    const user = directory.user(id)?.value;
    // An account that is disabled signs in to nothing.
    if (user?.accountEnabled === false) continue;
    const guest = user === undefined ? undefined : guestMark(user);
    const all = new Set([...marks, ...(guest === undefined ? [] : [guest])]);
    const key = [...all].sort().join(' ');
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { marks: all, users: [id] });
    else known.users.push(id);
  }
  const atoms = [...classes.values()].map(({ marks, users }) => {
    const [first = ''] = marks;
    const [user = ''] = users;
    const members = users.map((id) => directory.nameOf(id) || id).sort();
    // One user named as such is a user; all others are the members of what is named.
    if (users.length === 1 && marks.has(`user:${user}`))
      return { marks, item: item('user', user, members[0], [], 1) };
    const via = [...marks].filter((mark) => !/^(?:guest|tenant):/.test(mark));
    const names = via.map((mark) => directory.nameOf(idOfMark(mark)) || idOfMark(mark));
    return { marks, item: item(via.length === 1 ? kindOfMark(first) : 'both', via.map(idOfMark).join('+'), names.join(' + '), members, members.length) };
  }); // prettier-ignore
  return { classes: atoms, unknown };
}
