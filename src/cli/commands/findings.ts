import { jsonArrayEnd, jsonArrayItem, jsonLine } from '../../output/json.js';
import { csvLine } from '../../output/csv.js';
import { count, plural } from '../../output/table.js';
import { parseTime } from '../../output/time.js';
import type { FindingFilter, FindingQuery, StoredFinding } from '../../store/detection.js';
import type { Store } from '../../store/store.js';
import type { Context } from '../context.js';
import { limitOf } from '../context.js';
import { exitCode } from '../exit-code.js';
import { findingFields, findingJson, severityNamed, stageNamed } from '../finding-words.js'; // prettier-ignore
import { printCsv, tableOf } from '../records.js';
import { openWithFindings } from '../with-findings.js';
import { some, span } from '../words.js';

export interface FindingsOptions {
  readonly stage?: readonly string[];
  readonly severity?: string;
  readonly user?: readonly string[];
  readonly session?: readonly string[];
  readonly ip?: readonly string[];
  readonly rule?: readonly string[];
  readonly technique?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly limit?: string;
}

/** Rows a terminal gets without --limit. */
const terminalLimit = 100;
/** Findings whose events are fetched at a time. */
const batch = 500;

/** Lists findings, the gravest first. */
export async function findings(
  context: Context,
  dir: string,
  options: FindingsOptions,
): Promise<number> {
  const filter = filterOf(options);
  const people = context.format === 'table' && context.io.outIsTerminal;
  const limit = limitOf(options.limit, people ? terminalLimit : undefined);
  const opened = await openWithFindings(context, dir);
  try {
    const printed = await printFindings(context, opened.store, {
      filter,
      order: 'severity',
      ...(limit === undefined ? {} : { limit }),
    });
    if (printed === limit) {
      const total = await opened.store.countFindings(filter);
      if (total > printed)
        context.note(`${plural(total - printed, 'more finding')}; --limit all shows them.`);
    }
    if (printed > 0) return exitCode.done;
    const filtered = Object.keys(filter).length > 0;
    context.note(filtered ? 'No finding matches.' : 'There are no findings in this case.');
    return filtered ? exitCode.nothing : exitCode.done;
  } finally {
    opened.close();
  }
}

/** @throws KonsekiError `usage` */
function filterOf(options: FindingsOptions): FindingFilter {
  const { stage, severity, since, until } = options;
  const pick = (name: 'user' | 'session' | 'ip' | 'rule' | 'technique'): Partial<FindingFilter> =>
    options[name] === undefined ? {} : { [name]: options[name] };
  return {
    ...(stage === undefined ? {} : { stage: stage.map(stageNamed) }),
    ...(severity === undefined ? {} : { severity: severityNamed(severity) }),
    ...pick('user'),
    ...pick('session'),
    ...pick('ip'),
    ...pick('rule'),
    ...pick('technique'),
    ...(since === undefined ? {} : { since: parseTime(since, '--since') }),
    ...(until === undefined ? {} : { until: parseTime(until, '--until') }),
  };
}

/** Writes findings in the format that was asked for. @returns how many. */
export async function printFindings(
  context: Context,
  store: Store,
  query: FindingQuery,
): Promise<number> {
  const found = await store.findings(query);
  if (context.format === 'table') {
    if (found.length > 0) await context.print(listOf(context, found));
    return found.length;
  }
  let headed = false;
  for (let from = 0; from < found.length; from += batch) {
    const some = found.slice(from, from + batch);
    const events = await store.findingEvents(some.map(({ id }) => id));
    for (const [at, finding] of some.entries()) {
      const proof = events.get(finding.id) ?? [];
      if (context.format === 'json')
        await context.print(jsonArrayItem(findingJson(finding, proof), from + at === 0));
      else if (context.format === 'jsonl')
        await context.print(jsonLine(findingJson(finding, proof)));
      else {
        const fields = findingFields(finding, proof);
        if (!headed) await context.print(csvLine(Object.keys(fields)));
        headed = true;
        await printCsv(context, Object.values(fields));
      }
    }
  }
  if (context.format === 'json') await context.print(jsonArrayEnd(found.length === 0));
  return found.length;
}

function listOf(context: Context, found: readonly StoredFinding[]): string {
  return tableOf(
    context,
    [
      { title: 'Id', least: 0, cell: ({ id }) => id },
      { title: 'Severity', least: 0, cell: ({ severity }) => severity },
      { title: 'Stage', least: 0, cell: ({ stage }) => stage },
      { title: `First – last (${context.zone})`, least: 0, cell: (one) => span(context, one.first, one.last) },
      { title: 'User', least: 10, cell: ({ users }) => some(users, 2) },
      { title: 'What', least: 30, cell: ({ said }) => said.en },
      { title: 'IPs', least: 10, cell: ({ ips }) => some(ips, 2) },
      { title: 'Events', align: 'right', least: 0, cell: ({ eventCount }) => count(eventCount) },
    ],
    found,
  ); // prettier-ignore
}
