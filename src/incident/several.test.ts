import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day, edge, firefox, hour, life, python, range, storeOf, visit } from '../../test/support/company.js'; // prettier-ignore
import type { IncidentDocument } from '../model/incident.js';
import type { NewEvent, Store } from '../store/store.js';
import { buildIncidentDocument } from './build.js';

const late = 10 * day;
const admin = { user: 'u0@t.example', session: 'admin', ip: '203.0.113.10', agent: edge };

describe('a company with two intrusions and an administrator who cleans up', () => {
  let store: Store;
  let document: IncidentDocument;
  beforeAll(async () => {
    store = await storeOf([
      ...life(true),
      ...range(4).map((n) => visit({ user: 'u1@t.example', session: 'first', ip: '45.9.9.9', agent: firefox, time: late + n * 60 })),
      ...range(4).map((n) => visit({ user: 'u5@t.example', session: 'second', ip: '45.8.8.8', agent: python, time: late + 20 * day + n * 60 })),
      visit({ ...admin, time: late + 3 * hour }, 'Reset user password.'),
      visit({ ...admin, time: late + 3 * hour + 60 }, 'Update StsRefreshTokenValidFrom Timestamp.'),
      visit({ ...admin, time: late + 3 * hour + 90 }, 'Remove-InboxRule'),
    ]); // prettier-ignore
    await store.weaveStrands();
    document = await buildIncidentDocument(store, { from: [], version: 'test', caseName: 'two' });
  });
  afterAll(() => {
    store.close();
  });

  test('are two incidents, each of its own user', () => {
    expect(
      document.incidents
        .map(({ victims }) => victims.map(({ user }) => user))
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([['u1@t.example'], ['u5@t.example']]);
  });

  test('the clean-up is in neither, and the administrator is nobody’s victim', () => {
    for (const { sessions, scope } of document.incidents) {
      expect(sessions.map(({ id }) => id)).not.toContain('admin');
      expect(scope.members.map(({ value }) => value)).not.toContain('u0@t.example');
      expect(scope.events).toHaveLength(4);
    }
  });
});

describe('an attacker whom the first password reset does not keep out', () => {
  const victim = 'u1@t.example';
  const reset = { ...admin, target: victim };
  const intruder = { user: victim, session: 'first', ip: '45.9.9.9', agent: firefox };
  const victimsAfter = async (
    events: readonly NewEvent[],
  ): Promise<IncidentDocument['incidents'][number]['victims']> => {
    const store = await storeOf([
      ...life(true),
      ...range(4).map((n) => visit({ ...intruder, time: late + n * 60 })),
      ...events,
    ]);
    try {
      await store.weaveStrands();
      const { incidents } = await buildIncidentDocument(store, { from: [], version: 'test', caseName: 'back' }); // prettier-ignore
      return incidents.flatMap(({ victims }) => victims);
    } finally {
      store.close();
    }
  };
  const again = range(2).map((n) => visit({ ...intruder, time: late + 5 * hour + n * 60 }));

  test('came back, and is not active still, when a second one ended it', async () => {
    const [only, ...others] = await victimsAfter([
      visit({ ...reset, time: late + 3 * hour }, 'Reset user password.'),
      ...again,
      visit({ ...reset, time: late + 8 * hour }, 'Reset user password.'),
    ]);
    expect(others).toEqual([]);
    expect(only?.contained).toHaveLength(2);
    expect(only?.cameBack).toEqual(again.map(({ event }) => event.values.event_id));
    expect(only?.afterContainment).toEqual([]);
    expect(only?.said.en).toContain('did not keep the attacker out: 2 more events');
  });

  test('is active still when none did, and what happens within one response is no return', async () => {
    const [only] = await victimsAfter([
      visit({ ...reset, time: late + 200 }, 'Reset user password.'),
      visit({ ...intruder, time: late + 240 }),
      visit({ ...reset, time: late + 600 }, 'Update StsRefreshTokenValidFrom Timestamp.'),
      ...again,
    ]);
    expect(only?.cameBack).toEqual([]);
    expect(only?.afterContainment).toEqual(again.map(({ event }) => event.values.event_id));
  });
});
