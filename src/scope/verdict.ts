import type { Said } from '../model/finding.js';
import type { SignalSaid, Verdict } from '../model/incident.js';
import type { Baseline, Usual } from './baseline.js';
import { homesOf } from './homes.js';
import { baselineOf, grouped, isClient, isPlace, isScript } from './baseline.js';
import type { SignalSlug } from './signal-table.js';
import {
  coldShare,
  deedWeights,
  entryTraces,
  mostOfDeeds,
  signalKinds,
  thresholds,
} from './signal-table.js';
import type { Strand, StrandFinding } from './strand.js';

export interface JudgedStrand extends Strand {
  readonly verdict: Exclude<Verdict, 'mixed'>;
  readonly weight: number;
  readonly signals: readonly SignalSaid[];
}

export interface JudgedSession {
  readonly session: string;
  readonly user: string | undefined;
  readonly inferred: boolean;
  readonly verdict: Verdict;
  /** Of its gravest strand. */
  readonly weight: number;
  readonly strands: readonly JudgedStrand[];
}

/** What a person said of a session or of an address; a session's word goes before an address's. */
export interface Marks {
  session(id: string): 'user' | 'attacker' | undefined;
  /** An address of the organisation's own. */
  ip(ip: string): 'ours' | undefined;
  /** Findings that were expected. */
  expected(finding: string): boolean;
}

export const noMarks: Marks = {
  session: () => undefined,
  ip: () => undefined,
  expected: () => false,
};

/**
 * Judges every strand, and from them every session, from named signals (DESIGN.md §4.3). Two passes: in
 * the second, what the first called suspicious is not part of anybody's habit.
 */
export function judge(
  strands: readonly Strand[],
  marks: Marks = noMarks,
): { readonly sessions: readonly JudgedSession[]; readonly baseline: Baseline } {
  const homes = homesOf(strands);
  let baseline = baselineOf(strands, new Set(), homes);
  let judged = judgeAll(strands, baseline, marks);
  for (let pass = 0; pass < 2; pass++) {
    const doubted = new Set(
      judged.filter(({ weight }) => weight >= thresholds.suspicious).map(({ no }) => no),
    );
    baseline = baselineOf(strands, doubted, homes);
    judged = judgeAll(strands, baseline, marks);
  }
  const sessions = [...grouped(judged, ({ session }) => session).values()].map((list) =>
    sessionOf(list, marks),
  );
  return { sessions, baseline };
}

function judgeAll(
  strands: readonly Strand[],
  baseline: Baseline,
  marks: Marks,
): readonly JudgedStrand[] {
  const bySession = grouped(strands, ({ session }) => session);
  const alone = strands.map((strand) =>
    judgedOf(strand, signalsOf(strand, bySession.get(strand.session) ?? [], baseline, marks)),
  );
  const together = grouped(alone, ({ session }) => session);
  return alone.map((strand) => withSession(strand, together.get(strand.session) ?? [], baseline));
}

function judgedOf(strand: Strand, signals: readonly SignalSaid[]): JudgedStrand {
  const weight = signals.reduce((sum, signal) => sum + signal.weight, 0);
  return { ...strand, signals, weight, verdict: verdictOf(strand, weight, signals) };
}

/**
 * A session that somebody else began is theirs, wherever it is used next: unless the user's own device
 * or, with the user's own browser, the usual address says otherwise.
 */
function withSession(
  strand: JudgedStrand,
  session: readonly JudgedStrand[],
  baseline: Baseline,
): JudgedStrand {
  if (strand.ownDevice || strand.weight >= thresholds.attacker || session.length === 1)
    return strand;
  const placed = session.filter(({ network, done }) => isPlace(network) && done > 0);
  const accused = placed.filter(
    ({ no, weight }) => no !== strand.no && weight >= thresholds.suspicious,
  );
  const gravest = accused.reduce<JudgedStrand | undefined>(
    (worst, each) => (worst === undefined || each.weight > worst.weight ? each : worst),
    undefined,
  );
  if (gravest === undefined) return strand;
  const usual = baseline.of(strand);
  const newClient = !isClient(strand.client) || usual.client(strand.client) !== 'habit';
  const sameNewClient = isClient(strand.client) && strand.client === gravest.client && newClient;
  const began = session.reduce((a, b) => ((b.first ?? 0n) < (a.first ?? 0n) ? b : a));
  const usualNet = strand.nets.some(({ net }) => usual.net(net) === 'habit');
  const begunFoul = accused.some(({ no }) => no === began.no);
  // A cookie taken from the user's new browser comes with its name: the places before tell whose it was.
  const ownBefore =
    !begunFoul &&
    (strand.first ?? 0n) < (gravest.first ?? 0n) &&
    strand.nets.some(({ net }) => usual.net(net) !== 'new');
  const belongs =
    (sameNewClient && !ownBefore) ||
    (begunFoul && !usualNet) ||
    // Of no place of its own: it goes with the others, where these are all of one kind.
    (!isPlace(strand.network) && accused.length === placed.length);
  if (!belongs) return strand;
  const { title, weight } = signalKinds['attackers-session'];
  const signal: SignalSaid = {
    signal: 'attackers-session',
    weight: Math.min(weight, gravest.weight),
    said: title,
    events: [...new Set([...strand.firstEvents.slice(0, 1), ...gravest.firstEvents.slice(0, 1)])],
  };
  // What excused the strand by its place does not, in somebody else's session.
  const signals = strand.signals.filter(({ weight: each }) => each > 0);
  return judgedOf(strand, [...signals, signal]);
}

