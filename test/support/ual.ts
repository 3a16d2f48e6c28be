/** Made-up unified audit log records, and the exports they come in. */

export type AuditRecord = Readonly<Record<string, unknown>>;

const two = (n: number): string => String(n).padStart(2, '0');

/** Record number `n`: each has its own id, second, address and user agent. */
export function auditRecord(n: number, more: AuditRecord = {}): AuditRecord {
  const seconds = n % 86_400;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return {
    CreationTime: `2024-05-${two((Math.floor(n / 86_400) % 28) + 1)}T${clock.map(two).join(':')}`,
    Id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    Operation: n % 3 === 0 ? 'MailItemsAccessed' : 'Send',
    OrganizationId: '11111111-1111-4111-8111-111111111111',
    RecordType: n % 3 === 0 ? 50 : 2,
    ResultStatus: 'Succeeded',
    UserKey: '10032001A0B1C2D3',
    UserType: 0,
    Workload: 'Exchange',
    UserId: `User${n % 7}@contoso.test`,
    ClientIPAddress: `203.0.113.${n % 250}`,
    ClientInfoString: 'Client=OWA;Mozilla/5.0 (Windows NT 10.0) Edge/124',
    SessionId: `22222222-2222-4222-8222-${(n % 5).toString(16).padStart(12, '0')}`,
    Item: { Subject: `Subject ${n}, "quoted"`, ParentFolder: { Path: '\\Inbox' } },
    ...more,
  };
}

export const auditRecords = (from: number, to: number): AuditRecord[] =>
  Array.from({ length: to - from }, (_, index) => auditRecord(from + index));

export const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export interface CsvStyle {
  readonly delimiter?: string;
  readonly eol?: string;
  /** The last line has no end. */
  readonly openEnd?: boolean;
}

export function csv(rows: readonly (readonly string[])[], style: CsvStyle = {}): string {
  const { delimiter = ',', eol = '\n', openEnd = false } = style;
  const text = rows.map((row) => row.map(cell).join(delimiter)).join(eol);
  return openEnd ? text : text + eol;
}

export const purviewHeader = [
  'RecordId',
  'CreationDate',
  'RecordType',
  'Operation',
  'UserId',
  'AuditData',
];

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

export const purviewRow = (record: AuditRecord, auditData = JSON.stringify(record)): string[] => [
  text(record['Id']),
  `${text(record['CreationTime'])}.0000000Z`,
  text(record['RecordType']),
  text(record['Operation']),
  text(record['UserId']),
  auditData,
];

/** The Purview portal's CSV. */
export const purviewCsv = (records: readonly AuditRecord[], style?: CsvStyle): string =>
  csv([purviewHeader, ...records.map((record) => purviewRow(record))], style);

/** Search-UnifiedAuditLog's CSV. */
export const searchCsv = (
  records: readonly AuditRecord[],
  resultCount = records.length,
  style?: CsvStyle,
): string =>
  csv(
    [
      'RecordType,CreationDate,UserIds,Operations,AuditData,ResultIndex,ResultCount,Identity'.split(
        ',',
      ),
      ...records.map((record, index) => [
        'ExchangeItem',
        text(record['CreationTime']),
        text(record['UserId']),
        text(record['Operation']),
        JSON.stringify(record),
        String(index + 1),
        String(resultCount),
        text(record['Id']),
      ]),
    ],
    style,
  );

export const jsonl = (records: readonly AuditRecord[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Text as Windows writes it: UTF-16, with its mark. */
export function utf16(content: string, order: 'le' | 'be' = 'le'): Buffer {
  const bytes = Buffer.from(`\ufeff${content}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}
