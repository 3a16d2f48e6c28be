import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canFire } from '../../src/sigma/can-fire.js';
import { evaluate } from '../../src/sigma/evaluate.js';
import { fieldMap } from '../../src/sigma/fields.js';
import { logSourceParts } from '../../src/sigma/log-source.js';
import { parseRules } from '../../src/sigma/parse/parse.js';
import type { Rule } from '../../src/sigma/rule.js';
import type { RuleEvent } from '../../src/sigma/values.js';
import { eventOf } from './exporters.js';
import { published } from './published-table.js';

/**
 * The rules that SigmaHQ publishes, unmodified: KONSEKI_SIGMA_RULES is a folder with its `rules` (and
 * `rules-threat-hunting`) inside. They are not part of this repository.
 */
const folder = process.env['KONSEKI_SIGMA_RULES'];

const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => file.split(path.sep).join('/'))
        .filter((file) => /^rules(?:-threat-hunting)?\/cloud\/(?:m365|azure)\/.*\.yml$/.test(file))
        .sort();

const meant = (rule: Rule, event: RuleEvent): boolean =>
  logSourceParts(rule.logsource).some(
    ({ source, only }) =>
      source === event.source &&
      (only === undefined ||
        only.values.includes(String(event.columns[only.column] ?? '').toLowerCase())),
  );

describe.skipIf(folder === undefined)(
  'rules that SigmaHQ publishes (skipped unless KONSEKI_SIGMA_RULES names a folder with them)',
  () => {
    it.each(files)('%s', (file) => {
      const { documents, problems } = parseRules(
        readFileSync(path.join(folder ?? '', file), 'utf8'),
        file,
      );
      expect(problems).toEqual([]);
      for (const rule of documents) {
        if (rule.kind !== 'rule') continue;
        const expected = published[rule.id];
        if (expected === undefined) throw new Error(`${rule.id} is not in published-table.ts`);
        const verdict = canFire(rule);
        if (expected.kind === 'cannot') {
          expect(verdict).toMatchObject({
            kind: 'cannot',
            reason: expect.stringMatching(expected.because) as string,
          });
          continue;
        }
        expect(verdict).toEqual({ kind: 'can' });
        const fields = fieldMap(rule.logsource);
        const missed = expected.on.filter((record) => {
          const event = eventOf(record);
          return !meant(rule, event) || !evaluate(rule, event, fields);
        });
        expect(
          missed.map(({ exporter, fields: { Operation, Activity } }) => [
            exporter,
            Operation ?? Activity,
          ]),
        ).toEqual([]);
      }
    });
  },
);
