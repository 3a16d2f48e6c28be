import type { Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import { stages } from '../model/stage.js';
import { plural } from '../output/table.js';
import { visible } from '../output/visible.js';
import type { StoredFinding } from '../store/detection.js';
import type { Store } from '../store/store.js';
import type { Context } from './context.js';
import { programName, shellWord } from './context.js';
import { severityText, stageName } from './finding-words.js';
import { some, span } from './words.js';

/** One finding for people: what happened, when, who, from where, and how to open it. */
export function findingText(context: Context, finding: StoredFinding): string {
  const { dim } = context.colors;
  const from = [some(finding.ips, 3), finding.countries.length > 0 ? `(${some(finding.countries, 4)})` : ''].filter(Boolean).join(' '); // prettier-ignore
  const facts = [
    span(context, finding.first, finding.last),
    some(finding.users, 3),
    from === '' ? '' : `from ${from}`,
    finding.sessions.length > 0 ? `session ${some(finding.sessions, 2)}` : '',
    plural(finding.eventCount, 'event'),
    [...finding.techniques, ...finding.rows].join(' '),
  ].filter((fact) => fact !== '');
  const raised = finding.raised === undefined ? '' : `    ${dim(visible(finding.raised.en))}\n`;
  return (
    `  ${severityText(context, finding.severity)} ${visible(finding.said.en)}  ${dim(finding.id)}\n` +
    `    ${dim(visible(facts.join(' · ')))}\n${raised}`
  );
}

export interface StageCount {
  readonly stage: Stage;
  readonly severity: Severity;
  readonly count: number;
}

/** How many findings there are of each stage and severity. */
export async function countByStage(store: Store): Promise<readonly StageCount[]> {
  const rows = await store.query(
    `SELECT r.stage, f.severity, count(*) AS n FROM findings f JOIN finding_rules r USING (rule)
     GROUP BY r.stage, f.severity`,
  );
  return stages.flatMap((stage) =>
    severities.toReversed().flatMap((severity): readonly StageCount[] => {
      const row = rows.find((one) => one['stage'] === stage && one['severity'] === severity);
      return row === undefined ? [] : [{ stage, severity, count: Number(row['n']) }];
    }),
  );
}

/** `3 high, 1 medium, 12 informational` */
export function countText(counts: readonly StageCount[]): string {
  return severities
    .toReversed()
    .flatMap((severity) => {
      const total = counts.filter((one) => one.severity === severity).reduce((sum, one) => sum + one.count, 0); // prettier-ignore
      return total === 0 ? [] : [`${total.toLocaleString('en-US')} ${severity}`];
    })
    .join(', ');
}

/** Findings of at least medium severity by stage, the gravest first; the others are counted. */
export async function printByStage(
  context: Context,
  { dir, store }: { readonly dir: string; readonly store: Store },
  most: number | undefined,
): Promise<void> {
  const counts = await countByStage(store);
  const me = `${programName(context.io.env)} findings ${shellWord(dir)}`;
  for (const stage of stages) {
    const own = counts.filter((one) => one.stage === stage);
    if (own.length === 0) continue;
    await context.print(
      `\n${context.colors.bold(stageName(stage))} (${stage}): ${countText(own)}\n`,
    );
    const shown = await store.findings({
      filter: { stage: [stage], severity: 'medium' },
      order: 'severity',
      ...(most === undefined ? {} : { limit: most }),
    });
    for (const finding of shown) await context.print(findingText(context, finding));
    const left = own.reduce((sum, one) => sum + one.count, 0) - shown.length;
    if (left > 0)
      await context.print(
        context.colors.dim(`  ${plural(left, 'more finding')}: ${visible(me)} --stage ${stage}\n`),
      );
  }
}

/** The gravest findings, and how many there are. */
export async function printGravest(
  context: Context,
  { dir, store }: { readonly dir: string; readonly store: Store },
  most: number,
): Promise<void> {
  const counts = await countByStage(store);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const { bold, dim } = context.colors;
  if (total === 0) {
    await context.print(`\n${bold('Findings')}: none.\n`);
    return;
  }
  await context.print(`\n${bold('Findings')}: ${countText(counts)}\n`);
  const filter = { severity: 'medium' } as const;
  const shown = await store.findings({ filter, order: 'severity', limit: most });
  for (const finding of shown) await context.print(findingText(context, finding));
  const left = (await store.countFindings(filter)) - shown.length;
  const me = `${programName(context.io.env)} findings ${shellWord(dir)}`;
  if (left > 0)
    await context.print(dim(`  ${left.toLocaleString('en-US')} more of at least medium severity: ${visible(me)} --severity medium\n`)); // prettier-ignore
}
