import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { KonsekiError } from '../../errors.js';
import type { Guard } from './guard.js';
import { guard, headers } from './guard.js';
import { answerOf } from './problem.js';
import { caseRoutes } from './routes/case.js';
import type { RunCommand } from './routes/command.js';
import { commandRoutes } from './routes/command.js';
import { eventRoutes } from './routes/events.js';
import { figureRoutes } from './routes/figures.js';
import { findingRoutes } from './routes/findings.js';
import { incidentRoutes } from './routes/incident.js';
import { journalRoutes } from './routes/journal.js';
import { measureRoutes } from './routes/measures.js';
import { practiceRoutes } from './routes/practice.js';
import { reportRoutes } from './routes/report.js';
import { respondRoutes } from './routes/respond.js';
import { sessionRoutes } from './routes/sessions.js';
import { pages } from './static.js';
import type { Workspace } from './workspace.js';

/** All that the workbench asks for; its client's types are inferred from here. */
export const routesOf = (workspace: Workspace) =>
  new OpenAPIHono()
    .route('/', caseRoutes(workspace))
    .route('/', incidentRoutes(workspace))
    .route('/', sessionRoutes(workspace))
    .route('/', findingRoutes(workspace))
    .route('/', eventRoutes(workspace))
    .route('/', journalRoutes(workspace))
    .route('/', respondRoutes(workspace))
    .route('/', measureRoutes(workspace))
    .route('/', practiceRoutes(workspace));
export type Api = ReturnType<typeof routesOf>;

export interface AppOptions {
  readonly workspace: Workspace;
  readonly guard: Guard;
  readonly run: RunCommand;
  /** Folder of the built interface. */
  readonly ui: string;
}

/** The server's answers, guarded. */
export function createApp({ workspace, guard: who, run, ui }: AppOptions): { readonly fetch: OpenAPIHono['fetch'] } {
  const app = new OpenAPIHono();
  app.use(headers);
  app.use(guard(who));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (!(error instanceof KonsekiError)) workspace.onFault(error);
    const { body, status } = answerOf(error);
    return c.json(body, status);
  });
  app.route('/', routesOf(workspace)).route('/', commandRoutes(workspace, run));
  app.route('/', figureRoutes(workspace)).route('/', reportRoutes(workspace));
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Konseki',
      version: workspace.version,
      description: 'The workbench’s own interface. Errors are `Problem`: {code, message, hint, place}.',
    },
  });
  app.all('/api/*', (c) =>
    c.json({ code: 'not-found', message: 'There is no such question.', hint: 'GET /api/openapi.json lists them.', place: null }, 404),
  );
  app.route('/', pages(ui));
  return { fetch: app.fetch };
} // prettier-ignore
