import { KonsekiError } from '../../errors.js';
import { explain } from '../../incident/why.js';
import { json } from '../../output/json.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';

/** Why something is in scope, or why it is not. */
export function why(
  context: Context,
  dir: string,
  what: string,
  options: FromOptions,
): Promise<number> {
  return withIncidents(context, dir, options, async (built, { store }) => {
    const answers = await explain(store, built, what);
    if (answers.length === 0)
      throw new KonsekiError(`The case knows nothing of "${what}".`, {
        code: 'not-found',
        hint: 'Name a user, session, address, application, message id, rule or device; "konseki scope CASE" lists what is in scope.',
      });
    if (context.format === 'json') {
      await context.print(
        json(
          answers.map((answer) => ({
            ...answer,
            reasons: answer.reasons.map(({ said, events }) => ({ said: { ...said }, events })),
          })),
        ),
      );
      return exitCode.done;
    }
    const { bold, dim } = context.colors;
    for (const answer of answers) {
      const where = answer.inScope ? `in scope of ${answer.incident ?? ''}` : 'NOT in scope';
      await context.print(`${bold(visible(`${answer.kind} ${answer.value}`))}: ${where}\n`);
      for (const [at, { said, events }] of answer.reasons.entries())
        await context.print(
          `  ${answer.inScope ? `${at + 1}.` : '-'} ${visible(said.en)}${events.length === 0 ? '' : dim(` [${visible(events.slice(0, 3).join(', '))}]`)}\n`,
        );
    }
    return exitCode.done;
  });
}
