import type { Source } from '../model/event.js';

/**
 * Values that rules ask for and no log has: slips and placeholders of published rules. Only what is certain
 * stands here: the lists of operations that Microsoft publishes are never complete, so an unknown operation
 * is not thought impossible.
 */
export interface Never {
  /** The logs it holds for. */
  readonly sources: readonly Source[];
  /** Lower-case names of the fields, as rules write them; without, the fields that are the operation. */
  readonly fields?: readonly string[];
  /** The rule asks for all of these of one event, as literal text in any place of a pattern; lower case. */
  readonly texts: readonly string[];
  readonly why: string;
}

const directory: readonly Source[] = ['entra_audit', 'ual', 'azure_activity'];

export const neverTable: readonly Never[] = [
  {
    sources: directory,
    texts: ['add member from group'],
    why: 'no log has the operation "Add member from group": it is called "Add member to group"',
  },
  {
    sources: directory,
    texts: ['property name appaddress'],
    why: 'it is a sentence from a guide, not an operation: the log says "Update application", and AppAddress is among its modified properties',
  },
  {
    sources: directory,
    texts: ['"displayname":"usertype"'],
    why: 'the operation is compared with JSON of the changed property UserType: the log has that in TargetResources.modifiedProperties, and the operation is "Update user"',
  },
  {
    sources: directory,
    texts: ['add user', 'add member to role'],
    why: 'one event has one operation: none is both "Add user" and "Add member to role" (that needs a correlation of two rules)',
  },
  {
    sources: ['entra_audit', 'entra_signin', 'ual', 'azure_activity'],
    fields: [
      'initiatedby',
      'initiated.by',
      'initiatied.by',
      'username',
      'user',
      'target',
      'userprincipalname',
    ],
    texts: ['upn'],
    why: 'the value "UPN" stands for a user principal name to be filled in; no user is called so',
  },
];
