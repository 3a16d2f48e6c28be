import type { Entity } from '../model/incident.js';
import { beginning, attempts, judgements, wholeFindings } from './grow-ends.js';
import { fromMember } from './grow-members.js';
import { fromStrands } from './grow-strands.js';
import type { Ground } from './ground.js';
import type { Growth } from './growth.js';
import { both, doubtful, isOwn, leaveOut, startGrowth, take } from './growth.js';
import type { IncidentScope, Seed } from './scope.js';
import type { JudgedStrand } from './verdict.js';

const weakKinds: ReadonlySet<string> = new Set(['ip', 'user-agent', 'user']);

/**
 * Grows one intrusion from its seeds to a fixed point, a round at a time (DESIGN.md §4.4): along strong
 * links wherever they lead, along weak ones (an address, an agent on a network) only where they are
 * rare in the tenant and in the same days. Hubs stop it, and are told.
 */
export async function expand(ground: Ground, seeds: readonly Seed[]): Promise<IncidentScope> {
  const g = startGrowth(ground);
  const { members, taken } = g;
  for (const seed of seeds) begin(g, seed);
  const done = new Set<string>();
  for (;;) {
    // Weak links hold in the days of what is in scope: when these grow, they are followed again.
    const key = ({ kind, value }: Entity): string =>
      `${kind}:${value}${weakKinds.has(kind) ? ` ${taken.size}` : ''}`;
    const fresh = members.all().filter((member) => !done.has(key(member)));
    const unread = [...taken.values()].filter(({ no }) => !done.has(`strand ${no}`));
    if (fresh.length === 0 && unread.length === 0) break;
    g.round += 1;
    for (const member of fresh) done.add(key(member));
    for (const { no } of unread) done.add(`strand ${no}`);
    await fromStrands(g, unread);
    for (const member of fresh) await fromMember(g, member);
  }
  wholeFindings(g);
  await beginning(g);
  await attempts(g);
  await judgements(g);
  return {
    rounds: Math.max(0, ...members.all().map((member) => member.round)),
    members: members.all(),
    strands: [...taken.values()].sort((a, b) => a.no - b.no),
    sessions: ground.sessions.filter(({ strands: own }) => own.some(({ no }) => taken.has(no))),
    places: [...g.places.values()],
    excluded: [...g.excluded.values()],
  };
}

function begin(g: Growth, seed: Seed): void {
  const given: Entity | undefined =
    seed.kind === 'time' ? undefined : { kind: seed.kind, value: seed.value };
  const isSession = seed.kind === 'session';
  if (given !== undefined && !isSession)
    g.members.add(given, undefined, 0, seed.link, seed.said, seed.events);
  for (const strand of strandsOf(g, seed))
    take(g, strand, isSession ? undefined : given, isSession ? seed.link : 'verdict', seed.said, [
      ...(isSession ? seed.events : strand.firstEvents.slice(0, 1)),
    ]);
}

/**
 * What a named address or agent leads to. One that several users have in sessions of their own leads to everybody: then only
 * what is doubtful by itself comes in, and why the rest does not is told.
 */
function notShared(
  g: Growth,
  kind: 'ip' | 'user-agent',
  value: string,
  list: readonly JudgedStrand[],
): readonly JudgedStrand[] {
  const used = list.filter(({ done, session }) => done > 0 && g.ground.marks.session(session) !== 'user'); // prettier-ignore
  const own = used.filter((strand) => isOwn(g, strand));
  const users = new Set(own.map(({ user }) => user));
  const ours = kind === 'ip' && g.ground.marks.ip(value) === 'ours';
  if (users.size < 2 && !ours) return used;
  leaveOut(g, kind, value,
    both(`${users.size} user(s) have it in sessions of their own: only what is doubtful by itself was taken.`, `${users.size} 人のユーザーが自身のセッションで使用しているため、それ自体が疑わしいものだけを対象とした。`),
    own.flatMap(({ firstEvents }) => firstEvents.slice(0, 1)).slice(0, 5)); // prettier-ignore
  return used.filter((strand) => !isOwn(g, strand) && strand.weight >= doubtful);
}

/** The strands that a seed means. */
function strandsOf(g: Growth, seed: Seed): readonly JudgedStrand[] {
  const { ground, bySession } = g;
  const { strandsOf: of, marks } = ground;
  const foul = (strand: JudgedStrand): boolean =>
    strand.done > 0 && (strand.verdict === 'attacker' || strand.verdict === 'suspicious');
  switch (seed.kind) {
    case 'session': {
      const list = bySession.get(seed.value) ?? [];
      const accused = list.filter(foul);
      // The analyst says that it is an attacker's: all of it, unless a part is clearly the user's own.
      if (seed.link === 'verdict') return accused;
      const rest = list.filter(({ verdict }) => verdict !== 'user');
      return marks.session(seed.value) === 'attacker' ? list : rest.length > 0 ? rest : list;
    }
    case 'user':
      return (of.user.get(seed.value) ?? []).filter(foul);
    case 'ip':
      return notShared(g, 'ip', seed.value, of.ip.get(seed.value) ?? []);
    case 'user-agent':
      return notShared(g, 'user-agent', seed.value, of.agent.get(seed.value) ?? []);
    default:
      return [];
  }
}
