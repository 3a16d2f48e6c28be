import { isSet } from '../snapshot/record.js';
import type { Says } from '../../model/posture.js';
import { says } from '../../model/posture.js';
import type { Policy } from '../snapshot/graph.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { MeasureRow } from './measures-table.js';

/** Whether what a policy demands is what the measure wants; `unrelated` policies are not worth a word. */
export type Meets =
  | { readonly kind: 'yes'; readonly path: string; readonly remarks: readonly Says[] }
  | { readonly kind: 'no'; readonly path: string; readonly why: readonly Says[] }
  | { readonly kind: 'unknown'; readonly path: string; readonly why: readonly Says[] }
  | { readonly kind: 'unrelated' };

export type Control = Extract<MeasureRow, { readonly kind: 'policy' }>['control'];
type Grant = NonNullable<Policy['grantControls']>;

const unrelated: Meets = { kind: 'unrelated' };
const yes = (path: string, remarks: readonly Says[] = []): Meets => ({
  kind: 'yes',
  path,
  remarks,
});
const no = (path: string, code: string, values: Record<string, string> = {}): Meets => ({ kind: 'no', path, why: [says(`why.${code}`, values)] }); // prettier-ignore

/** A policy that lets nobody in covers whatever it applies to. */
export const blocks = ({ grantControls }: Policy): boolean =>
  grantControls?.builtInControls?.includes('block') === true;

export function meets(
  control: Control,
  action: string | undefined,
  policy: Policy,
  snapshot: Snapshot,
): Meets {
  // Policies for workload identities apply to no user.
  if ((policy.conditions?.clientApplications?.includeServicePrincipals ?? []).length > 0) return unrelated; // prettier-ignore
  const given = policy.conditions?.applications;
  // A policy for a user action is for no application.
  if (action === undefined && (given?.includeUserActions ?? []).length > 0) return unrelated;
  switch (control) {
    case 'token-protection':
      return tokenProtection(policy);
    case 'sign-in-frequency':
      return signInFrequency(policy);
    case 'managed-device':
      return managedDevice(policy);
    case 'phishing-resistant':
      return phishingResistant(policy, snapshot);
    case 'any-grant':
      return onAction(policy, action) ? granted(policy, anyGrant) : unrelated;
    case 'mfa-grant':
      return onAction(policy, action) ? granted(policy, mfaGrant) : unrelated;
  }
}

const onAction = ({ conditions }: Policy, action: string | undefined): boolean =>
  action !== undefined && conditions?.applications?.includeUserActions?.includes(action) === true;

function tokenProtection({ sessionControls }: Policy): Meets {
  const given = sessionControls?.secureSignInSession;
  if (!isSet(given)) return unrelated;
  const path = 'sessionControls.secureSignInSession.isEnabled';
  if (given.isEnabled === true) return yes(path);
  return given.isEnabled === false ? no(path, 'control-off') : unrelated;
}

/** One hour or less; "every time" is less than any time. */
function signInFrequency({ sessionControls }: Policy): Meets {
  const given = sessionControls?.signInFrequency;
  if (!isSet(given) || !isSet(given.isEnabled)) return unrelated;
  const path = 'sessionControls.signInFrequency';
  if (!given.isEnabled) return no(path, 'control-off');
  if (given.authenticationType === 'secondaryAuthentication') return no(path, 'second-factor-only');
  if (given.frequencyInterval === 'everyTime') return yes(path, [says('remark.every-time')]);
  if (given.type === 'hours' && typeof given.value === 'number' && given.value <= 1) return yes(path); // prettier-ignore
  return no(path, 'frequency', { value: String(given.value ?? '?'), unit: given.type ?? '?' });
}

const device = new Set(['compliantDevice', 'domainJoinedDevice']);

