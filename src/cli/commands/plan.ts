import type { Source } from '../../model/event.js';
import { sources } from '../../model/event.js';
import { readinessOf } from '../../measures/logs/readiness.js';
import { planMarkdown, planText } from '../../output/plan/plan-text.js';
import { parseTime } from '../../output/time.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { incidentOf, languageOf, oneOf } from '../output-options.js';

export interface PlanOptions extends FromOptions {
  readonly licence?: readonly string[];
  readonly incidentStart?: string;
  readonly incidentEnd?: string;
  readonly now?: string;
  readonly lang?: string;
  readonly format?: string;
  readonly incident?: string;
}

interface Known {
  readonly start?: number;
  readonly end?: number;
  readonly coverage?: readonly { readonly source: Source; readonly first: string | null; readonly last: string | null }[];
} // prettier-ignore

/** Which logs there are, until when each can be fetched for this incident, how, and in what order (W-33, W-34, W-38). */
export async function plan(
  context: Context,
  dir: string | undefined,
  options: PlanOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const format = oneOf(['text', 'md'], options.format ?? 'text', '--format');
  const milliseconds = (text: string, option: string): number =>
    Number(parseTime(text, option) / 1000n);
  const now = options.now === undefined ? context.io.now().getTime() : milliseconds(options.now, '--now'); // prettier-ignore
  const answer = async (known: Known): Promise<number> => {
    const start = options.incidentStart === undefined ? known.start : milliseconds(options.incidentStart, '--incident-start'); // prettier-ignore
    const end = options.incidentEnd === undefined ? known.end : milliseconds(options.incidentEnd, '--incident-end'); // prettier-ignore
    const made = readinessOf({
      licences: (options.licence ?? []).flatMap((names) => names.split(',').map((name) => name.trim().toLowerCase())),
      now,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(known.coverage === undefined ? {} : { coverage: known.coverage }),
    }); // prettier-ignore
    await context.print(
      context.format === 'json'
        ? `${JSON.stringify(made, null, 2)}\n`
        : format === 'md'
          ? planMarkdown(made, language)
          : planText(made, language, context.colors),
    );
    return exitCode.done;
  };
  if (dir === undefined) return answer({});
  return withIncidents(context, dir, options, ({ document }) => {
    const incident = incidentOf(document, options.incident);
    return answer({
      ...(incident === undefined ? {} : { start: Date.parse(incident.window.from), end: Date.parse(incident.window.to) }),
      coverage: document.coverage.flatMap(({ source, first, last }) => {
        const name = sources.find((one) => one === source);
        return name === undefined ? [] : [{ source: name, first, last }];
      }),
    });
  }); // prettier-ignore
}
