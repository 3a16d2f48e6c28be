import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedRules } from '../../src/detect/pack.js';
import type { SiemRule } from '../../src/detect/siem/siem-rules.js';
import { siemRules } from '../../src/detect/siem/siem-rules.js';
import type { SiemExport } from '../../src/output/siem/export.js';
import { siemExport, siemFormats } from '../../src/output/siem/export.js';
import { sentinelTactics } from '../../src/output/siem/sentinel-table.js';
import type { Pack } from '../../src/sigma/pack.js';
import { loadRules } from '../../src/sigma/pack.js';
import { schemas } from '../../src/sigma/kql/schemas-table.js';
import { diagnosticsOf } from './service.js';

let pack: Pack;
let rules: readonly SiemRule[];
let made: SiemExport;

beforeAll(async () => {
  pack = await loadRules([shippedRules]);
  rules = siemRules(pack, 'informational');
  made = siemExport(rules, pack, siemFormats, 'en');
});

const named = (format: string, end: string): readonly string[] =>
  made.files.filter((file) => file.format === format && file.name.endsWith(end)).map(({ text }) => text); // prettier-ignore

it('has a language service that finds what is wrong', () => {
  expect(diagnosticsOf('SigninLogs | where Nope == 1').join()).toContain('Nope');
  expect(diagnosticsOf('SigninLogs | where ResultType ==').length).toBeGreaterThan(0);
  expect(diagnosticsOf('Nowhere | take 1').join()).toContain('Nowhere');
  expect(diagnosticsOf('SigninLogs | where LocationDetails contains_cs 1 | nonsense').length).toBeGreaterThan(0); // prettier-ignore
  expect(diagnosticsOf('SigninLogs | where ResultType == "0"')).toEqual([]);
});

it('says every query so that the language service binds it to the published schemas', () => {
  const queries = named('kql', '.kql');
  expect(queries.length).toBeGreaterThan(rules.length / 2);
  const wrong = queries.flatMap((text) => diagnosticsOf(text).map((said) => `${text.split('\n')[0] ?? ''}: ${said}`)); // prettier-ignore
  expect(wrong).toEqual([]);
}, 120_000);

it('loses no rule: each has a file in a format, or a reason', () => {
  expect(pack.problems).toEqual([]);
  for (const { format, exported, none } of made.counts) {
    expect(exported + none, format).toBe(rules.length);
    const reasons = new Set(made.missing.filter((one) => one.format === format).map((one) => one.rule)); // prettier-ignore
    expect(reasons.size, format).toBeGreaterThanOrEqual(none);
  }
  for (const rule of rules) {
    expect(rule.queries.length + rule.none.length, rule.title.en).toBeGreaterThan(0);
    for (const { reason, unsaid } of rule.none)
      expect(reason === 'log' || unsaid.length > 0, rule.title.en).toBe(true);
  }
});

it('says every plain rule but those that ask what no table has', () => {
  const left = rules.filter(
    ({ rule, queries }) => rule.kind !== 'analyser' && queries.length === 0,
  );
  expect(left.every(({ none }) => none.every(({ reason }) => reason === 'fields'))).toBe(true);
  const kinds = new Set(rules.filter(({ queries }) => queries.length > 0).map(({ rule }) => rule.kind)); // prettier-ignore
  expect([...kinds].sort()).toEqual(['analyser', 'correlation', 'rule']);
});

it.each(['W-74', 'W-75', 'W-77', 'W-7A', 'W-7C', 'W-7D'])('has a query for %s', (row) => {
  const queries = rules.filter(({ rows }) => rows.includes(row)).flatMap((one) => one.queries);
  expect(queries.length).toBeGreaterThan(0);
});

it('gives both tables of the unified audit log where both carry the rule', () => {
  const inbox = rules.find(({ rule }) => rule.place.file.endsWith('evasion_inbox-rule-hides.yml'));
  expect(inbox?.queries.map(({ tables }) => tables[0])).toEqual(['OfficeActivity', 'CloudAppEvents']); // prettier-ignore
  const flow = rules.find(({ rule }) => rule.place.file.endsWith('info-theft_flow-changed.yml'));
  expect(flow?.queries.map(({ tables }) => tables[0])).toEqual(['CloudAppEvents']);
});

interface Analytic {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly query: string;
  readonly queryPeriod: string;
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly requiredDataConnectors: readonly { connectorId: string; dataTypes: readonly string[] }[];
  readonly entityMappings: readonly { fieldMappings: readonly { columnName: string }[] }[];
  readonly kind: string;
  readonly version: string;
}

it('writes analytic rules that Sentinel takes', () => {
  const analytics = named('sentinel', '.yaml').map((text) => parse(text) as Analytic);
  expect(new Set(analytics.map(({ id }) => id)).size).toBe(analytics.length);
  for (const one of analytics) {
    expect(one.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one.kind).toBe('Scheduled');
    expect(one.version).toBe('1.0.0');
    expect(one.query.length).toBeLessThanOrEqual(10_000);
    expect(['Informational', 'Low', 'Medium', 'High']).toContain(one.severity);
    expect(one.tactics.length, one.name).toBeGreaterThan(0);
    for (const tactic of one.tactics) expect(Object.values(sentinelTactics)).toContain(tactic);
    for (const technique of one.relevantTechniques) expect(technique).toMatch(/^T\d{4}(?:\.\d{3})?$/);
    expect(one.requiredDataConnectors.length).toBeGreaterThan(0);
    for (const { dataTypes } of one.requiredDataConnectors)
      for (const table of dataTypes) expect(Object.keys(schemas)).toContain(table);
    for (const { fieldMappings } of one.entityMappings)
      for (const { columnName } of fieldMappings) expect(one.query).toMatch(new RegExp(`\\b${columnName} = `)); // prettier-ignore
  }
}); // prettier-ignore

it('makes the same bytes again', () => {
  expect(siemExport(siemRules(pack, 'informational'), pack, siemFormats, 'en')).toEqual(made);
});

it('keeps to the level that is asked for', () => {
  const high = siemRules(pack, 'high');
  expect(high.length).toBeGreaterThan(0);
  expect(high.length).toBeLessThan(rules.length);
  expect(high.every(({ rule }) => rule.level === 'high' || rule.level === 'critical')).toBe(true);
});

it('says heads in Japanese', () => {
  const [first] = siemExport(rules.slice(0, 1), pack, ['kql'], 'ja').files;
  expect(first?.text).toContain('// 重要度: ');
});
