import { describe, expect, it } from 'vitest';
import { KonsekiError } from '../errors.js';
import { logSourceParts } from './log-source.js';
import { logSourceTable } from './log-source-table.js';
import type { LogSource } from './rule.js';

const of = (product?: string, service?: string, category?: string): LogSource => ({
  product,
  service,
  category,
});
const sourcesOf = (logsource: LogSource): readonly string[] => [
  ...new Set(logSourceParts(logsource).map(({ source }) => source)),
];

describe('a log source', () => {
  it('means the log and its copies in the unified audit log', () => {
    expect(sourcesOf(of('azure', 'signinlogs'))).toEqual(['entra_signin', 'ual']);
    expect(logSourceParts(of('azure', 'auditlogs'))).toContainEqual({
      source: 'ual',
      only: { column: 'record_type', values: ['8'] },
    });
    expect(logSourceParts(of('m365', 'audit'))).toEqual([{ source: 'ual' }]);
    expect(sourcesOf(of('azure', 'riskdetection'))).toEqual(['risk_detection']);
  });

  it('is compared without regard to case, and by older names', () => {
    expect(logSourceParts(of('Azure', 'SignInLogs'))).toEqual(
      logSourceParts(of('azure', 'azure.signinlogs')),
    );
    expect(logSourceParts(of('office365', 'audit'))).toEqual(logSourceParts(of('m365', 'audit')));
  });

  it('is all logs of a product that names no service', () => {
    expect(sourcesOf(of('m365'))).toEqual(['ual', 'message_trace', 'mail']);
    expect(sourcesOf(of('azure'))).toEqual(
      expect.arrayContaining(['entra_signin', 'entra_audit', 'azure_activity', 'ual']),
    );
  });

  it('has lower-case values only, since they are compared so', () => {
    const values = Object.values(logSourceTable)
      .flatMap((services) => Object.values(services).flat())
      .flatMap(({ only }) => only?.values ?? []);
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => value !== value.toLowerCase())).toEqual([]);
  });

  it.each([
    [of('m365', 'yammer'), 'product: m365, service: yammer'],
    [of('windows', 'security'), 'product: windows, service: security'],
    [of('azure', 'signinlogs', 'authentication'), 'category: authentication'],
    [of(), 'names no log source'],
  ])('is refused by name when it is unknown (%j)', (logsource, named) => {
    expect(() => logSourceParts(logsource)).toThrow(KonsekiError);
    expect(() => logSourceParts(logsource)).toThrow(named);
  });
});
