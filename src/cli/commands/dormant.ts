import { dormantOf } from '../../measures/dormant/dormant.js';
import { tenantOf } from '../../measures/posture/judge.js';
import { translator } from '../../output/language/translate.js';
import { dormantJson } from '../../output/posture/json.js';
import { dormantText } from '../../output/posture/text.js';
import { visibleJson } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { languageOf } from '../output-options.js';
import { daysOf, nowOf, postureLook, snapshotAt } from '../posture-of.js';

export interface DormantCommandOptions {
  readonly days?: string;
  readonly now?: string;
  readonly breakGlass?: readonly string[];
  readonly lang?: string;
}

/** Lists accounts, guests, privilege and applications that should be disabled or taken away (W-26). */
export async function dormant(
  context: Context,
  named: string,
  options: DormantCommandOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const days = daysOf(options.days);
  const now = nowOf(context, options.now);
  const snapshot = await snapshotAt(named);
  const document = dormantOf(
    tenantOf(snapshot, { now, days, breakGlass: options.breakGlass ?? [] }),
  );
  await context.print(
    context.format === 'json'
      ? `${visibleJson(JSON.stringify(dormantJson(document, language), undefined, 2))}\n`
      : dormantText(document, translator(language), postureLook(context)),
  );
  const partly = snapshot.problems.length > 0 || snapshot.files.some(({ cut }) => cut);
  if (partly) context.warn('Something in the snapshot could not be read in full; "konseki posture" says what.'); // prettier-ignore
  return partly ? exitCode.partly : exitCode.done;
}
