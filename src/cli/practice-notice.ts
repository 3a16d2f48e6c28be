import { holdsPracticeData } from '../ingest/practice-data.js';
import type { Store } from '../store/store.js';
import type { Context } from './context.js';

/** Says of a case of practice data that it is one, so that no one takes it for evidence. */
export async function tellPractice(context: Context, store: Store): Promise<void> {
  if (!(await holdsPracticeData(store))) return;
  const { bold } = context.colors;
  await context.print(
    `\n${bold('Practice data')}: made by a program for the exercise. Nothing in this case happened.\n`,
  );
}
