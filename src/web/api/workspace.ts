import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freshness, makeFindings } from '../../detect/findings.js';
import { KonsekiError } from '../../errors.js';
import type { Built } from '../../incident/build.js';
import { buildIncidents } from '../../incident/build.js';
import type { Case } from '../../ingest/case.js';
import { incidentDocument } from '../../model/incident.js';
import type { IncidentDocument } from '../../model/incident.js';
import type { Problem } from './problem.js';
import { answerOf } from './problem.js';

/** What the server works with. */
export interface WorkspaceOptions {
  readonly opened: Case;
  readonly version: string;
  readonly author: string;
  readonly now: () => Date;
  /** What went wrong, for the terminal of the server. */
  readonly onFault: (error: unknown) => void;
}

/** How far the work on the case is. `revision` changes whenever an answer may have changed. */
export interface Status {
  readonly state: 'empty' | 'working' | 'ready' | 'failed';
  readonly revision: number;
  readonly work: {
    readonly step: 'adding' | 'findings' | 'strands' | 'incident';
    readonly done: number;
    readonly total: number;
    readonly file: string | null;
  } | null;
  readonly problem: Problem | null;
} // prettier-ignore

/** An open case, what is made of it, and the one queue in which it is changed. */
export interface Workspace extends WorkspaceOptions {
  status(): Status;
  /** The incidents as they are; made first where they are not. @throws KonsekiError `no-evidence` */
  document(): Promise<IncidentDocument>;
  /** The document, where it is at hand and nothing is under way. */
  peek(): IncidentDocument | undefined;
  /** Answers that are dear, kept until the case changes. */
  kept<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** With the ground they stand on, for the answers that explain. */
  built(): Promise<Built>;
  /** Changes to the case, one after another; what is made of it is made anew. */
  change<T>(work: (tell: (work: Status['work']) => void) => Promise<T>): Promise<T>;
  /** Ends when nothing is under way. */
  settled(): Promise<void>;
}

/** A document that was made from exactly this state of the case. */
interface Kept {
  readonly stamp: string;
  readonly document: IncidentDocument;
}

/** Milliseconds without a change. */
const calm = 700;

export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { opened } = options;
  const { store } = opened;
  let revision = 1;
  let work: Status['work'] = null;
  let failed: Problem | null = null;
  let empty = true;
  let kept: Kept | undefined;
  let built: Built | undefined;
  let making: Promise<IncidentDocument> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let changes = 0;
  let due: NodeJS.Timeout | undefined;
  const answers = new Map<string, Promise<unknown>>();
  const file = path.join(opened.dir, 'cache', 'incident.json');

  const tell = (now: Status['work']): void => {
    work = now;
  };
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const own = queue.then(task, task);
    queue = own.catch(() => undefined);
    return own;
  };
  const stamp = async (): Promise<string> => {
    const journal = await store.journal();
    return createHash('sha256')
      .update(`${options.version}\n${await store.findingsState()}\n${String(await store.findingsStamp())}\n${journal.length}\n${String(journal.at(-1)?.at)}`)
      .digest('hex'); // prettier-ignore
  };

  async function bringUpToDate(): Promise<void> {
    const state = await freshness(store);
    if (state.kind !== 'fresh') {
      tell({ step: 'findings', done: 0, total: 0, file: null });
      await makeFindings(store, {
        folders: state.kind === 'stale' ? state.folders : [],
        onProgress: (done, total) => {
          tell({ step: 'findings', done, total, file: null });
        },
      });
    }
    if (!(await store.strandsAreFresh())) {
      tell({ step: 'strands', done: 0, total: 0, file: null });
      await store.weaveStrands();
    }
  }

  async function make(): Promise<Built> {
    if ((await store.evidence()).length === 0)
      throw new KonsekiError('The case has no evidence yet.', {
        code: 'no-evidence',
        hint: 'Drop log exports on the Evidence page, or run "konseki add".',
      });
    await bringUpToDate();
    tell({ step: 'incident', done: 0, total: 0, file: null });
    const now = await stamp();
    if (built !== undefined && kept?.stamp === now) return built;
    const made = await buildIncidents(store, { from: [], version: options.version, caseName: opened.name }); // prettier-ignore
    built = made;
    kept = { stamp: now, document: made.document };
    await keep(file, kept);
    return made;
  }

  async function current(): Promise<IncidentDocument> {
    const known = kept ?? (await readKept(file));
    if (known !== undefined && (await freshness(store)).kind === 'fresh' && (await store.strandsAreFresh()) && known.stamp === (await stamp())) {
      kept = known;
      return known.document;
    } // prettier-ignore
    return (await make()).document;
  }

  async function told<T>(task: () => Promise<T>): Promise<T> {
    try {
      const result = await task();
      failed = null;
      return result;
    } catch (error) {
      if (!(error instanceof KonsekiError)) options.onFault(error);
      failed = answerOf(error).body;
      throw error;
    } finally {
      work = null;
    }
  }

  const document = (): Promise<IncidentDocument> =>
    (making ??= inTurn(() => told(current)).finally(() => {
      making = undefined;
    }));
  const refresh = async (): Promise<void> => {
    empty = (await store.evidence()).length === 0;
    revision++;
    answers.clear();
    built = undefined;
    kept = undefined;
    // Files come in one after another: what they come to is worked out when no more do.
    clearTimeout(due);
    due = empty || changes > 0 ? undefined : setTimeout(() => {
      due = undefined;
      document().catch(() => undefined);
    }, calm);
  }; // prettier-ignore

  void inTurn(async () => {
    await refresh();
  }).catch(options.onFault);

  return {
    ...options,
    status: () => ({
      state: work !== null || making !== undefined || due !== undefined ? 'working' : failed !== null ? 'failed' : empty ? 'empty' : 'ready',
      revision,
      work,
      problem: failed,
    }), // prettier-ignore
    document,
    peek: () =>
      work === null && making === undefined && due === undefined ? kept?.document : undefined,
    kept: <T>(key: string, answer: () => Promise<T>): Promise<T> => {
      const known = answers.get(key);
      // What is kept under a key was made by the same caller.
      if (known !== undefined) return known as Promise<T>;
      const made = answer();
      answers.set(key, made);
      made.catch(() => answers.delete(key));
      return made;
    },
    built: () => inTurn(() => told(make)),
    change: async (task) => {
      changes++;
      clearTimeout(due);
      try {
        return await inTurn(() => told(() => task(tell)));
      } finally {
        changes--;
        await refresh();
      }
    },
    settled: async () => {
      clearTimeout(due);
      for (let last: unknown; last !== queue;) {
        last = queue;
        await queue;
      }
    },
  };
}

/** A document of another version or a damaged file is no document. */
async function readKept(file: string): Promise<Kept | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof read !== 'object' || read === null || !('stamp' in read) || !('document' in read)) return undefined; // prettier-ignore
    const document = incidentDocument.safeParse(read.document);
    return document.success ? { stamp: String(read.stamp), document: document.data } : undefined;
  } catch {
    return undefined;
  }
}

/** Only to answer sooner next time: a disk that is full or read-only takes nothing from anybody. */
async function keep(file: string, kept: Kept): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch {
    // See above.
  }
}
