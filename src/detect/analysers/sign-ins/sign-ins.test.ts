import { describe, expect, it } from 'vitest';
import { aitmSignIn } from './aitm-sign-in.js';
import { bruteForce } from './brute-force.js';
import { countriesInWindow } from './countries-in-window.js';
import { impossibleTravel } from './impossible-travel.js';
import { newHostingNetwork } from './new-hosting-network.js';
import { passwordSpray } from './password-spray.js';
import { sessionApart } from './session-apart.js';
import { sessionReplayed } from './session-replayed.js';
import { stoppedSignIn } from './stopped-sign-in.js';
import {
  axios,
  edge,
  firefox,
  gravities,
  habit,
  logon,
  places,
  recordsOf,
  run,
  signIn,
  time,
  useCases,
} from './testing.case.js';

const store = useCases();
const pc = { device_id: '6a045f24-d6eb-421e-a16c-3a5f53a63f83' };

describe('a session used by two', () => {
  const here = signIn({ time: time(8, 1), session_id: 's' });
  const found = async (
    values: object,
    before = habit(8),
  ): Promise<readonly (string | undefined)[]> =>
    gravities(
      await run(
        sessionReplayed,
        await store([
          ...before,
          here,
          signIn({
            time: time(8, 1, 20),
            session_id: 's',
            sign_in_kind: 'non_interactive',
            ...values,
          }),
        ]),
      ),
    );

  it('is grave with another system on a rented machine, within the hour', async () => {
    expect(await found({ ip: places.rented, ...firefox })).toEqual(['high']);
  });
  it('is grave by a script', async () => {
    expect(await found({ ip: places.rented, ...axios })).toEqual(['high']);
  });
  it('shows in another country at the same time, although the client is the same', async () => {
    expect(await found({ ip: places.lagos })).toEqual(['low']);
  });
  it('shows by a browser that went back in version', async () => {
    const older = { user_agent: edge.user_agent.replaceAll('136', '120'), browser: 'Edge 120.0.0' };
    const [same] = await found({ ip: places.rented });
    const [back] = await found({ ip: places.rented, ...older });
    expect([same, back]).toEqual(['medium', 'high']);
  });
  it.each(['home', 'carrier', 'household'] as const)(
    'is not a laptop on the way: %s',
    async (where) => {
      expect(await found({ ip: places[where] })).toEqual([]);
    },
  );
  it.each(['gateway', 'microsoft'] as const)('is not %s', async (where) => {
    expect(await found({ ip: places[where], ...firefox })).toEqual([]);
  });
  it('is not the registered device', async () => {
    expect(await found({ ip: places.rented, ...pc }, habit(8, pc))).toEqual([]);
  });
  it('shows without any days before it', async () => {
    expect(await found({ ip: places.rented, ...firefox }, [])).toEqual(['high']);
  });
  it('does not take an iPad that asks for the desktop page for another system', async () => {
    const ipad = { browser: 'Safari 17', os: 'iPadOS', user_agent: null };
    const mac = { browser: 'Safari 17', os: 'MacOs', user_agent: null };
    const opened = await store([
      ...habit(8),
      signIn({ time: time(8, 1), session_id: 's', ip: places.office, ...ipad, os: 'Ios 17' }),
      signIn({ time: time(8, 1, 9), session_id: 's', ip: places.carrier, ...mac }),
    ]);
    expect(await run(sessionReplayed, opened)).toEqual([]);
  });
});

describe('two countries within ten minutes', () => {
  const at = (minute: number, values: object) => signIn({ time: time(8, 1, minute), ...values });
  const found = async (values: object, minute = 4): Promise<readonly (string | undefined)[]> =>
    gravities(
      await run(countriesInWindow, await store([...habit(8), at(0, {}), at(minute, values)])),
    );

  it('weigh by what is new for the user', async () => {
    expect(await found({ ip: places.lagos })).toEqual(['low']);
    expect(await found({ ip: places.lagos, ...firefox })).toEqual(['high']);
    expect(await found({ ip: places.rented, ...firefox })).toEqual(['high']);
  });
  it('end after ten', async () => {
    expect(await found({ ip: places.lagos, ...firefox }, 10)).toHaveLength(1);
    expect(await found({ ip: places.lagos, ...firefox }, 11)).toEqual([]);
  });
  it('are no refused ones', async () => {
    expect(await found({ ip: places.lagos, ...firefox, error_code: '50126' })).toEqual([]);
  });
  it("are no company's gateway and no address of Microsoft's", async () => {
    expect(await found({ ip: places.gateway, country: 'SG', ...firefox })).toEqual([]);
    expect(await found({ ip: places.microsoft, ...firefox })).toEqual([]);
  });
  it('take the country that the log says, and one for each address', async () => {
    const opened = await store([
      ...habit(8),
      at(0, { ip: places.lagos, country: 'NG', ...firefox }),
      logon({ time: time(8, 1, 3), ip: places.lagos, country: null, ...firefox }),
    ]);
    expect(await run(countriesInWindow, opened)).toEqual([]);
  });
});

