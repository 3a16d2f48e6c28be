import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { KonsekiError } from '../../../errors.js';
import type { CsvValue } from '../../../output/csv.js';
import { csvLine } from '../../../output/csv.js';
import { jsonLine } from '../../../output/json.js';
import { isoTime } from '../../../output/time.js';
import { storyColumns } from '../../../scope/sessions.js';
import { eventFilter, filterOf } from '../event-filter.js';
import { facetNames } from '../../../store/explore.js';
import { answers, list, row, time, wireRow } from '../wire.js';
import type { EventPlace } from '../../../store/explore.js';
import type { Cell, EventFilter, Row } from '../../../store/store.js';
import type { Workspace } from '../workspace.js';

const most = 1000;

const page = createRoute({
  method: 'get',
  path: '/api/events',
  request: {
    query: eventFilter.extend({
      limit: z.coerce.number().int().min(1).max(most).default(200),
      /** `next` of the page before. */
      after: z.string().optional(),
    }),
  },
  responses: {
    ...answers(z.object({ rows: list(row), next: z.string().nullable() }), 'Events in order of time'), // prettier-ignore
  },
});

const total = createRoute({
  method: 'get',
  path: '/api/events/count',
  request: { query: eventFilter },
  responses: { ...answers(z.object({ events: z.number() }), 'How many there are') },
});

const facets = createRoute({
  method: 'get',
  path: '/api/events/facet',
  request: {
    query: eventFilter.extend({
      by: z.enum(facetNames),
      limit: z.coerce.number().int().min(1).max(200).default(12),
    }),
  },
  responses: {
    ...answers(
      z.object({ values: list(z.object({ value: z.string().nullable(), events: z.number() })), distinct: z.number() }),
      'The values of one column and how many events have each, the most frequent first',
    ),
  },
}); // prettier-ignore

const histogram = createRoute({
  method: 'get',
  path: '/api/events/histogram',
  request: { query: eventFilter.extend({ bars: z.coerce.number().int().min(1).max(500).default(120) }) }, // prettier-ignore
  responses: {
    ...answers(
      z.object({
        /** Seconds a bar. */
        width: z.number(),
        bars: list(z.object({ from: time, source: z.string(), events: z.number() })),
        undated: z.number(),
      }),
      'Events over time, by log',
    ),
  },
});

const one = createRoute({
  method: 'get',
  path: '/api/event',
  request: { query: z.object({ id: z.string() }) },
  responses: {
    ...answers(
      z.object({ found: list(z.object({ row, evidence: z.object({ file: z.string(), sha256: z.string() }).nullable(), sightings: list(row) })) }),
      'Every column of an event, its record whole, and where it stands',
    ),
  },
}); // prettier-ignore

const exported = createRoute({
  method: 'get',
  path: '/api/events/export',
  request: { query: eventFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }) },
  responses: {
    200: {
      description: 'Every event of the filter with every column but the record itself, as `konseki events` writes them',
      content: { 'text/csv': { schema: z.string() }, 'application/jsonl': { schema: z.string() } },
    },
  },
}); // prettier-ignore

const placeOf = (read: Row): string =>
  [read['time'] ?? '-', read['source'], read['evidence_id'], read['record_no']]
    .map(String)
    .join('~');

/** @throws KonsekiError `usage` */
function placeIn(text: string): EventPlace {
  const [, at, source, evidence, record] = /^(-|-?\d+)~([a-z_]+)~(\d+)~(\d+)$/.exec(text) ?? [];
  if (at === undefined || source === undefined)
    throw new KonsekiError('"after" is no place among the events.', { code: 'usage', hint: 'Take "next" of the page before.' });
  return { time: at === '-' ? null : BigInt(at), source, evidenceId: Number(evidence), recordNo: Number(record) };
} // prettier-ignore

const longColumns: readonly string[] = ['raw', 'envelope'];
const csvField = (value: Cell | undefined): CsvValue =>
  typeof value === 'bigint' ? isoTime(value) : value;

/** The explorer of events, and one event down to its record. */
export const eventRoutes = (workspace: Workspace) => {
  const { store } = workspace.opened;
  /** What everybody sees first is counted once. */
  const first = <T>(what: string, filter: EventFilter, make: () => Promise<T>): Promise<T> =>
    Object.keys(filter).length === 0 ? workspace.kept(`events ${what}`, make) : make();
  return new OpenAPIHono()
    .openapi(page, async (c) => {
      const { limit, after, ...asked } = c.req.valid('query');
      const filter = filterOf(asked);
      const rows = await store.eventPage({ filter, columns: storyColumns, limit: limit + 1, ...(after === undefined ? {} : { after: placeIn(after) }) }); // prettier-ignore
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return c.json({
        rows: rows.slice(0, limit).map(wireRow),
        next: last === undefined ? null : placeOf(last),
      }, 200); // prettier-ignore
    })
    .openapi(total, async (c) => {
      const filter = filterOf(c.req.valid('query'));
      return c.json({ events: await first('count', filter, () => store.countEvents(filter)) }, 200);
    })
    .openapi(facets, async (c) => {
      const { by, limit, ...asked } = c.req.valid('query');
      const filter = filterOf(asked);
      return c.json(await first(`facet ${by} ${limit}`, filter, () => store.eventFacet(filter, by, limit)), 200); // prettier-ignore
    })
    .openapi(histogram, async (c) => {
      const { bars, ...asked } = c.req.valid('query');
      const filter = filterOf(asked);
      const { width, bars: found, undated } = await first(`histogram ${bars}`, filter, () => store.eventHistogram(filter, bars)); // prettier-ignore
      return c.json({ width: Number(width / 1_000_000n), undated, bars: found.map(({ from, ...bar }) => ({ ...bar, from: isoTime(from) })) }, 200); // prettier-ignore
    })
    .openapi(exported, async (c) => {
      const { format, ...asked } = c.req.valid('query');
      const filter = filterOf(asked);
      // A wrong expression is refused before anything is sent.
      await store.eventPage({ filter, columns: ['event_id'], limit: 1 });
      const columns = (await store.eventColumnNames()).filter((name) => !longColumns.includes(name));
      c.header('Content-Disposition', `attachment; filename="events.${format}"`);
      c.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8');
      return stream(c, async (out) => {
        if (format === 'csv') await out.write(csvLine(columns));
        for await (const rows of store.events({ filter, columns })) {
          if (out.aborted) return;
          const lines = rows.map((each) =>
            format === 'csv'
              ? csvLine(columns.map((name) => csvField(each[name])))
              : jsonLine(Object.fromEntries(columns.map((name) => [name, each[name]]))),
          );
          await out.write(lines.join(''));
        }
      });
    })
    .openapi(one, async (c) => {
      const { id } = c.req.valid('query');
      const columns = await store.eventColumnNames();
      const files = new Map((await store.evidence()).map((file) => [file.evidenceId, file]));
      const found = [];
      for await (const rows of store.events({ filter: { eventId: [id] }, columns }))
        for (const each of rows) {
          const evidence = files.get(Number(each['evidence_id']));
          const seen = await store.sightings(String(each['source']), String(each['event_id']));
          found.push({
            row: wireRow(each),
            evidence: evidence === undefined ? null : { file: evidence.file, sha256: evidence.sha256 },
            sightings: seen.map(wireRow),
          });
        }
      if (found.length === 0)
        throw new KonsekiError(`The case has no event "${id}".`, { code: 'not-found', hint: 'Search for it among the events.' });
      return c.json({ found }, 200);
    }); // prettier-ignore
};
