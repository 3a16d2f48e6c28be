import type { Company } from '../company/company.js';
import type { Identity } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { Random } from '../random.js';
import { auditEntry, auditRecordOf, directoryServices, userTarget } from './audit.js';
import type { AuditEntry, Emit, Mark } from './draft.js';

/** Who registers something, from where, in which session. */
export interface Registration {
  readonly time: number;
  readonly user: Identity;
  readonly place: Place;
  readonly agent: string;
  readonly session: string | null;
  readonly token: string | null;
  readonly mark?: Mark | undefined;
}

const own = (plan: Registration): AuditEntry['by'] => ({
  kind: 'user',
  user: plan.user,
  place: plan.place,
});

/**
 * Somebody registers a second factor (W-41): the portal's steps under "Authentication Methods", the
 * older service's under "Azure MFA", and the directory's change of the user, which is all that
 * the unified audit log has of it.
 */
export function registerSecurityInfo(
  random: Random,
  company: Company,
  plan: Registration & { readonly method: string; readonly phoneName: string },
  emit: Emit,
): void {
  const { user } = plan;
  const correlation = random.guid();
  const details: (readonly [string, string])[] = [['User-Agent', plan.agent]];
  const step = (offset: number, activity: string, service: string, reason: string): void =>
    emit(
      auditEntry(random, {
        time: plan.time + offset,
        activity,
        category: 'UserManagement',
        service,
        operation: activity.includes('started') ? 'Register' : 'Update',
        by: own(plan),
        targets: [userTarget(user)],
        details,
        // The older service writes an entry of its own, under an id of its own.
        correlation: service === 'Azure MFA' ? random.guid() : correlation,
        reason,
        session: plan.session,
        token: plan.token,
        mark: plan.mark,
      }),
    );
  step(
    0,
    'User started security info registration',
    'Authentication Methods',
    `User started the registration for ${plan.method}`,
  );
  step(
    38_000,
    'User registered security info',
    'Authentication Methods',
    `User registered ${plan.method}`,
  );
  step(37_000, 'User registered security info', 'Azure MFA', '');
  step(
    41_000,
    'User changed default security info',
    'Authentication Methods',
    `User changed the default security info for ${plan.method}`,
  );
  const update = auditEntry(random, {
    time: plan.time + 39_000,
    activity: 'Update user',
    category: 'UserManagement',
    by: directoryServices.mfa,
    targets: [
      userTarget(user, [
        {
          name: 'StrongAuthenticationPhoneAppDetail',
          before: '[]',
          after: JSON.stringify([
            {
              DeviceName: plan.phoneName,
              DeviceTag: 'SoftwareTokenActivated',
              PhoneAppVersion: '6.2404.2872',
              Id: random.guid(),
              AuthenticationType: 2,
              AuthenticatorFlavor: 'Authenticator',
            },
          ]),
        },
        { name: 'Included Updated Properties', after: 'StrongAuthenticationPhoneAppDetail' },
        { name: 'TargetId.UserType', after: 'Member' },
      ]),
    ],
    details: [['UserType', 'Member']],
    mark: plan.mark,
  });
  emit(update);
  emit(auditRecordOf(random, company, update));
}

/** A computer or telephone is joined (W-42): the service's entry and the directory's three. */
export function registerDevice(
  random: Random,
  company: Company,
  plan: Registration & {
    readonly deviceId: string;
    readonly deviceName: string;
    readonly os: string;
  },
  emit: Emit,
): void {
  const correlation = random.guid();
  const device = { type: 'Device', id: random.guid(), name: plan.deviceName } as const;
  emit(
    auditEntry(random, {
      time: plan.time,
      activity: 'Register device',
      category: 'Device',
      service: 'Device Registration Service',
      by: own(plan),
      targets: [device],
      details: [
        ['Device Id', plan.deviceId],
        ['Device OS', plan.os],
        ['Device Trust Type', 'AzureAd'],
        ['User-Agent', plan.agent],
        ['AdditionalInfo', 'Successfully registered device'],
      ],
      correlation,
      session: plan.session,
      token: plan.token,
      mark: plan.mark,
    }),
  );
  const changed = [
    { name: 'DeviceId', before: '[]', after: `["${plan.deviceId}"]` },
    { name: 'DisplayName', before: '[]', after: `["${plan.deviceName}"]` },
    { name: 'DeviceOSType', before: '[]', after: `["${plan.os}"]` },
    { name: 'DeviceTrustType', before: '[]', after: '["AzureAd"]' },
  ];
  const steps: readonly (readonly [string, AuditEntry['targets']])[] = [
    ['Add device', [{ ...device, changed }]],
    ['Add registered owner to device', [userTarget(plan.user, [{ name: 'Device.ObjectID', after: device.id }, { name: 'Device.DisplayName', after: plan.deviceName }]), device]],
    ['Add registered users to device', [userTarget(plan.user, [{ name: 'Device.ObjectID', after: device.id }, { name: 'Device.DisplayName', after: plan.deviceName }]), device]],
  ]; // prettier-ignore
  steps.forEach(([activity, targets], at) => {
    const entry = auditEntry(random, {
      time: plan.time + 1000 + at * 400,
      activity,
      category: 'Device',
      by: directoryServices.device,
      targets,
      details: [
        ['DeviceId', plan.deviceId],
        ['DeviceOSType', plan.os],
        ['DeviceTrustType', 'AzureAd'],
      ],
      mark: plan.mark,
    });
    emit(entry);
    emit(auditRecordOf(random, company, entry));
  });
}
