import { z } from 'zod';

/** What W-26 (least privilege, dormant accounts, guests) asks a person to look at. */
export const dormantKinds = [
  'unused',
  'never-used',
  'guest-unused',
  'guest-never-used',
  'guest-pending',
  'disabled-with-licence',
  'disabled-with-role',
  'admin-without-mfa',
  'admin-without-strong',
  'admin-unused',
  'too-many-global-admins',
  'permanent-role',
  'synced-admin',
  'privileged-app',
  'app-permission',
  'app-unused',
  'secret-expired',
  'secret-long',
] as const;
export type DormantKind = (typeof dormantKinds)[number];

const findingSchema = z.strictObject({
  kind: z.enum(dormantKinds),
  subject: z.strictObject({
    kind: z.enum(['user', 'application', 'servicePrincipal', 'role']),
    id: z.string(),
    /** Written by anybody. */
    name: z.string(),
  }),
  /** Of the sentence in the language table. */
  values: z.record(z.string(), z.string()),
  file: z.string(),
  path: z.string(),
});

/** The result of `konseki dormant --json`. */
export const dormantSchema = z.strictObject({
  kind: z.literal('konseki-dormant'),
  version: z.literal(1),
  now: z.string(),
  days: z.number().int(),
  accounts: z.number().int(),
  findings: z.array(findingSchema),
  /** What could not be judged, and why: a code of the language table with its values. */
  notJudged: z.array(
    z.strictObject({ code: z.string(), values: z.record(z.string(), z.string()) }),
  ),
});
export type DormantFinding = Readonly<z.infer<typeof findingSchema>>;
export type DormantDocument = Readonly<z.infer<typeof dormantSchema>>;
