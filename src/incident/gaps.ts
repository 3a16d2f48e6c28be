import type { IncidentGap, IncidentVictim } from '../model/incident.js';
import { sources } from '../model/event.js';
import { textOf, timeOf } from '../scope/rows.js';
import { doubtfulGaps } from './doubtful.js';
import type { CaseFacts, Facts } from './facts.js';
import type { LogKind } from './gap-table.js';
import { logTable, warningGaps, warningsJa } from './gap-table.js';
import type { QuietSpan } from './quiet-spans.js';
import { both, few, isoMicros, minuteOf, unique } from './texts.js';

/** What hides even whether there was an intrusion: of the case as a whole. */
export function gapsOfCase(facts: CaseFacts, quiet: readonly QuietSpan[]): IncidentGap[] {
  const { coverage, evidence } = facts;
  const have = new Set(coverage.map(({ source }) => source));
  return [
    ...logTable.filter(({ source, matters }) => matters === 'always' && !have.has(source)).map(missing),
    ...quiet.map(quietGap),
    ...exportsOf(facts),
    ...lossOf(evidence),
    ...doubtfulGaps(facts.ground),
  ];
} // prettier-ignore

/** What hides a part of this incident. */
export async function gapsOfIncident(
  facts: Facts,
  victims: readonly IncidentVictim[],
  quiet: readonly QuietSpan[],
): Promise<IncidentGap[]> {
  const { coverage, from, to, scope } = facts;
  const covered = new Map(coverage.map((log) => [log.source, log]));
  const concerns = {
    always: true,
    incident: true,
    privileged: victims.some(({ privileged }) => privileged),
    application: scope.members.some(({ kind }) => kind === 'app'),
  };
  const found: IncidentGap[] = [];
  for (const log of logTable) {
    if (!concerns[log.matters]) continue;
    const there = covered.get(log.source);
    if (there === undefined) found.push(missing(log));
    else if (log.matters === 'always' && there.first !== undefined && there.last !== undefined) {
      const pause = usualPause(there);
      if (there.first - from > pause) found.push(lateGap(log, from, there.first));
      if (to - there.last > pause) found.push(endGap(log, there.last, to));
    }
  }
  const near = quiet.filter((span) => span.to >= from - day && span.from <= to + day);
  return [
    ...found,
    ...near.map(quietGap),
    ...(await throttledIn(facts, victims)),
    ...exportsOf(facts),
    ...lossOf(facts.evidence),
    ...idsOf(facts),
  ];
}

/** A log in which little happens may well hold nothing for so long, microseconds. */
function usualPause({ first, last, events }: CaseFacts['coverage'][number]): bigint {
  const mean = first === undefined || last === undefined ? 0n : (last - first) / BigInt(Math.max(1, events)); // prettier-ignore
  return mean * 20n > shortest ? mean * 20n : shortest;
}
const shortest = 15n * 60_000_000n;

const day = 24n * 3_600_000_000n;
const logOf = (source: string): LogKind | undefined =>
  logTable.find((log) => log.source === source);
const sourceOf = (name: string): IncidentGap['source'] => sources.find((one) => one === name) ?? null; // prettier-ignore

function missing({ source, name, kept, hides }: LogKind): IncidentGap {
  return {
    kind: 'missing-log',
    source,
    from: null,
    to: null,
    said: both(
      `${name.en}: not among the evidence.${kept === undefined ? '' : ` ${kept.en}; what is older is gone.`}`,
      `${name.ja}が証拠に含まれていない。${kept === undefined ? '' : `${kept.ja}で、それより古いものは失われている。`}`,
    ),
    hides: both(`Not seen: ${hides.en}.`, `わからないこと: ${hides.ja}。`),
    events: [],
  };
}

function lateGap({ source, name, kept, hides }: LogKind, from: bigint, first: bigint): IncidentGap {
  return {
    kind: 'expired',
    source,
    from: isoMicros(from),
    to: isoMicros(first),
    said: both(
      `${name.en} begins at ${minuteOf(first)}, after the first sign of the intrusion.${kept === undefined ? '' : ` ${kept.en}.`}`,
      `${name.ja}は ${minuteOf(first)} からで、侵入の最初の痕跡より後である。${kept === undefined ? '' : `${kept.ja}。`}`,
    ),
    hides: both(`Not seen before that: ${hides.en}.`, `それ以前はわからない: ${hides.ja}。`),
    events: [],
  };
}

