import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hear } from '../../../test/support/http.js';
import { hostileNames } from '../../../test/hostile.js';
import { auditRecords, purviewCsv } from '../../../test/support/ual.js';
import { KonsekiError } from '../../errors.js';
import { createCase, openCase } from '../../ingest/case.js';
import { lockFile, lockName, serveCase } from './serve.js';
import type { Serving } from './serve.js';

const root = mkdtempSync(path.join(tmpdir(), 'konseki-serve-'));
const dir = path.join(root, 'served.case');
const ui = path.join(root, 'ui');
const faults: unknown[] = [];
let serving: Serving;
let token = '';
let origin = '';

const serve = async (folder: string, port = 0): Promise<Serving> =>
  serveCase({
    opened: await createCase(folder, { now: () => new Date(0) }),
    port,
    ui,
    version: 'test',
    author: 'tester',
    now: () => new Date('2026-01-01T00:00:00Z'),
    onFault: (error) => faults.push(error),
    run: async ({ argv }, { out }) => {
      await out(`ran ${argv.join(' ')}\n`);
      return argv.length;
    },
  });
const bearer = (): Record<string, string> => ({ authorization: `Bearer ${token}` });
const get = async (what: string): Promise<unknown> => JSON.parse((await hear(`${origin}${what}`, { headers: bearer() })).text); // prettier-ignore
const upload = async (name: string, body: string): Promise<Record<string, unknown>> => {
  const heard = await hear(`${origin}/api/evidence?name=${encodeURIComponent(name)}`, { method: 'POST', headers: bearer(), body }); // prettier-ignore
  return JSON.parse(heard.text) as Record<string, unknown>;
};

beforeAll(async () => {
  writeFileSync(path.join(root, 'secret.txt'), 'secret');
  // A page with the place for the nonce, as the build makes it.
  const { mkdirSync } = await import('node:fs');
  mkdirSync(path.join(ui, 'assets'), { recursive: true });
  writeFileSync(path.join(ui, 'index.html'), '<meta name="csp-nonce" content="__NONCE__"><p>page</p>');
  writeFileSync(path.join(ui, 'assets', 'a.js'), 'export {};');
  serving = await serve(dir);
  origin = `http://127.0.0.1:${serving.port}`;
  token = new URL(serving.url).searchParams.get('token') ?? '';
}); // prettier-ignore
afterAll(async () => {
  await serving.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('who is answered', () => {
  test('nobody without the token of this start', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: `konseki-${serving.port}=wrong` }])
      for (const what of ['/', '/api/status', '/assets/a.js'])
        expect((await hear(`${origin}${what}`, { headers })).status).toBe(401);
    expect((await hear(`${origin}/?token=wrong`)).status).toBe(401);
  }); // prettier-ignore

  test('a browser that was given the address: the token becomes a cookie and leaves the address', async () => {
    const first = await hear(serving.url);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const page = await hear(`${origin}/`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('page');
  });

  test('no name but loopback’s, and no other origin or site', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await hear(`${origin}/api/status`, { headers: { ...bearer(), ...headers } })).status;
    expect(await status({})).toBe(200);
    expect(await status({ host: `localhost:${serving.port}` })).toBe(200);
    expect(await status({ host: 'rebound.example' })).toBe(421);
    expect(await status({ host: `127.0.0.1:${serving.port + 1}` })).toBe(421);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ origin })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  });

  test('a cookie alone changes nothing, nor can it run commands', async () => {
    const cookie = `konseki-${serving.port}=${token}`;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'from elsewhere' });
    const post = async (what: string, headers: Record<string, string>, sent: string): Promise<number> =>
      (await hear(`${origin}${what}`, { method: 'POST', headers: { ...json, ...headers }, body: sent })).status;
    expect(await post('/api/notes', { cookie }, body)).toBe(403);
    expect(await post('/api/notes', { cookie, origin: 'http://evil.example' }, body)).toBe(403);
    expect(await post('/api/command', { cookie, origin }, '{}')).toBe(403);
    expect(await get('/api/journal')).toEqual([]);
    expect(await post('/api/notes', { cookie, origin }, body)).toBe(200);
    expect(await get('/api/journal')).toMatchObject([{ author: 'tester', text: 'from elsewhere' }]);
  }); // prettier-ignore
});

