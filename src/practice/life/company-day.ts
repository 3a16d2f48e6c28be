import { apps, consentedApps } from '../company/apps-table.js';
import { ordinaryRules } from '../company/content-table.js';
import type { Person } from '../company/person.js';
import { sessionAt } from '../company/person.js';
import type { Random } from '../random.js';
import type { Access } from '../records/access.js';
import { addApplication } from '../records/applications.js';
import type { AuditPlan } from '../records/audit.js';
import { auditEntry, auditRecordOf, directoryServices, userTarget } from '../records/audit.js';
import type { Emit } from '../records/draft.js';
import { exchangeCommand } from '../records/exchange.js';
import type { Registration } from '../records/registrations.js';
import { registerDevice, registerSecurityInfo } from '../records/registrations.js';
import type { Act, Life } from './act.js';

/** How often things happen in the company, a person and working day. */
const rates = {
  upkeep: 0.03,
  deviceUpkeep: 0.02,
  resetByAdmin: 0.003,
  passwordChange: 0.004,
  group: 0.004,
  securityInfo: 0.003,
  device: 0.002,
  consent: 0.0015,
  rule: 0.004,
} as const;

type Happening = (person: Person, time: number, emit: Emit) => void;

/** What the directory and Exchange's admin log have of an ordinary day. */
export function companyDay(root: Random, life: Life, day: number): Act[] {
  const { company } = life;
  const { clock } = company;
  const random = root.fork(`company/${day}`);
  const admins = company.people.filter(({ department }) => department === 'IT');
  const admin = admins[0] ?? company.people[0];
  if (admin === undefined) return [];
  const acts: Act[] = [];
  const both = (plan: AuditPlan, emit: Emit): void => {
    const entry = auditEntry(random, plan);
    emit(entry);
    emit(auditRecordOf(random, company, entry));
  };
  const office = (person: Person): Registration['place'] =>
    company.offices[person.office] ?? {
      ip: person.home.v4,
      asn: 0,
      country: 'JP',
      city: '',
      state: '',
    };
  const by = (user: Person): AuditPlan['by'] => ({ kind: 'user', user, place: office(user) });
  const registration = (user: Person, time: number): Registration => {
    const token = life.people[user.index]?.tokens.browser?.id ?? null;
    return {
      time,
      user,
      place: office(user),
      agent: user.pc.agent.text,
      session: sessionAt(user, 'browser', time),
      token,
    };
  };
  const access = (user: Person, time: number): Access => {
    const token = life.people[user.index]?.tokens.browser ?? null;
    return {
      user,
      place: office(user),
      agent: user.pc.agent,
      app: apps.outlookWeb,
      session: sessionAt(user, 'browser', time),
      token: token?.id ?? null,
      issued: token?.time ?? time,
    };
  };
  const happenings: readonly (readonly [number, Happening])[] = [
    [rates.upkeep, (person, time, emit) => both({ time, activity: 'Update user', category: 'UserManagement', by: directoryServices.licensing, targets: [userTarget(person, [{ name: 'Included Updated Properties', after: 'AssignedPlan' }])], details: [['UserType', 'Member']] }, emit)],
    [rates.deviceUpkeep, (person, time, emit) => both({ time, activity: 'Update device', category: 'Device', by: directoryServices.device, targets: [{ type: 'Device', id: person.pc.id, name: person.pc.name, changed: [{ name: 'Included Updated Properties', after: 'ApproximateLastLogonTimestamp' }] }], details: [['DeviceId', person.pc.id], ['DeviceOSType', 'Windows']] }, emit)],
    [rates.resetByAdmin, (person, time, emit) => both({ time, activity: 'Reset user password', category: 'UserManagement', operation: 'Reset', by: by(admin), targets: [userTarget(person)] }, emit)],
    [rates.passwordChange, (person, time, emit) => both({ time, activity: 'Change user password', category: 'UserManagement', by: by(person), targets: [userTarget(person)] }, emit)],
    [rates.group, (person, time, emit) => both({ time, activity: 'Add member to group', category: 'GroupManagement', operation: 'Assign', by: by(admin), targets: [userTarget(person, [{ name: 'Group.DisplayName', after: person.department }])] }, emit)],
    [rates.securityInfo, (person, time, emit) => registerSecurityInfo(random, company, { ...registration(person, time), method: 'Authenticator App with Code', phoneName: person.phone.name }, emit)],
    [rates.device, (person, time, emit) => registerDevice(random, company, { ...registration(person, time), deviceId: random.guid(), deviceName: person.phone.name, os: person.phone.agent.os.startsWith('Ios') ? 'IPhone' : 'Android' }, emit)],
    [
      rates.consent,
      (person, time, emit) => {
        const app = random.pick(consentedApps);
        addApplication(random, company, { ...registration(person, time), appId: app.id, name: app.name, scopes: app.scopes, registered: false }, emit);
      },
    ],
    [
      rates.rule,
      (person, time, emit) => {
        const rule = random.pick(ordinaryRules);
        emit(
          exchangeCommand(random, company, access(person, time), {
            time,
            operation: random.chance(0.8) ? 'New-InboxRule' : 'Set-InboxRule',
            object: `${person.upn.split('@')[0] ?? ''}\\${rule.name}`,
            parameters: [['AlwaysDeleteOutlookRulesBlob', 'False'], ['Force', 'False'], ['Name', rule.name], ...rule.parameters],
          }),
        );
      },
    ],
  ]; // prettier-ignore
  const busy = clock.isWorkday(day) ? 1 : 0.05;
  for (const [rate, happening] of happenings)
    for (let left = random.poisson(rate * company.people.length * busy); left > 0; left--) {
      const person = random.pick(company.people);
      const time = clock.at(day, 9, 30) + random.float() * 8 * 3_600_000;
      if (!person.absent.has(day))
        acts.push({ time, make: (emit) => happening(person, time, emit) });
    }
  return acts;
}
