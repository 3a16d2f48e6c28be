import type { Said } from '../../model/finding.js';
import type { KqlQuery, NoQuery, RuleQueries } from '../../sigma/kql/query.js';
import { ruleQueries } from '../../sigma/kql/query.js';
import { correlationQueries } from '../../sigma/kql/correlation.js';
import type { TableName } from '../../sigma/kql/schemas-table.js';
import type { Pack } from '../../sigma/pack.js';
import type { AnalyserRule, Correlation, Level, Rule } from '../../sigma/rule.js';
import { levels } from '../../sigma/rule.js';
import { attributesSchema } from '../attributes.js';
import { techniquesOf } from '../techniques.js';
import { analyserKql } from './analyser-kql-table.js';

/** A query of a SIEM, with what it leaves out. */
export interface SiemQuery extends Omit<KqlQuery, 'tables'> {
  readonly tables: readonly TableName[];
  /** Of a query by hand. */
  readonly simpler: Said | undefined;
  /** Seconds that one answer may span. */
  readonly span: number;
}

/** A rule for a SIEM. */
export interface SiemRule {
  readonly rule: Rule | Correlation | AnalyserRule;
  readonly title: Said;
  readonly techniques: readonly string[];
  /** Rows of the workshop. */
  readonly rows: readonly string[];
  readonly queries: readonly SiemQuery[];
  /** What could not be said, for one table or for all. */
  readonly none: readonly NoQuery[];
}

/** Rules at or above a level, each with its queries, in order of path and place. */
export function siemRules(pack: Pack, least: Level): readonly SiemRule[] {
  const byId = new Map([...pack.rules, ...pack.correlations].map((rule) => [rule.id, rule]));
  const made = [...pack.rules, ...pack.correlations, ...pack.analysers]
    .filter(({ id, level }) => !pack.parts.has(id) && levels.indexOf(level) >= levels.indexOf(least))
    .map((rule): SiemRule => {
      const attributes = attributesSchema.safeParse(rule.custom['konseki']).data;
      return {
        rule,
        title: { en: rule.title, ja: attributes?.ja.title ?? rule.title },
        techniques: techniquesOf(rule.tags),
        rows: attributes?.rows ?? [],
        ...queriesOf(rule, (id) => byId.get(id)),
      };
    });
  return made.sort((one, other) => (one.rule.place.file === other.rule.place.file ? one.rule.place.line - other.rule.place.line : one.rule.place.file < other.rule.place.file ? -1 : 1)); // prettier-ignore
} // prettier-ignore

function queriesOf(
  rule: Rule | Correlation | AnalyserRule,
  find: (id: string) => Rule | Correlation | undefined,
): Pick<SiemRule, 'queries' | 'none'> {
  switch (rule.kind) {
    case 'rule':
      return plain(ruleQueries(rule), 0);
    case 'correlation':
      return plain(correlationQueries(rule, find), rule.timespan);
    case 'analyser': {
      const template = Object.hasOwn(analyserKql, rule.analyser) ? analyserKql[rule.analyser] : undefined; // prettier-ignore
      const made = template?.(rule.parameters) ?? [];
      const none: NoQuery = { table: undefined, reason: 'analyser', unsaid: [{ feature: rule.analyser, place: rule.place }] }; // prettier-ignore
      return {
        queries: made.map((one) => ({ ...one, notes: ['siem.note.template'], missing: [] })),
        none: made.length === 0 ? [none] : [],
      };
    }
  }
}

const plain = ({ queries, none }: RuleQueries, span: number): Pick<SiemRule, 'queries' | 'none'> => ({ queries: queries.map((one) => ({ ...one, simpler: undefined, span })), none }); // prettier-ignore
