import { loadPack, mustExist, shippedRules } from '../../detect/pack.js';
import type { Tried, TriedRule } from '../../detect/try-samples.js';
import { trySamples } from '../../detect/try-samples.js';
import { json } from '../../output/json.js';
import { plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import type { Problem } from '../../sigma/parse/problem.js';
import { problemText } from '../../sigma/parse/problem.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';

/** Runs rules on their samples, one line a rule. */
export async function rulesTest(context: Context, paths: readonly string[]): Promise<number> {
  for (const path of paths) mustExist(path);
  const pack = await loadPack(paths.length === 0 ? [shippedRules] : paths);
  const own = pack.rules.filter(({ foreign }) => !foreign);
  const tried = await trySamples(own, pack);
  const right = tried.filter((one) => one.right).length;
  const foreign = pack.rules.length - own.length;
  if (context.format === 'json') {
    await context.print(
      json({
        rules: tried.map((one) => ({
          id: one.rule.id,
          file: one.rule.place.file,
          right: one.right,
          problems: one.problems.map(problemText),
          samples: one.tried.map((sample) => ({
            ...sample,
            said: sample.said.map(({ en }) => en),
          })),
        })),
        problems: pack.problems.map(problemText),
      }),
    );
  } else {
    for (const one of tried) await context.print(lineOf(context, one));
    for (const problem of pack.problems) await context.print(problemLine(context, problem));
    context.note(
      `${plural(right, 'rule')} of ${tried.length} right${foreign === 0 ? '' : `; ${plural(foreign, 'published rule')} without a konseki block left out`}.`,
    );
  }
  if (tried.length === 0 && pack.problems.length === 0) return exitCode.nothing;
  return right === tried.length && pack.problems.length === 0 ? exitCode.done : exitCode.partly;
}

const problemLine = ({ colors }: Context, problem: Problem): string =>
  `${colors.red('wrong')}  ${visible(problemText(problem))}\n`;

function lineOf(context: Context, { rule, tried, problems, right }: TriedRule): string {
  const { red, green } = context.colors;
  const of = (kind: Tried['kind']): string => {
    const some = tried.filter((one) => one.kind === kind);
    return `${some.filter((one) => one.right).length}/${some.length} ${kind}`;
  };
  const head = `${right ? green('right') : red('wrong')}  ${visible(rule.place.file)}  ${of('positive')}, ${of('benign')}\n`;
  const details = [...problems.map(problemText), ...tried.filter((one) => !one.right).flatMap(why)];
  return head + details.map((line) => `       ${visible(line)}\n`).join('');
}

function why({ kind, sample, said, lacking }: Tried): readonly string[] {
  if (kind === 'benign') return said.map(({ en }) => `benign "${sample}" gives: ${en}`);
  if (said.length === 0) return [`positive "${sample}" gives no finding`];
  return [
    `positive "${sample}": the sentence has no ${[...new Set(lacking)].join(', ')}: ${said[0]?.en ?? ''}`,
  ];
}
