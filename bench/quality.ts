/**
 * `npm run quality -- --seeds 3 --users 60 --days 14 --scenarios a,b`: every practice scenario, made with
 * each seed, investigated with nothing known, and compared with what really happened. Prints one table as
 * Markdown; `--write` puts it into docs/quality.md, `--each` tells on standard error what was missed and
 * what was wrong, `--from` is the first seed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { documentClaims } from '../src/cli/claims.js';
import { makeFindings } from '../src/detect/findings.js';
import { buildIncidents } from '../src/incident/build.js';
import { addEvidence } from '../src/ingest/add.js';
import { createCase } from '../src/ingest/case.js';
import { scenarios } from '../src/practice/attack/scenarios.js';
import { nodeEffects } from '../src/practice/effects.js';
import { generatePractice } from '../src/practice/generate.js';
import type { Part, Scored } from '../src/practice/score/part.js';
import { scoreCase } from '../src/practice/score/score.js';
import type { Truth } from '../src/practice/truth.js';
import type { IncidentDocument } from '../src/model/incident.js';
import type { Ground } from '../src/scope/ground.js';
import type { Store } from '../src/store/store.js';

interface Tally {
  runs: number;
  traces: [found: number, expected: number];
  scope: [found: number, expected: number];
  said: [right: number, all: number];
  sessions: [found: number, expected: number];
  wrong: number;
  wrongAttacker: number;
  first: [exact: number, visible: number];
  incidents: number[];
  userMonths: number;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    from: { type: 'string', default: '1' },
    users: { type: 'string', default: '60' },
    days: { type: 'string', default: '14' },
    scenarios: { type: 'string' },
    write: { type: 'boolean', default: false },
    each: { type: 'boolean', default: false },
  },
});
const first = Number(values.from);
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => first + at);
const asked = values.scenarios?.split(',') ?? scenarios.map(({ slug }) => slug);
const unknown = asked.filter((slug) => !scenarios.some((one) => one.slug === slug));
if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(', ')}`);

async function run(slug: string, seed: number, tally: Tally): Promise<void> {
  const started = performance.now();
  const root = await mkdtemp(path.join(tmpdir(), 'konseki-quality-'));
  const scenario = scenarios.find((one) => one.slug === slug);
  const users = Math.max(Number(values.users), scenario?.leastUsers ?? 0);
  const days = Math.max(Number(values.days), scenario?.leastDays ?? 0);
  try {
    const out = path.join(root, 'exports');
    const { truth } = await generatePractice(slug, { seed, users, days, out }, nodeEffects);
    const now = (): Date => new Date(0);
    const opened = await createCase(path.join(root, 'case'), { now });
    const { store } = opened;
    await addEvidence(opened, [out], { author: 'quality', now });
    await makeFindings(store, { folders: [] });
    const built = await buildIncidents(store, { from: [], version: 'quality', caseName: slug });
    const { incidents } = built.document;
    const claims = await documentClaims(store, built);
    const score = await scoreCase(store, truth, claims);
    const scope = mustBeScored(score.scope);
    const verdicts = mustBeScored(score.verdicts);
    const traces = score.traces.map(({ part }) => mustBeScored(part));
    tally.runs += 1;
    for (const part of traces) add(tally.traces, part.found, part.expected);
    add(tally.scope, scope.found, scope.expected);
    add(tally.said, claims.scope?.length === undefined ? 0 : claims.scope.length - scope.wrong.length, claims.scope?.length ?? 0); // prettier-ignore
    add(tally.sessions, verdicts.found, verdicts.expected);
    tally.wrong += verdicts.wrong.length;
    tally.wrongAttacker += verdicts.wrong.filter(({ found }) => found !== 'suspicious').length;
    tally.incidents.push(incidents.length);
    tally.userMonths += (users * days) / 30;
    const late: string[] = [];
    for (const [expected, found, user] of await firstAccess(store, truth, built.document)) {
      add(tally.first, expected === found ? 1 : 0, 1);
      if (expected !== found) late.push(`${user} ${expected} not ${found ?? 'none'}`);
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.error(
      `${slug} ${seed}: ${traces.reduce((sum, part) => sum + part.missed.length, 0)} traces missed, scope −${scope.missed.length} +${scope.wrong.length} of ${scope.expected}, ` +
        `sessions −${verdicts.missed.length} +${verdicts.wrong.length} of ${verdicts.expected}, incidents ${incidents.length}, first access wrong ${late.length} (${seconds} s)`,
    );
    if (values.each) await tellEach(store, truth, built.ground, { traces, scope, verdicts, late });
    opened.close();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** For each victim whose first access is in the evidence: its time, and the time that the document says. */
async function firstAccess(
  store: Store,
  truth: Truth,
  { incidents }: IncidentDocument,
): Promise<readonly (readonly [string, string | undefined, string])[]> {
  const answers: (readonly [string, string | undefined, string])[] = [];
  for (const { upn, event } of truth.victims) {
    const [real] = await store.query(
      `SELECT strftime(time, '%Y-%m-%dT%H:%M:%S.%f') AS time FROM events WHERE event_id = $event OR match_key = $event`,
      { event: event ?? '' },
    );
    if (typeof real?.['time'] !== 'string') continue;
    const said = incidents
      .flatMap(({ victims }) => victims)
      .find(({ user, entry }) => user === upn.toLowerCase() && entry !== null);
    answers.push([real['time'], said?.entry?.at.replace('Z', ''), upn]);
  }
  return answers;
}

