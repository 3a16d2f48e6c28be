import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';
import { policyOf } from './guard.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
};

/** The built interface: its assets by name, and the one page for every address of its own. */
export function pages(ui: string): Hono {
  const app = new Hono();
  app.get('/assets/:name', async (c) => {
    const name = path.basename(c.req.param('name'));
    const type = types[path.extname(name)];
    const bytes = type === undefined ? undefined : await readFile(path.join(ui, 'assets', name)).catch(() => undefined); // prettier-ignore
    if (bytes === undefined || type === undefined) return c.notFound();
    // Their names change with their content.
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=31536000, immutable' }); // prettier-ignore
  });
  app.get('*', (c) => {
    const nonce = randomBytes(18).toString('base64');
    c.header('Content-Security-Policy', policyOf(nonce));
    let page: string;
    try {
      page = readFileSync(path.join(ui, 'index.html'), 'utf8');
    } catch {
      return c.text('The interface is not built: run "npm run build".', 500);
    }
    return c.html(page.replaceAll('__NONCE__', nonce));
  });
  return app;
}
