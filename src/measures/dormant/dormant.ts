import type { DormantDocument } from '../../model/dormant.js';
import type { Tenant } from '../posture/tenant.js';
import { accountFindings } from './accounts.js';
import { appFindings } from './apps.js';
import { roleFindings } from './roles.js';
import type { NotJudged, Told } from './told.js';

/** What W-26 asks to look at: accounts nobody uses, guests, privilege, applications. */
export function dormantOf(tenant: Tenant): DormantDocument {
  const { snapshot, now, days } = tenant;
  const users = snapshot.of('users');
  const parts: readonly Told[] = [accountFindings(tenant), roleFindings(tenant), appFindings(tenant)]; // prettier-ignore
  const notJudged: NotJudged[] = parts.flatMap((part) => part.notJudged);
  if (users.cut) notJudged.unshift({ code: 'not-judged.users-cut', values: {} });
  return {
    kind: 'konseki-dormant',
    version: 1,
    now: new Date(now).toISOString(),
    days,
    accounts: users.items.length,
    findings: parts.flatMap((part) => part.findings),
    notJudged,
  };
}
