import { isSet } from '../snapshot/record.js';
import type { Dimension, GapItem, OpenGap } from '../../model/posture.js';
import { dimensions } from '../../model/posture.js';
import type { Policy } from '../snapshot/graph.js';
import type { Placed, Snapshot } from '../snapshot/snapshot.js';
import { exchangeOnline, office365Apps, otherApps, sharePointOnline } from './apps-table.js';
import type { Directory } from './directory.js';
import type { Breadth } from './locations.js';
import { breadthOf } from './locations.js';
import type { Box } from './space.js';
import { boxOf } from './space.js';
import { matchesUsers, userAtoms, words } from './users.js';

/** The Multi-Factor Authentication service's trusted addresses, as named locations call them. */
const mfaTrustedIps = '00000000-0000-0000-0000-000000000000';

/** A value of a dimension, and which policies apply to sign-ins that have it. */
export interface Atom {
  readonly item: GapItem;
  readonly matches: (policy: Policy) => boolean;
}

export interface LocationFacts extends Breadth {
  readonly known: boolean;
  readonly trusted: boolean;
  /** The compliant network of Microsoft Entra Internet Access. */
  readonly compliantNetwork: boolean;
}

/** What sign-ins can differ in, as far as the policies at hand tell them apart. */
export interface Atoms {
  readonly of: Readonly<Record<Dimension, readonly Atom[]>>;
  readonly location: (id: string) => LocationFacts;
  /** Any named location is trusted. */
  readonly anyTrusted: boolean;
}

const item = (kind: string, id: string, name = ''): GapItem => ({ kind, id, name, members: [] });
const lower = (ids: readonly string[] | null | undefined): readonly string[] =>
  (ids ?? []).map((id) => id.toLowerCase());

export function atomsOf(
  policies: readonly Policy[],
  snapshot: Snapshot,
  directory: Directory,
  action: string | undefined,
  apart: readonly string[],
): Atoms {
  const places = new Map(snapshot.of('namedLocations').items.map((placed) => [(placed.value.id ?? '').toLowerCase(), placed.value])); // prettier-ignore
  const location = (id: string): LocationFacts => {
    const found = places.get(id);
    if (found === undefined)
      return { known: id === mfaTrustedIps, trusted: id === mfaTrustedIps, compliantNetwork: false, allIpv4: false, allIpv6: false, wide: false, country: false }; // prettier-ignore
    const compliantNetwork = isSet(found.compliantNetworkType) || /compliantNetwork/i.test(found['@odata.type'] ?? ''); // prettier-ignore
    return { known: true, trusted: found.isTrusted === true, compliantNetwork, ...breadthOf(found) }; // prettier-ignore
  };
  const trusted = [...places.keys()].filter((id) => location(id).trusted);
  const risk = (field: 'signInRiskLevels' | 'userRiskLevels'): readonly Atom[] =>
    ['none', 'low', 'medium', 'high'].map((level) => ({
      item: item(field, level),
      matches: ({ conditions }) => none(conditions?.[field]) || lower(conditions?.[field]).includes(level), // prettier-ignore
    }));
  return {
    of: {
      users: userAtoms(policies, directory, apart).map((atom) => ({
        item: atom.item,
        matches: (policy) => matchesUsers(policy, atom),
      })),
      apps: action === undefined ? appAtoms(policies, directory) : [actionAtom(action)],
      clients: clientAtoms,
      platforms: platformAtoms,
      locations: locationAtoms(policies, trusted, location, directory),
      devices: deviceAtoms(policies),
      signInRisk: risk('signInRiskLevels'),
      userRisk: risk('userRiskLevels'),
      insiderRisk: ['none', 'minor', 'moderate', 'elevated'].map((level) => ({
        item: item('insiderRisk', level),
        matches: ({ conditions }) => restricts(words(conditions?.insiderRiskLevels), level),
      })),
      flows: ['normal', 'deviceCodeFlow', 'authenticationTransfer'].map((flow) => ({
        item: item('flow', flow),
        matches: ({ conditions }) => restricts(words(conditions?.authenticationFlows?.transferMethods).filter((word) => word !== 'none'), flow),
      })),
    },
    location,
    anyTrusted: trusted.length > 0,
  }; // prettier-ignore
}

const none = (list: readonly string[] | null | undefined): boolean =>
  !isSet(list) || list.length === 0;
