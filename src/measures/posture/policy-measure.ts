import type {
  Dimension,
  Gap,
  GapItem,
  Judgement,
  PostureObject,
  Says,
} from '../../model/posture.js';
import { says } from '../../model/posture.js';
import type { Policy } from '../snapshot/graph.js';
import type { Placed } from '../snapshot/snapshot.js';
import { exchangeOnline, sharePointOnline } from './apps-table.js';
import type { Atoms } from './atoms.js';
import { atomsOf, openGap, policyBox, targetBox } from './atoms.js';
import { blocks, meets } from './controls.js';
import type { MeasureRow } from './measures-table.js';
import type { Box } from './space.js';
import { isEmpty, meet, subtract } from './space.js';
import { usersOf } from './users.js';
import type { Tenant } from './tenant.js'; // prettier-ignore

export type PolicyRow = Extract<MeasureRow, { readonly kind: 'policy' }>;
type PlacedPolicy = Placed<Policy>;

/** Gaps that are listed; what is more is said to be more. */
const mostGaps = 25;

/** Judges a measure that Conditional Access policies decide: all enforced ones together against all sign-ins in question. */
export function judgePolicies(row: PolicyRow, tenant: Tenant): Judgement {
  const { snapshot, directory, breakGlass } = tenant;
  const collection = snapshot.of('conditionalAccessPolicies');
  const all = collection.items;
  const objects: PostureObject[] = [];
  const remarks: Says[] = [];
  const good: PlacedPolicy[] = [];
  const waiting: PlacedPolicy[] = [];
  let unknown: readonly Says[] = [];
  for (const placed of all) {
    const found = meets(row.control, row.action, placed.value, snapshot);
    if (found.kind === 'unrelated') continue;
    const state = placed.value.state ?? '';
    const object = (role: PostureObject['role'], why: readonly Says[]): void => {
      objects.push(objectOf(placed, role, found.path, why));
    };
    if (state === 'disabled') object('disabled', found.kind === 'yes' ? [] : found.why);
    else if (found.kind === 'no') object('insufficient', found.why);
    else if (found.kind === 'unknown') {
      object('insufficient', found.why);
      if (state === 'enabled') unknown = found.why;
    } else if (state === 'enabledForReportingButNotEnforced') {
      waiting.push(placed);
      object('report-only', []);
    } else if (state === 'enabled') {
      good.push(placed);
      remarks.push(...found.remarks);
    } else object('insufficient', [says('why.state', { state: state === '' ? '?' : state })]);
  }
  const blocking = all.filter(
    (placed) => placed.value.state === 'enabled' && blocks(placed.value) && !good.includes(placed),
  );
  const considered = [...good, ...blocking].map(({ value }) => value);
  const atoms = atomsOf(considered, snapshot, directory, row.action, breakGlass);
  const target = targetOf(row, atoms, breakGlass);
  const boxes = new Map([...good, ...blocking].map((placed) => [placed, boxFor(row, atoms, placed.value)]));
  const box = (placed: PlacedPolicy): Box => boxes.get(placed) ?? target;
  const effective = good.filter((placed) => !isEmpty(meet(box(placed), target)));
  for (const placed of good)
    objects.push(
      effective.includes(placed)
        ? objectOf(placed, 'decides', pathOf(row), [])
        : objectOf(placed, 'insufficient', 'conditions', whyNothing(row, target, placed.value, box(placed))),
    );
  const alone = subtract(target, effective.map(box));
  const helping = effective.length === 0 ? [] : blocking.filter((placed) => subtract(target, [...effective.map(box), box(placed)]).boxes.length !== alone.boxes.length || differs(alone.boxes, subtract(target, [...effective.map(box), box(placed)]).boxes));
  for (const placed of helping) objects.push(objectOf(placed, 'helps', 'grantControls.builtInControls', []));
  const rest = subtract(target, [...effective, ...helping].map(box));
  const gaps: Gap[] = good.length === 0 ? [] : gapsOf(row, atoms, target, rest.boxes);
  remarks.push(...remarksOf(tenant, good, atoms));
  if (collection.cut) remarks.push(says('remark.policies-cut'));
  const common = { id: row.id, objects: sorted(objects), remarks: unique(remarks) };
  if (effective.length > 0)
    return {
      ...common,
      verdict: gaps.length === 0 && !rest.more ? 'enforced' : 'enforced-with-gaps',
      basis: 'configuration',
      because: [says(gaps.length === 0 && !rest.more ? 'because.covered' : 'because.gaps', { count: String(effective.length) })],
      gaps: gaps.slice(0, mostGaps),
      moreGaps: rest.more || gaps.length > mostGaps,
    };
  const nothing = { ...common, basis: 'configuration' as const, gaps: gaps.slice(0, mostGaps), moreGaps: gaps.length > mostGaps };
  if (unknown.length > 0) return { ...nothing, verdict: 'not-judged', basis: 'none', because: [...unknown] };
  if (collection.cut) return { ...nothing, verdict: 'not-judged', basis: 'none', because: [says('because.cut', { kind: 'conditionalAccessPolicies' })] };
  if (waiting.length > 0) return { ...nothing, verdict: 'report-only', because: [says('because.report-only', { count: String(waiting.length) })] };
  const near = objects.length > 0;
  return { ...nothing, verdict: 'absent', because: [says(near ? 'because.none-counts' : 'because.no-policy')] };
} // prettier-ignore

