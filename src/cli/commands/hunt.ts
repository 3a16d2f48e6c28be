import { readFile } from 'node:fs/promises';
import { KonsekiError, systemCode } from '../../errors.js';
import { json } from '../../output/json.js';
import { count, plural } from '../../output/table.js';
import { hunt as search, seedsOfHits } from '../../scope/hunt.js';
import { readIndicators } from '../../scope/indicator-text.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { builtFrom } from '../incident-of.js';
import { printIncidents } from '../incident-view.js';
import { printListing } from '../records.js';
import { openWithStrands } from '../with-strands.js';
import { some, span } from '../words.js';

export interface HuntOptions {
  readonly indicators: string;
  readonly intoScope?: boolean;
}

/** Larger lists are data, not indicators. */
const mostBytes = 20_000_000;

/** Where indicators occur; ends with 3 when none does. */
export async function hunt(context: Context, dir: string, options: HuntOptions): Promise<number> {
  const { indicators, ignored } = readIndicators(await textOf(options.indicators));
  if (indicators.length === 0)
    throw new KonsekiError('There is no indicator in this file.', {
      code: 'not-found',
      place: { file: options.indicators },
      hint: 'Write addresses, networks, user agents, senders, domains, subjects, hashes, application ids or URLs: one a line, as CSV with a header, or as a STIX 2.1 bundle.',
    });
  if (ignored.length > 0)
    context.note(`${plural(ignored.length, 'line')} not understood, e.g. "${ignored[0] ?? ''}".`);
  const opened = await openWithStrands(context, dir);
  try {
    const all = await search(opened.store, indicators);
    const hits = all.filter(({ events }) => events > 0);
    const built =
      options.intoScope === true && hits.length > 0
        ? await builtFrom(opened, [], (ground) => seedsOfHits(ground, hits))
        : undefined;
    if (context.format === 'json')
      await context.print(
        json(built === undefined ? all.map((hit) => ({ ...hit })) : { hits: all.map((hit) => ({ ...hit })), document: built.document }), // prettier-ignore
      );
    else if (hits.length > 0 || context.format !== 'table')
      await printListing(context, {
        records: context.format === 'table' ? hits : all,
        columns: [
          { title: 'Kind', least: 0, cell: ({ kind }) => kind },
          { title: 'Indicator', least: 20, cell: ({ value }) => value },
          { title: 'Events', align: 'right', least: 0, cell: ({ events }) => count(events) },
          { title: `First – last (${context.zone})`, least: 0, cell: (hit) => span(context, hit.first, hit.last) },
          { title: 'Users', least: 12, cell: ({ users }) => some(users, 2) },
          { title: 'Logs', least: 8, cell: ({ sources }) => sources.join(', ') },
          { title: 'Sessions', least: 10, cell: ({ sessions }) => some(sessions, 1) },
          { title: 'Event', least: 10, cell: ({ eventIds }) => eventIds[0] ?? '' },
        ],
        fields: (hit) => ({ ...hit }),
      }); // prettier-ignore
    context.note(`${count(hits.length)} of ${plural(all.length, 'indicator')} occur in the case.`);
    if (built !== undefined && context.format === 'table') {
      await context.print('\n');
      await printIncidents(context, dir, built.document);
    }
    return hits.length === 0 ? exitCode.nothing : exitCode.done;
  } finally {
    opened.close();
  }
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > mostBytes)
      throw new KonsekiError('The list of indicators is too large.', {
        code: 'too-large',
        place: { file },
        hint: 'Split it: 20 MB at a time.',
      });
    return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8'); // prettier-ignore
  } catch (cause) {
    if (cause instanceof KonsekiError) throw cause;
    throw new KonsekiError('The list of indicators cannot be read.', {
      code: systemCode(cause) === 'ENOENT' ? 'not-found' : 'unreadable',
      place: { file },
      hint: 'Name a file that is there, with --indicators.',
      cause,
    });
  }
}
