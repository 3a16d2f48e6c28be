import { hc } from 'hono/client';
import type { Api } from '../../api/app.js';
import type { Problem } from '../../api/problem.js';

/** The server's answers; their types are the server's own. */
export const { api } = hc<Api>(location.origin);

/** Why an answer did not come: one sentence and a way out. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Answer<T> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<T>;
}

/** The body of an answer. @throws ProblemError */
export async function ask<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new ProblemError({
      code: 'unreachable',
      message: 'unreachable',
      hint: null,
      place: null,
    });
  }
  if (answer.ok) return answer.json();
  // The server's errors all have this shape (api/problem.ts).
  const body = (await answer.json().catch(() => undefined)) as Problem | undefined;
  throw new ProblemError(body ?? { code: 'internal', message: `HTTP ${answer.status}`, hint: null, place: null }); // prettier-ignore
}
