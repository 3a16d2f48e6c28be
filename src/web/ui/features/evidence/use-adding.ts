import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { Problem } from '../../../api/problem.js';

/** One file on its way into the case. */
export interface Adding {
  readonly key: number;
  readonly file: string;
  readonly sent: number;
  readonly total: number;
  readonly results: readonly AddResult[] | null;
  readonly problem: Problem | null;
}
export interface AddResult {
  readonly file: string;
  readonly kind: 'added' | 'already' | 'not-recognised' | 'skipped' | 'failed';
  readonly events: number | null;
  readonly duplicates: number | null;
  readonly rejects: number | null;
  readonly said: string | null;
  readonly problem: Problem | null;
}

let made = 0;

/** Sends files one after another: the case takes one at a time, and a fault of one costs no other. */
export function useAdding(): readonly [readonly Adding[], (files: readonly File[]) => void] {
  const client = useQueryClient();
  const [list, setList] = useState<readonly Adding[]>([]);
  const change = useCallback((key: number, now: Partial<Adding>) => {
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...now } : one)));
  }, []);
  const add = useCallback(
    (files: readonly File[]) => {
      const fresh = files.map((file) => ({ key: made++, file: file.name, sent: 0, total: file.size, results: null, problem: null })); // prettier-ignore
      setList((all) => [...all, ...fresh]);
      void (async () => {
        for (const [at, file] of files.entries()) {
          const { key = -1 } = fresh[at] ?? {};
          await send(file, (now) => change(key, now));
          await client.invalidateQueries();
        }
      })();
    },
    [client, change],
  );
  return [list, add];
}

/** XMLHttpRequest, since fetch tells no progress of what it sends. */
function send(file: File, tell: (now: Partial<Adding>) => void): Promise<void> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const failed = (): void => {
      tell({ problem: problemIn(request.responseText) });
      resolve();
    };
    request.open('POST', `/api/evidence?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded }) => tell({ sent: loaded });
    request.onerror = failed;
    request.onload = () => {
      if (request.status !== 200) {
        failed();
        return;
      }
      // The server's own answer to its own route (api/routes/case.ts).
      const { results } = JSON.parse(request.responseText) as { readonly results: readonly AddResult[] };
      tell({ results, sent: file.size });
      resolve();
    };
    request.send(file);
  });
} // prettier-ignore

function problemIn(text: string): Problem {
  try {
    // Errors of the server all have this shape (api/problem.ts).
    return JSON.parse(text) as Problem;
  } catch {
    return { code: 'unreachable', message: text || 'The file did not arrive.', hint: null, place: null }; // prettier-ignore
  }
}
