import type { EntityKind } from '../model/incident.js';
import type { Said } from '../model/finding.js';
import { parseAddress } from '../formats/address.js';
import { textOf } from '../scope/rows.js';
import type { JudgedSession } from '../scope/verdict.js';
import type { Store } from '../store/store.js';
import type { Built } from './build.js';
import { both } from './texts.js';

/** Why one thing is in scope or not. */
export interface Explanation {
  readonly kind: EntityKind;
  readonly value: string;
  readonly inScope: boolean;
  readonly incident: string | null;
  /** In scope: the chain from the beginning. Not: what speaks against it. */
  readonly reasons: readonly { readonly said: Said; readonly events: readonly string[] }[];
}

/** `ip:1.2.3.4`, or a value alone: everything the case knows by that name. */
export async function explain(
  store: Store,
  built: Built,
  text: string,
): Promise<readonly Explanation[]> {
  const prefix = /^(user|session|ip|agent|app|rule|message|device|sender|role|flow|file):(?=.)/i.exec(text); // prettier-ignore
  const kind = prefix?.[1]?.toLowerCase();
  const value = (prefix === null ? text : text.slice(prefix[0].length)).trim();
  const wanted = value.toLowerCase();
  const canonical = parseAddress(value)?.ip ?? wanted;
  const same = (other: string | null): boolean =>
    other !== null &&
    (other.toLowerCase() === wanted || other === canonical || other.toLowerCase().endsWith(`\\${wanted}`) || `<${wanted}>` === other.toLowerCase()); // prettier-ignore
  const isKind = (name: EntityKind): boolean =>
    kind === undefined || name === (kind === 'rule' ? 'inbox-rule' : kind === 'agent' ? 'user-agent' : kind); // prettier-ignore
  const found: Explanation[] = [];
  for (const { id, scope } of built.document.incidents) {
    for (const member of scope.members)
      if (isKind(member.kind) && (same(member.value) || same(member.name)))
        found.push({ kind: member.kind, value: member.value, inScope: true, incident: id, reasons: member.chain }); // prettier-ignore
    for (const out of scope.excluded)
      if (isKind(out.kind) && same(out.value))
        found.push({ kind: out.kind, value: out.value, inScope: false, incident: id, reasons: [{ said: out.said, events: out.events }] }); // prettier-ignore
  }
  if (found.length > 0) return found;
  return outside(store, built, value, wanted, canonical, isKind);
}

