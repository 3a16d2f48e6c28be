import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { KonsekiError, systemCode } from '../../../errors.js';
import { formatNamed } from '../../../formats/registry.js';
import { addEvidence } from '../../../ingest/add.js';
import { uploadDir } from '../../../ingest/case.js';
import type { FileResult } from '../../../ingest/report.js';
import { practiceEntry } from '../../../model/practice.js';
import { coverage } from '../../../scope/coverage.js';
import { problem, problemOf } from '../problem.js';
import { answers, list, time, wireTime } from '../wire.js';
import type { Workspace } from '../workspace.js';

const work = z.object({
  step: z.enum(['adding', 'findings', 'strands', 'incident']),
  done: z.number(),
  total: z.number(),
  file: z.string().nullable(),
});
const status = createRoute({
  method: 'get',
  path: '/api/status',
  responses: answers(
    z.object({
      case: z.string(),
      dir: z.string(),
      version: z.string(),
      author: z.string(),
      practice: z.boolean(),
      state: z.enum(['empty', 'working', 'ready', 'failed']),
      revision: z.number(),
      work: work.nullable(),
      problem: problem.nullable(),
    }),
    'The case, and how far the work on it is',
  ),
});

const warning = z.object({ code: z.string(), message: z.string() });
const evidence = createRoute({
  method: 'get',
  path: '/api/evidence',
  responses: answers(
    z.object({
      files: list(
        z.object({
          evidenceId: z.number(), file: z.string(), sha256: z.string(), bytes: z.number(),
          formats: list(z.string()), encoding: z.string(), records: z.number(), events: z.number(),
          duplicates: z.number(), rejects: z.number(), damaged: z.number(), first: time.nullable(), last: time.nullable(),
          warnings: list(warning), addedAt: time, addedBy: z.string(),
        }),
      ),
      coverage: list(
        z.object({
          source: z.string(), first: time.nullable(), last: time.nullable(), events: z.number(), files: z.number(), users: z.number(),
        }),
      ),
    }),
    'The files with their counts, and the time each log covers',
  ),
}); // prettier-ignore

const rejects = createRoute({
  method: 'get',
  path: '/api/rejects',
  request: { query: z.object({ evidence: z.coerce.number().int().optional() }) },
  responses: answers(
    list(
      z.object({
        evidenceId: z.number(), recordNo: z.number(), line: z.number().nullable(), reason: z.string(), text: z.string(),
        readable: z.string().nullable(),
      }),
    ),
    'Records that could not become events, at most a thousand',
  ),
}); // prettier-ignore

const added = z.object({
  results: list(
    z.object({
      file: z.string(),
      kind: z.enum(['added', 'already', 'not-recognised', 'skipped', 'failed']),
      events: z.number().nullable(),
      duplicates: z.number().nullable(),
      rejects: z.number().nullable(),
      said: z.string().nullable(),
      problem: problem.nullable(),
    }),
  ),
});
const addRoute = createRoute({
  method: 'post',
  path: '/api/evidence',
  description: 'The body is one file; it is kept in the case and added to it.',
  request: { query: z.object({ name: z.string().min(1).max(255) }) },
  responses: answers(added, 'What became of it'),
});

/** The case itself: how far it is, its files, more files. */
export const caseRoutes = (workspace: Workspace) => {
  const { opened, version, author, now } = workspace;
  const { store } = opened;
  return new OpenAPIHono()
    .openapi(status, async (c) => {
      const practice = await workspace.kept('practice', async () => (await store.journal()).some(({ kind }) => kind === practiceEntry)); // prettier-ignore
      return c.json({ case: opened.name, dir: opened.dir, version, author, practice, ...workspace.status() }, 200); // prettier-ignore
    })
    .openapi(evidence, async (c) => {
      const files = (await store.evidence()).map((file) => ({
        ...file,
        formats: file.formats.map((name) => formatNamed(name)?.title ?? name),
        first: wireTime(file.first), last: wireTime(file.last), addedAt: wireTime(file.addedAt) ?? '',
      })); // prettier-ignore
      const logs = await workspace.kept('coverage', () => coverage(store));
      return c.json({ files, coverage: logs.map((log) => ({ ...log, first: wireTime(log.first), last: wireTime(log.last) })) }, 200); // prettier-ignore
    })
    .openapi(rejects, async (c) =>
      c.json((await store.rejects(c.req.valid('query').evidence)).slice(0, 1000), 200),
    )
    .openapi(addRoute, async (c) => {
      const { name } = c.req.valid('query');
      const body = c.req.raw.body;
      if (body === null) throw new KonsekiError('No file came.', { code: 'usage' });
      const file = path.join(await uploadFolder(opened.dir), safeName(name));
      await receive(body, file);
      let taken = false;
      try {
        const report = await workspace.change((tell) =>
          addEvidence(opened, [file], {
            author,
            now,
            onProgress: ({ bytesDone, bytesTotal }) => {
              tell({ step: 'adding', done: bytesDone, total: bytesTotal, file: name });
            },
          }),
        );
        taken = report.results.some(({ kind }) => kind === 'added');
        return c.json({ results: report.results.map((one) => told(one, file, name)) }, 200);
      } finally {
        // What is no evidence stays with its owner.
        if (!taken) await rm(path.dirname(file), { recursive: true, force: true });
      }
    });
};

async function uploadFolder(dir: string): Promise<string> {
  const folder = path.join(uploadDir(dir), randomBytes(6).toString('hex'));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** One name, in one folder, on every system. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  const clean = last.replaceAll(/[\u0000-\u001f<>:"|?*\u007f]/g, '_').replace(/^\.+|[. ]+$/g, '');
  return clean.slice(-200) || 'file';
}

/** Nothing half-received is added. A request's body is Node's stream, whatever the types of the browser call it. */
async function receive(body: unknown, file: string): Promise<void> {
  try {
    await pipeline(
      Readable.fromWeb(body as NodeReadableStream),
      createWriteStream(file, { flags: 'wx', mode: 0o600 }),
    );
  } catch (cause) {
    await rm(path.dirname(file), { recursive: true, force: true });
    const full = systemCode(cause) === 'ENOSPC';
    throw new KonsekiError(full ? 'The disk is full; nothing of this file was added.' : 'The file did not arrive whole; nothing of it was added.', {
      code: full ? 'disk-full' : 'truncated',
      hint: full ? 'Free some space on the disk of the case, or add the file with "konseki add", which reads it where it is.' : 'Drop it again, or add it with "konseki add".',
      cause,
    }); // prettier-ignore
  }
}

function told(result: FileResult, uploaded: string, name: string): z.infer<typeof added>['results'][number] {
  const file = result.file.replace(uploaded, name);
  const nothing = { events: null, duplicates: null, rejects: null, said: null, problem: null };
  switch (result.kind) {
    case 'added': {
      const { events, duplicates, rejects: refused } = result.evidence;
      return { ...nothing, file, kind: 'added', events, duplicates, rejects: refused, problem: result.problem === undefined ? null : problemOf(result.problem) };
    }
    case 'already':
      return { ...nothing, file, kind: 'already' };
    case 'not-recognised':
      return { ...nothing, file, kind: 'not-recognised', said: [result.looksLike, result.hint ?? ''].filter(Boolean).join('. ') };
    case 'skipped':
      return { ...nothing, file, kind: 'skipped', said: result.reason };
    case 'failed':
      return { ...nothing, file, kind: 'failed', problem: problemOf(result.error) };
  }
} // prettier-ignore
