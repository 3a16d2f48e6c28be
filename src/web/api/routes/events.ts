import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { KonsekiError } from '../../../errors.js';
import { isoTime } from '../../../output/time.js';
import { storyColumns } from '../../../scope/sessions.js';
import { eventFilter, filterOf } from '../event-filter.js';
import { facetNames } from '../../../store/explore.js';
import { answers, list, row, time, wireRow } from '../wire.js';
import type { EventPlace } from '../../../store/explore.js';
import type { Row } from '../../../store/store.js';
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

/** The explorer of events, and one event down to its record. */
export const eventRoutes = (workspace: Workspace) => {
  const { store } = workspace.opened;
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
    .openapi(total, async (c) =>
      c.json({ events: await store.countEvents(filterOf(c.req.valid('query'))) }, 200),
    )
    .openapi(facets, async (c) => {
      const { by, limit, ...asked } = c.req.valid('query');
      return c.json(await store.eventFacet(filterOf(asked), by, limit), 200);
    })
    .openapi(histogram, async (c) => {
      const { bars, ...asked } = c.req.valid('query');
      const filter = filterOf(asked);
      const { width, bars: found, undated } = await store.eventHistogram(filter, bars);
      return c.json({ width: Number(width / 1_000_000n), undated, bars: found.map(({ from, ...bar }) => ({ ...bar, from: isoTime(from) })) }, 200); // prettier-ignore
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