describe('what is answered', () => {
  test('a page with a policy that lets nothing in, and a new nonce each time', async () => {
    const pages = await Promise.all([1, 2].map(() => hear(`${origin}/any/view`, { headers: bearer() })));
    const nonces = pages.map(({ text }) => /content="([^"]+)"/.exec(text)?.[1] ?? '');
    expect(new Set(nonces).size).toBe(2);
    for (const [at, { headers }] of pages.entries()) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`default-src 'none'`);
      expect(policy).toContain(`script-src 'self';`);
      expect(policy).toContain(`'nonce-${nonces[at] ?? ''}'`);
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  }); // prettier-ignore

  test('no file but the interface’s own', async () => {
    expect((await hear(`${origin}/assets/a.js`, { headers: bearer() })).status).toBe(200);
    for (const name of ['..%2f..%2fsecret.txt', '..%2f%2e%2e%2fserved.case%2fcase.json', '%2e%2e', 'b.js', 'a.js%00.txt']) {
      const { status, text } = await hear(`${origin}/assets/${name}`, { headers: bearer() });
      expect(text).not.toContain('secret');
      expect([404, 200].includes(status) && !text.includes('konseki"')).toBe(true);
    }
  }); // prettier-ignore

  test('one sentence with a way out, for what is asked wrongly', async () => {
    const cases: readonly (readonly [string, number])[] = [
      ['/api/nothing', 404],
      ['/api/event?id=none', 404],
      ['/api/events?since=yesterdayish', 400],
      ['/api/events?grep=(', 400],
      ['/api/events?source=nolog', 400],
      ['/api/events?after=nowhere', 400],
    ];
    for (const [what, status] of cases) {
      const heard = await hear(`${origin}${what}`, { headers: bearer() });
      expect([what, heard.status]).toEqual([what, status]);
      const body = JSON.parse(heard.text) as Record<string, unknown>;
      expect(String(body['message'])).toMatch(/\.$/);
      expect(String(body['hint'])).not.toBe('');
    }
    expect(faults).toEqual([]);
  });

  test('a document of all that can be asked', async () => {
    const { paths } = (await get('/api/openapi.json')) as { readonly paths: Readonly<Record<string, unknown>> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/status', '/api/evidence', '/api/incident', '/api/sessions', '/api/events', '/api/marks']));
  }); // prettier-ignore
});

describe('files that are sent', () => {
  test('are added, counted, kept in the case, and told', async () => {
    const told = await upload('export.csv', purviewCsv(auditRecords(0, 30)));
    expect(told).toMatchObject({ results: [{ file: 'export.csv', kind: 'added', events: 30, duplicates: 0, rejects: 0 }] });
    const { files } = (await get('/api/evidence')) as { readonly files: readonly { readonly file: string; readonly records: number }[] };
    expect(files).toHaveLength(1);
    expect(files[0]?.records).toBe(30);
    expect(existsSync(files[0]?.file ?? '')).toBe(true);
    expect(await get('/api/events/count')).toEqual({ events: 30 });
  }); // prettier-ignore

  test('the same again is no second evidence, and no log is not kept', async () => {
    expect(await upload('again.csv', purviewCsv(auditRecords(0, 30)))).toMatchObject({ results: [{ kind: 'already' }] }); // prettier-ignore
    expect(await upload('letter.txt', 'Dear sir,\nthis is no log.\n')).toMatchObject({ results: [{ kind: 'not-recognised' }] }); // prettier-ignore
    expect(readdirSync(path.join(dir, 'uploads'))).toHaveLength(1);
  });

  test('whatever they are called, they stay in the folder of the case', async () => {
    const before = readdirSync(root);
    for (const name of ['../../outside.csv', '..\\..\\outside.csv', '/etc/outside.csv', '...', 'a\u0000b.csv', ...hostileNames.slice(0, 25)].filter((name) => name.length > 0 && name.length < 250))
      await upload(name, 'nothing');
    expect(readdirSync(root)).toEqual(before);
    expect(readdirSync(path.join(dir, 'uploads'))).toHaveLength(1);
  }); // prettier-ignore
});

describe('the case while it is served', () => {
  test('is reached by others through a file that only its owner reads', async () => {
    const file = path.join(dir, lockName);
    expect(statSync(file).mode & 0o077).toBe(0);
    const lock = lockFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(lock).toMatchObject({ pid: process.pid, url: origin, token });
    const heard = await hear(`${lock.url}/api/command`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lock.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ argv: ['events', dir], cwd: root, outIsTerminal: false, errIsTerminal: false, env: {} }),
    });
    expect(heard.text.trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { out: `ran events ${dir}\n` },
      { code: 2 },
    ]);
  }); // prettier-ignore

  test('is one store in this process, and closing a part of it closes nothing', async () => {
    const again = await openCase(dir, 'write');
    again.close();
    expect(await get('/api/events/count')).toEqual({ events: 30 });
  });

  test('cannot be served on a port that is taken', async () => {
    const refused = await serve(path.join(root, 'other.case'), serving.port).catch((error: unknown) => error); // prettier-ignore
    expect(refused).toBeInstanceOf(KonsekiError);
    expect(refused).toMatchObject({ code: 'usage', message: `Port ${serving.port} is taken by another program.` });
  }); // prettier-ignore

  test('is closed, and its lock is gone, when the server stops', async () => {
    const folder = path.join(root, 'stopped.case');
    const other = await serve(folder);
    expect(existsSync(path.join(folder, lockName))).toBe(true);
    await other.stop();
    expect(existsSync(path.join(folder, lockName))).toBe(false);
    const opened = await openCase(folder, 'write');
    opened.close();
    await expect(hear(other.url)).rejects.toThrow();
  });
});