async function tellEach(
  store: Store,
  truth: Truth,
  ground: Ground,
  found: { traces: readonly Scored[]; scope: Scored; verdicts: Scored; late: readonly string[] },
): Promise<void> {
  for (const part of found.traces)
    for (const { expected } of part.missed) console.error(`    trace missed: ${expected ?? ''}`);
  const rows = await store.query(
    `SELECT source, operation, "user", session, ip, count(*) AS n FROM event_view
     WHERE event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) OR match_key IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))
     GROUP BY ALL ORDER BY n DESC, source, operation LIMIT 12`,
    { ids: JSON.stringify(found.scope.wrong.map(({ id }) => id)) },
  );
  for (const row of rows)
    console.error(`    in scope wrongly: ${String(row['n'])} × ${['source', 'operation', 'user', 'ip', 'session'].map((name) => String(row[name])).join(' · ')}`); // prettier-ignore
  const missed = new Set(found.scope.missed.map(({ id }) => id));
  const kinds = new Map<string, number>();
  for (const event of truth.events.filter(({ id }) => missed.has(id))) {
    const kind = `${event.source} · ${event.trace ?? 'no trace'} · ${event.user} · ${event.session ?? 'no session'}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, n] of kinds) console.error(`    not in scope: ${n} × ${kind}`);
  for (const { id, expected } of [...found.verdicts.missed, ...found.verdicts.wrong]) {
    const session = ground.sessions.find((one) => one.session === id);
    console.error(`    session ${id} of ${session?.user ?? '?'}: ${session?.verdict ?? 'absent'}, is ${expected ?? ''}`); // prettier-ignore
    for (const strand of session?.strands ?? [])
      console.error(`        ${strand.verdict} ${strand.weight} ${strand.network} ${strand.client} ${strand.countries.join('+')} n=${strand.events}: ${strand.signals.map(({ signal, weight, said }) => `${signal}${signal === 'finding' ? `(${said.en.split(': ').at(-1) ?? ''})` : ''} ${weight}`).join(', ')}`); // prettier-ignore
  }
  for (const line of found.late) console.error(`    first access of ${line}`);
}

function mustBeScored(part: Part): Scored {
  if (part.kind === 'scored') return part;
  throw new Error(part.reason);
}

function add(sum: [number, number], found: number, expected: number): void {
  sum[0] += found;
  sum[1] += expected;
}

function newTally(): Tally {
  return {
    runs: 0,
    traces: [0, 0],
    scope: [0, 0],
    said: [0, 0],
    sessions: [0, 0],
    wrong: 0,
    wrongAttacker: 0,
    first: [0, 0],
    incidents: [],
    userMonths: 0,
  };
}

/** Never rounded up to all. */
function share([found, expected]: readonly [number, number]): string {
  if (expected === 0) return '–';
  return found === expected ? '1' : (Math.floor((found / expected) * 1000) / 1000).toFixed(3);
}
const parts = (sum: readonly [number, number]): string =>
  sum[1] === 0 ? '–' : `${sum[0]}/${sum[1]}`;

function tableOf(rows: ReadonlyMap<string, Tally>): string {
  const all = newTally();
  for (const one of rows.values()) {
    for (const name of ['traces', 'scope', 'said', 'sessions', 'first'] as const)
      add(all[name], one[name][0], one[name][1]);
    all.runs += one.runs;
    all.wrong += one.wrong;
    all.wrongAttacker += one.wrongAttacker;
    all.userMonths += one.userMonths;
  }
  const line = (name: string, t: Tally): string =>
    `| ${[name, t.runs, share(t.traces), share(t.scope), share(t.said), parts(t.sessions), `${t.wrong} (${t.wrongAttacker})`, parts(t.first), [...new Set(t.incidents)].sort().join(', ')].join(' | ')} |`;
  return [
    '| Scenario | Runs | Trace recall | Scope recall | Scope precision | Attacker sessions accused | Accused wrongly (as attacker) | First access exact | Incidents |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...[...rows].map(([name, tally]) => line(name, tally)),
    line('**all**', all),
    '',
    `${all.wrong} sessions accused wrongly in ${all.userMonths.toFixed(0)} user-months: ${((all.wrong / all.userMonths) * 300).toFixed(2)} per 300 users and month.`,
  ].join('\n');
}

async function writeDocument(text: string): Promise<void> {
  const file = path.join(import.meta.dirname, '..', 'docs', 'quality.md');
  const document = await readFile(file, 'utf8');
  const [begin, end] = ['<!-- table -->', '<!-- end of table -->'];
  const at = document.indexOf(begin);
  const until = document.indexOf(end);
  if (at < 0 || until < at) throw new Error(`${file} has no place for the table`);
  const made = `Seeds ${first} to ${seeds.at(-1) ?? first}, ${values.users} users, ${values.days} days.`;
  await writeFile(file, `${document.slice(0, at)}${begin}\n${made}\n\n${text}\n${document.slice(until)}`); // prettier-ignore
}

const tallies = new Map<string, Tally>();
for (const seed of seeds)
  for (const slug of asked) {
    const tally = tallies.get(slug) ?? newTally();
    tallies.set(slug, tally);
    await run(slug, seed, tally);
  }

const table = tableOf(tallies);
console.log(table);
if (values.write) await writeDocument(table);
