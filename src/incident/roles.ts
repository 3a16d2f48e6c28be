import { accountOf } from '../detect/directory/act.js';
import { sortedUnique } from './texts.js';
import { placeKey } from '../scope/scope.js';
import { textOf } from '../scope/rows.js';
import type { Facts } from './facts.js';

/** A role that a record says a user has or used (W-25). */
export interface RoleSaid {
  readonly role: string;
  readonly events: readonly string[];
}

const owner = /\b(owner|contributor|user access administrator)\b/i;

/**
 * Directory roles and Azure ownership of a user, as far as the logs tell: roles that were given, and
 * what only somebody with rights does, namely changes in Azure and of other people's accounts.
 */
export async function rolesOf(
  { store, ground }: Facts,
  user: string,
): Promise<readonly RoleSaid[]> {
  const found = new Map<string, string[]>();
  const add = (role: string, events: readonly string[]): void => {
    found.set(role, [...(found.get(role) ?? []), ...events]);
  };
  for (const act of ground.acts) {
    if (act.failed) continue;
    const ids = act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []);
    if (/^add (eligible )?member to role/.test(act.operation) && accountOf(act)?.toLowerCase() === user)
      add(roleName(act.changes, act.targets) ?? 'directory role', ids);
    const onOther = (accountOf(act) ?? user).toLowerCase() !== user;
    if (act.by === user && !act.byApplication && onOther && administers.test(act.operation))
      add('administrator', ids.slice(0, 1));
  } // prettier-ignore
  const azure = await store.query(
    `SELECT event_id, object, lower(operation) AS operation, regexp_extract(raw, '"role"\\s*:\\s*"([^"]+)"', 1) AS role
     FROM events WHERE source = 'azure_activity' AND "user" = $user AND coalesce(outcome, 'unknown') <> 'failure' ORDER BY time, event_id LIMIT 50`,
    { user },
  );
  for (const row of azure) {
    const role = textOf(row, 'role') ?? '';
    const isElevated = (textOf(row, 'operation') ?? '').includes('elevateaccess');
    add(
      isElevated ? 'User Access Administrator (Azure, elevated)' : owner.test(role) ? `${role} (Azure)` : 'Azure resources', // prettier-ignore
      [textOf(row, 'event_id') ?? ''],
    );
  }
  return [...found]
    .map(([role, events]) => ({ role, events: sortedUnique(events).slice(0, 5) }))
    .sort((a, b) => (a.role < b.role ? -1 : 1));
}

/** Acts about other accounts that need an administrator. */
const administers =
  /^(reset (user )?password|add member to role|disable account|enable account|delete user|add user|admin (registered|deleted|updated) security info|update stsrefreshtokenvalidfrom|set domain authentication|add conditional access policy|update conditional access policy|delete conditional access policy)/;

function roleName(
  changes: readonly { readonly name: string; readonly after: string | undefined }[],
  targets: readonly { readonly type: string | undefined; readonly name: string | undefined }[],
): string | undefined {
  return (
    changes.find(({ name }) => /role\.displayname/i.test(name))?.after ??
    targets.find(({ type }) => type === 'role')?.name
  );
}
