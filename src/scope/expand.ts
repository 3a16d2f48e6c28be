import type { EventPlace } from '../detect/analyser.js';
import { firstPartyApps } from '../detect/analysers/first-party-apps-table.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { readActs } from '../detect/directory/read.js';
import type { Entity, EntityKind, LinkKind } from '../model/incident.js';
import type { Said } from '../model/finding.js';
import type { Row, Store } from '../store/store.js';
import type { Baseline } from './baseline.js';
import { grouped, isPlace } from './baseline.js';
import { actTable, createdTable, sendOperations } from './created-table.js';
import type { EvidenceOf, ScopeEvent } from './evidence-of.js';
import { evidenceOf } from './evidence-of.js';
import { listOf, numberOf, textOf, timeOf } from './rows.js';
import type { Excluded, IncidentScope, ScopedPlace, Seed } from './scope.js';
import { Members, placeKey } from './scope.js';
import type { JudgedSession, JudgedStrand, Marks } from './verdict.js';

/** Everything a scope is grown from, read once for a case. */
export interface Ground {
  readonly store: Store;
  readonly evidence: EvidenceOf;
  readonly sessions: readonly JudgedSession[];
  readonly strands: ReadonlyMap<number, JudgedStrand>;
  readonly baseline: Baseline;
  readonly marks: Marks;
  readonly acts: readonly DirectoryAct[];
  /** Places of mails that are given as samples, or that a finding calls phishing. */
  readonly phishing: ReadonlySet<string>;
  /** Findings that are one thing made, in all its records. */
  readonly bundles: readonly Bundle[];
  /** Event ids of acts' places. */
  readonly idOf: ReadonlyMap<string, string>;
}

/** A finding whose events belong together: an application's steps, a device's, in both logs. */
interface Bundle {
  readonly finding: string;
  readonly stage: string;
  readonly trace: string;
  readonly apps: readonly string[];
  readonly sessions: readonly string[];
  readonly users: readonly string[];
  readonly first: bigint | undefined;
  readonly said: Said;
  readonly places: readonly (EventPlace & {
    readonly eventId: string;
    readonly strand: number | undefined;
  })[];
}

async function readBundles(store: Store): Promise<readonly Bundle[]> {
  const rows = await store.query(
    `SELECT f.id, r.stage, r.trace, to_json(f.apps)::VARCHAR AS apps, to_json(f.sessions)::VARCHAR AS sessions, f.first, f.said_en, f.said_ja, to_json(f.users)::VARCHAR AS users,
       e.evidence_id, e.record_no, e.event_id, s.strand
     FROM findings f JOIN finding_rules r ON r.rule = f.rule JOIN finding_events x ON x.finding = f.id
     JOIN events e ON e.evidence_id = x.evidence_id AND e.record_no = x.record_no
     LEFT JOIN event_strands s ON s."row" = e.rowid
     WHERE f.events <= 200 AND (r.stage IN ('application', 'device', 'security-info') OR r.trace IN ('device-code-sign-in', 'bec-mail'))
       AND f.severity <> 'informational'
     ORDER BY f.id, e.time NULLS LAST, e.source, e.event_id`,
  );
  return [...grouped(rows, (row) => textOf(row, 'id') ?? '')].map(([finding, list]) => {
    const [first] = list;
    return {
      finding,
      stage: first === undefined ? '' : (textOf(first, 'stage') ?? ''),
      trace: first === undefined ? '' : (textOf(first, 'trace') ?? ''),
      apps: first === undefined ? [] : listOf(first, 'apps'),
      sessions: first === undefined ? [] : listOf(first, 'sessions'),
      users: first === undefined ? [] : listOf(first, 'users'),
      first: first === undefined ? undefined : timeOf(first, 'first'),
      said: both(
        first === undefined ? '' : (textOf(first, 'said_en') ?? ''),
        first === undefined ? '' : (textOf(first, 'said_ja') ?? ''),
      ),
      places: list.map((row) => ({
        evidenceId: numberOf(row, 'evidence_id'),
        recordNo: numberOf(row, 'record_no'),
        eventId: textOf(row, 'event_id') ?? '',
        strand: row['strand'] === null ? undefined : numberOf(row, 'strand'),
      })),
    };
  });
}