describe('journeys that nobody makes', () => {
  const found = async (hour: number, values: object = {}): Promise<number> =>
    (
      await run(
        impossibleTravel,
        await store([
          ...habit(8),
          signIn({ time: time(8, 1), ...values }),
          signIn({ time: time(8, hour), ip: places.lagos, ...firefox, ...values }),
        ]),
      )
    ).length;

  it('are too fast', async () => {
    expect(await found(3)).toBe(1);
  });
  it('are none in a day', async () => {
    expect(await found(23)).toBe(0);
  });
});

describe('a relayed sign-in', () => {
  const relayed = (where: string, values: object = {}) => [
    signIn({
      time: time(8, 9, 25),
      ip: where,
      session_id: 'r',
      error_code: '50074',
      outcome: 'interrupted',
      correlation_id: 'c',
      ...values,
    }),
    signIn({ time: time(8, 9, 26), ip: where, session_id: 'r', correlation_id: 'c', ...values }),
  ];
  const after = (where: string, values: object = {}) =>
    signIn({
      time: time(8, 9, 40),
      ip: where,
      session_id: 'r',
      sign_in_kind: 'non_interactive',
      ...values,
    });
  const working = signIn({
    time: time(8, 9),
    session_id: 'own-2',
    sign_in_kind: 'non_interactive',
  });

  it('is told twice: the password, and what it led to', async () => {
    const opened = await store([
      ...habit(8),
      working,
      ...relayed(places.rented, firefox),
      after(places.lagos, firefox),
    ]);
    const password = await run(aitmSignIn, opened, { step: 'password' });
    const success = await run(aitmSignIn, opened, { step: 'sign-in' });
    expect([gravities(password), gravities(success)]).toEqual([['high'], ['high']]);
    expect([recordsOf(password), recordsOf(success)]).toEqual([[[18]], [[19]]]);
  });
  it("needs no rented machine where the device is missing and the user's sessions go on", async () => {
    const opened = await store([
      ...habit(8, pc),
      { ...working },
      ...relayed(places.household),
      after('222.150.20.7'),
    ]);
    expect(gravities(await run(aitmSignIn, opened))).toEqual(['medium']);
  });
  it('shows by the user agent of a kit', async () => {
    const opened = await store(relayed(places.household, axios));
    const [match] = await run(aitmSignIn, opened);
    expect(match?.values?.['kit']).toBe('Tycoon 2FA');
  });
  it('is not the first sign-in of the logs, at home', async () => {
    expect(await run(aitmSignIn, await store(relayed(places.household)))).toEqual([]);
  });
  it('is not the own computer in a hotel, in its old session', async () => {
    const opened = await store([...habit(8), ...relayed(places.hotel, { session_id: 'own-1' })]);
    expect(await run(aitmSignIn, opened)).toEqual([]);
  });
});

describe('rented machines', () => {
  const found = async (
    events: Parameters<typeof store>[0],
  ): Promise<readonly (string | undefined)[]> =>
    gravities(await run(newHostingNetwork, await store(events)));

  it('are told when they are new for the user', async () => {
    expect(
      await found([
        ...habit(6),
        signIn({ time: time(6, 2), ip: places.rented, session_id: 'x', ...firefox }),
      ]),
    ).toEqual(['medium']);
  });
  it('weigh little where too few days are known', async () => {
    expect(
      await found([signIn({ time: time(0, 2), ip: places.rented, session_id: 'x', ...firefox })]),
    ).toEqual(['low']);
  });
  it('are one finding for a session that went through several', async () => {
    const opened = await store([
      ...habit(6),
      signIn({ time: time(6, 2), ip: places.rented, session_id: 'x', ...firefox }),
      signIn({ time: time(6, 3), ip: places.rentedToo, session_id: 'x', ...firefox }),
      signIn({ time: time(6, 4), ip: places.lagos, session_id: 'x', ...firefox }),
    ]);
    expect(recordsOf(await run(newHostingNetwork, opened))).toEqual([[13, 14, 15]]);
  });
  it('are no addresses that refused', async () => {
    expect(
      await found([...habit(6), signIn({ time: time(6, 2), ip: places.tor, error_code: '50126' })]),
    ).toEqual([]);
  });
  it("are none where somebody's application is hosted", async () => {
    const app = {
      app_id: '5b0c7f0e-0000-4000-8000-000000000001',
      sign_in_kind: 'non_interactive',
      ...axios,
    };
    expect(
      await found([...habit(6), signIn({ time: time(6, 2), ip: places.rented, ...app })]),
    ).toEqual([]);
  });
});

