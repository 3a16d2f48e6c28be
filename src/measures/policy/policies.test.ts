import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PostureDocument } from '../../model/posture.js';
import { catalogue } from '../catalogue/catalogue-table.js';
import { judgePosture } from '../posture/judge.js';
import { readSnapshot } from '../snapshot/snapshot.js';
import { placeholder, settings } from './policies.js';

const strong = fileURLToPath(new URL('../../../test/fixtures/tenants/strong', import.meta.url));
const emergency = '99999999-0000-4000-8000-000000000001';
const ids = Object.keys(settings);

/** What posture says of a tenant that has this policy and no other. */
function judged(policy: object): PostureDocument['measures'] {
  const others = readdirSync(strong)
    .filter((name) => !/conditionalAccess/i.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(strong, name), 'utf8') }));
  const text = JSON.stringify({ value: [{ id: '11111111-0000-4000-8000-000000000009', ...policy }] }); // prettier-ignore
  const snapshot = readSnapshot([...others, { name: 'conditionalAccessPolicies.json', text }]);
  return judgePosture(snapshot, { now: new Date('2026-11-24T00:00:00Z'), days: 90, breakGlass: [emergency] }).measures; // prettier-ignore
}

describe('settings', () => {
  test('there is one for every measure of the catalogue', () => {
    expect(ids.toSorted()).toEqual(catalogue.map(({ id }) => id).toSorted());
  });

  for (const id of ids) {
    const setting = settings[id];
    if (setting?.kind !== 'policy') continue;
    test(`the policy of ${id} is what posture asks for: report-only as written, enforced once it is on`, () => {
      const written = setting.make([emergency]);
      const verdict = (policy: object) => judged(policy).find((one) => one.id === id);
      expect(written.state).toBe('enabledForReportingButNotEnforced');
      expect(verdict(written)?.verdict).toBe('report-only');
      const on = verdict({ ...written, state: 'enabled' });
      expect((on?.gaps ?? []).filter((gap) => !(gap.kind === 'open' && gap.inherent))).toEqual([]);
      expect(on?.verdict).toBe(id === 'W-70' ? 'enforced-with-gaps' : 'enforced');
      expect(setting.rollout.length).toBeGreaterThan(3);
    });
    test(`the policy of ${id} leaves out nobody by accident`, () => {
      expect(JSON.stringify(setting.make([]))).toContain(placeholder);
      expect(JSON.stringify(setting.make([emergency]))).not.toContain(placeholder);
    });
  }
});