export async function groundOf(
  store: Store,
  sessions: readonly JudgedSession[],
  baseline: Baseline,
  marks: Marks,
): Promise<Ground> {
  // Operations of the directory are words with blanks between; those of the other services are not.
  const acts = await readActs(store, ' ');
  const ids = await store.query(
    `SELECT evidence_id, record_no, event_id FROM events WHERE source IN ('ual', 'entra_audit') AND contains(operation, ' ')`,
  );
  const phishing = await store.query(
    `SELECT evidence_id, record_no FROM events WHERE source = 'mail'
     UNION SELECT x.evidence_id, x.record_no FROM finding_events x JOIN findings f ON f.id = x.finding
       JOIN finding_rules r ON r.rule = f.rule WHERE r.stage = 'phishing' AND f.severity IN ('medium', 'high', 'critical')`,
  );
  const placeOf = (row: Row): string =>
    placeKey({ evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) });
  return {
    store,
    evidence: evidenceOf(store),
    phishing: new Set(phishing.map(placeOf)),
    bundles: await readBundles(store),
    sessions,
    strands: new Map(sessions.flatMap((session) => session.strands.map((each) => [each.no, each]))),
    baseline,
    marks,
    acts,
    idOf: new Map(ids.map((row) => [placeOf(row), String(row['event_id'])])),
  };
}

const minute = 60_000_000n;
const day = 24n * 60n * minute;
/** A weak link needs the same days. */
const around = 3n * day;
/** What a person does within this time after a mail may come of it. */
const afterMail = 7n * day;
/** An act without session and address belongs to a session in use so near to it. */
const nearAct = 10n * minute;
/** Least weight of a strand that a second sign brings into scope. */
const doubtful = 30;

/**
 * Grows one intrusion from its seeds to a fixed point, a round at a time (DESIGN.md §4.4): along strong
 * links wherever they lead, along weak ones (an address, an agent on a network) only where they are
 * rare in the tenant and in the same days. Hubs stop it, and are told.
 */
