import type { Entity } from '../model/incident.js';
import { grouped } from './baseline.js';
import type { Bundle } from './ground.js';
import type { Growth } from './growth.js';
import { afterMail, both, inTheirDays, put } from './growth.js';
import { placeKey } from './scope.js';

/** What is made in several records is in scope with all of them, if it is with one. */
export function wholeFindings(g: Growth): void {
  const { ground, members, taken, places } = g;
  const apps = new Set(
    members
      .all()
      .flatMap(({ kind, value, name }) => (kind === 'app' ? [value, name ?? value] : [])),
  );
  const sessions = new Set([...g.taken.values()].map(({ session }) => session));
  for (const bundle of ground.bundles) {
    const inside = bundle.places.filter(
      (place) =>
        (place.strand !== undefined && taken.has(place.strand)) || places.has(placeKey(place)),
    );
    const isIn =
      inside.length > 0 ||
      bundle.apps.some((app) => apps.has(app)) ||
      // Who entered the code did it in a browser of their own: the session it began is the intruder's.
      (bundle.trace === 'device-code-sign-in' &&
        bundle.sessions.some((session) => sessions.has(session)));
    if (bundle.trace === 'bec-mail' && inTheirDays(g, bundle.first)) imitate(g, bundle);
    if (!isIn) continue;
    for (const { evidenceId, recordNo } of bundle.places) {
      const key = placeKey({ evidenceId, recordNo });
      if (!places.has(key)) places.set(key, { evidenceId, recordNo, link: 'created' });
    }
  }
}

/** Mail that imitates the tenant or its partners, written with what was read in the mailbox. */
export function imitate(g: Growth, bundle: Bundle): void {
  const { members, places } = g;
  const [victim] = members.all().filter(({ kind }) => kind === 'user');
  if (victim === undefined) return;
  const events = bundle.places.map(({ eventId }) => eventId);
  for (const sender of bundle.users)
    members.add(
      { kind: 'sender', value: sender },
      victim,
      g.round,
      'inferred',
      bundle.said,
      events,
    );
  for (const { evidenceId, recordNo } of bundle.places) {
    const key = placeKey({ evidenceId, recordNo });
    if (!places.has(key)) places.set(key, { evidenceId, recordNo, link: 'inferred' });
  }
}

/** The mail that began it: a sample in the evidence that came to a victim before the first access. */
export async function beginning(g: Growth): Promise<void> {
  const { ground, members } = g;
  const { evidence } = ground;
  const firsts = grouped(
    [...g.taken.values()].filter(({ done: n }) => n > 0),
    ({ user }) => user ?? '',
  );
  for (const [user, list] of firsts) {
    const first = list
      .flatMap((strand) => strand.first ?? [])
      .reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
    if (first === undefined || user === '') continue;
    const came = await evidence.mailTo([user], first - afterMail, first);
    for (const sample of came) {
      if (!ground.phishing.has(placeKey(sample)) || sample.messageId === undefined) continue;
      const message: Entity = { kind: 'message', value: sample.messageId };
      members.add({ ...message, name: sample.subject }, { kind: 'user', value: user }, g.round, 'received',
        both(`${user} received "${sample.subject ?? ''}" before the first access.`, `${user} は最初の不正アクセスの前に「${sample.subject ?? ''}」を受信した。`), [sample.eventId]); // prettier-ignore
      if (sample.user !== undefined)
        members.add({ kind: 'sender', value: sample.user }, message, g.round, 'received', both('Sender of the mail.', 'メールの送信者。'), [sample.eventId]); // prettier-ignore
      put(g, await evidence.mail([sample.messageId]), 'received');
    }
  }
}

/** What was tried from the intruder's addresses and did not succeed. */
export async function attempts(g: Growth): Promise<void> {
  const { ground, members, taken } = g;
  const { evidence, strands } = ground;
  const ips = members.all().flatMap(({ kind, value }) => (kind === 'ip' ? [value] : []));
  const events = (await evidence.fromAddresses(ips)).filter(({ strand }) => {
    const of = strand === undefined ? undefined : strands.get(strand);
    return of === undefined || (!taken.has(of.no) && of.done === 0);
  });
  put(g, events, 'ip');
}

/** Microsoft's own judgement of these sign-ins. */
export async function judgements(g: Growth): Promise<void> {
  const { ground, members } = g;
  const { evidence } = ground;
  const numbers = [...g.taken.keys()];
  const ips = members.all().flatMap(({ kind, value }) => (kind === 'ip' ? [value] : []));
  put(g, await evidence.risks(ips, await evidence.correlations(numbers)), 'ip');
}
