import { z } from 'zod';
import { eventIds, said, time } from './incident-parts.js';

/** What the attacker left behind that works on, in the terms of the logs (W-63). */
export const left = z.strictObject({
  applications: z.array(
    z.strictObject({
      appId: z.string().nullable(),
      name: z.string().nullable(),
      /** Registered here; else somebody else's that was given rights. */
      registered: z.boolean(),
      by: z.array(z.string()),
      at: time,
      /** Delegated permissions. */
      scopes: z.array(z.string()),
      /** Permissions of its own, which need no user. */
      roles: z.array(z.string()),
      /** For one user, or for all of the tenant. */
      consent: z.enum(['Principal', 'AllPrincipals']).nullable(),
      /** Its permissions reach mail, files and chats; much of the directory; or make it administrator. */
      reach: z.array(z.enum(['content', 'takeover', 'wide'])),
      events: eventIds,
    }),
  ),
  inboxRules: z.array(
    z.strictObject({
      mailbox: z.string(),
      name: z.string(),
      deed: z.enum(['made', 'changed', 'enabled', 'disabled', 'removed']),
      by: z.string(),
      at: time,
      /** Parameters as the record has them, e.g. `MoveToFolder`; no value where that says only yes. */
      actions: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      conditions: z.array(
        z.strictObject({ name: z.string(), value: z.string(), except: z.boolean() }),
      ),
      /** What it does, as a phrase: "moves mail to Deleted Items if …". */
      effect: said.nullable(),
      /** The user does not see the mail it takes. */
      hides: z.boolean(),
      events: eventIds,
    }),
  ),
});

export type Left = z.infer<typeof left>;
