import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KonsekiError } from '../../errors.js';
import { catalogue } from '../../measures/catalogue/catalogue-table.js';
import { answersOf } from '../../measures/effect/answers.js';
import { placeholder, settings } from '../../measures/policy/policies.js';
import { inLanguage, translator } from '../../output/language/translate.js';
import { measuresFigure } from '../../output/measures/measures-figure.js';
import { measuresMarkdown, measuresText } from '../../output/measures/measures-text.js';
import { pngOf } from '../../output/timeline/png.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { incidentOf, languageOf, someOf, writeFiles } from '../output-options.js';

export interface MeasuresOptions extends FromOptions {
  readonly incident?: string;
  readonly lang?: string;
  readonly format?: string;
  readonly out?: string;
  readonly posture?: string;
  readonly force?: boolean;
}

const formats = ['text', 'md', 'svg', 'png'] as const;

/** Which measure would have stopped, ended or shown which step of the incident (W-70 … W-7E). */
export async function measures(
  context: Context,
  dir: string,
  options: MeasuresOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const wanted = someOf(formats, options.format ?? 'text', '--format');
  const posture = options.posture === undefined ? new Map<string, string>() : await postureIn(options.posture); // prettier-ignore
  return withIncidents(context, dir, options, async ({ document }) => {
    const incident = incidentOf(document, options.incident);
    if (incident === undefined) {
      await context.print(context.format === 'json' ? 'null\n' : `${translator(language)('measures.none')}\n`); // prettier-ignore
      return exitCode.nothing;
    }
    const answers = answersOf(incident, posture);
    if (context.format === 'json') {
      await context.print(`${JSON.stringify({ incident: incident.id, measures: answers }, null, 2)}\n`); // prettier-ignore
      return exitCode.done;
    }
    const files = wanted.filter((format) => format !== 'text');
    if (wanted.includes('text')) await context.print(measuresText(answers, language, context.colors));
    if (files.length === 0) return exitCode.done;
    const out = options.out ?? path.join(dir, 'measures');
    const nameOf = (format: string): string => `measures-${incident.id.replaceAll(/[^\w-]/g, '_')}-${language}.${format}`; // prettier-ignore
    await writeFiles(out, files.map(nameOf), options.force === true, async (target) => {
      const figure = measuresFigure(incident, answers, language);
      for (const format of files)
        await target.write(nameOf(format), [
          format === 'md' ? Buffer.from(measuresMarkdown(answers, language)) : format === 'svg' ? Buffer.from(figure) : Buffer.from(pngOf(figure)),
        ]);
    });
    for (const format of files) await context.print(`${visible(path.join(out, nameOf(format)))}\n`);
    return exitCode.done;
  }); // prettier-ignore
}

const postureFile = z.object({ measures: z.array(z.object({ id: z.string(), verdict: z.string() })) }); // prettier-ignore

/** What `konseki posture --json` said. @throws KonsekiError */
async function postureIn(file: string): Promise<ReadonlyMap<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new KonsekiError('The posture cannot be read.', { code: 'not-found', place: { file }, hint: 'Make it with "konseki posture SNAPSHOT --json > posture.json".', cause }); // prettier-ignore
  }
  try {
    return new Map(postureFile.parse(JSON.parse(text)).measures.map(({ id, verdict }) => [id, verdict])); // prettier-ignore
  } catch (cause) {
    throw new KonsekiError('This is not what "konseki posture SNAPSHOT --json" prints.', { code: 'not-recognised', place: { file }, hint: 'Make it with "konseki posture SNAPSHOT --json > posture.json".', cause }); // prettier-ignore
  }
}

export interface MeasuresPolicyOptions {
  readonly out: string;
  readonly lang?: string;
  readonly breakGlass?: readonly string[];
  readonly force?: boolean;
}

/** Writes the setting of one measure as Graph takes it, and says who gets locked out. */
export async function measuresPolicy(
  context: Context,
  wanted: string,
  options: MeasuresPolicyOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const t = translator(language);
  const id = wanted.toUpperCase();
  const setting = settings[id];
  if (setting === undefined)
    throw new KonsekiError(`There is no measure "${wanted}".`, {
      code: 'usage',
      hint: `Measures are ${catalogue.map((measure) => measure.id).join(', ')}.`,
    });
  if (setting.kind === 'neither')
    throw new KonsekiError(inLanguage(setting.said, language), { code: 'usage' });
  const breakGlass = options.breakGlass ?? [];
  const strange = breakGlass.find((one) => !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(one));
  if (strange !== undefined)
    throw new KonsekiError(`--break-glass "${strange}" is no object id.`, {
      code: 'usage',
      hint: 'Write the object id of the account, as 11111111-2222-3333-4444-555555555555.',
    });
  const body = setting.kind === 'policy' ? setting.make(breakGlass) : setting.body;
  const file = path.resolve(options.out);
  await writeFiles(path.dirname(file), [path.basename(file)], options.force === true, (target) =>
    target.write(path.basename(file), [Buffer.from(`${JSON.stringify(body, null, 2)}\n`)]),
  );
  if (context.format === 'json') {
    await context.print(`${JSON.stringify({ measure: id, file, body, rollout: setting.rollout }, null, 2)}\n`); // prettier-ignore
    return exitCode.done;
  }
  await context.print(
    `${visible(setting.kind === 'policy' ? t('measures.policy-written', { file }) : t('measures.setting-written', { file, request: setting.request }))}\n\n${context.colors.bold(t('measures.rollout'))}\n`,
  );
  for (const advice of setting.rollout)
    await context.print(`  - ${inLanguage(advice, language)}\n`);
  if (setting.kind === 'policy' && breakGlass.length === 0)
    context.warn(t('measures.break-glass', { placeholder }));
  return exitCode.done;
}