function endGap({ source, name, hides }: LogKind, last: bigint, to: bigint): IncidentGap {
  return {
    kind: 'span',
    source,
    from: isoMicros(last),
    to: isoMicros(to),
    said: both(
      `${name.en} ends at ${minuteOf(last)}, before the last sign of the intrusion.`,
      `${name.ja}は ${minuteOf(last)} で終わり、侵入の最後の痕跡より前である。`,
    ),
    hides: both(`Not seen after that: ${hides.en}.`, `それ以降はわからない: ${hides.ja}。`),
    events: [],
  };
}

function quietGap({ source, from, to, expected }: QuietSpan): IncidentGap {
  const log = logOf(source);
  return {
    kind: 'span',
    source: sourceOf(source),
    from: isoMicros(from),
    to: isoMicros(to),
    said: both(
      `${log?.name.en ?? source}: no record from ${minuteOf(from)} to ${minuteOf(to)}, where other days have about ${expected}.`,
      `${log?.name.ja ?? source}: ${minuteOf(from)} から ${minuteOf(to)} まで記録がない (他の日なら約 ${expected} 件)。`,
    ),
    hides: both(
      `Not seen in that time: ${log?.hides.en ?? 'what this log records'}.`,
      `その間はわからない: ${log?.hides.ja ?? 'このログに残る操作'}。`,
    ),
    events: [],
  };
}

/** MailItemsAccessed of the victims' mailboxes that says it was throttled. */
async function throttledIn(
  { store, from, to }: Facts,
  victims: readonly IncidentVictim[],
): Promise<IncidentGap[]> {
  const rows = await store.query(
    `SELECT coalesce(target_user, "user") AS mailbox, min(time) AS first, max(time) AS last, to_json(list(event_id ORDER BY time, event_id))::VARCHAR AS ids
     FROM events WHERE source = 'ual' AND lower(operation) = 'mailitemsaccessed' AND time BETWEEN $from AND $to
       AND coalesce(target_user, "user") IN (SELECT unnest(from_json($users, '["VARCHAR"]')))
       AND regexp_matches(raw, '(?i)IsThrottled\\\\*"\\s*(,\\s*\\\\*"Value\\\\*"\\s*)?:\\s*\\\\*"?true')
     GROUP BY 1 ORDER BY 1`,
    { from: from - day, to: to + day, users: JSON.stringify(victims.map(({ user }) => user)) },
  );
  return rows.flatMap((row): readonly IncidentGap[] => {
    const [first, last] = [timeOf(row, 'first'), timeOf(row, 'last')];
    if (first === undefined || last === undefined) return [];
    const mailbox = textOf(row, 'mailbox') ?? '';
    const ids: unknown = JSON.parse(textOf(row, 'ids') ?? '[]');
    return [
      {
        kind: 'throttled',
        source: 'ual',
        from: isoMicros(first),
        to: isoMicros(last + day),
        said: both(
          `MailItemsAccessed of ${mailbox} was throttled at ${minuteOf(first)}: after 1,000 accesses it is not recorded for 24 hours.`,
          `${mailbox} の MailItemsAccessed は ${minuteOf(first)} に制限された (1,000 件を超えると 24 時間記録されない)。`,
        ),
        hides: both(
          'More mail may have been read than is recorded: take the whole mailbox as read.',
          '記録より多くのメールが閲覧された可能性がある。メールボックス全体が閲覧されたものとして扱う。',
        ),
        events: Array.isArray(ids) ? ids.map(String) : [],
      },
    ];
  });
}