function verdictOf(
  strand: Strand,
  weight: number,
  signals: readonly SignalSaid[],
): JudgedStrand['verdict'] {
  // Nobody was in: failures alone are no session of anybody.
  if (strand.done === 0) return 'unknown';
  if (weight >= thresholds.attacker) return 'attacker';
  if (weight >= thresholds.suspicious) return 'suspicious';
  const own = signals.some(({ signal }) => signal === 'usual-address' || signal === 'own-device');
  return weight <= thresholds.user && own ? 'user' : weight <= 0 ? 'user' : 'unknown';
}

function sessionOf(strands: readonly JudgedStrand[], marks: Marks): JudgedSession {
  const [first] = strands;
  const session = first?.session ?? '';
  const marked = marks.session(session);
  const accused = strands.filter(
    ({ verdict }) => verdict === 'attacker' || verdict === 'suspicious',
  );
  const own = strands.filter(({ verdict }) => verdict === 'user');
  const attackers = strands.some(({ verdict }) => verdict === 'attacker');
  const verdict: Verdict =
    marked ??
    (accused.length === 0
      ? strands.some((strand) => strand.verdict === 'unknown') && own.length === 0
        ? 'unknown'
        : 'user'
      : attackers && own.length > 0
        ? 'mixed'
        : attackers
          ? 'attacker'
          : 'suspicious');
  return {
    session,
    user: strands.find(({ user }) => user !== undefined)?.user,
    inferred: first?.inferred ?? false,
    verdict,
    weight: Math.max(...strands.map(({ weight }) => weight)),
    strands:
      marked === undefined ? strands : strands.map((strand) => ({ ...strand, verdict: marked })),
  };
}