export async function expand(ground: Ground, seeds: readonly Seed[]): Promise<IncidentScope> {
  const { evidence, strands, baseline, marks } = ground;
  const members = new Members();
  const taken = new Map<number, JudgedStrand>();
  const places = new Map<string, ScopedPlace>();
  const excluded = new Map<string, Excluded>();
  const takenActs = new Set<DirectoryAct>();
  /** When users did something of their own, UTC microseconds in order. */
  const ownTimes = new Map<string, readonly bigint[]>();
  const bySession = grouped([...strands.values()], ({ session }) => session);
  let round = 0;

  const put = (events: readonly ScopeEvent[], link: LinkKind): void => {
    for (const { evidenceId, recordNo } of events) {
      const key = placeKey({ evidenceId, recordNo });
      if (!places.has(key)) places.set(key, { evidenceId, recordNo, link });
    }
  };
  const leaveOut = (
    kind: EntityKind,
    value: string,
    said: Said,
    events: readonly string[],
  ): void => {
    const key = `${kind}:${value}`;
    if (!excluded.has(key)) excluded.set(key, { kind, value, said, events });
  };
  const isOwn = (strand: JudgedStrand): boolean =>
    marks.session(strand.session) === 'user' || strand.verdict === 'user';

  /** A strand comes in, and with it its session. */
  const take = (
    strand: JudgedStrand,
    from: Entity | undefined,
    link: LinkKind,
    said: Said,
    events: readonly string[],
  ): void => {
    if (taken.has(strand.no)) return;
    taken.set(strand.no, strand);
    members.add({ kind: 'session', value: strand.session }, from, round, link, said, events);
  };

  const begin = (seed: Seed): void => {
    const given: Entity | undefined =
      seed.kind === 'time' ? undefined : { kind: seed.kind, value: seed.value };
    if (given !== undefined && seed.kind !== 'session')
      members.add(given, undefined, 0, seed.link, seed.said, seed.events);
    for (const strand of strandsOf(ground, seed, bySession))
      take(
        strand,
        seed.kind === 'session' ? undefined : given,
        seed.kind === 'session' ? seed.link : 'verdict',
        seed.said,
        [...(seed.kind === 'session' ? seed.events : strand.firstEvents.slice(0, 1))],
      );
  };
  for (const seed of seeds) begin(seed);

  const done = new Set<string>();
  for (;;) {
    const fresh = members.all().filter(({ kind, value }) => !done.has(`${kind}:${value}`));
    const unread = [...taken.values()].filter(({ no }) => !done.has(`strand ${no}`));
    if (fresh.length === 0 && unread.length === 0) break;
    round += 1;
    for (const { kind, value } of fresh) done.add(`${kind}:${value}`);
    for (const { no } of unread) done.add(`strand ${no}`);
    await fromStrands(unread);
    for (const member of fresh) await fromMember(member);
  }

  wholeFindings();
  await beginning();
  await attempts();
  await judgements();
  return {
    rounds: Math.max(0, ...members.all().map((member) => member.round)),
    members: members.all(),
    strands: [...taken.values()].sort((a, b) => a.no - b.no),
    sessions: ground.sessions.filter(({ strands: own }) => own.some(({ no }) => taken.has(no))),
    places: [...places.values()],
    excluded: [...excluded.values()],
  };

  /** What was done in strands, and where from. */
  async function fromStrands(fresh: readonly JudgedStrand[]): Promise<void> {
    if (fresh.length === 0) return;
    const numbers = fresh.map(({ no }) => no);
    for (const strand of fresh) {
      const session: Entity = { kind: 'session', value: strand.session };
      const first = strand.firstEvents.slice(0, 1);
      if (strand.user !== undefined)
        members.add({ kind: 'user', value: strand.user }, session, round, 'session',
          both(`The session is one of ${strand.user}.`, `${strand.user} のセッションである。`), first); // prettier-ignore
      // The rest of the session, as far as it is not the user's own.
      for (const other of bySession.get(strand.session) ?? [])
        if (!taken.has(other.no) && !isOwn(other) && other.weight >= doubtful)
          take(
            other,
            session,
            'session',
            both('The same session.', '同じセッション。'),
            other.firstEvents.slice(0, 1),
          );
      for (const ip of strand.ips) addAddress(ip, strand, session);
      if (strand.done > 0 && strand.weight >= doubtful)
        for (const agent of strand.userAgents)
          if (baseline.usersOfAgent(agent) <= 1 && isPlace(strand.network))
            members.add({ kind: 'user-agent', value: agent }, session, round, 'agent',
              both(`Used in the session from ${strand.network}, and by nobody else in the tenant.`, `このセッションで ${strand.network} から使われ、テナントの他の誰も使っていない。`), first); // prettier-ignore
    }
    for (const { appId, name, session, event } of await evidence.ownApps(numbers))
      if (!firstPartyApps.has(appId))
        members.add({ kind: 'app', value: appId, name }, { kind: 'session', value: session }, round, 'session',
          both('The session is this application’s, and nobody else in the tenant uses it.', 'このセッションのアプリケーションで、テナントの他の誰も使っていない。'), [event]); // prettier-ignore
    for (const { kind, operations, value } of createdTable)
      for (const deed of await evidence.deeds(numbers, operations)) {
        const session = sessionOf(deed);
        const name = deed[value];
        if (session === undefined || name === undefined || deed.outcome === 'failure') continue;
        const owner = deed.target ?? deed.user ?? '';
        members.add({ kind, value: kind === 'inbox-rule' ? `${owner}\\${name}` : name, name }, session, round, 'created',
          both(`Made or changed in this session (${deed.operation}).`, `このセッションで作成または変更された (${deed.operation})。`), [deed.eventId]); // prettier-ignore
      }
    for (const sent of await evidence.deeds(numbers, sendOperations)) {
      const session = sessionOf(sent);
      if (session === undefined || sent.messageId === undefined) continue;
      members.add({ kind: 'message', value: sent.messageId, name: sent.subject }, session, round, 'sent',
        both(`Sent in this session: "${sent.subject ?? ''}".`, `このセッションから送信された: 「${sent.subject ?? ''}」。`), [sent.eventId]); // prettier-ignore
    }
    await takeActs(fresh);
  }

  function sessionOf(event: ScopeEvent): Entity | undefined {
    const session = event.strand === undefined ? undefined : taken.get(event.strand)?.session;
    return session === undefined ? undefined : { kind: 'session', value: session };
  }

  function addAddress(ip: string, strand: JudgedStrand, session: Entity): void {
    const first = strand.firstEvents.slice(0, 1);
    if (!isPlace(strand.network)) return;
    const own = [...strands.values()].filter(
      (each) => isOwn(each) && each.done > 0 && each.ips.includes(ip),
    );
    const users = new Set(own.map(({ user }) => user));
    if (marks.ip(ip) === 'ours')
      leaveOut('ip', ip, both('Marked as an address of the organisation.', '自組織のアドレスとしてマークされている。'), first); // prettier-ignore
    else if (users.size >= 1)
      leaveOut('ip', ip, both(`${users.size} user(s) work from this address in sessions of their own: it leads to too many.`, `${users.size} 人のユーザーが自身のセッションでこのアドレスを使っているため、手がかりにできない。`), first); // prettier-ignore
    else
      members.add({ kind: 'ip', value: ip }, session, round, 'ip',
        both(`The session came from this address (${[strand.asOrg, ...strand.countries].filter(Boolean).join(', ')}).`, `セッションはこのアドレス (${[strand.asOrg, ...strand.countries].filter(Boolean).join(', ')}) から使われた。`), first); // prettier-ignore
  }

  async function fromMember(member: Entity): Promise<void> {
    switch (member.kind) {
      case 'ip':
        for (const strand of near([...strands.values()].filter(({ ips }) => ips.includes(member.value))))
          if (!isOwn(strand) && strand.done > 0)
            take(strand, member, 'ip', both(`${strand.user ?? ''} was signed in from the same address in the same days.`, `同じ時期に同じアドレスから ${strand.user ?? ''} が利用されている。`), strand.firstEvents.slice(0, 1)); // prettier-ignore
        return;
      case 'user-agent': {
        const networks = new Set([...taken.values()].filter(({ userAgents }) => userAgents.includes(member.value)).map(({ network }) => network)); // prettier-ignore
        for (const strand of near([...strands.values()].filter(({ userAgents }) => userAgents.includes(member.value))))
          if (!isOwn(strand) && strand.done > 0 && (networks.has(strand.network) || strand.weight >= doubtful))
            take(strand, member, 'agent', both('The same rare browser on the same network in the same days.', '同じ時期に、同じネットワークの同じ珍しいブラウザーから。'), strand.firstEvents.slice(0, 1)); // prettier-ignore
        return;
      }
      case 'user':
        for (const strand of near([...strands.values()].filter(({ user }) => user === member.value)))
          if (!isOwn(strand) && strand.done > 0 && (strand.verdict === 'attacker' || strand.verdict === 'suspicious'))
            take(strand, member, 'verdict', both('Another session of this user that is not the user’s own, by its own signals.', 'このユーザーの別のセッションで、シグナルから本人のものではないと判断される。'), strand.firstEvents.slice(0, 1)); // prettier-ignore
        return;
      case 'app':
        return fromApp(member);
      case 'device':
        for (const event of await evidence.byDevices([member.value])) {
          const strand = event.strand === undefined ? undefined : strands.get(event.strand);
          if (strand !== undefined && strand.done > 0 && !isOwn(strand))
            take(strand, member, 'created', both('On the device that was registered in the intrusion.', '侵入時に登録されたデバイスから。'), [event.eventId]); // prettier-ignore
        }
        return;
      case 'message':
        return fromMessage(member);
      case 'session':
      case 'inbox-rule':
      case 'security-info':
      case 'file':
      case 'flow':
      case 'role':
      case 'azure-resource':
      case 'sender':
      case 'domain':
      case 'url':
        return;
    }
  }

  /** Strands in the days of what is in scope already; all, while nothing is. */
  function near(candidates: readonly JudgedStrand[]): readonly JudgedStrand[] {
    const all = [...taken.values()];
    const firsts = all.flatMap(({ first }) => first ?? []);
    const lasts = all.flatMap(({ last }) => last ?? []);
    if (firsts.length === 0 || lasts.length === 0) return candidates;
    const from = firsts.reduce((a, b) => (b < a ? b : a)) - around;
    const to = lasts.reduce((a, b) => (b > a ? b : a)) + around;
    return candidates.filter(
      ({ first, last }) =>
        first === undefined || last === undefined || (last >= from && first <= to),
    );
  }

  /** What an application did with what it was given, by its own tokens. */
  async function fromApp(app: Entity): Promise<void> {
    if (firstPartyApps.has(app.value)) return;
    const events = await evidence.byApps([app.value]);
    put(events, 'app');
    const about = ground.acts.filter((act) => act.targets.some(({ appId }) => appId === app.value));
    const flows = new Set(about.flatMap(({ correlation }) => correlation ?? []));
    for (const act of ground.acts)
      if (about.includes(act) || (act.correlation !== undefined && flows.has(act.correlation)))
        aboutMember(act, app, 'app');
    for (const event of events) {
      const strand = event.strand === undefined ? undefined : strands.get(event.strand);
      if (strand !== undefined && strand.done > 0 && !isOwn(strand) && strand.weight >= doubtful)
        take(strand, app, 'app', both('The application used its tokens in this session.', 'アプリケーションがこのセッションでトークンを使った。'), [event.eventId]); // prettier-ignore
    }
  }

  async function fromMessage(message: Entity): Promise<void> {
    const events = await evidence.mail([message.value]);
    put(events, 'sent');
    const receivedBy = new Map<string, ScopeEvent>();
    for (const event of events)
      if (event.target !== undefined && !receivedBy.has(event.target))
        receivedBy.set(event.target, event);
    for (const [user, received] of receivedBy) {
      const since = received.time;
      if (since === undefined) continue;
      for (const strand of strands.values())
        if (
          strand.user === user && strand.done > 0 && !isOwn(strand) && strand.weight >= doubtful &&
          strand.first !== undefined && strand.first >= since && strand.first <= since + afterMail
        ) // prettier-ignore
          take(strand, message, 'signed-in-after',
            both(`${user} received the mail, and soon after there was a session of ${user} that does not look like the user’s own.`, `${user} がメールを受信し、その後まもなく本人らしくないセッションがあった。`), [received.eventId, ...strand.firstEvents.slice(0, 1)]); // prettier-ignore
    }
  }

  /** Changes of the directory: those of the sessions, and those without a session that only these can have made. */
  async function takeActs(fresh: readonly JudgedStrand[]): Promise<void> {
    for (const user of new Set(fresh.flatMap((strand) => strand.user ?? [])))
      if (!ownTimes.has(user)) {
        const own = [...strands.values()].filter(
          (each) => each.user === user && isOwn(each) && isPlace(each.network),
        );
        ownTimes.set(user, await evidence.times(own.map(({ no }) => no)));
      }
    const sessions = new Set([...taken.values()].map(({ session }) => session));
    const byUser = grouped(fresh, ({ user }) => user ?? '');
    const found: {
      readonly act: DirectoryAct;
      readonly session: string;
      readonly link: LinkKind;
    }[] = [];
    for (const [user, list] of byUser) {
      const times = await evidence.times(list.map(({ no }) => no));
      const ips = new Set(list.flatMap((strand) => strand.ips));
      const [first] = list;
      if (first === undefined) continue;
      for (const act of ground.acts) {
        if (takenActs.has(act) || (act.by !== user && act.targetUser !== user)) continue;
        if (act.session !== undefined) {
          if (sessions.has(act.session) && strandTaken(act))
            found.push({ act, session: act.session, link: 'session' });
          continue;
        }
        if (act.by !== user) {
          // A service writes down what the user's session asked of it.
          const registers = actTable.some(({ kind, operation }) => (kind === 'device' || kind === 'security-info') && operation.test(act.operation)) || /^update (user|device)/.test(act.operation); // prettier-ignore
          if (
            act.byApplication &&
            registers &&
            isNear(times, act.time) &&
            !ownIsNearer(user, times, act.time)
          )
            found.push({ act, session: first.session, link: 'inferred' });
          continue;
        }
        if (act.ip !== undefined && ips.has(act.ip))
          found.push({ act, session: first.session, link: 'ip' });
        else if (
          act.ip === undefined &&
          isNear(times, act.time) &&
          !ownIsNearer(user, times, act.time)
        )
          found.push({ act, session: first.session, link: 'inferred' });
      }
    }
    for (const one of found) takeAct(one.act, one.session, one.link);
    for (const [user, list] of byUser) await takePlaceless(user, list);
    // Further records of the same acts: the directory writes several under one correlation id.
    const ids = new Set(found.flatMap(({ act }) => act.correlation ?? []));
    for (const act of ground.acts)
      if (!takenActs.has(act) && act.correlation !== undefined && ids.has(act.correlation)) {
        const origin = found.find(({ act: each }) => each.correlation === act.correlation);
        if (origin !== undefined)
          takeAct(act, origin.session, origin.link === 'inferred' ? 'inferred' : 'session');
      }
  }

  /** An act about a member of the scope, whoever did it: the user who was talked into it, too. */
  function aboutMember(act: DirectoryAct, member: Entity, link: LinkKind): void {
    if (takenActs.has(act)) return;
    takenActs.add(act);
    for (const place of act.places) {
      const key = placeKey(place);
      if (!places.has(key)) places.set(key, { ...place, link });
    }
    const events = act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []);
    if (!act.byApplication && act.by !== '')
      members.add({ kind: 'user', value: act.by }, member, round, link,
        both(`${act.by} did this: ${act.operation}.`, `${act.by} による操作: ${act.operation}。`), events); // prettier-ignore
  }

  /** Records that say neither session nor address, made while the intruder was at work and the user was not. */
  async function takePlaceless(user: string, fresh: readonly JudgedStrand[]): Promise<void> {
    const loose = [...strands.values()].filter(
      (each) =>
        each.user === user && each.inferred && each.network === 'unknown' && !taken.has(each.no),
    );
    if (loose.length === 0) return;
    const times = await evidence.times(fresh.map(({ no }) => no));
    const events = await evidence.of(loose.map(({ no }) => no));
    put(
      events.filter(({ time, operation }) => !operation.includes(' ') && time !== undefined && isNear(times, time) && !ownIsNearer(user, times, time)),
      'inferred',
    ); // prettier-ignore
  }

  function strandTaken(act: DirectoryAct): boolean {
    // A session both have used: the act's own address says whose it was.
    const list = bySession.get(act.session ?? '') ?? [];
    const of =
      act.ip === undefined ? undefined : list.find(({ ips }) => ips.includes(act.ip ?? ''));
    return of === undefined
      ? list.every(({ no, done: n }) => taken.has(no) || n === 0)
      : taken.has(of.no);
  }

  /** Whether the user's own sessions have an event nearer to this time than the intruder's. */
  function ownIsNearer(user: string, times: readonly bigint[], time: bigint): boolean {
    const own = ownTimes.get(user) ?? [];
    return distance(own, time) < distance(times, time);
  }

  function takeAct(act: DirectoryAct, session: string, link: LinkKind): void {
    takenActs.add(act);
    for (const place of act.places) {
      const key = placeKey(place);
      if (!places.has(key)) places.set(key, { ...place, link });
    }
    if (act.failed) return;
    const events = act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []);
    const from: Entity = { kind: 'session', value: session };
    const kind = actTable.find(({ operation }) => operation.test(act.operation))?.kind;
    const said = both(
      `${act.operation}, in this session.`,
      `このセッションでの操作: ${act.operation}。`,
    );
    if (kind === 'app') {
      for (const { appId, name } of act.targets)
        if (appId !== undefined && !firstPartyApps.has(appId))
          members.add({ kind, value: appId, name }, from, round, 'created', said, events);
    } else if (kind !== undefined) {
      const target =
        act.targets.find(({ type }) => (kind === 'device' ? type === 'device' : kind === 'role' ? type === 'role' : true)) ?? act.targets[0]; // prettier-ignore
      const value =
        kind === 'security-info'
          ? `${act.targetUser ?? act.by}: ${act.reason ?? act.operation}`
          : (target?.id ?? target?.name);
      if (value !== undefined)
        members.add({ kind, value, name: target?.name }, from, round, 'created', said, events);
    }
  }

  /** What is made in several records is in scope with all of them, if it is with one. */
  function wholeFindings(): void {
    const apps = new Set(
      members
        .all()
        .flatMap(({ kind, value, name }) => (kind === 'app' ? [value, name ?? value] : [])),
    );
    const sessions = new Set([...taken.values()].map(({ session }) => session));
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
      if (bundle.trace === 'bec-mail' && inTheirDays(bundle.first)) imitate(bundle);
      if (!isIn) continue;
      for (const { evidenceId, recordNo } of bundle.places) {
        const key = placeKey({ evidenceId, recordNo });
        if (!places.has(key)) places.set(key, { evidenceId, recordNo, link: 'created' });
      }
    }
  }

  /** Whether a time lies between the first and the last of what is in scope, or in the two weeks after it. */
  function inTheirDays(time: bigint | undefined): boolean {
    const all = [...taken.values()].filter(({ done: n }) => n > 0);
    const firsts = all.flatMap(({ first }) => first ?? []);
    const lasts = all.flatMap(({ last }) => last ?? []);
    if (time === undefined || firsts.length === 0 || lasts.length === 0) return false;
    return (
      time >= firsts.reduce((a, b) => (b < a ? b : a)) &&
      time <= lasts.reduce((a, b) => (b > a ? b : a)) + 14n * day
    );
  }

  /** Mail that imitates the tenant or its partners, written with what was read in the mailbox. */
  function imitate(bundle: Bundle): void {
    const [victim] = members.all().filter(({ kind }) => kind === 'user');
    if (victim === undefined) return;
    const events = bundle.places.map(({ eventId }) => eventId);
    for (const sender of bundle.users)
      members.add(
        { kind: 'sender', value: sender },
        victim,
        round,
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
  async function beginning(): Promise<void> {
    const firsts = grouped(
      [...taken.values()].filter(({ done: n }) => n > 0),
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
        members.add({ ...message, name: sample.subject }, { kind: 'user', value: user }, round, 'received',
          both(`${user} received "${sample.subject ?? ''}" before the first access.`, `${user} は最初の不正アクセスの前に「${sample.subject ?? ''}」を受信した。`), [sample.eventId]); // prettier-ignore
        if (sample.user !== undefined)
          members.add({ kind: 'sender', value: sample.user }, message, round, 'received', both('Sender of the mail.', 'メールの送信者。'), [sample.eventId]); // prettier-ignore
        put(await evidence.mail([sample.messageId]), 'received');
      }
    }
  }

  /** What was tried from the intruder's addresses and did not succeed. */
  async function attempts(): Promise<void> {
    const ips = members.all().flatMap(({ kind, value }) => (kind === 'ip' ? [value] : []));
    const events = (await evidence.fromAddresses(ips)).filter(({ strand }) => {
      const of = strand === undefined ? undefined : strands.get(strand);
      return of === undefined || (!taken.has(of.no) && of.done === 0);
    });
    put(events, 'ip');
  }

  /** Microsoft's own judgement of these sign-ins. */
  async function judgements(): Promise<void> {
    const numbers = [...taken.keys()];
    const ips = members.all().flatMap(({ kind, value }) => (kind === 'ip' ? [value] : []));
    put(await evidence.risks(ips, await evidence.correlations(numbers)), 'ip');
  }
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

/** From a time to the nearest of others, microseconds. */
function distance(times: readonly bigint[], time: bigint): bigint {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0n) < time) low = middle + 1;
    else high = middle;
  }
  return [times[low - 1], times[low]].reduce<bigint>((nearest, each) => {
    if (each === undefined) return nearest;
    const far = each > time ? each - time : time - each;
    return far < nearest ? far : nearest;
  }, never);
}
const never = 1n << 62n;
const isNear = (times: readonly bigint[], time: bigint): boolean =>
  distance(times, time) <= nearAct;

const both = (en: string, ja: string): Said => ({ en, ja });
