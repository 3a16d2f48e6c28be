import type { Entity } from '../model/incident.js';
import { beginning, attempts, judgements, wholeFindings } from './grow-ends.js';
import { fromMember } from './grow-members.js';
import { fromStrands } from './grow-strands.js';
import type { Ground } from './ground.js';
import type { Growth } from './growth.js';
import { startGrowth, take } from './growth.js';
import type { IncidentScope, Seed } from './scope.js';
import type { JudgedStrand } from './verdict.js';

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
    const fresh = members.all().filter(({ kind, value }) => !done.has(`${kind}:${value}`));
    const unread = [...taken.values()].filter(({ no }) => !done.has(`strand ${no}`));
    if (fresh.length === 0 && unread.length === 0) break;
    g.round += 1;
    for (const { kind, value } of fresh) done.add(`${kind}:${value}`);
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
  for (const strand of strandsOf(g.ground, seed, g.bySession))
    take(g, strand, isSession ? undefined : given, isSession ? seed.link : 'verdict', seed.said, [
      ...(isSession ? seed.events : strand.firstEvents.slice(0, 1)),
    ]);
}

/** The strands that a seed means. */
function strandsOf(
  { strands, marks }: Ground,
  seed: Seed,
  bySession: ReadonlyMap<string, readonly JudgedStrand[]>,
): readonly JudgedStrand[] {
  const all = [...strands.values()];
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
      return all.filter((strand) => strand.user === seed.value && foul(strand));
    case 'ip':
      return all.filter((strand) => strand.ips.includes(seed.value) && strand.done > 0);
    case 'user-agent':
      return all.filter((strand) => strand.userAgents.includes(seed.value) && strand.done > 0);
    default:
      return [];
  }
}
