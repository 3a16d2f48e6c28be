import { grouped, isPlace } from './baseline.js';
import type { Strand } from './strand.js';

/** A stray record may stand a little before the session's first record, or after its last. Microseconds. */
const nearby = 3_600_000_000n;

/**
 * The sessions that inferred ones really belong to. A record that carries no session id, with the user, the nets and
 * the client of one session, in its time, is no second witness for that session's place: for what is usual, the two
 * are one. Where several sessions fit, none is taken.
 */
export function homesOf(strands: readonly Strand[]): ReadonlyMap<string, Strand> {
  const real = strands.filter(({ inferred, user }) => !inferred && user !== undefined);
  const byNet = grouped(
    real.flatMap((strand) => strand.nets.map(({ net }) => ({ net, strand }))),
    ({ net, strand: { user, client } }) => `${user ?? ''}\n${client}\n${net}`,
  );
  const found = new Map<string, Strand>();
  for (const [session, list] of grouped(strands.filter(({ inferred }) => inferred), (strand) => strand.session)) {
    const [first] = list;
    if (first === undefined || list.length > 1 || !isPlace(first.network)) continue;
    const home = homeOf(first, byNet);
    if (home !== undefined) found.set(session, home);
  }
  return found;
} // prettier-ignore

function homeOf(
  { user, client, nets, first, last }: Strand,
  byNet: ReadonlyMap<string, readonly { readonly strand: Strand }[]>,
): Strand | undefined {
  const [begin, ...others] = nets;
  if (begin === undefined || first === undefined || last === undefined) return undefined;
  const fitting = (byNet.get(`${user ?? ''}\n${client}\n${begin.net}`) ?? []).filter(
    ({ strand }) =>
      strand.first !== undefined && strand.last !== undefined &&
      first >= strand.first - nearby && last <= strand.last + nearby &&
      others.every(({ net }) => strand.nets.some((own) => own.net === net)),
  ); // prettier-ignore
  const [only, ...more] = fitting;
  return only !== undefined && more.every(({ strand }) => strand.session === only.strand.session)
    ? only.strand
    : undefined;
}