async function outside(
  store: Store,
  { ground, document }: Built,
  value: string,
  wanted: string,
  canonical: string,
  isKind: (kind: EntityKind) => boolean,
): Promise<readonly Explanation[]> {
  const none = document.incidents.length === 0;
  const not = (kind: EntityKind, of: string, reasons: Explanation['reasons']): Explanation => ({
    kind,
    value: of,
    inScope: false,
    incident: null,
    reasons: [
      ...reasons,
      ...(none ? [{ said: both('No intrusion was found that it could belong to.', 'これが属しうる侵入は見つかっていない。'), events: [] }] : []),
    ],
  }); // prettier-ignore
  const session = ground.sessions.filter(({ session: id }) => id === wanted || (wanted.length >= 6 && id.startsWith(wanted))); // prettier-ignore
  if (isKind('session') && session.length > 0)
    return session.map((one) => not('session', one.session, reasonsOf(one)));
  if (isKind('user')) {
    const own = ground.sessions.filter(({ user }) => user === wanted);
    if (own.length > 0) return [not('user', wanted, userReasons(own))];
  }
  const strands = ground.strandsOf.ip.get(canonical) ?? [];
  if (isKind('ip') && strands.length > 0) {
    const users = new Set(strands.flatMap(({ user }) => user ?? []));
    const mark = ground.marks.ip(canonical);
    const events = strands.flatMap(({ firstEvents }) => firstEvents.slice(0, 1)).slice(0, 3);
    return [
      not('ip', canonical, [
        ...(mark === 'ours' ? [{ said: both('Marked as an address of the organisation.', '自組織のアドレスとしてマークされている。'), events: [] }] : []),
        {
          said: both(
            `${users.size} user(s) used it in ${strands.length} session part(s), none of them in scope; ${strands.filter(({ verdict }) => verdict === 'user').length} are the users' own.`,
            `${users.size} 人のユーザーが ${strands.length} 件のセッション部分で使用し、いずれも範囲外。うち ${strands.filter(({ verdict }) => verdict === 'user').length} 件は本人のもの。`,
          ),
          events,
        },
      ]),
    ]; // prettier-ignore
  }
  const rows = await store.query(
    `SELECT CASE WHEN app_id = $low OR lower(app_name) = $low THEN 'app' WHEN device_id = $low THEN 'device'
         WHEN message_id IN ($value, '<' || $value || '>') THEN 'message' WHEN user_agent = $value THEN 'user-agent' WHEN ip = $ip THEN 'ip'
         WHEN source IN ('mail', 'message_trace') AND "user" = $low THEN 'sender' WHEN "user" = $low OR target_user = $low THEN 'user'
         ELSE 'file' END AS kind, count(*) AS n, min(event_id) AS event
     FROM events WHERE app_id = $low OR lower(app_name) = $low OR device_id = $low OR message_id IN ($value, '<' || $value || '>')
       OR user_agent = $value OR ip = $ip OR "user" = $low OR target_user = $low OR object = $value GROUP BY 1 ORDER BY n DESC, 1`,
    { low: wanted, value, ip: canonical },
  );
  return rows.flatMap((row) => {
    const kind = kinds.find((name) => name === textOf(row, 'kind'));
    const n = Number(row['n']);
    return kind === undefined || !isKind(kind)
      ? []
      : [not(kind, value, [{ said: both(`${n} event(s) name it, none of them in an intruder's session or linked to one.`, `${n} 件のイベントに現れるが、侵入者のセッションにも、それに結び付くものにも含まれない。`), events: [textOf(row, 'event') ?? ''] }])];
  });
} // prettier-ignore

const kinds: readonly EntityKind[] = ['app', 'device', 'message', 'user-agent', 'ip', 'sender', 'user', 'file']; // prettier-ignore

/** The signals of a session's strands, those that speak for the user first. */
function reasonsOf({ session, verdict, weight, strands }: JudgedSession): Explanation['reasons'] {
  const signals = strands.flatMap((strand) => strand.signals);
  const once = new Map(signals.map((signal) => [signal.said.en, signal]));
  return [
    {
      said: both(
        `Session ${session} is called ${verdict}, weight ${weight}.`,
        `セッション ${session} の判定は ${verdict}、重み ${weight}。`,
      ),
      events: strands.flatMap(({ firstEvents }) => firstEvents.slice(0, 1)).slice(0, 3),
    },
    ...[...once.values()]
      .sort((a, b) => a.weight - b.weight || (a.said.en < b.said.en ? -1 : 1))
      .map(({ weight: each, said, events }) => ({
        said: both(`${each > 0 ? '+' : ''}${each} ${said.en}`, `${each > 0 ? '+' : ''}${each} ${said.ja}`), // prettier-ignore
        events,
      })),
  ];
}

function userReasons(own: readonly JudgedSession[]): Explanation['reasons'] {
  const worst = own.reduce((a, b) => (b.weight > a.weight ? b : a));
  return [
    {
      said: both(
        `${own.length} session(s), none of them an intruder's: ${own.filter(({ verdict }) => verdict === 'user').length} their own, ${own.filter(({ verdict }) => verdict === 'unknown').length} unknown, ${own.filter(({ verdict }) => verdict === 'suspicious').length} suspicious.`,
        `${own.length} 件のセッションのいずれも侵入者のものではない: 本人 ${own.filter(({ verdict }) => verdict === 'user').length} 件、不明 ${own.filter(({ verdict }) => verdict === 'unknown').length} 件、不審 ${own.filter(({ verdict }) => verdict === 'suspicious').length} 件。`,
      ),
      events: [],
    },
    ...reasonsOf(worst).slice(0, 6),
  ];
}
