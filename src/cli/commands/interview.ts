import { interviewForm } from '../../output/interview/form.js';
import { translator } from '../../output/language/translate.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { incidentOf, languageOf, writeFiles } from '../output-options.js';

export interface InterviewOptions extends FromOptions {
  readonly lang?: string;
  readonly out?: string;
  readonly incident?: string;
  readonly force?: boolean;
}

/** Questions made from what was found (W-39); answers come back by `konseki mark` and `konseki note`. */
export function interview(
  context: Context,
  dir: string,
  options: InterviewOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  return withIncidents(context, dir, options, async ({ document }) => {
    const incident = incidentOf(document, options.incident);
    if (incident === undefined) {
      await context.print(`${translator(language)('interview.none')}\n`);
      return exitCode.nothing;
    }
    const { time, zone } = context;
    const form = interviewForm(document, incident, language, { caseDir: dir, time, zone });
    if (options.out === undefined) {
      await context.print(form);
      return exitCode.done;
    }
    const name = `interview-${incident.id.replaceAll(/[^\w-]/g, '_')}-${language}.md`;
    const written = await writeFiles(options.out, [name], options.force === true, (files) =>
      files.write(name, [form]),
    );
    for (const file of written) await context.print(`${visible(file)}\n`);
    return exitCode.done;
  });
}
