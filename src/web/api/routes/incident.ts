import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { explain } from '../../../incident/why.js';
import { incidentDocument } from '../../../model/incident.js';
import { answers, list, said } from '../wire.js';
import type { Workspace } from '../workspace.js';

const document = createRoute({
  method: 'get',
  path: '/api/incident',
  responses: answers(
    z.object({ document: incidentDocument.nullable() }),
    'The incident document; null while it is made',
  ),
});

const why = createRoute({
  method: 'get',
  path: '/api/why',
  request: { query: z.object({ what: z.string().min(1).max(2000) }) },
  responses: answers(
    list(
      z.object({
        kind: z.string(),
        value: z.string(),
        inScope: z.boolean(),
        incident: z.string().nullable(),
        reasons: list(z.object({ said, events: list(z.string()) })),
      }),
    ),
    'Why something is in scope, or why it is not',
  ),
});

/** The incident document and what explains it. */
export const incidentRoutes = (workspace: Workspace) =>
  new OpenAPIHono()
    .openapi(document, (c) => c.json({ document: workspace.peek() ?? null }, 200))
    .openapi(why, async (c) => {
      const built = await workspace.built();
      return c.json(await explain(workspace.opened.store, built, c.req.valid('query').what), 200);
    });
