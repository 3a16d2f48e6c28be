import { describe, expect, it } from 'vitest';
import { signInFacts } from './facts.js';
import { edge, firefox, habit, logon, places, signIn, time, useCases } from './testing.case.js';

const store = useCases();

describe('attempts', () => {
  it('are one where both logs and several records tell of one request', async () => {
    const one = { time: time(0, 9), token_id: 'A'.repeat(22), ip: places.rented };
    const opened = await store([
      signIn(one),
      logon(one),
      logon({ ...one, time: time(0, 9, 0, 2) }),
    ]);
    await signInFacts(opened);
    const rows = await opened.query(
      'SELECT way, outcome, len(places) AS records FROM signin_attempts',
    );
    expect(rows).toEqual([{ way: 'interactive', outcome: 'success', records: 3 }]);
  });

  it('are two where the password is typed twice', async () => {
    const wrong = { correlation_id: 'c', error_code: '50126', ip: places.rented };
    const opened = await store([
      signIn({ ...wrong, time: time(0, 9) }),
      signIn({ ...wrong, time: time(0, 9, 0, 3) }),
    ]);
    await signInFacts(opened);
    expect(await opened.query('SELECT count(*) AS n FROM signin_attempts')).toEqual([{ n: 2 }]);
  });

  it('are by hand or not as the unified audit log words it', async () => {
    const opened = await store([
      logon({ time: time(0, 9), ip: places.rented }),
      logon({ time: time(0, 10), ip: places.rented }, 'OAuth2:Token'),
      logon({ time: time(0, 11), ip: places.rented }, 'SAS:EndAuth'),
    ]);
    await signInFacts(opened);
    const rows = await opened.query('SELECT way FROM signin_attempts ORDER BY "time"');
    expect(rows.map(({ way }) => way)).toEqual(['interactive', 'non_interactive', 'interactive']);
  });

  it('leave out what renews itself where it always does', async () => {
    const silent = { sign_in_kind: 'non_interactive' };
    const opened = await store([
      ...habit(6),
      signIn({ ...silent, time: time(5, 3), ip: places.office }),
      signIn({ ...silent, time: time(5, 4), ip: places.lagos }),
    ]);
    await signInFacts(opened);
    const rows = await opened.query(`SELECT ip FROM signin_attempts WHERE way = 'non_interactive'`);
    expect(rows).toEqual([{ ip: places.lagos }]);
  });

  it('are made anew for other events in the same store', async () => {
    const first = await store(habit(2));
    await signInFacts(first);
    const second = await store(habit(3));
    await signInFacts(second);
    expect(await second.query('SELECT max(days) AS days FROM signin_users')).toEqual([{ days: 3 }]);
  });
});

describe("the user's own networks", () => {
  const own = async (events: Parameters<typeof store>[0]): Promise<readonly unknown[]> => {
    const opened = await store(events);
    await signInFacts(opened);
    const rows = await opened.query(
      `SELECT DISTINCT i.ip FROM signin_networks w JOIN signin_ips i ON i.network = w.network WHERE w.core AND w.who = 'alice@example.com' ORDER BY 1`,
    );
    return rows.map(({ ip }) => ip);
  };

  it('are those of many days', async () => {
    expect(await own(habit(6))).toEqual([places.home, places.office]);
  });

  it('are not told by one or two days', async () => {
    expect(await own(habit(2))).toEqual([]);
  });

  it("do not take in a thief's one session, however many days it lasts", async () => {
    const thief = Array.from({ length: 6 }, (_, day) =>
      signIn({ time: time(day + 4, 3), ip: places.household, session_id: 'stolen' }),
    );
    expect(await own([...habit(10), ...thief])).toEqual([places.home, places.office]);
  });

  it('take in a private VPN of many sessions', async () => {
    const vpn = Array.from({ length: 8 }, (_, day) =>
      signIn({ time: time(day, 13), ip: places.rented, session_id: `vpn-${day}` }),
    );
    expect(await own([...habit(8), ...vpn])).toContain(places.rented);
  });

  it('do not take in rented machines that changed the system of a session', async () => {
    const thief = Array.from({ length: 8 }, (_, day) => [
      signIn({ time: time(day, 3), ip: places.rented, session_id: `own-${day % 2}`, ...firefox }),
    ]).flat();
    expect(await own([...habit(8), ...thief])).not.toContain(places.rented);
  });
});

describe("the company's addresses", () => {
  const company = async (events: Parameters<typeof store>[0]): Promise<readonly unknown[]> => {
    const opened = await store(events);
    await signInFacts(opened);
    const rows = await opened.query('SELECT ip FROM signin_ips WHERE company ORDER BY ip');
    return rows.map(({ ip }) => ip);
  };
  const people = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
  const daily = (ip: string, days: number, device: string | null) =>
    people.flatMap((user) =>
      Array.from({ length: days }, (_, day) =>
        signIn({
          user,
          ip,
          time: time(day, 2),
          device_id: device === null ? null : `${device}-${user}`,
          ...edge,
        }),
      ),
    );

  it('are those that several come from for days', async () => {
    expect(await company(daily(places.office, 3, null))).toEqual([places.office]);
  });
  it('may be rented', async () => {
    expect(await company(daily(places.rented, 3, 'pc'))).toEqual([places.rented]);
  });
  it('are not those of a day of phishing', async () => {
    expect(await company(daily(places.rented, 1, null))).toEqual([]);
  });
});
