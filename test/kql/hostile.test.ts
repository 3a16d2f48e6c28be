import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Pack } from '../../src/sigma/pack.js';
import { assemble } from '../../src/sigma/pack.js';
import { parseRules } from '../../src/sigma/parse/parse.js';
import { siemRules } from '../../src/detect/siem/siem-rules.js';
import { siemExport, siemFormats } from '../../src/output/siem/export.js';
import { hostileNames } from '../hostile.js';
import { diagnosticsOf } from './service.js';

const names = hostileNames.filter((name) => name.trim() !== '' && name.length < 100);
const sources = [
  { product: 'm365', service: 'exchange' },
  { product: 'azure', service: 'signinlogs' },
  { product: 'azure', service: 'auditlogs' },
];

/** One rule for some of the names: as title, value, name in a list, and field. */
function packOf(): Pack {
  const documents = names.map((name, at) =>
    stringify({
      title: name,
      description: name,
      tags: ['attack.stealth', 'attack.t1564.008'],
      logsource: sources[at % sources.length],
      detection: {
        s: {
          Operation: [name, `x${name}`],
          'UserId|contains': name,
          'UserAgent|startswith': name,
          [`Parameters.${name.replaceAll('|', '_')}`]: name,
          [`${name.replaceAll('|', '_')}.x`]: name,
        },
        condition: 's or not s',
      },
    }),
  );
  const parsed = documents.map((text, at) => parseRules(text, `dir/n${at}.yml`));
  return assemble(
    parsed.flatMap((one) => one.documents),
    new Map(parsed.flatMap((one) => [...one.written])),
    parsed.flatMap((one) => one.problems),
  );
}

it('carries hostile names as text in every format', () => {
  const pack = packOf();
  expect(pack.rules.length).toBeGreaterThan(names.length / 2);
  const made = siemExport(siemRules(pack, 'informational'), pack, siemFormats, 'en');
  const kql = made.files.filter(({ format }) => format === 'kql');
  expect(kql.length).toBeGreaterThan(100);
  for (const { name, text } of kql) {
    expect(name).toMatch(/^[\w-]+\.[A-Za-z]+\.kql$/);
    const lines = text.split('\n');
    const body = lines.slice(lines.findIndex((line) => !line.startsWith('//')));
    // The head is comments alone, and then the query begins with its table.
    expect(body[0]).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(text).not.toMatch(/[\r\u0085\u2028\u2029\u202e]/);
  }
  const wrong = kql.flatMap(({ text }) => diagnosticsOf(text));
  expect(wrong).toEqual([]);
  for (const { text } of made.files.filter(({ format }) => format === 'sentinel')) {
    const read = parse(text) as { query: string; kind: string };
    expect(read.kind).toBe('Scheduled');
    expect(read.query).toMatch(/^[A-Z][A-Za-z]+\n/);
  }
  for (const { text } of made.files.filter(({ format }) => format === 'sigma'))
    expect(parseRules(text, 'x.yml').problems).toEqual([]);
  // Rows of the table stay rows.
  const rows = made.report.text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.every((row) => row.replaceAll(String.raw`\|`, '').split('|').length === 8)).toBe(true); // prettier-ignore
}, 120_000);
