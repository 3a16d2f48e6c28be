import { describe, expect, test } from 'vitest';
import { edge, firefox, hour, life, storeOf, visit } from '../../test/support/company.js';
import { day } from '../../test/support/company.js';
import { homesOf } from './homes.js';
import { readStrands } from './strand.js';
import { judge } from './verdict.js';

const late = 10 * day;
const victim = 'u1@t.example';
const foreign = { user: victim, ip: '45.9.9.9', agent: firefox };

describe('an inferred session at the place of another', () => {
  test('is part of it, and does not make the place a known one', async () => {
    const store = await storeOf([
      ...life(true),
      visit({ ...foreign, session: 'stolen', time: late }),
      visit({ ...foreign, session: 'stolen', time: late + 9 * hour }),
      // Of the same hands, in the middle, without any session id.
      visit({ ...foreign, session: null, time: late + 4 * hour }),
    ]);
    try {
      await store.weaveStrands();
      const strands = await readStrands(store);
      const stray = strands.find(({ inferred, ips }) => inferred && ips.includes('45.9.9.9'));
      const homes = homesOf(strands);
      if (stray !== undefined) expect(homes.get(stray.session)?.session).toBe('stolen');
      const stolen = judge(strands).sessions.find(({ session }) => session === 'stolen');
      expect(stolen?.strands.flatMap(({ signals }) => signals.map(({ signal }) => signal))).toContain('new-network');
    } finally {
      store.close();
    }
  }); // prettier-ignore

  test('has no home where several sessions fit', async () => {
    const office = { user: victim, ip: '203.0.113.10', agent: edge };
    const store = await storeOf([
      ...life(true),
      visit({ ...office, session: 'one', time: late }),
      visit({ ...office, session: 'one', time: late + 9 * hour }),
      visit({ ...office, session: 'two', time: late }),
      visit({ ...office, session: 'two', time: late + 9 * hour }),
      visit({ ...office, session: null, time: late + 4 * hour }),
    ]);
    try {
      await store.weaveStrands();
      expect([...homesOf(await readStrands(store)).keys()]).toEqual([]);
    } finally {
      store.close();
    }
  });
});
