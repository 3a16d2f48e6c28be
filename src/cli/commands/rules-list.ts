import { KonsekiError } from '../../errors.js';
import { mustExist, loadPack, shippedRules } from '../../detect/pack.js';
import type { DetectRule } from '../../detect/rule.js';
import { logsOf } from '../../detect/rule-logs.js';
import { json } from '../../output/json.js';
import { visible } from '../../output/visible.js';
import { problemText } from '../../sigma/parse/problem.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { Fields } from '../records.js';
import { printListing } from '../records.js';
import { fileName } from '../rule-words.js';
import { sourceName } from '../words.js';

/** The rules that run, by stage. */
export async function rulesList(context: Context, folders: readonly string[]): Promise<number> {
  const { rules, wrong } = await load(context, folders);
  await printListing(context, {
    records: rules,
    columns: [
      { title: 'Stage', least: 0, cell: ({ stage }) => stage },
      { title: 'Trace', cell: ({ trace }) => trace },
      { title: 'Severity', least: 0, cell: ({ level }) => level },
      { title: 'Rule', least: 24, cell: ({ title }) => title.en },
      { title: 'Techniques', least: 9, cell: ({ techniques }) => techniques.join(', ') },
      { title: 'Logs', cell: (rule) => logsOf(rule).join(', ') },
      { title: 'File', least: 12, cell: ({ place }) => fileName(place.file) },
    ],
    fields,
  });
  return wrong ? exitCode.partly : exitCode.done;
}

async function load(
  context: Context,
  folders: readonly string[],
): Promise<{ readonly rules: readonly DetectRule[]; readonly wrong: boolean }> {
  for (const folder of folders) mustExist(folder);
  const pack = await loadPack([shippedRules, ...folders]);
  for (const problem of pack.problems) context.warn(problemText(problem));
  return { rules: pack.rules, wrong: pack.problems.length > 0 };
}

const fields = (rule: DetectRule): Fields => ({
  id: rule.id,
  title: rule.title.en,
  title_ja: rule.title.ja,
  stage: rule.stage,
  trace: rule.trace,
  level: rule.level,
  status: rule.status,
  techniques: rule.techniques,
  rows: rule.rows,
  logs: logsOf(rule),
  kind: rule.finder.kind === 'analyser' ? `analyser ${rule.finder.slug}` : rule.finder.kind,
  file: rule.place.file,
});

/** One rule, whole. @throws KonsekiError `not-found`; `usage` where several are meant. */
export async function rulesShow(
  context: Context,
  id: string,
  folders: readonly string[],
): Promise<number> {
  const { rules } = await load(context, folders);
  const rule = oneOf(rules, id);
  if (context.format === 'json') {
    await context.print(
      json({
        ...fields(rule),
        description: rule.description,
        references: rule.references,
        author: rule.author,
        group: rule.group,
        gap_seconds: Number(rule.gap / 1_000_000n),
        falsepositives: rule.falsePositives.map((one) => ({ ...one })),
        check: rule.check.map((one) => ({ ...one })),
      }),
    );
    return exitCode.done;
  }
  const { bold } = context.colors;
  const line = (name: string, value: string): string =>
    value === '' ? '' : `  ${name.padEnd(14)}${visible(value)}\n`;
  const list = (name: string, values: readonly string[]): string =>
    values.length === 0 ? '' : `\n${bold(name)}\n${values.map((value) => `  - ${visible(value)}\n`).join('')}`; // prettier-ignore
  await context.print(
    `${bold(visible(rule.title.en))}\n` +
      (rule.title.ja === rule.title.en ? '' : `${visible(rule.title.ja)}\n`) +
      (rule.description === '' ? '' : `\n${visible(rule.description.trim())}\n`) +
      '\n' +
      line('Id', rule.id) +
      line('Stage', `${rule.stage}, trace ${rule.trace}`) +
      line('Severity', rule.level) +
      line('Techniques', rule.techniques.join(', ')) +
      line('Rows', rule.rows.join(', ')) +
      line('Logs', logsOf(rule).map(sourceName).join(', ')) +
      line('Kind', rule.finder.kind === 'analyser' ? `analyser ${rule.finder.slug}` : rule.finder.kind) + // prettier-ignore
      line('One finding', `alike in ${rule.group.join(', ')}, less than ${gapText(rule.gap)} apart`) +
      line('File', `${rule.place.file}:${rule.place.line}`) +
      list('What else it could be', rule.falsePositives.map(({ en }) => en)) +
      list('What to check next', rule.check.map(({ en }) => en)) +
      list('References', rule.references),
  ); // prettier-ignore
  return exitCode.done;
}

function gapText(gap: bigint): string {
  const seconds = Number(gap / 1_000_000n);
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function oneOf(rules: readonly DetectRule[], asked: string): DetectRule {
  const wanted = asked.toLowerCase();
  const ways: readonly ((rule: DetectRule) => boolean)[] = [
    ({ id }) => id.toLowerCase() === wanted,
    ({ place }) => fileName(place.file).toLowerCase() === fileName(wanted),
    ({ title }) => title.en.toLowerCase() === wanted || title.ja === asked,
    ({ id }) => wanted.length >= 4 && id.toLowerCase().startsWith(wanted),
    ({ trace }) => trace === wanted,
  ];
  for (const way of ways) {
    const found = rules.filter(way);
    const [first, second] = found;
    if (first !== undefined && second === undefined) return first;
    if (second !== undefined)
      throw new KonsekiError(`"${asked}" means ${found.length} rules.`, {
        code: 'usage',
        hint: `One of ${found.slice(0, 12).map(({ place }) => fileName(place.file)).join(', ')}.`,
      }); // prettier-ignore
  }
  throw new KonsekiError(`There is no rule "${asked}".`, {
    code: 'not-found',
    hint: '"konseki rules list" lists them; --rules DIR adds yours.',
  });
}
