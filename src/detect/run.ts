import type { Said, Severity } from '../model/finding.js';
import { compileRules } from '../sigma/compile/compile-rules.js';
import { fieldMap } from '../sigma/fields.js';
import { logSourceParts } from '../sigma/log-source.js';
import type { Correlation, Rule } from '../sigma/rule.js';
import type { RuleEvent } from '../sigma/values.js';
import { fieldValues } from '../sigma/values.js';
import type {
  Detection,
  GroupFacts,
  MatchKey,
  RuleGrouping,
  ToldFinding,
} from '../store/detection.js';
import type { Store } from '../store/store.js';
import { analyserNamed } from './analysers/registry.js';
import { appIdsIn } from './app-ids.js';
import type { DetectPack } from './pack.js';
import { derived } from './derived-table.js';
import { eventOf, eventsOf } from './records.js';
import type { Raiser, Weighed } from './raise.js';
import { isGrave, raiserOf } from './raise.js';
import type { DetectRule } from './rule.js';
import { ruleFactsOf } from './rule-facts.js';
import { fieldsFor, isFactColumn, lackingIn, reckonedNames, sayFinding } from './says.js';
import { namesIn } from './template.js';
import { viewColumns } from './columns.js';

export interface DetectOptions {
  readonly pack: DetectPack;
  /** Kept with the findings: what they were made of. */
  readonly stamp: string;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of each finding whose sentence cannot say what it must; for trying rules. */
  readonly onLacking?: (rule: DetectRule, id: string, fields: readonly string[]) => void;
}

export interface Detected {
  readonly findings: number;
  readonly matches: number;
}

/** What an analyser says of a match beside its events. */
interface MatchNote {
  readonly values: Readonly<Record<string, string | Said>>;
  readonly severity: Severity | undefined;
}
type RuleByNumber = ReadonlyMap<number, DetectRule>;
type Notes = ReadonlyMap<string, MatchNote>;
const noteKey = (rule: number, match: number | undefined): string => `${rule} ${match ?? ''}`;

/** Findings taken from the store at a time, and events of each that sentences look into. */
const page = 2_000;
const mostRecords = 20;

/**
 * Makes the findings of a case anew: rules and analysers give matches, the store groups them, and each group
 * is told in a sentence. The same case gives the same findings. Wholly, or not at all.
 */
export async function detect(store: Store, options: DetectOptions): Promise<Detected> {
  const { pack, stamp, onProgress } = options;
  const { rules } = pack;
  const byNumber: RuleByNumber = new Map(rules.map((rule) => [rule.number, rule]));
  const detection = await store.detection();
  try {
    const running = neededFor(pack);
    const statements = compileRules(
      running.map(({ rule }) => rule),
      fieldMap,
      logSourceParts,
    );
    const analysing = rules.filter(({ finder }) => finder.kind === 'analyser').length;
    const total = statements.length + analysing + 1;
    let done = 0;
    const step = (): void => onProgress?.((done += 1), total);
    let matches = 0;
    for (const { sql, parameters } of statements) {
      matches += await detection.match(
        sql,
        parameters,
        running.map(({ number }) => number),
      );
      step();
    }
    const notes = new Map<string, MatchNote>();
    for (const rule of rules) {
      if (rule.finder.kind !== 'analyser') continue;
      matches += await analyse(store, detection, rule, notes);
      step();
    }
    await addKeys(detection, rules);
    const findings = await detection.group(rules.map(groupingOf));
    const raiser = await raising(detection, byNumber, findings, notes);
    for (let from = 0; from < findings; from += page)
      await detection.tell(
        await tellPage(detection, from, { ...options, byNumber, notes, raiser }),
      );
    await detection.complete(ruleFactsOf(rules), stamp);
    step();
    return { findings, matches };
  } catch (error) {
    detection.abandon();
    throw error;
  }
}

/** The rules that give findings, and those they are made of. */
export function neededFor({ rules, sigma }: DetectPack): readonly Running[] {
  const byId = new Map(sigma.map((rule, number) => [rule.id, { rule, number }]));
  const needed = new Set<Running>();
  const need = (id: string): void => {
    const one = byId.get(id);
    if (one === undefined || needed.has(one)) return;
    if (one.rule.kind === 'correlation') for (const part of one.rule.rules) need(part);
    needed.add(one);
  };
  for (const { finder } of rules) if (finder.kind !== 'analyser') need(finder.rule.id);
  return [...needed];
}

export interface Running {
  readonly rule: Rule | Correlation;
  readonly number: number;
}

async function analyse(
  store: Store,
  detection: Detection,
  rule: DetectRule,
  notes: Map<string, MatchNote>,
): Promise<number> {
  if (rule.finder.kind !== 'analyser') return 0;
  const analyser = analyserNamed(rule.finder.slug);
  if (analyser === undefined) throw new Error(`no analyser is called ${rule.finder.slug}`);
  const found = await analyser.run(store, rule.finder.parameters);
  await detection.add(
    found.flatMap(({ events }, match) =>
      events.map((place) => ({ rule: rule.number, match, ...place })),
    ),
  );
  for (const [match, { values = {}, severity }] of found.entries())
    notes.set(noteKey(rule.number, match), { values, severity });
  return found.reduce((sum, { events }) => sum + events.length, 0);
}

/** As many events as are looked into at a time. */
const keyPage = 5_000;