/** All alternatives a policy offers, the authentication strength and custom ones among them. */
function alternatives(grant: Grant): readonly string[] {
  return [
    ...(grant.builtInControls ?? []),
    ...(!isSet(grant.authenticationStrength) ? [] : ['authenticationStrength']),
    ...(grant.customAuthenticationFactors ?? []).map(() => 'customAuthenticationFactor'),
    ...(grant.termsOfUse ?? []).map(() => 'termsOfUse'),
  ];
}

const isAnd = (grant: Grant): boolean => grant.operator?.toUpperCase() === 'AND';

function managedDevice({ grantControls }: Policy): Meets {
  if (!isSet(grantControls)) return unrelated;
  const all = alternatives(grantControls);
  if (!all.some((one) => device.has(one))) return unrelated;
  const path = 'grantControls';
  if (isAnd(grantControls)) return yes(path);
  const others = all.filter((one) => !device.has(one) && one !== 'block');
  return others.length === 0 ? yes(path) : no(path, 'or-voids', { controls: others.join(', ') });
}

const resistant = new Set(['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']);

/** Built-in strengths, which no tenant can change ("Conditional Access authentication strengths"). */
const builtIn: Readonly<Record<string, 'resistant' | 'weak'>> = {
  '00000000-0000-0000-0000-000000000002': 'weak',
  '00000000-0000-0000-0000-000000000003': 'weak',
  '00000000-0000-0000-0000-000000000004': 'resistant',
};

/** What the combinations allow decides, not what the strength is called. */
function phishingResistant({ grantControls }: Policy, snapshot: Snapshot): Meets {
  if (!isSet(grantControls)) return unrelated;
  const strength = grantControls.authenticationStrength;
  const path = 'grantControls.authenticationStrength.allowedCombinations';
  if (!isSet(strength))
    return grantControls.builtInControls?.includes('mfa') === true
      ? no('grantControls.builtInControls', 'any-mfa')
      : unrelated;
  const others = alternatives(grantControls).filter((one) => one !== 'authenticationStrength' && one !== 'block'); // prettier-ignore
  if (others.length > 0 && !isAnd(grantControls))
    return no('grantControls', 'or-voids', { controls: others.join(', ') });
  const id = strength.id?.toLowerCase() ?? '';
  const listed = snapshot
    .of('authenticationStrengthPolicies')
    .items.find(({ value }) => value.id?.toLowerCase() === id)?.value;
  const inline = strength.allowedCombinations ?? [];
  const allowed = inline.length > 0 ? inline : (listed?.allowedCombinations ?? []);
  if (allowed.length > 0) {
    const weak = allowed.filter((one) => !resistant.has(one));
    return weak.length === 0 ? yes(path) : no(path, 'combinations', { combinations: weak.slice(0, 5).join('; ') }); // prettier-ignore
  }
  const known = builtIn[id];
  if (known === 'resistant') return yes(path, [says('remark.built-in-strength')]);
  if (known === 'weak') return no(path, 'built-in-weak');
  return { kind: 'unknown', path, why: [says('why.combinations-missing', { id: strength.id ?? '?' })] }; // prettier-ignore
}

const anyGrant = new Set(['block', 'mfa', 'compliantDevice', 'domainJoinedDevice', 'authenticationStrength']); // prettier-ignore
/** All that Microsoft enforces for the action Register or join devices (graph.md §3). */
const mfaGrant = new Set(['mfa', 'authenticationStrength']);

function granted({ grantControls }: Policy, wanted: ReadonlySet<string>): Meets {
  const path = 'grantControls';
  const all = !isSet(grantControls) ? [] : alternatives(grantControls);
  if (!isSet(grantControls) || all.length === 0) return no(path, 'no-grant');
  const others = all.filter((one) => !wanted.has(one));
  if (others.length === all.length) return no(path, 'grant-unfit', { controls: others.join(', ') });
  if (others.length > 0 && !isAnd(grantControls))
    return no(path, 'or-voids', { controls: others.join(', ') });
  return yes(path);
}