/** Exports that were cut or filtered, as their rows tell. */
function exportsOf({ evidence, coverage }: CaseFacts): IncidentGap[] {
  return [...evidence]
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .flatMap((file) =>
      file.warnings.flatMap(({ code, message }): readonly IncidentGap[] => {
        const kind = warningGaps[code];
        const source = sourceOfFormats(file.formats);
        if (kind === undefined) return [];
        // Another export of the same log has the other users.
        const others = coverage.find((log) => log.source === source)?.users ?? 0;
        if (code === 'one-user' && others > 3) return [];
        const log = source === null ? undefined : logOf(source);
        const cut = kind === 'cut-export';
        return [
          {
            kind,
            source,
            from: file.first === null ? null : isoMicros(file.first),
            to: file.last === null ? null : isoMicros(file.last),
            said: both(`${file.file}: ${message}`, `${file.file}: ${warningsJa[code] ?? message}。`),
            hides: both(
              cut ? `What the export left out is not seen${log === undefined ? '' : `: it could be ${log.hides.en}`}.` : 'What others did, or other operations, are not seen.',
              cut ? `出力に含まれなかった部分はわからない${log === undefined ? '' : ` (${log.hides.ja}を含みうる)`}。` : '他のユーザー、または他の種類の操作はわからない。',
            ),
            events: [],
          },
        ];
      }),
    ); // prettier-ignore
}

const sourceOfFormats = (formats: readonly string[]): IncidentGap['source'] => {
  const [format = ''] = formats;
  return sources.find((name) => format.startsWith(name.replaceAll('_', '-'))) ?? null;
};

/** Damaged rows and records that could not be read. */
function lossOf(evidence: Facts['evidence']): IncidentGap[] {
  const total = (of: (file: Facts['evidence'][number]) => number): number =>
    evidence.reduce((sum, file) => sum + of(file), 0);
  const files = (of: (file: Facts['evidence'][number]) => number): string =>
    few(evidence.filter((file) => of(file) > 0).map(({ file }) => file).sort(), 3); // prettier-ignore
  const damaged = total((file) => file.damaged);
  const rejects = total((file) => file.rejects);
  const gap = (kind: 'damaged' | 'rejected', en: string, ja: string): IncidentGap => ({
    kind,
    source: null,
    from: null,
    to: null,
    said: both(en, ja),
    hides: both(
      'What those records say of sessions, addresses and items is not seen.',
      'それらのレコードのセッション、アドレス、対象はわからない。',
    ),
    events: [],
  });
  return [
    ...(damaged === 0 ? [] : [gap('damaged', `${damaged} records are damaged, e.g. cut off: ${files((file) => file.damaged)}.`, `${damaged} 件のレコードが破損している (途中で切れているなど): ${files((file) => file.damaged)}。`)]),
    ...(rejects === 0 ? [] : [gap('rejected', `${rejects} records could not be read: ${files((file) => file.rejects)}.`, `${rejects} 件のレコードを読み取れなかった: ${files((file) => file.rejects)}。`)]),
  ]; // prettier-ignore
}

/** Records without session or token: what was attached by user, address and time alone. */
function idsOf({ scope, foreign, ground }: Facts): IncidentGap[] {
  const attached = scope.strands.reduce((sum, strand) => sum + strand.attached, 0);
  const all = scope.strands.reduce((sum, strand) => sum + strand.events, 0);
  if (attached === 0 || all === 0) return [];
  const whole = scope.strands.every(({ inferred }) => inferred);
  const anyId = ground.sessions.some(({ inferred }) => !inferred);
  const cited = unique(
    foreign.flatMap(({ eventId, strand }) => {
      const of = strand === undefined ? undefined : ground.strands.get(strand);
      return of !== undefined && of.attached > 0 && of.exact + of.token === 0 ? [eventId] : [];
    }),
  ).slice(0, 20);
  return [
    {
      kind: anyId ? 'no-session' : 'no-ids',
      source: null,
      from: null,
      to: null,
      said: both(
        `${attached} of the ${all} events of the attacker's sessions carry neither session nor token: they were attached by user, address, client and time.`,
        `攻撃者のセッションのイベント ${all} 件のうち ${attached} 件にはセッション ID もトークン ID もなく、ユーザー・アドレス・クライアント・時刻で関連付けた。`,
      ),
      hides: both(
        whole ? 'No session can be followed exactly: events of the user from the same address may be among them, and others missing.' : 'Some of these events may be of another session.',
        whole ? 'セッションを正確に追跡できない。同じアドレスからの本人の操作が混ざる、または漏れがある可能性がある。' : 'これらの一部は別のセッションのものである可能性がある。',
      ),
      events: cited,
    },
  ]; // prettier-ignore
}
