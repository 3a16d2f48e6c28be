import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { SiemQuery, SiemRule } from '../../detect/siem/siem-rules.js';
import { kqlTables } from '../../sigma/kql/tables-table.js';
import type { Language, Translate } from '../language/translate.js';
import { visible } from '../visible.js';
import { approximations, remarksOf } from './kql-file.js';
import { sentinelLimits, sentinelSeverities, sentinelTactics } from './sentinel-table.js';

export type Sentinel =
  | { readonly kind: 'rule'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };

const hour = 3600;

/** A scheduled analytic rule of Microsoft Sentinel, in the YAML that its repositories take. */
export function sentinelRule(rule: SiemRule, query: SiemQuery, language: Language, t: Translate): Sentinel {
  if (query.text.length > sentinelLimits.query)
    return { kind: 'none', why: t('siem.none.long', { count: query.text.length.toLocaleString('en-US') }) }; // prettier-ignore
  const period = (Math.ceil(query.span / hour) + 1) * hour;
  if (period > sentinelLimits.period) return { kind: 'none', why: t('siem.none.period') };
  const used = kqlTables.filter(({ name }) => query.tables.includes(name));
  const hasAddress = query.span > 0 || used.some(({ address }) => address !== undefined);
  const text = stringify(
    {
      id: idOf(rule.rule.id, query),
      name: cut(visible(rule.title[language]), sentinelLimits.name),
      description: cut(descriptionOf(rule, query, language, t), sentinelLimits.description),
      severity: sentinelSeverities[rule.rule.level],
      requiredDataConnectors: connectorsOf(used.map(({ connector }) => connector)),
      queryFrequency: '1h',
      queryPeriod: period % 86_400 === 0 ? `${period / 86_400}d` : `${period / hour}h`,
      triggerOperator: 'gt',
      triggerThreshold: 0,
      tactics: tacticsOf(rule.rule.tags),
      relevantTechniques: rule.techniques,
      query: query.text,
      entityMappings: [
        { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'AccountUpn' }] }, // prettier-ignore
        ...(hasAddress ? [{ entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'ClientAddress' }] }] : []), // prettier-ignore
      ],
      version: '1.0.0',
      kind: 'Scheduled',
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
  return { kind: 'rule', text };
} // prettier-ignore

/** The rule's own id cannot be that of two queries: an id of each, the same whenever it is made. */
function idOf(id: string, { tables }: SiemQuery): string {
  const hash = createHash('sha1')
    .update(`konseki sentinel ${id} ${tables.join(' ')}`)
    .digest();
  const bytes = [...hash.subarray(0, 16)].map((byte, at) =>
    at === 6 ? (byte & 0x0f) | 0x50 : at === 8 ? (byte & 0x3f) | 0x80 : byte,
  );
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const descriptionOf = (rule: SiemRule, query: SiemQuery, language: Language, t: Translate): string =>
  [
    visible(rule.rule.description ?? rule.title[language]),
    ...remarksOf(query, t).map((text) => `${t('siem.head.note')}: ${visible(text)}`),
    ...approximations(query, language, t).map((text) => `${t('siem.head.approximated')}: ${visible(text)}`), // prettier-ignore
  ].join('\n'); // prettier-ignore

/** Whole code points. */
const cut = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};

function connectorsOf(
  all: readonly { readonly id: string; readonly dataType: string }[],
): readonly object[] {
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.map((connectorId) => ({
    connectorId,
    dataTypes: [...new Set(all.filter(({ id }) => id === connectorId).map(({ dataType }) => dataType))], // prettier-ignore
  }));
}

const tacticsOf = (tags: readonly string[]): readonly string[] => [
  ...new Set(
    tags.flatMap((tag) => {
      const name = tag.toLowerCase().replace(/^attack\./, '').replaceAll('_', '-'); // prettier-ignore
      return Object.hasOwn(sentinelTactics, name) ? (sentinelTactics[name] ?? []) : [];
    }),
  ),
];