/** What rules group by that is no column: the store does not know how to find it in a record. */
async function addKeys(detection: Detection, rules: readonly DetectRule[]): Promise<void> {
  const byNumber = new Map(
    rules
      .filter(({ group }) => group.some((name) => !viewColumns.has(name)))
      .map((rule) => [rule.number, rule]),
  );
  if (byNumber.size === 0) return;
  for (let skip = 0; ; skip += keyPage) {
    const rows = await detection.matched([...byNumber.keys()], skip, keyPage);
    await detection.addKeys(
      rows.flatMap((row): readonly MatchKey[] => {
        const rule = byNumber.get(Number(row['rule']));
        if (rule === undefined) return [];
        return [
          {
            rule: rule.number,
            evidenceId: Number(row['evidence_id']),
            recordNo: Number(row['record_no']),
            key: keyOf(rule, eventOf(row)),
          },
        ];
      }),
    );
    if (rows.length < keyPage) return;
  }
}

function keyOf(rule: DetectRule, event: RuleEvent): string {
  const fields = fieldsFor(rule);
  return rule.group
    .filter((name) => !viewColumns.has(name))
    .map((name) =>
      fieldValues(name, event, fields)
        .map(({ text }) => text)
        .join('\u001d'),
    ) // prettier-ignore
    .join('\u001f');
}

function groupingOf(rule: DetectRule): RuleGrouping {
  const names = [...namesIn(rule.says.en), ...namesIn(rule.says.ja)];
  const columns = names.filter(
    (name) => viewColumns.has(name) && !isFactColumn(name) && !reckonedNames.includes(name),
  );
  const speaksOfRecords = names.some(
    (name) => derived[name] !== undefined || !(viewColumns.has(name) || reckonedNames.includes(name)), // prettier-ignore
  );
  return {
    rule: rule.number,
    id: rule.id,
    group: rule.group.filter((name) => viewColumns.has(name)),
    gap: rule.gap,
    matches: rule.finder.kind === 'analyser' ? 'each' : 'merge',
    columns: [...new Set(columns)],
    needsRecords: speaksOfRecords || rule.stage === 'application',
  };
}

const severityOf = (rule: DetectRule, facts: GroupFacts, notes: Notes): Severity =>
  notes.get(noteKey(facts.rule, facts.match))?.severity ?? rule.level;

/** Looks through all findings for those that raise others. */
async function raising(
  detection: Detection,
  rules: RuleByNumber,
  findings: number,
  notes: Notes,
): Promise<Raiser> {
  const grave: Weighed[] = [];
  for (let from = 0; from < findings; from += page) {
    const found = (await detection.facts(from, from + page)).flatMap(
      (facts): readonly Weighed[] => {
        const rule = rules.get(facts.rule);
        if (rule === undefined) return [];
        const severity = severityOf(rule, facts, notes);
        return isGrave(severity) ? [{ facts, rule, severity }] : [];
      },
    );
    const added = found.filter(({ rule }) => rule.stage === 'application');
    const apps = await recordsFor(detection, from, added.length > 0);
    // Not the application that was used to consent, but the one consented to.
    for (const one of found)
      grave.push(
        one.rule.stage === 'application'
          ? { ...one, facts: { ...one.facts, appIds: appIdsIn(apps.get(one.facts.finding) ?? []) } }
          : one,
      );
  }
  const ips = [...new Set(grave.flatMap(({ facts }) => facts.clientIps))];
  return raiserOf(grave, await detection.usesOf(ips));
}

/** Of the findings of a page, where one of them needs any. */
async function recordsFor(
  detection: Detection,
  from: number,
  needed: boolean,
): Promise<ReadonlyMap<number, readonly RuleEvent[]>> {
  return needed ? eventsOf(await detection.records(from, from + page, mostRecords)) : new Map();
}

interface Telling extends DetectOptions {
  readonly byNumber: RuleByNumber;
  readonly notes: Notes;
  readonly raiser: Raiser;
}

async function tellPage(
  detection: Detection,
  from: number,
  { byNumber: rules, notes, raiser, onLacking }: Telling,
): Promise<readonly ToldFinding[]> {
  const found = await detection.facts(from, from + page);
  const events = await recordsFor(
    detection,
    from,
    found.some(({ rule: number }) => {
      const rule = rules.get(number);
      return rule !== undefined && groupingOf(rule).needsRecords;
    }),
  );
  return found.map((facts) => {
    const rule = rules.get(facts.rule);
    if (rule === undefined) throw new Error(`no rule has the number ${facts.rule}`);
    const severity = severityOf(rule, facts, notes);
    const raised = isGrave(severity) ? undefined : raiser.raise({ facts, rule, severity });
    const of = {
      facts,
      events: events.get(facts.finding) ?? [],
      values: notes.get(noteKey(facts.rule, facts.match))?.values ?? {},
    };
    const said = sayFinding(rule, of);
    if (onLacking !== undefined) {
      const lacking = lackingIn(rule, of);
      if (lacking.length > 0) onLacking(rule, facts.id, lacking);
    }
    return {
      finding: facts.finding,
      severity: raised === undefined ? severity : 'medium',
      own: severity,
      raisedEn: raised?.en,
      raisedJa: raised?.ja,
      saidEn: said.en,
      saidJa: said.ja,
    };
  });
}
