import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { KonsekiError, systemCode } from '../../errors.js';
import { mustExist, shippedRules } from '../../detect/pack.js';
import { siemRules } from '../../detect/siem/siem-rules.js';
import { json } from '../../output/json.js';
import type { SiemExport } from '../../output/siem/export.js';
import { siemExport, siemFormats } from '../../output/siem/export.js';
import { count, plural, table } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import { loadRules } from '../../sigma/pack.js';
import { problemText } from '../../sigma/parse/problem.js';
import { levels } from '../../sigma/rule.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { languageOf, oneOf, someOf, writeFiles } from '../output-options.js';

export interface RulesExportOptions {
  readonly to: string;
  readonly out: string;
  readonly rules?: readonly string[];
  readonly level: string;
  readonly lang?: string;
  readonly force?: boolean;
}

const reports = { text: 'NOT-EXPORTED.md', json: 'not-exported.json' } as const;

/** Writes the rules for a SIEM, a folder for each format, and a list of what could not be said. */
export async function rulesExport(context: Context, options: RulesExportOptions): Promise<number> {
  const formats = someOf(siemFormats, options.to, '--to');
  const least = oneOf(levels, options.level, '--level');
  const language = languageOf(options.lang);
  const replace = options.force === true;
  mustBeFree(options.out, replace);
  for (const folder of options.rules ?? []) mustExist(folder);
  const pack = await loadRules(options.rules ?? [shippedRules]);
  for (const problem of pack.problems) context.warn(problemText(problem));
  const rules = siemRules(pack, least);
  if (rules.length === 0)
    throw new KonsekiError(`There is no usable rule of level ${least} or above.`, {
      code: 'rules',
      hint: '"konseki rules check DIR" says what is wrong with rules; --level takes a lower level.',
    });
  const made = siemExport(
    rules,
    pack,
    formats,
    language,
    options.rules === undefined ? path.dirname(shippedRules) + path.sep : '',
  );
  for (const format of formats) {
    const files = made.files.filter((file) => file.format === format);
    const names = files.map(({ name }) => name);
    await writeFiles(path.join(options.out, format), names, replace, async (target) => {
      for (const { name, text } of files) await target.write(name, [text]);
    });
  }
  await writeFiles(options.out, Object.values(reports), replace, async (target) => {
    await target.write(reports.text, [made.report.text]);
    await target.write(reports.json, [made.report.json]);
  });
  await tell(context, options.out, made, rules.length);
  return made.missing.length > 0 || pack.problems.length > 0 ? exitCode.partly : exitCode.done;
}

/** @throws KonsekiError `usage`, `read-only` */
function mustBeFree(dir: string, replace: boolean): void {
  try {
    if (!existsSync(dir)) return;
    if (!statSync(dir).isDirectory())
      throw new KonsekiError(`${dir} is a file.`, { code: 'usage', hint: 'Name a folder with --out.' }); // prettier-ignore
    if (!replace && readdirSync(dir).length > 0)
      throw new KonsekiError(`The folder ${dir} is not empty.`, {
        code: 'usage',
        hint: 'Take --force to replace files in it, or another folder with --out.',
      });
  } catch (cause) {
    if (cause instanceof KonsekiError) throw cause;
    throw new KonsekiError(`${dir} cannot be read (${systemCode(cause) ?? 'unknown'}).`, {
      code: 'read-only',
      place: { file: dir },
      hint: 'Name a folder that you may write with --out.',
      cause,
    });
  }
}

async function tell(context: Context, out: string, made: SiemExport, rules: number): Promise<void> {
  if (context.format === 'json') {
    await context.print(
      json({
        out,
        rules,
        formats: made.counts.map((one) => ({ ...one })),
        files: made.files.map(({ format, name }) => path.join(out, format, name)),
        missing: made.missing.map(({ place, table: name, feature, ...rest }) => ({ ...rest, table: name ?? null, feature: feature ?? null, ...place })), // prettier-ignore
      }),
    );
    return;
  }
  await context.print(
    table(
      [
        { title: 'Format' },
        { title: 'Rules exported', align: 'right' },
        { title: 'approximated', align: 'right' },
        { title: 'not possible', align: 'right' },
        { title: 'Files', align: 'right' },
      ],
      made.counts.map(({ format, exported, approximated, none, files }) => [format, count(exported), count(approximated), count(none), count(files)]), // prettier-ignore
      context.layout,
    ),
  );
  await context.print(
    `${plural(rules, 'rule')}, written to ${visible(out)}. What is approximated stands in the head of each file; what is not possible, and why, in ${visible(path.join(out, reports.text))}.\n`,
  );
}
