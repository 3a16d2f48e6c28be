import { KonsekiError } from '../../errors.js';
import type { Incident } from '../../model/incident.js';
import type { JsonValue } from '../../output/json.js';
import { json } from '../../output/json.js';
import type { Language } from '../../output/language/translate.js';
import { inLanguage, translator } from '../../output/language/translate.js';
import { arrangements } from '../../output/timeline/columns.js';
import { entryOf, namedEntries } from '../../output/timeline/entry-id.js';
import { timelineFigure } from '../../output/timeline/figure.js';
import { pngOf } from '../../output/timeline/png.js';
import { timelineRow, timelineText } from '../../output/timeline/text.js';
import { visible } from '../../output/visible.js';
import { storyColumns } from '../../scope/sessions.js';
import type { Store } from '../../store/store.js';
import type { Context } from '../context.js';
import { shellWord } from '../context.js';
import { printEvents, usualColumns } from '../event-list.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { micros } from '../iso.js';
import { incidentOf, languageOf, oneOf, someOf, writeFiles } from '../output-options.js';
import type { Fields } from '../records.js';
import { printListing } from '../records.js';

export interface TimelineOptions extends FromOptions {
  readonly format?: string;
  readonly lang?: string;
  readonly out?: string;
  readonly by: string;
  readonly open?: string;
  readonly incident?: string;
  readonly force?: boolean;
}

const formats = ['text', 'svg', 'png'] as const;

/** The incident in order of time: in the terminal, or as a figure (W-14, W-12, W-64). */
export function timeline(context: Context, dir: string, options: TimelineOptions): Promise<number> {
  const wanted = someOf(formats, options.format ?? 'text', '--format');
  const language = languageOf(options.lang);
  const by = oneOf(arrangements, options.by, '--by');
  const { out } = options;
  if (out === undefined && wanted.some((format) => format !== 'text'))
    throw new KonsekiError('A figure is written to a file: say into which folder.', {
      code: 'usage',
      hint: 'Add --out DIR.',
    });
  const say = translator(language);
  return withIncidents(context, dir, options, async ({ document }, { store }) => {
    const incident = incidentOf(document, options.incident);
    if (incident === undefined) {
      if (context.format === 'table') await context.print(`${say('timeline.none')}\n`);
      else if (context.format === 'json') await context.print(json([]));
      return exitCode.nothing;
    }
    if (options.open !== undefined)
      return openEntry(context, store, incident, options.open, language);
    if (context.format !== 'table') {
      const records = namedEntries(incident).map((one) => timelineRow(one, language));
      await printListing(context, {
        records,
        columns: [],
        fields: (row): Fields => ({ ...row }),
        json: (row): JsonValue => ({ ...row }),
      });
      return exitCode.done;
    }
    const shared = { by, time: context.time, zone: context.zone, practice: document.practice };
    if (out !== undefined) {
      const name = `timeline-${incident.id.replaceAll(/[^\w-]/g, '_')}-${by}-${language}`;
      const nameOf = (format: (typeof formats)[number]): string => `${name}.${format === 'text' ? 'txt' : format}`; // prettier-ignore
      const svg = timelineFigure(incident, language, shared);
      const written = await writeFiles(out, wanted.map(nameOf), options.force === true, async (files) => {
        for (const format of wanted)
          await files.write(nameOf(format), [
            format === 'svg' ? svg : format === 'png' ? pngOf(svg) : timelineText(incident, language, shared),
          ]);
      }); // prettier-ignore
      for (const file of written) await context.print(`${visible(file)}\n`);
      return exitCode.done;
    }
    const { bold, dim } = context.colors;
    await context.print(timelineText(incident, language, { ...shared, width: context.layout.width, bold, dim })); // prettier-ignore
    const [first] = namedEntries(incident);
    if (first !== undefined) context.note(`\n${say('timeline.open', { case: shellWord(dir), id: first.id })}`); // prettier-ignore
    return exitCode.done;
  });
}

/** An entry and the events it stands for. */
async function openEntry(
  context: Context,
  store: Store,
  incident: Incident,
  id: string,
  language: Language,
): Promise<number> {
  const named = entryOf(incident, id);
  const { entry } = named;
  const filter = {
    eventId: entry.events,
    since: micros(entry.at),
    until: micros(entry.until) + 1n,
  };
  if (context.format !== 'table') {
    const rows: JsonValue[] = [];
    if (entry.events.length > 0)
      for await (const batch of store.events({ filter, columns: storyColumns }))
        rows.push(...batch);
    await context.print(json({ ...timelineRow(named, language), rows }));
    return exitCode.done;
  }
  await context.print(`${context.colors.bold(`[${named.id}]`)} ${context.time(micros(entry.at))} – ${context.time(micros(entry.until))}\n`); // prettier-ignore
  await context.print(`${visible(inLanguage(entry.said, language))}\n\n`);
  if (entry.events.length > 0)
    await printEvents(context, usualColumns(context, { users: true, link: false }), store.events({ filter, columns: storyColumns })); // prettier-ignore
  return exitCode.done;
}
