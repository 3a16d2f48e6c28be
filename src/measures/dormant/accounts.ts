import type { DormantFinding } from '../../model/dormant.js';
import type { User } from '../posture/directory.js';
import { privilegedRoles } from '../posture/roles-table.js';
import type { Tenant } from '../posture/tenant.js';
import { isSet } from '../snapshot/record.js';
import type { NotJudged, Told } from './told.js';
import { dateOf, dayLong, lastUse, lower, timeOf, userFinding } from './told.js';

/** Accounts nobody uses, guests, and disabled accounts that still have something. */
export function accountFindings(tenant: Tenant): Told {
  const { snapshot, directory, now, days } = tenant;
  const { given, items } = snapshot.of('users');
  if (!given) return { findings: [], notJudged: [{ code: 'not-judged.users', values: {} }] };
  const findings: DormantFinding[] = [];
  const notJudged: NotJudged[] = [];
  // Graph leaves signInActivity out for those who never signed in, and for all when it was not asked for.
  const activity = items.some(({ value }) => isSet(value.signInActivity));
  if (!activity && items.length > 0) notJudged.push({ code: 'not-judged.sign-ins', values: {} });
  const unsure = items.filter(({ value }) => activity && !isSet(value.createdDateTime) && use(value) === 'never').length; // prettier-ignore
  if (unsure > 0) notJudged.push({ code: 'not-judged.created', values: { count: String(unsure) } });
  const privileged = new Set([...directory.roles].filter(([role]) => privilegedRoles.has(role)).flatMap(([, held]) => [...held])); // prettier-ignore
  for (const placed of items) {
    const { value } = placed;
    const id = lower(value.id);
    if (value.accountEnabled === false) {
      const licences = value.assignedLicenses?.length ?? 0;
      if (licences > 0) findings.push(userFinding('disabled-with-licence', placed, { count: String(licences) })); // prettier-ignore
      const roles = [...directory.roles].filter(([, held]) => held.has(id)).map(([role]) => directory.nameOf(role) || role); // prettier-ignore
      if (roles.length > 0) findings.push(userFinding('disabled-with-role', placed, { roles: roles.join(', ') })); // prettier-ignore
      continue;
    }
    // An account that is there for the day nothing else works is unused by design.
    if (tenant.breakGlass.includes(id)) continue;
    const guest = lower(value.userType) === 'guest';
    const created = timeOf(value.createdDateTime);
    const old = created !== undefined && now - created > days * dayLong;
    if (guest && value.externalUserState === 'PendingAcceptance') {
      const since = timeOf(value.externalUserStateChangeDateTime) ?? created;
      findings.push(userFinding('guest-pending', placed, { since: since === undefined ? '?' : dateOf(since) })); // prettier-ignore
      continue;
    }
    if (!activity) continue;
    const last = use(value);
    if (last === 'never') {
      if (old)
        findings.push(userFinding(guest ? 'guest-never-used' : 'never-used', placed, { created: dateOf(created) })); // prettier-ignore
      else if (created === undefined) continue;
    } else if (now - last > days * dayLong) {
      const kind = guest ? 'guest-unused' : privileged.has(id) ? 'admin-unused' : 'unused';
      findings.push(userFinding(kind, placed, { last: dateOf(last), days: String(Math.floor((now - last) / dayLong)) })); // prettier-ignore
    }
  }
  return { findings, notJudged };
}

/** As {@link lastUse} where the snapshot has the activity of others: then none is never. */
const use = (user: User): number | 'never' => lastUse(user) ?? 'never';
