import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../read/record.js';
import type { RecordShape } from '../recognise.js';
import { read } from './testing.case.js';

/**
 * Real records that nobody on this project wrote, against a plain reading of each, which knows
 * nothing of the table.
 */
const samples = fileURLToPath(new URL('../../../../shared/samples/', import.meta.url));

interface Sample {
  readonly fields: Fields;
  readonly shape: RecordShape;
}

function recordsOf(file: string): readonly Sample[] {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  if (file.endsWith('.csv')) {
    const rows = parseCsv(text, { columns: true, relax_column_count: true }) as unknown as Fields[];
    return rows.map((fields) => ({ fields, shape: 'csv' }));
  }
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    values = text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  }
  return [values].flat().map((fields) => ({ fields: fields as Fields, shape: 'json' }));
}

/** The record itself, wherever it sits. */
function auditOf({ fields }: Sample): Fields | undefined {
  const inside = fields['AuditData'] ?? fields['RawEventData'] ?? fields;
  const record = (typeof inside === 'string' ? JSON.parse(inside) : inside) as Fields;
  return typeof record['CreationTime'] === 'string' && typeof record['Operation'] === 'string'
    ? record
    : undefined;
}

const string = (value: unknown): string => (typeof value === 'string' ? value : '');

function named(list: unknown, name: string): string {
  if (!Array.isArray(list)) return '';
  const entry = (list as readonly Fields[]).find((each) => each['Name'] === name);
  return string(entry?.['Value']);
}

/** `203.0.113.24:49152`, `[2001:db8::1]:49152`, `::ffff:203.0.113.24` → the address. */
function plainIp(text: string): string | undefined {
  const address = text
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:/i, '')
    .toLowerCase();
  return /^[0-9a-f:.]{3,}$/.test(address) ? address : undefined;
}

function plainReading(record: Fields): Record<string, unknown> {
  const access = record['AppAccessContext'] as Fields | undefined;
  const session =
    string(access?.['AADSessionId']) ||
    named(record['DeviceProperties'], 'SessionId') ||
    string(record['SessionId']);
  const ip = ['ClientIP', 'ClientIPAddress', 'ActorIpAddress']
    .map((key) => plainIp(string(record[key])))
    .find((address) => address !== undefined);
  return {
    event_id: record['Id'],
    time: BigInt(Date.parse(`${string(record['CreationTime']).replace(/Z$/, '')}Z`)) * 1000n,
    operation: string(record['Operation']).replace(/[–—]/g, '-').trim().replace(/\.$/, ''),
    record_type: record['RecordType'],
    user: string(record['UserId']).toLowerCase() || undefined,
    ip,
    session_id: session.toLowerCase() || undefined,
  };
}

const files = existsSync(samples)
  ? ['deteng', 'plaso', 'otrf', 'techjollof'].flatMap((folder) =>
      readdirSync(path.join(samples, folder))
        .filter((name) => /\.(?:csv|jsonl?)$/.test(name))
        .map((name) => path.join(folder, name)),
    )
  : [];

const reason = 'the real samples in ../shared/samples are not here';
describe.skipIf(files.length === 0)(`real records (skipped where ${reason})`, () => {
  it.each(files)('%s', (name) => {
    for (const sample of recordsOf(path.join(samples, name))) {
      const record = auditOf(sample);
      if (record === undefined) continue;
      const { values, damage } = read(sample.fields, sample.shape);
      expect([record['Id'], damage]).toEqual([record['Id'], null]);
      const plain = plainReading(record);
      const ours = Object.fromEntries(
        Object.keys(plain).map((key) => [key, values[key as 'user']]),
      );
      expect(ours).toEqual(plain);
    }
  });

  it('are as many as their README says', () => {
    const all = files.flatMap((name) => recordsOf(path.join(samples, name)));
    expect(all.filter((sample) => auditOf(sample) !== undefined).length).toBeGreaterThan(600);
  });

  it('are read as OfficeActivity where they come from Log Analytics', () => {
    const [row] = recordsOf(path.join(samples, 'otrf/OfficeActivityEvents.json'));
    const { format, values } = read(row!.fields, row!.shape);
    expect(format).toBe('ual-sentinel');
    expect(values).toMatchObject({
      time: BigInt(Date.parse('2021-08-02T13:32:07Z')) * 1000n,
      operation: 'MailItemsAccessed',
      record_type: 50,
      record_type_name: 'ExchangeItemAggregated',
      user: 'pgustavo@simulandlabs.com',
      target_user: 'pgustavo@simulandlabs.com',
      ip: '1.2.3.4',
      client_app: 'REST',
      app_id: '5a95e683-08ad-424e-a441-1d1aec52c02c',
      folder: '\\Inbox',
    });
  });
});
