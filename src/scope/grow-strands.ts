import type { Entity } from '../model/incident.js';
import { appIdsOf } from '../detect/app-ids.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { firstPartyApps } from '../detect/analysers/first-party-apps-table.js';
import { isPlace } from './baseline.js';
import { createdTable, sendOperations } from './created-table.js';
import type { NewApp } from './evidence-of.js';
import type { Growth } from './growth.js';
import { both, doubtful, isOwn, leaveOut, sessionOf, take } from './growth.js';
import type { JudgedStrand } from './verdict.js';
import { takeActs } from './grow-acts.js';

/** Applications that these strands' users consented to, and that came into the tenant in the time of the logs. */
function consentedBy({ ground }: Growth, fresh: readonly JudgedStrand[]): readonly NewApp[] {
  const users = new Set(fresh.map(({ user }) => user));
  const isOf = (operation: RegExp) => (act: DirectoryAct) => operation.test(act.operation);
  const added = new Map(
    ground.acts
      .filter(isOf(/^add service principal$/))
      .flatMap((act) => appIdsOf([act]).map((id) => [id, act.time] as const)),
  );
  const acts = ground.acts.filter(isOf(/^consent to application/)).filter(({ by }) => users.has(by)); // prettier-ignore
  return appIdsOf(acts).flatMap((id) => {
    const since = added.get(id);
    return since === undefined ? [] : [{ id, since }];
  });
}

/** What was done in strands, and where from. */
export async function fromStrands(g: Growth, fresh: readonly JudgedStrand[]): Promise<void> {
  const { ground, members, taken, bySession } = g;
  const { evidence, baseline } = ground;
  if (fresh.length === 0) return;
  const numbers = fresh.map(({ no }) => no);
  for (const strand of fresh) {
    const session: Entity = { kind: 'session', value: strand.session };
    const first = strand.firstEvents.slice(0, 1);
    if (strand.user !== undefined)
      members.add({ kind: 'user', value: strand.user }, session, g.round, 'session',
        both(`The session is one of ${strand.user}.`, `${strand.user} のセッションである。`), first); // prettier-ignore
    // The rest of the session, as far as it is not the user's own.
    for (const other of bySession.get(strand.session) ?? [])
      if (!taken.has(other.no) && !isOwn(g, other) && other.weight >= doubtful)
        take(
          g,
          other,
          session,
          'session',
          both('The same session.', '同じセッション。'),
          other.firstEvents.slice(0, 1),
        );
    for (const ip of strand.ips) addAddress(g, ip, strand, session);
    if (strand.done > 0 && strand.weight >= doubtful)
      for (const agent of strand.userAgents)
        if (baseline.usersOfAgent(agent) <= 1 && isPlace(strand.network))
          members.add({ kind: 'user-agent', value: agent }, session, g.round, 'agent',
            both(`Used in the session from ${strand.network}, and by nobody else in the tenant.`, `このセッションで ${strand.network} から使われ、テナントの他の誰も使っていない。`), first); // prettier-ignore
  }
  for (const { appId, name, session, event } of await evidence.ownApps(numbers, consentedBy(g, fresh)))
    if (!firstPartyApps.has(appId))
      members.add({ kind: 'app', value: appId, name }, { kind: 'session', value: session }, g.round, 'session',
        both('The session is this application’s, and nobody else in the tenant uses it.', 'このセッションのアプリケーションで、テナントの他の誰も使っていない。'), [event]); // prettier-ignore
  for (const { kind, operations, value } of createdTable)
    for (const deed of await evidence.deeds(numbers, operations)) {
      const session = sessionOf(g, deed);
      const name = deed[value];
      if (session === undefined || name === undefined || deed.outcome === 'failure') continue;
      const owner = deed.target ?? deed.user ?? '';
      members.add({ kind, value: kind === 'inbox-rule' ? `${owner}\\${name}` : name, name }, session, g.round, 'created',
        both(`Made or changed in this session (${deed.operation}).`, `このセッションで作成または変更された (${deed.operation})。`), [deed.eventId]); // prettier-ignore
    }
  for (const sent of await evidence.deeds(numbers, sendOperations)) {
    const session = sessionOf(g, sent);
    if (session === undefined || sent.messageId === undefined) continue;
    members.add({ kind: 'message', value: sent.messageId, name: sent.subject }, session, g.round, 'sent',
      both(`Sent in this session: "${sent.subject ?? ''}".`, `このセッションから送信された: 「${sent.subject ?? ''}」。`), [sent.eventId]); // prettier-ignore
  }
  await takeActs(g, fresh);
}

export function addAddress(g: Growth, ip: string, strand: JudgedStrand, session: Entity): void {
  const { ground, members } = g;
  const { marks } = ground;
  const first = strand.firstEvents.slice(0, 1);
  if (!isPlace(strand.network)) return;
  const own = (ground.strandsOf.ip.get(ip) ?? []).filter((each) => isOwn(g, each) && each.done > 0);
  const users = new Set(own.map(({ user }) => user));
  if (marks.ip(ip) === 'ours')
    leaveOut(g, 'ip', ip, both('Marked as an address of the organisation.', '自組織のアドレスとしてマークされている。'), first); // prettier-ignore
  else if (users.size >= 1)
    leaveOut(g, 'ip', ip, both(`${users.size} user(s) work from this address in sessions of their own: it leads to too many.`, `${users.size} 人のユーザーが自身のセッションでこのアドレスを使っているため、手がかりにできない。`), first); // prettier-ignore
  else
    members.add({ kind: 'ip', value: ip }, session, g.round, 'ip',
      both(`The session came from this address (${[strand.asOrg, ...strand.countries].filter(Boolean).join(', ')}).`, `セッションはこのアドレス (${[strand.asOrg, ...strand.countries].filter(Boolean).join(', ')}) から使われた。`), first); // prettier-ignore
}