const differs = (a: readonly Box[], b: readonly Box[]): boolean =>
  a.some((one, index) => !isSame(one, b[index]));
const isSame = (a: Box, b: Box | undefined): boolean =>
  b !== undefined && subtract(a, [b]).boxes.length === 0 && subtract(b, [a]).boxes.length === 0;

const order: readonly PostureObject['role'][] = ['decides', 'helps', 'report-only', 'insufficient', 'disabled']; // prettier-ignore
const sorted = (objects: readonly PostureObject[]): PostureObject[] =>
  [...objects].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));

export const unique = (all: readonly Says[]): Says[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

const pathOf = (row: PolicyRow): string => {
  switch (row.control) {
    case 'token-protection':
      return 'sessionControls.secureSignInSession.isEnabled';
    case 'sign-in-frequency':
      return 'sessionControls.signInFrequency';
    case 'phishing-resistant':
      return 'grantControls.authenticationStrength';
    case 'managed-device':
    case 'any-grant':
    case 'mfa-grant':
      return 'grantControls';
  }
};

function objectOf(
  { value, file, path }: PlacedPolicy,
  role: PostureObject['role'],
  decides: string,
  why: readonly Says[],
): PostureObject {
  return {
    kind: 'conditionalAccessPolicy',
    id: value.id ?? '',
    name: value.displayName ?? '',
    file,
    path: `${path}.${role === 'disabled' || role === 'report-only' ? 'state' : decides}`,
    role,
    why: [...why],
  };
}

/** Token protection binds tokens on Windows alone, and in desktop applications alone, whatever the policy says. */
function reachOf(row: PolicyRow, atoms: Atoms): Box | undefined {
  if (row.control !== 'token-protection') return undefined;
  return targetBox(atoms, (dimension, { id }) => {
    if (dimension === 'clients') return id === 'mobileAppsAndDesktopClients';
    return dimension !== 'platforms' || id === 'windows';
  });
}

function boxFor(row: PolicyRow, atoms: Atoms, policy: Policy): Box {
  const box = policyBox(atoms, policy);
  const reach = blocks(policy) ? undefined : reachOf(row, atoms);
  return reach === undefined ? box : meet(box, reach);
}

/** A device that a filter leaves out because it is managed is what the measure wants. */
const managedRule = /^\s*\(?\s*device\.(?:isCompliant\s+-eq\s+true|trustType\s+-eq\s+"ServerAD")\s*\)?\s*$/i; // prettier-ignore

function targetOf(row: PolicyRow, atoms: Atoms, breakGlass: readonly string[]): Box {
  return targetBox(atoms, (dimension: Dimension, item: GapItem) => {
    switch (dimension) {
      case 'users':
        return !item.id.split('+').some((id) => breakGlass.includes(id));
      case 'apps':
        if (row.apps === 'mail') return item.id === exchangeOnline;
        if (row.apps === 'mail-and-files')
          return item.id === exchangeOnline || item.id === sharePointOnline;
        return true;
      case 'clients':
        return row.clients === undefined || row.clients.includes(item.id);
      case 'locations': {
        if (row.trustedLocations === undefined || item.id.startsWith('*')) return true;
        const { trusted, compliantNetwork, wide, allIpv4, allIpv6 } = atoms.location(item.id);
        return !((trusted || compliantNetwork) && !wide && !allIpv4 && !allIpv6);
      }
      case 'devices':
        return !(row.control === 'managed-device' && managedRule.test(item.id));
      case 'platforms':
      case 'signInRisk':
      case 'userRisk':
      case 'insiderRisk':
      case 'flows':
        return true;
    }
  });
}

function gapsOf(row: PolicyRow, atoms: Atoms, target: Box, boxes: readonly Box[]): Gap[] {
  const reach = reachOf(row, atoms);
  return boxes.map((box) => ({
    ...openGap(atoms, target, box),
    inherent: reach !== undefined && isEmpty(meet(box, reach)),
  }));
}

/** Why a policy with the right controls covers none of the sign-ins in question. */
function whyNothing(row: PolicyRow, target: Box, policy: Policy, box: Box): readonly Says[] {
  const both = meet(box, target);
  const none = (dimension: Dimension): boolean => both[dimension] === 0n;
  const why: Says[] = [];
  if (none('users')) why.push(says(usersOf(policy).includeUsers?.includes('None') === true ? 'why.users-none' : 'why.users-nobody')); // prettier-ignore
  if (none('apps')) why.push(says('why.apps-other'));
  if (none('clients')) why.push(says(row.clients === undefined ? 'why.clients-other' : 'why.clients-no-browser')); // prettier-ignore
  if (none('platforms')) why.push(says('why.platforms-other'));
  if (none('locations')) {
    const excluded = (policy.conditions?.locations?.excludeLocations ?? []).length > 0;
    why.push(says(excluded ? 'why.locations-everything' : 'why.locations-nowhere'));
  }
  for (const dimension of ['devices', 'signInRisk', 'userRisk', 'insiderRisk', 'flows'] as const)
    if (none(dimension)) why.push(says('why.nothing', { dimension }));
  return why;
}

function remarksOf(
  { snapshot }: Tenant,
  good: readonly PlacedPolicy[],
  atoms: Atoms,
): readonly Says[] {
  const remarks: Says[] = [];
  const locations = good.flatMap(({ value }) => {
    const given = value.conditions?.locations;
    return [...(given?.includeLocations ?? []), ...(given?.excludeLocations ?? [])];
  });
  const byTrust = locations.includes('AllTrusted');
  const named = snapshot.of('namedLocations');
  if (locations.some((id) => id !== 'All') && !named.given)
    remarks.push(says('remark.locations-missing')); // prettier-ignore
  else if (named.cut) remarks.push(says('remark.locations-cut'));
  else if (byTrust && !atoms.anyTrusted) remarks.push(says('remark.no-trusted-location'));
  if (byTrust) remarks.push(says('remark.mfa-trusted-ips'));
  for (const id of new Set(locations.map((one) => one.toLowerCase()))) {
    const facts = ['all', 'alltrusted'].includes(id) ? undefined : atoms.location(id);
    if (facts?.allIpv4 === true || facts?.allIpv6 === true)
      remarks.push(says('remark.location-everything', { name: nameOfLocation(snapshot, id) }));
  }
  if (byTrust)
    for (const { value } of named.items) {
      const facts = atoms.location((value.id ?? '').toLowerCase());
      if (facts.trusted && (facts.allIpv4 || facts.allIpv6))
        remarks.push(says('remark.location-everything', { name: value.displayName ?? value.id ?? '?' })); // prettier-ignore
      else if (facts.trusted && facts.wide)
        remarks.push(says('remark.location-wide', { name: value.displayName ?? value.id ?? '?' }));
    }
  return remarks;
}

const nameOfLocation = (snapshot: Tenant['snapshot'], id: string): string =>
  snapshot.of('namedLocations').items.find(({ value }) => value.id?.toLowerCase() === id)?.value.displayName ?? id; // prettier-ignore
