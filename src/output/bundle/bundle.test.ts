import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
import { unzipped } from '../../../test/support/unzipped.js';
import { incidentDocument } from '../../model/incident.js';
import { documentOf } from '../report/hostile.case.js';
import type { BundleMatter } from './bundle.js';
import { bundleName, bundleOf } from './bundle.js';

const matter: BundleMatter = {
  document: documentOf(hostileNames),
  journal: hostileNames.map((text, no) => ({ at: BigInt(no), author: 'bob@contoso.example', kind: 'note', text, detail: { text } })),
  reports: [{ name: 'report.md', bytes: Buffer.from('# report') }],
  incident: 'inc-00000001',
  language: 'en',
  tlp: 'amber',
  redact: false,
}; // prettier-ignore
const folder = 'bundle-inc-00000001-en';
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const inside = (more: Partial<BundleMatter> = {}): ReadonlyMap<string, Buffer> =>
  new Map([...unzipped(bundleOf({ ...matter, ...more }))].map(([name, bytes]) => [name.slice(name.indexOf('/') + 1), bytes])); // prettier-ignore

describe('a bundle', () => {
  it('is the same for the same case', () => {
    expect(bundleOf(matter).equals(bundleOf({ ...matter }))).toBe(true);
  });

  it('holds report, document, evidence list and journal in one folder', () => {
    const names = [...unzipped(bundleOf(matter)).keys()];
    expect(names).toEqual(
      ['README.txt', 'report/report.md', 'incident.json', 'evidence.csv', 'evidence.json', 'journal.json', 'manifest.json', 'SHA256SUMS'].map((name) => `${folder}/${name}`),
    );
    const files = inside();
    expect(files.get('report/report.md')?.toString()).toBe('# report');
    expect(incidentDocument.parse(JSON.parse(files.get('incident.json')?.toString() ?? ''))).toEqual(JSON.parse(JSON.stringify(matter.document)));
    const journal = JSON.parse(files.get('journal.json')?.toString() ?? '') as readonly unknown[];
    expect(journal).toHaveLength(hostileNames.length);
    expect(journal[0]).toEqual({ at: expect.stringContaining('1970-01-01T00:00:00') as string, author: 'bob@contoso.example', kind: 'note', text: hostileNames[0], detail: { text: hostileNames[0] } });
  }); // prettier-ignore

  it('tells the SHA-256 of every file in the manifest and in the list for checking', () => {
    const files = inside();
    const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as { readonly files: readonly object[] }; // prettier-ignore
    const members = [...files].filter(([name]) => name !== 'manifest.json' && name !== 'SHA256SUMS'); // prettier-ignore
    expect(manifest).toMatchObject({ bundle: 1, incident: 'inc-00000001', tlp: 'TLP:AMBER', redacted: false }); // prettier-ignore
    expect(manifest.files).toEqual(members.map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }))); // prettier-ignore
    const sums = [...files].filter(([name]) => name !== 'SHA256SUMS');
    expect(files.get('SHA256SUMS')?.toString()).toBe(sums.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join('')); // prettier-ignore
  });

  it('lists the evidence as CSV that no spreadsheet runs, and as JSON', () => {
    const files = inside();
    const csv = files.get('evidence.csv')?.toString() ?? '';
    expect(csv.startsWith('\ufefffile,sha256,bytes,')).toBe(true);
    const cells = parse(csv, { bom: true }) as readonly (readonly string[])[];
    expect(cells).toHaveLength(matter.document.evidence.length + 1);
    expect(cells.flat().filter((cell) => /^[=+@\t\r\n＝＋－＠-]/.test(cell))).toEqual([]);
    const rows = JSON.parse(files.get('evidence.json')?.toString() ?? '') as readonly unknown[];
    expect(rows).toHaveLength(matter.document.evidence.length);
    expect(rows[0]).toMatchObject({ sha256: 'ab'.repeat(32), bytes: 1 });
  });

  it('says how to check it, in both languages', () => {
    for (const language of ['en', 'ja'] as const) {
      const readme = inside({ language }).get('README.txt')?.toString() ?? '';
      expect(readme).toContain('sha256sum -c SHA256SUMS');
      expect(readme).toContain('Get-FileHash -Algorithm SHA256');
      expect(readme).toContain(language === 'ja' ? '改変' : 'nothing was changed');
      expect(readme).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]/); // eslint-disable-line no-control-regex
    }
  });

  it('redacted leaves the journal out and names nobody', () => {
    const { evidence } = documentOf(['Offer']);
    const files = inside({
      redact: true,
      document: {
        ...documentOf(['Invoice from Bob']),
        evidence: evidence.map((file) => ({ ...file, file: '/home/analyst-hanako/UAL_alice@contoso.example.csv', formats: ['ual-search-csv'] })),
      },
    }); // prettier-ignore
    expect([...files.keys()]).not.toContain('journal.json');
    const all = [...files.values()].map((bytes) => bytes.toString()).join('\n');
    expect(all).not.toMatch(/alice@|bob@|hanako|invoice/i);
    expect(all).toContain('UAL_person-1.csv');
    expect(files.get('README.txt')?.toString()).toContain('Redacted');
    expect(bundleName({ ...matter, redact: true })).toBe(`${folder}-redacted`);
  });
});
