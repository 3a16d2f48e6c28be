import { checkPack, mustExist, shippedRules } from '../../detect/pack.js';
import { json } from '../../output/json.js';
import { count, plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import { problemText } from '../../sigma/parse/problem.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';

/** Tells what is wrong in rules, each with its place, and which rules can never find anything. */
export async function rulesCheck(context: Context, paths: readonly string[]): Promise<number> {
  for (const path of paths) mustExist(path);
  const { rules, compiled, cannotFire, errors } = await checkPack(
    paths.length === 0 ? [shippedRules] : paths,
  );
  if (context.format === 'json') {
    await context.print(
      json({
        rules,
        compiled,
        cannotFire: cannotFire.map((one) => ({ ...one })),
        errors: errors.map(({ place, code, rule, feature, message, hint }) => ({
          ...place,
          code,
          rule,
          feature,
          message,
          hint,
        })),
      }),
    );
  } else {
    const { red, yellow } = context.colors;
    for (const error of errors) await context.print(`${red('error')}  ${visible(problemText(error))}\n`); // prettier-ignore
    for (const { file, line, title, reason } of cannotFire)
      await context.print(`${yellow('never')}  ${visible(`${file}:${line}: ${title}: cannot fire: ${reason}`)}\n`); // prettier-ignore
    await context.print(
      `${plural(rules, 'rule')}: ${count(compiled)} usable${cannotFire.length === 0 ? '' : `, ${count(cannotFire.length)} of which can never find anything`}; ${plural(errors.length, 'error')}\n`,
    );
  }
  if (errors.length > 0) return exitCode.partly;
  return rules === 0 ? exitCode.nothing : exitCode.done;
}
