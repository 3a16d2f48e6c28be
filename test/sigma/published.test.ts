import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRules, type RuleCheck } from '../../src/sigma/check.js';
import { compileRules } from '../../src/sigma/compile/compile-rules.js';
import { fieldMap } from '../../src/sigma/fields.js';
import { logSourceParts } from '../../src/sigma/log-source.js';
import { loadRules, type Pack } from '../../src/sigma/pack.js';
import { useScratch } from '../support/scratch.js';
import { missed } from './judge.js';
import { published } from './published-table.js';

/**
 * The rules that SigmaHQ publishes, unmodified: KONSEKI_SIGMA_RULES names a folder with its `rules` and
 * `rules-threat-hunting` inside. They are not part of this repository.
 */
const given = process.env['KONSEKI_SIGMA_RULES'];
const scratch = useScratch();

describe.skipIf(given === undefined)(
  'rules that SigmaHQ publishes (skipped unless KONSEKI_SIGMA_RULES names a folder with them)',
  () => {
    let pack: Pack;
    let check: RuleCheck;
    beforeAll(async () => {
      pack = await loadRules(
        ['rules', 'rules-threat-hunting'].flatMap((set) =>
          ['m365', 'azure'].map((product) => path.join(given ?? '', set, 'cloud', product)),
        ),
      );
      check = checkRules(pack, (rule) => void compileRules([rule], fieldMap, logSourceParts));
    });

    it('are all read and compiled', () => {
      expect(check.errors).toEqual([]);
      expect(check.compiled).toBe(check.rules);
      expect(check.rules).toBeGreaterThanOrEqual(145);
    });

    it('are all in the table', () => {
      expect(pack.rules.filter(({ id }) => published[id] === undefined)).toEqual([]);
    });

    it('fire on records of the kind they are written for, in every export', async () => {
      const wanted = pack.rules.flatMap((rule) => {
        const expected = published[rule.id];
        return expected?.kind === 'fires' ? [{ rule, on: expected.on }] : [];
      });
      expect(await missed(wanted, await scratch.folder())).toEqual([]);
    });

    it('are reported, with why, where they cannot fire', () => {
      const cannot = Object.entries(published).filter(([, { kind }]) => kind === 'cannot');
      expect(check.cannotFire.map(({ id }) => id).sort()).toEqual(cannot.map(([id]) => id).sort());
      for (const { id, reason } of check.cannotFire) {
        const expected = published[id];
        expect(reason).toMatch(expected?.kind === 'cannot' ? expected.because : /^$/);
      }
    });
  },
);
