import type { EntityKind } from '../model/incident.js';

/**
 * What an intruder makes or changes in a session, and which column of its event names it. Operations in
 * lower case. Applications, roles and the like are read from the directory's acts: expand-acts.ts.
 */
export const createdTable: readonly {
  readonly kind: EntityKind;
  readonly operations: readonly string[];
  readonly value: 'object' | 'subject' | 'resource' | 'deviceId';
}[] = [
  {
    kind: 'inbox-rule',
    operations: ['new-inboxrule', 'set-inboxrule', 'enable-inboxrule', 'updateinboxrules'],
    value: 'object',
  },
  {
    kind: 'flow',
    operations: ['createflow', 'editflow', 'putflow', 'putconnection', 'putpermissions'],
    value: 'object',
  },
  {
    kind: 'file',
    operations: [
      'anonymouslinkcreated',
      'companylinkcreated',
      'securelinkcreated',
      'sharinglinkcreated',
      'sharinginvitationcreated',
      'addedtosecurelink',
    ],
    value: 'object',
  },
];

/** Mail that goes out. */
export const sendOperations = ['send', 'sendas', 'sendonbehalf'];

/** Acts of the directory that register or make something, and what. */
export const actTable: readonly {
  readonly kind: EntityKind;
  /** Searched in the operation, lower case. */
  readonly operation: RegExp;
}[] = [
  {
    kind: 'app',
    operation:
      /^(add (application|service principal|owner to (application|service principal)|delegated permission grant|oauth2permissiongrant|app role assignment)|consent to application|update (application|service principal)|add service principal credentials)/,
  },
  {
    kind: 'device',
    operation: /^(register device|add (device|registered (owner|users?) to device))/,
  },
  {
    kind: 'security-info',
    operation:
      /^(user (registered|changed|updated|deleted|started).*security info|user registered all required security info|admin registered security info|create (temporary access pass|.*authentication method)|add .*(authentication|passkey|fido))/,
  },
  { kind: 'role', operation: /^add (eligible )?member to role|^add member to role/ },
];
