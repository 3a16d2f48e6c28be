import type { Surface } from '../company/person.js';
import { sessionAt } from '../company/person.js';
import { dayLength } from '../company/clock.js';
import type { Random } from '../random.js';
import type { Access } from '../records/access.js';
import type { Emit } from '../records/draft.js';
import { teamsRecord } from '../records/teams.js';
import type { Act, Life, Live } from './act.js';
import { fileWork } from './files.js';
import { incoming, mailClientOf, outgoing, reading, tidying } from './mail.js';
import type { Presence } from './presence.js';
import { presenceOf } from './presence.js';
import { clientApp, refresh, signInByHand, tokenOf } from './sign-ins.js';
import { apps } from '../company/apps-table.js';

/**
 * How often things happen to one person on a working day at scale 1 (docs/practice.md says where the
 * proportions are from). On days off a tenth of it.
 */
const means = {
  background: 5.2,
  byHand: 0.15,
  read: 1.7,
  send: 0.6,
  tidy: 0.7,
  receive: 1.6,
  files: 1.9,
  teams: 0.6,
} as const;

const surfaceShares: readonly (readonly [number, Surface])[] = [
  [32, 'browser'],
  [42, 'native'],
  [26, 'phone'],
];

type Doing = (random: Random, access: Access, surface: Surface, time: number, emit: Emit) => void;

/** Everything that one person does on one day. */
export function personDay(root: Random, life: Life, live: Live, day: number): Act[] {
  const { company } = life;
  const { person } = live;
  const random = root.fork(`${person.index}/${day}`);
  const presence = presenceOf(random, company, person, day);
  const acts: Act[] = [];
  const start = company.clock.start(day);
  const within = (time: number): number =>
    Math.max(start + 1000, Math.min(start + dayLength - 60_000, time));
  // Mail comes in whether or not somebody is there.
  const arrivals = random.fork('mail');
  for (
    let left = arrivals.poisson(
      means.receive * life.scale * (company.clock.isWorkday(day) ? 1 : 0.15),
    );
    left > 0;
    left--
  ) {
    const time = within(start + (8 + arrivals.float() * 11) * 3_600_000);
    acts.push({ time, make: (emit) => incoming(arrivals, life, live, time, emit) });
  }
  if (presence === null) return acts;
  const busy = life.scale * (presence.kind === 'off' ? 0.1 : 1);
  const timeFor = (surface: Surface): number =>
    within(surface === 'phone' ? presence.wakingTime(random) : presence.workTime(random));

  for (const surface of ['browser', 'native', 'phone'] as const)
    for (const span of person.sessions[surface])
      if (span.from >= start && span.from < start + dayLength && presence.kind !== 'off') {
        const time = within(Math.max(span.from, surface === 'phone' ? span.from : presence.begin));
        acts.push(byHand(random, life, live, presence, surface, time));
      }
  for (let left = random.poisson(means.byHand * busy); left > 0; left--) {
    const surface = random.weighted(surfaceShares);
    acts.push(byHand(random, life, live, presence, surface, timeFor(surface)));
  }
  for (let left = random.poisson(means.background * busy); left > 0; left--) {
    const surface = random.weighted(surfaceShares);
    const time = timeFor(surface);
    acts.push({
      time,
      make: (emit) => {
        refresh(
          random,
          company,
          live,
          { time, surface, place: presence.place(surface, time) },
          emit,
        );
      },
    });
  }
  const doings: readonly (readonly [number, Doing])[] = [
    [means.read, (drawn, access, surface, time, emit) => reading(drawn, life, live, access, mailClientOf(drawn, surface), time, emit)],
    [means.send, (drawn, access, surface, time, emit) => outgoing(drawn, life, live, access, mailClientOf(drawn, surface), time, emit)],
    [means.tidy, (drawn, access, surface, time, emit) => tidying(drawn, life, live, access, mailClientOf(drawn, surface), time, emit)],
    [means.files, (drawn, access, surface, time, emit) => fileWork(drawn, company, person, { ...access, app: apps.sharePointWeb }, surface, time, emit)],
    [
      means.teams,
      (drawn, access, _surface, time, emit) => {
        emit(
          teamsRecord(drawn, company, { ...access, app: apps.teams }, {
            time,
            operation: drawn.weighted([
              [40, 'TeamsSessionStarted'],
              [35, 'MessageSent'],
              [15, 'MeetingParticipantDetail'],
              [10, 'ChatCreated'],
            ] as const),
            others: [drawn.pick(company.people)],
          }),
        );
      },
    ],
  ]; // prettier-ignore
  for (const [mean, doing] of doings)
    for (let left = random.poisson(mean * busy); left > 0; left--) {
      const surface = random.weighted(surfaceShares);
      const time = timeFor(surface);
      acts.push({
        time,
        make: (emit) => {
          const place = presence.place(surface, time);
          const token = tokenOf(random, company, live, { time, surface, place }, emit);
          const access: Access = {
            user: person,
            place,
            agent: surface === 'phone' ? null : person.pc.agent,
            app: clientApp[surface],
            session: sessionAt(person, surface, time),
            token: token.id,
            issued: token.time,
          };
          doing(random, access, surface, time, emit);
        },
      });
    }
  return acts;
}

function byHand(
  random: Random,
  life: Life,
  live: Live,
  presence: Presence,
  surface: Surface,
  time: number,
): Act {
  return {
    time,
    make: (emit) =>
      signInByHand(
        random,
        life.company,
        live,
        { time, surface, place: presence.place(surface, time) },
        emit,
      ),
  };
}