const restricts = (wanted: readonly string[], value: string): boolean =>
  wanted.length === 0 || wanted.includes(value);

const clientAtoms: readonly Atom[] = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'other'].map((client) => ({
  item: item('client', client),
  matches: ({ conditions }) => {
    const types = conditions?.clientAppTypes;
    return none(types) || types?.includes('all') === true || types?.includes(client) === true ||
      (client === 'exchangeActiveSync' && types?.includes('easSupported') === true);
  },
})); // prettier-ignore

const platformAtoms: readonly Atom[] = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux', 'unknown'].map((platform) => ({
  item: item('platform', platform),
  matches: ({ conditions }) => {
    const given = conditions?.platforms;
    const included = lower(given?.includePlatforms);
    const has = included.length === 0 || included.includes('all') || included.includes(platform.toLowerCase());
    return has && !lower(given?.excludePlatforms).includes(platform.toLowerCase());
  },
})); // prettier-ignore

const actionAtom = (action: string): Atom => ({
  item: item('action', action),
  matches: ({ conditions }) => conditions?.applications?.includeUserActions?.includes(action) === true,
}); // prettier-ignore

function appAtoms(policies: readonly Policy[], directory: Directory): readonly Atom[] {
  const ids = new Set<string>([exchangeOnline, sharePointOnline]);
  const rules = new Set<string>();
  let portals = false;
  for (const { conditions } of policies) {
    const given = conditions?.applications;
    for (const id of [...lower(given?.includeApplications), ...lower(given?.excludeApplications)]) {
      if (id === 'microsoftadminportals') portals = true;
      else if (!['all', 'none', 'office365'].includes(id)) ids.add(id);
    }
    if (isSet(given?.applicationFilter?.rule)) rules.add(given.applicationFilter.rule);
  }
  const name = (id: string): string =>
    office365Apps.get(id) ?? otherApps.get(id) ?? directory.nameOf(id);
  return [
    { item: item('app', '*'), matches: (policy) => appMatches(policy, undefined, undefined) },
    { item: item('app', 'Office365'), matches: (policy) => appMatches(policy, 'office365', undefined) }, // prettier-ignore
    ...(portals
      ? [{ item: item('app', 'MicrosoftAdminPortals'), matches: (policy: Policy) => appMatches(policy, 'microsoftadminportals', undefined) }]
      : []), // prettier-ignore
    ...[...ids].map((id) => ({ item: item('app', id, name(id)), matches: (policy: Policy) => appMatches(policy, id, undefined) })), // prettier-ignore
    ...[...rules].map((rule) => ({ item: item('app-filter', rule), matches: (policy: Policy) => appMatches(policy, undefined, rule) })), // prettier-ignore
  ];
}

/** `id` is undefined for an application that no policy names, `rule` when no filter applies to it. */
function appMatches(
  { conditions }: Policy,
  id: string | undefined,
  rule: string | undefined,
): boolean {
  const given = conditions?.applications;
  const among = (list: readonly string[]): boolean =>
    list.includes('all') ||
    (id !== undefined && list.includes(id)) ||
    (id !== undefined && office365Apps.has(id) && list.includes('office365'));
  if (!among(lower(given?.includeApplications))) {
    const wanted = given?.applicationFilter;
    return wanted?.mode === 'include' && rule !== undefined && wanted.rule === rule;
  }
  if (among(lower(given?.excludeApplications))) return false;
  const filter = given?.applicationFilter;
  if (!isSet(filter?.rule)) return true;
  return filter.mode === 'exclude' ? filter.rule !== rule : filter.rule === rule;
}

