import type { Said } from '../model/finding.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { accountOf } from '../detect/directory/act.js';
import { appIdsOf } from '../detect/app-ids.js';
import { placeKey } from '../scope/scope.js';
import { textOf, timeOf } from '../scope/rows.js';
import { containmentTable, mailboxContainmentTable } from './containment-table.js';
import type { Facts } from './facts.js';
import { unique } from './texts.js';

/** A recorded response to an intrusion. */
export interface Containment {
  readonly user: string;
  /** UTC microseconds. */
  readonly at: bigint;
  readonly said: Said;
  /** Whether the attacker should be out from here on. */
  readonly shutsOut: boolean;
  readonly by: string;
  readonly events: readonly string[];
}

/** Records of one act are so close together, microseconds. */
const together = 60_000_000n;

/** What was done about the victims' accounts since the intrusion began, by others than the attacker; in order of time. */
export async function containmentsOf(facts: Facts): Promise<readonly Containment[]> {
  const { ground, events, foreign, from } = facts;
  const victims = new Set([
    ...facts.users,
    ...[...facts.lured.keys()].flatMap(({ user }) => user ?? []),
  ]);
  const attackers = new Set(foreign.map(placeKey));
  const found: Containment[] = [];
  for (const act of ground.acts) {
    if (act.failed || act.time < from || act.places.some((place) => attackers.has(placeKey(place))))
      continue;
    const account = (accountOf(act) ?? '').toLowerCase();
    const concerned = victims.has(account) ? [account] : usersOfThing(facts, act);
    if (concerned.length === 0) continue;
    const kind = containmentTable.find(({ operation }) => operation.test(act.operation));
    const said = kind?.said ?? disabledBy(act);
    if (said === undefined) continue;
    for (const user of concerned)
      found.push({
        user,
        at: act.time,
        said,
        shutsOut: kind === undefined || kind.does === 'shuts-out',
        by: act.by,
        events: act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []),
      });
  }
  found.push(...(await inMailboxes(facts, new Set(events.map(({ eventId }) => eventId)))));
  return joined(found);
}

/** Whose account was come by through the application or device that the act is about. */
function usersOfThing({ scope, users, lured }: Facts, act: DirectoryAct): readonly string[] {
  const ids = new Set([...appIdsOf([act]), ...act.targets.flatMap(({ id, name }) => [id, name])]);
  const things = scope.members.filter(
    ({ kind, value, name }) =>
      (kind === 'app' || kind === 'device') && (ids.has(value) || (name !== null && ids.has(name))),
  );
  const concerned = [...users, ...[...lured.keys()].flatMap(({ user }) => user ?? [])];
  return things.length === 0 ? [] : unique(concerned);
}

/** `Update user` with the account switched off. */
function disabledBy({ operation, changes }: DirectoryAct): Said | undefined {
  if (!operation.startsWith('update user')) return undefined;
  const off = changes.some(
    ({ name, after }) => /^accountenabled$/i.test(name) && /false/i.test(after ?? ''),
  );
  return off ? { en: 'Account disabled', ja: 'アカウントの無効化' } : undefined;
}

async function inMailboxes(
  { store, users, from }: Facts,
  inScope: ReadonlySet<string>,
): Promise<readonly Containment[]> {
  const rows = await store.query(
    `SELECT event_id, time, lower(operation) AS operation, "user", target_user, object FROM events
     WHERE source = 'ual' AND time >= $from AND coalesce(outcome, 'unknown') <> 'failure'
       AND lower(operation) IN (SELECT unnest(from_json($operations, '["VARCHAR"]'))) ORDER BY time, event_id`,
    { from, operations: JSON.stringify(mailboxContainmentTable.flatMap(({ operations }) => operations)) },
  ); // prettier-ignore
  return rows.flatMap((row) => {
    const [id, at, by] = [textOf(row, 'event_id') ?? '', timeOf(row, 'time'), textOf(row, 'user') ?? '']; // prettier-ignore
    const kind = mailboxContainmentTable.find(({ operations }) =>
      operations.includes(textOf(row, 'operation') ?? ''),
    );
    const owner = textOf(row, 'target_user') ?? '';
    const object = (textOf(row, 'object') ?? '').toLowerCase();
    const user = users.find((each) => each === owner || isNamedIn(object, each) || (owner === '' && each === by)); // prettier-ignore
    if (at === undefined || kind === undefined || user === undefined || inScope.has(id)) return [];
    return [{ user, at, said: kind.said, shutsOut: false, by, events: [id] }];
  });
}

/** `dan@x.example` does not name `an@x.example`. */
const isNamedIn = (object: string, user: string): boolean =>
  object.split(/[\s\\/:;,"'<>]+/).includes(user);

/** One act that several records tell is told once. */
function joined(found: Containment[]): readonly Containment[] {
  const kept: Containment[] = [];
  for (const one of found.sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.said.en < b.said.en ? -1 : a.said.en > b.said.en ? 1 : a.user < b.user ? -1 : 1),
  )) {
    const at = kept.findIndex(
      (each) => each.user === one.user && each.said.en === one.said.en && one.at - each.at <= together,
    );
    const same = kept[at];
    if (same === undefined) kept.push(one);
    else kept[at] = { ...same, events: [...new Set([...same.events, ...one.events])] };
  }
  return kept;
} // prettier-ignore