function signalsOf(
  strand: Strand,
  session: readonly Strand[],
  baseline: Baseline,
  marks: Marks,
): readonly SignalSaid[] {
  const usual = baseline.of(strand);
  const found: SignalSaid[] = [];
  const first = strand.firstEvents.slice(0, 1);
  const add = (
    signal: SignalSlug,
    detail: Said | undefined,
    events: readonly string[] = first,
    weight: number = signalKinds[signal].weight,
  ): void => {
    const { title } = signalKinds[signal];
    found.push({
      signal,
      weight: Math.round(weight),
      said:
        detail === undefined
          ? title
          : { en: `${title.en}: ${detail.en}`, ja: `${title.ja}: ${detail.ja}` },
      events: [...new Set(events)],
    });
  };
  const both = (text: string): Said => ({ en: text, ja: text });
  const cold = usual.cold ? coldShare : 1;

  const place = isPlace(strand.network);
  const ours = strand.ips.some((ip) => marks.ip(ip) === 'ours');
  const company = ours || strand.nets.some(({ net }) => baseline.isCompany(net));
  const uses = place ? strand.nets.map(({ net }) => usual.net(net)) : [];
  const usualNet = ours || uses.includes('habit');
  const newNet = uses.length > 0 && uses.every((use) => use === 'new') && !ours;
  const newNetwork = place && usual.network(strand.network) === 'new' && newNet;
  const client = isClient(strand.client) ? usual.client(strand.client) : undefined;
  const newClient = client === 'new';
  const where = both(
    [strand.asOrg, strand.network, ...strand.ips.slice(0, 3)].filter(Boolean).join(', '),
  );
  const weighed = (signal: SignalSlug): number => signalKinds[signal].weight * cold;

  if (newNetwork) add('new-network', where, first, weighed('new-network'));
  if (place && !usualNet && !company) {
    if (strand.ipKinds.includes('hosting')) add('hosting-network', where);
    else if (strand.ipKinds.includes('anonymiser')) add('anonymiser-network', where);
    const abroad = strand.countries.filter((name) => usual.country(name) === 'new');
    if (abroad.length > 0)
      add('new-country', both(abroad.join(', ')), first, weighed('new-country'));
    const rare = 1 / Math.max(baseline.users, 4);
    const alone = abroad.filter((name) => baseline.shareOfCountry(name) <= rare);
    if (alone.length > 0 && baseline.users >= 4) add('country-nobody-uses', both(alone.join(', ')));
  }
  if (newClient) add('new-client', both(strand.client), first, weighed('new-client'));
  if (newClient && newNetwork)
    add('new-network-and-client', undefined, first, weighed('new-network-and-client'));
  else if (newClient && newNet)
    add('new-address-and-client', undefined, first, weighed('new-address-and-client'));
  if (isScript(strand.client)) add('script-client', both(strand.client));
  const deviceMissing =
    newNet &&
    isClient(strand.client) &&
    usual.ownDevices >= 0.8 &&
    !session.some(({ ownDevice }) => ownDevice);
  if (deviceMissing) add('device-missing', undefined);

  if (newNet && strand.lure !== undefined && !session.some(({ ownDevice }) => ownDevice))
    add('after-phishing', undefined, [strand.lure, ...first]);

  // A cookie that moved: another part of the session is elsewhere and looks different.
  const other = session.find(
    (each) =>
      each.no !== strand.no && each.done > 0 && isPlace(each.network) && isClient(each.client) &&
      each.network !== strand.network && each.client !== strand.client,
  ); // prettier-ignore
  const shared =
    other !== undefined &&
    place &&
    isClient(strand.client) &&
    !usualNet &&
    !company &&
    !strand.ownDevice;
  if (shared)
    add(
      'session-shared',
      both(`${strand.client} (${strand.network}) / ${other.client} (${other.network})`),
      [...first, ...other.firstEvents.slice(0, 1)],
    );
  const moved = shared ? undefined : movedTo(strand, session, usual, deviceMissing ? day : hour);
  if (moved !== undefined) add('session-moved', both(moved));

  if (strand.risk === 'high' || strand.risk === 'medium')
    add(
      strand.risk === 'high' ? 'risk-high' : 'risk-medium',
      undefined,
      strand.riskEvent === undefined ? first : [strand.riskEvent],
    );

  const isNew = newNet || shared || (place && !usualNet && strand.ipKinds.includes('hosting'));
  for (const { finding, weight } of deedsOf(strand, isNew, marks))
    add('finding', both(finding.trace), finding.events, weight);

  // Where the browser is new, the place alone does not make it the user.
  if (usualNet)
    add('usual-address', where, first, signalKinds['usual-address'].weight * (newClient ? 0.5 : 1));
  else if (place && usual.network(strand.network) === 'habit' && !deviceMissing)
    add('usual-network', where);
  if (company) add('company-address', where);
  // The user agent is what a kit relays: it excuses nothing that the device does not.
  if (client === 'habit' && !deviceMissing) add('usual-client', both(strand.client));
  if (strand.userAgents.some((agent) => usual.agent(agent)) && !shared && !deviceMissing)
    add('same-agent', undefined);
  if (strand.ownDevice) add('own-device', undefined);
  else if (strand.deviceIds.some((id) => usual.device(id))) add('known-device', undefined);
  return found;
}

const hour = 3_600_000_000n;
const day = 24n * hour;

/**
 * From the net where a session began to another within a time (microseconds), both new for the user, in a
 * desktop's browser that is not on a device of the organisation.
 */
function movedTo(
  strand: Strand,
  session: readonly Strand[],
  usual: Usual,
  within: bigint,
): string | undefined {
  if (!/^(Windows|macOS|Linux|ChromeOS)\//.test(strand.client)) return undefined;
  if (session.some(({ ownDevice }) => ownDevice)) return undefined;
  const uses = session
    .filter(({ network, client }) => isPlace(network) && client === strand.client)
    .flatMap(({ nets, asOrg }) => nets.map((use) => ({ ...use, asOrg })))
    // IPv4 and IPv6 of one line are used side by side.
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.net < b.net ? -1 : 1));
  const [begin] = uses;
  if (begin === undefined || usual.net(begin.net) !== 'new') return undefined;
  const next = uses.find(
    ({ net, first }) =>
      net !== begin.net && net.includes(':') === begin.net.includes(':') &&
      first - begin.first <= within && usual.net(net) === 'new',
  ); // prettier-ignore
  return next === undefined ? undefined : `${begin.net} → ${next.net}`;
}

/** The gravest finding of each trace, until all together weigh `mostOfDeeds`. */
function deedsOf(
  strand: Strand,
  isNew: boolean,
  marks: Marks,
): readonly { readonly finding: StrandFinding; readonly weight: number }[] {
  const gravest = [
    ...grouped(
      strand.findings.filter(({ id }) => !marks.expected(id)),
      ({ trace }) => trace,
    ).values(),
  ]
    .map((list) =>
      list.reduce((worst, each) =>
        deedWeights[each.severity] > deedWeights[worst.severity] ? each : worst,
      ),
    )
    .filter(({ stage }) => isNew || !entryTraces.has(stage))
    .sort((a, b) => deedWeights[b.severity] - deedWeights[a.severity] || (a.id < b.id ? -1 : 1));
  let left: number = mostOfDeeds;
  return gravest.flatMap((finding) => {
    const weight = Math.min(deedWeights[finding.severity], left);
    left -= weight;
    return weight > 0 ? [{ finding, weight }] : [];
  });
}