function locationAtoms(
  policies: readonly Policy[],
  trusted: readonly string[],
  location: (id: string) => LocationFacts,
  directory: Directory,
): readonly Atom[] {
  const named = new Set<string>();
  for (const { conditions } of policies) {
    const given = conditions?.locations;
    for (const id of [...lower(given?.includeLocations), ...lower(given?.excludeLocations)])
      if (id === 'alltrusted') trusted.forEach((one) => named.add(one));
      else if (id !== 'all') named.add(id);
  }
  const among = (list: readonly string[], id: string | undefined, family: 4 | 6 | undefined): boolean => {
    const all = [...list.filter((one) => one !== 'alltrusted'), ...(list.includes('alltrusted') ? trusted : [])];
    if (list.includes('all')) return true;
    if (id !== undefined) return all.includes(id);
    // An address in no named location is still in one that is the whole Internet.
    return all.some((one) => (family === 4 ? location(one).allIpv4 : location(one).allIpv6));
  }; // prettier-ignore
  const matches =
    (id: string | undefined, family: 4 | 6 | undefined) =>
    ({ conditions }: Policy): boolean => {
      const included = lower(conditions?.locations?.includeLocations);
      const excluded = lower(conditions?.locations?.excludeLocations);
      return (included.length === 0 || among(included, id, family)) && !among(excluded, id, family);
    };
  return [
    { item: item('location', '*4'), matches: matches(undefined, 4) },
    { item: item('location', '*6'), matches: matches(undefined, 6) },
    ...[...named].map((id) => ({
      item: item(location(id).known ? (location(id).trusted ? 'trusted-location' : 'location') : 'unknown-location', id, id === mfaTrustedIps ? '' : directory.nameOf(id)),
      matches: matches(id, undefined),
    })),
  ]; // prettier-ignore
}

function deviceAtoms(policies: readonly Policy[]): readonly Atom[] {
  const rules = new Set<string>();
  for (const { conditions } of policies) {
    const rule = conditions?.devices?.deviceFilter?.rule;
    if (isSet(rule)) rules.add(rule);
  }
  const matches =
    (rule: string | undefined) =>
    ({ conditions }: Policy): boolean => {
      const filter = conditions?.devices?.deviceFilter;
      if (!isSet(filter?.rule)) return true;
      return filter.mode === 'exclude' ? filter.rule !== rule : filter.rule === rule;
    };
  return [
    { item: item('device', '*'), matches: matches(undefined) },
    ...[...rules].map((rule) => ({ item: item('device-filter', rule), matches: matches(rule) })),
  ];
}

/** The sign-ins a policy applies to. */
export const policyBox = (atoms: Atoms, policy: Policy): Box =>
  boxOf((dimension) => bitsOf(atoms.of[dimension], ({ matches }) => matches(policy)));

/** All sign-ins that are in question. */
export const targetBox = (atoms: Atoms, isMeant: (dimension: Dimension, item: GapItem) => boolean): Box =>
  boxOf((dimension) => bitsOf(atoms.of[dimension], (atom) => isMeant(dimension, atom.item))); // prettier-ignore

function bitsOf(atoms: readonly Atom[], isIn: (atom: Atom) => boolean): bigint {
  let bits = 0n;
  for (const [index, atom] of atoms.entries()) if (isIn(atom)) bits |= 1n << BigInt(index);
  return bits;
}

const itemsOf = (atoms: readonly Atom[], bits: bigint): readonly GapItem[] =>
  atoms.flatMap(({ item: one }, index) => ((bits >> BigInt(index)) & 1n) === 1n ? [one] : []); // prettier-ignore

/** Says a box of what is left open: each dimension that does not hold for all, by the shorter list. */
export function openGap(atoms: Atoms, target: Box, box: Box): OpenGap {
  const parts = dimensions.flatMap((dimension): OpenGap['parts'] => {
    if (box[dimension] === target[dimension]) return [];
    const inside = itemsOf(atoms.of[dimension], box[dimension]);
    const outside = itemsOf(atoms.of[dimension], target[dimension] & ~box[dimension]);
    const all = inside.some(({ id }) => id.startsWith('*'));
    const except = dimension === 'users' || dimension === 'apps' || dimension === 'devices' ? all : all && inside.some(({ id }) => id === '*4') && inside.some(({ id }) => id === '*6');
    return [{ dimension, mode: except ? 'except' : 'only', items: [...tidy(except ? outside : inside)] }];
  }); // prettier-ignore
  return { kind: 'open', parts, inherent: false };
}

/** All kinds of guests together are guests; what two groups have in common is said by the groups. */
function tidy(items: readonly GapItem[]): readonly GapItem[] {
  const guests = items.filter(({ kind }) => kind === 'guest');
  const singles = new Set(items.filter(({ kind }) => kind !== 'both').map(({ id }) => id));
  return [
    ...items.filter(({ kind, id }) => {
      if (kind === 'guest') return guests.length < 6;
      if (kind === 'guest-of') return !singles.has(id.slice(0, id.indexOf('@')));
      return kind !== 'both' || !id.split('+').some((one) => singles.has(one));
    }),
    ...(guests.length === 6 ? [item('guests', '*')] : []),
  ];
}

export type PlacedPolicy = Placed<Policy>;