describe('a session apart', () => {
  it('has no device, and runs beside the own ones on several days', async () => {
    const days = [5, 6, 7].flatMap((day) => [
      signIn({
        time: time(day, 0, 40),
        ip: `222.150.${day}.7`,
        session_id: 'q',
        sign_in_kind: day === 5 ? 'interactive' : 'non_interactive',
      }),
    ]);
    const opened = await store([...habit(9, pc), ...days]);
    expect(gravities(await run(sessionApart, opened))).toEqual(['medium']);
  });
  it('is not a session that is on an own network, too', async () => {
    const opened = await store([
      ...habit(9, pc),
      signIn({ time: time(5, 0, 40), ip: places.household, session_id: 'own-1' }),
    ]);
    expect(await run(sessionApart, opened)).toEqual([]);
  });
});

describe('a spray', () => {
  const people = Array.from({ length: 10 }, (_, n) => `user${n}@example.com`);
  const spray = (values: object, gap = 10, of = people) =>
    of.map((user, n) =>
      signIn({
        user,
        time: time(3, 2, 0, n * gap),
        ip: places.rented,
        error_code: '50126',
        ...values,
      }),
    );

  it('is many accounts with few tries each', async () => {
    expect(gravities(await run(passwordSpray, await store(spray(axios))))).toEqual(['medium']);
  });
  it('is grave where somebody got in', async () => {
    const [match] = await run(
      passwordSpray,
      await store([
        ...spray(axios),
        signIn({ user: 'user3@example.com', time: time(3, 2, 5), ip: places.rented, ...axios }),
      ]),
    );
    expect(match?.severity).toBe('high');
    expect(match?.values?.['got_in']).toBe('user3@example.com');
  });
  it('may take an hour for each account', async () => {
    expect(await run(passwordSpray, await store(spray(axios, 3600)))).toHaveLength(1);
  });
  it('may come from an address for each account', async () => {
    const events = people.map((user, n) =>
      signIn({
        user,
        time: time(3, 2, n),
        ip: `185.107.56.${n + 10}`,
        error_code: '50126',
        ...axios,
      }),
    );
    expect(await run(passwordSpray, await store(events))).toHaveLength(1);
  });
  it('counts an attempt once, whichever logs tell of it', async () => {
    const few = people.slice(0, 3).flatMap((user, n) => {
      const one = {
        user,
        token_id: `T${n}`.padEnd(22, 'x'),
        time: time(3, 2, 0, n),
        ip: places.rented,
        error_code: '50126',
        ...axios,
      };
      return [signIn(one), logon(one)];
    });
    expect(await run(passwordSpray, await store(few))).toEqual([]);
  });
  it.each(['50074', '50140', '50076'])('is not the interrupt %s', async (code) => {
    expect(
      await run(
        passwordSpray,
        await store(spray({ ...axios, error_code: code, outcome: 'interrupted' })),
      ),
    ).toEqual([]);
  });
  it('is not an office where people mistype and get in', async () => {
    const days = people.flatMap((user) =>
      Array.from({ length: 4 }, (_, day) => signIn({ user, time: time(day, 1) })),
    );
    expect(
      await run(passwordSpray, await store([...days, ...spray({ ip: places.office, ...edge })])),
    ).toEqual([]);
  });
});

describe('many wrong answers for one account', () => {
  const tries = (count: number, values: object) =>
    Array.from({ length: count }, (_, n) =>
      signIn({ time: time(8, 2, 0, n * 20), error_code: '50126', ip: places.rentedToo, ...values }),
    );

  it.each([
    [9, []],
    [10, ['low']],
  ])('%i', async (count, expected) => {
    expect(
      gravities(await run(bruteForce, await store([...habit(8), ...tries(count, firefox)]))),
    ).toEqual(expected);
  });
  it('are grave when one is right', async () => {
    const right = signIn({ time: time(8, 2, 9), ip: places.rentedToo, ...firefox });
    expect(
      gravities(await run(bruteForce, await store([...habit(8), ...tries(12, firefox), right]))),
    ).toEqual(['high']);
  });
  it('are a telephone with an old password, at home', async () => {
    expect(
      await run(bruteForce, await store([...habit(8), ...tries(40, { ip: places.home })])),
    ).toEqual([]);
  });
});

describe('a right password that led nowhere', () => {
  const asked = (values: object) =>
    signIn({
      time: time(8, 2),
      error_code: '50074',
      outcome: 'interrupted',
      session_id: 'p',
      ...values,
    });

  it('is told from a country that is new', async () => {
    expect(
      gravities(await run(stoppedSignIn, await store([...habit(8), asked({ ip: places.lagos })]))),
    ).toEqual(['medium']);
  });
  it.each([
    [
      'it went on',
      [
        asked({ ip: places.lagos }),
        signIn({ time: time(8, 2, 1), ip: places.lagos, session_id: 'p' }),
      ],
    ],
    ['it was at home', [asked({ ip: places.home })]],
    ['a token asked for it', [asked({ ip: places.lagos, sign_in_kind: 'non_interactive' })]],
  ])('is not told where %s', async (_, events) => {
    expect(await run(stoppedSignIn, await store([...habit(8), ...events]))).toEqual([]);
  });
});
