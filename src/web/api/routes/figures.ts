import { OpenAPIHono } from '@hono/zod-openapi';
import { answersOf } from '../../../measures/effect/answers.js';
import { languages } from '../../../output/language/translate.js';
import { measuresFigure } from '../../../output/measures/measures-figure.js';
import { timelineFigure } from '../../../output/timeline/figure.js';
import { timeWriter } from '../../../output/time.js';
import type { Workspace } from '../workspace.js';

/** The figures of the report as pictures: shown as images, in which nothing can come alive. */
export function figureRoutes(workspace: Workspace): OpenAPIHono {
  const app = new OpenAPIHono();
  app.get('/api/figures/timeline.svg', async (c) => {
    const language = languages.find((each) => each === c.req.query('lang')) ?? 'en';
    const document = await workspace.document();
    const incident = document.incidents.find(({ id }) => id === c.req.query('incident')) ?? document.incidents[0]; // prettier-ignore
    if (incident === undefined) return c.body(null, 404);
    const svg = timelineFigure(incident, language, {
      time: timeWriter(undefined),
      zone: 'UTC',
      practice: document.practice,
      boxes: 14,
    });
    return c.body(svg, 200, { 'Content-Type': 'image/svg+xml' });
  });
  app.get('/api/figures/measures.svg', async (c) => {
    const language = languages.find((each) => each === c.req.query('lang')) ?? 'en';
    const { incidents } = await workspace.document();
    const incident = incidents.find(({ id }) => id === c.req.query('incident')) ?? incidents[0];
    if (incident === undefined) return c.body(null, 404);
    const svg = measuresFigure(incident, answersOf(incident), language);
    return c.body(svg, 200, { 'Content-Type': 'image/svg+xml' });
  });
  return app;
}
