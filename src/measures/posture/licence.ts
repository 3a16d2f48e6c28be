import { isSet } from '../snapshot/record.js';
import { KonsekiError } from '../../errors.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Plan } from './measures-table.js';

export interface Licences {
  readonly basis: 'snapshot' | 'named' | 'unknown';
  readonly plans: ReadonlySet<Plan>;
}

/** Names of service plans in subscribedSkus ("Product names and service plan identifiers for licensing"). */
const servicePlans: Readonly<Record<string, readonly Plan[]>> = {
  AAD_PREMIUM: ['P1'],
  AAD_PREMIUM_P2: ['P1', 'P2'],
  INTUNE_A: ['Intune'],
  INTUNE_EDU: ['Intune'],
  INTUNE_A_VL: ['Intune'],
  INTUNE_SMBIZ: [],
};

/** What products bring. */
const products: Readonly<Record<string, readonly Plan[]>> = {
  free: [],
  p1: ['P1'],
  p2: ['P1', 'P2'],
  intune: ['Intune'],
  'business-basic': [],
  'business-standard': [],
  'business-premium': ['P1', 'Intune'],
  f1: ['P1', 'Intune'],
  f3: ['P1', 'Intune'],
  'o365-e3': [],
  'o365-e5': [],
  e3: ['P1', 'Intune'],
  e5: ['P1', 'P2', 'Intune'],
  a3: ['P1', 'Intune'],
  a5: ['P1', 'P2', 'Intune'],
};
export const productNames = Object.keys(products);

/** The licences of `--licence`, or of the snapshot. @throws KonsekiError `usage` */
export function licencesOf(snapshot: Snapshot, named: string | undefined): Licences {
  if (named !== undefined) {
    const plans = named.split(',').flatMap((word) => {
      const found = products[word.trim().toLowerCase()];
      if (found !== undefined) return found;
      throw new KonsekiError(`There is no licence "${word.trim()}".`, {
        code: 'usage',
        hint: `Known are ${productNames.join(', ')}; several with commas.`,
      });
    });
    return { basis: 'named', plans: new Set(plans) };
  }
  const skus = snapshot.of('subscribedSkus');
  if (!skus.given || skus.cut) return { basis: 'unknown', plans: new Set() };
  const plans = skus.items
    .filter(({ value }) => !isSet(value.capabilityStatus) || ['enabled', 'warning'].includes(value.capabilityStatus.toLowerCase()))
    .flatMap(({ value }) => value.servicePlans ?? [])
    .filter(({ provisioningStatus }) => provisioningStatus !== 'Disabled')
    .flatMap(({ servicePlanName }) => servicePlans[servicePlanName?.toUpperCase() ?? ''] ?? []);
  return { basis: 'snapshot', plans: new Set(plans) };
} // prettier-ignore

/** Units of the products that bring a plan, where the snapshot tells all. */
export function unitsOf(snapshot: Snapshot, plan: Plan): number | undefined {
  const skus = snapshot.of('subscribedSkus').items.filter(({ value }) =>
    (value.servicePlans ?? []).some(({ servicePlanName }) => servicePlans[servicePlanName?.toUpperCase() ?? '']?.includes(plan) === true),
  ); // prettier-ignore
  const units = skus.map(({ value }) => value.prepaidUnits?.enabled);
  if (units.length === 0 || units.some((one) => typeof one !== 'number')) return undefined;
  return units.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
