import type { App } from '../company/apps-table.js';
import { apps } from '../company/apps-table.js';
import type { Company } from '../company/company.js';
import type { Surface } from '../company/person.js';
import { sessionAt } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { Random } from '../random.js';
import type { DeviceFacts, Emit, SignIn } from '../records/draft.js';
import { logonOf, makeSignIn } from '../records/sign-in.js';
import type { Live, Token } from './act.js';

/** What each client asks tokens for in the background, by share. */
const backgroundApps: Readonly<
  Record<Surface, readonly (readonly [number, readonly [App, App]])[]>
> = {
  browser: [
    [34, [apps.outlookWeb, apps.exchange]],
    [24, [apps.sharePointWeb, apps.sharePoint]],
    [20, [apps.teamsWeb, apps.teamsServices]],
    [14, [apps.officeHome, apps.graph]],
    [8, [apps.outlookWeb, apps.graph]],
  ],
  native: [
    [26, [apps.office, apps.exchange]],
    [22, [apps.teams, apps.teamsServices]],
    [14, [apps.oneDrive, apps.sharePoint]],
    [12, [apps.office, apps.graph]],
    [10, [apps.edge, apps.directory]],
    [8, [apps.broker, apps.deviceRegistration]],
    [8, [apps.windows, apps.directory]],
  ],
  phone: [
    [48, [apps.outlookMobile, apps.exchange]],
    [34, [apps.teams, apps.teamsServices]],
    [10, [apps.authenticator, apps.graph]],
    [8, [apps.oneDrive, apps.sharePoint]],
  ],
};

/** Where people sign in with the keyboard. */
const frontApps: Readonly<Record<Surface, readonly (readonly [number, readonly [App, App]])[]>> = {
  browser: [
    [50, [apps.officeHome, apps.graph]],
    [34, [apps.outlookWeb, apps.exchange]],
    [16, [apps.sharePointWeb, apps.sharePoint]],
  ],
  native: [
    [40, [apps.office, apps.graph]],
    [30, [apps.teams, apps.teamsServices]],
    [30, [apps.windows, apps.directory]],
  ],
  phone: [
    [60, [apps.outlookMobile, apps.exchange]],
    [40, [apps.teams, apps.teamsServices]],
  ],
};

/** The application that a client acts through, for its mail and files. */
export const clientApp: Readonly<Record<Surface, App>> = {
  browser: apps.outlookWeb,
  native: apps.office,
  phone: apps.outlookMobile,
};

export function deviceOf(live: Live, surface: Surface): DeviceFacts | null {
  const { pc, phone } = live.person;
  switch (surface) {
    case 'native':
      return pc;
    case 'browser':
      return pc.agent.browser.startsWith('Edge') ? pc : null;
    case 'phone':
      return phone;
  }
}

interface Moment {
  readonly time: number;
  readonly surface: Surface;
  readonly place: Place;
}

/** Somebody signs in by hand: what goes wrong first, the sign-in, and what follows by itself. */
export function signInByHand(
  random: Random,
  company: Company,
  live: Live,
  moment: Moment,
  emit: Emit,
): void {
  const { person } = live;
  const { surface, place } = moment;
  const session = sessionAt(person, surface, moment.time);
  const [app, resource] = random.weighted(frontApps[surface]);
  const agent = surface === 'phone' ? person.phone.agent : person.pc.agent;
  const device = deviceOf(live, surface);
  const correlation = random.guid();
  let time = moment.time;
  const one = (code: number, factor: SignIn['factor'], logged: number): SignIn => {
    const signIn = makeSignIn(random, {
      time,
      user: person,
      place,
      agent,
      app,
      resource,
      session,
      interactive: true,
      device,
      code,
      factor,
      correlation,
    });
    emit(signIn);
    if (random.chance(logged)) emit(logonOf(company, signIn));
    time += random.int(4, 22) * 1000;
    return signIn;
  };
  if (random.chance(0.05)) one(50058, 'none', 0.5);
  if (random.chance(0.12)) {
    one(50126, 'none', 1);
    if (random.chance(0.25)) one(50126, 'none', 1);
  }
  const asked = random.chance(0.6);
  if (asked) one(random.chance(0.7) ? 50074 : 50076, 'none', 0.8);
  if (asked && random.chance(0.05)) one(500121, random.chance(0.7) ? 'failed' : 'denied', 1);
  if (surface === 'browser' && random.chance(0.3)) one(50140, asked ? 'code' : 'earlier', 0.7);
  const done = one(0, asked ? 'code' : 'earlier', 1);
  live.tokens[surface] = { id: done.requestId, time: done.time };
  for (let more = random.int(1, 2); more > 0; more--) {
    time = done.time + random.int(1, 5) * 1000;
    refresh(random, company, live, { ...moment, time }, emit, 1);
  }
}

/** A client gets a new token in the background. */
export function refresh(
  random: Random,
  company: Company,
  live: Live,
  moment: Moment,
  emit: Emit,
  logged = 0.18,
): Token {
  const { person } = live;
  const { surface, place, time } = moment;
  const [app, resource] = random.weighted(backgroundApps[surface]);
  const fails = random.chance(0.015);
  const signIn = makeSignIn(random, {
    time,
    user: person,
    place,
    agent:
      surface === 'browser'
        ? person.pc.agent
        : surface === 'native' && random.chance(0.2)
          ? person.pc.agent
          : null,
    app,
    resource,
    session: random.chance(0.98) ? sessionAt(person, surface, time) : null,
    interactive: false,
    device: deviceOf(live, surface),
    code: fails ? random.pick([50076, 50097, 50173, 700082]) : 0,
    factor: 'earlier',
    incoming:
      surface === 'native'
        ? 'Primary refresh token'
        : surface === 'phone'
          ? 'Refresh token'
          : random.chance(0.5)
            ? 'None'
            : 'Refresh token',
  });
  emit(signIn);
  if (random.chance(logged)) emit(logonOf(company, signIn));
  const token: Token = { id: signIn.requestId, time: signIn.time };
  if (!fails) live.tokens[surface] = token;
  return live.tokens[surface] ?? token;
}

const longest = 26 * 3_600_000;
/** The token a client uses now; it gets one where it has none. */
export function tokenOf(
  random: Random,
  company: Company,
  live: Live,
  moment: Moment,
  emit: Emit,
): Token {
  const held = live.tokens[moment.surface];
  if (held !== null && moment.time - held.time < longest) return held;
  return refresh(random, company, live, { ...moment, time: moment.time - 1500 }, emit);
}
