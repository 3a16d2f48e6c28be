import { apps } from '../company/apps-table.js';
import type { Agent } from '../company/agents-table.js';
import type { Person } from '../company/person.js';
import type { Place } from '../company/place.js';
import { auditEntry, auditRecordOf, userTarget } from '../records/audit.js';
import type { SignIn, TraceInstance } from '../records/draft.js';
import type { Intruder } from './intruder.js';
import { makeIntruder } from './intruder.js';
import type { Scene } from './scene.js';
import type { Truth } from '../truth.js';

export interface AitmPlan {
  readonly victim: Person;
  readonly at: number;
  readonly proxy: Place;
  /** Where the stolen session is used. */
  readonly replay: Place;
  readonly agent: Agent;
  readonly how?: Truth['victims'][number]['how'];
  readonly risk?: SignIn['risk'];
  /** Seconds from the sign-in to the first replay. */
  readonly pause?: number;
}

export interface AitmLogin {
  readonly intruder: Intruder;
  readonly first: SignIn;
  /** The trace of the session's use from elsewhere. */
  readonly replayed: TraceInstance;
}

/**
 * The sign-in that an AiTM proxy relays (W-10): password, request for the second factor, success at
 * OfficeHome, all from the proxy; then the session from another address.
 */
export function aitmLogin(scene: Scene, plan: AitmPlan): AitmLogin {
  const { story, random } = scene;
  const { victim, at, proxy, replay } = plan;
  const intruder = makeIntruder(scene, {
    victim,
    session: random.guid(),
    agent: plan.agent,
    place: proxy,
    why: `Signed in through a proxy at ${proxy.ip}, then used from ${replay.ip} with the same session id.`,
  });
  const entered = intruder.trace(
    'password-entered',
    `The password of ${victim.name} was entered at ${proxy.ip}, where the second factor was asked for.`,
  );
  const stolen = intruder.trace(
    'aitm-sign-in',
    `Password and second factor were relayed by a proxy at ${proxy.ip}, and OfficeHome was opened.`,
  );
  const replayed = intruder.trace(
    'session-replayed',
    `Session ${intruder.session} was used from ${replay.ip} after a sign-in at ${proxy.ip}.`,
  );
  const correlation = random.guid();
  intruder.signIn(at, entered, {
    correlation,
    app: apps.officeHome,
    interactive: true,
    code: 50074,
    factor: 'none',
  });
  const first = intruder.signIn(at + random.int(14, 40) * 1000, stolen, {
    correlation,
    app: apps.officeHome,
    interactive: true,
    factor: 'code',
    ...(plan.risk === undefined ? {} : { risk: plan.risk }),
  });
  intruder.signIn(first.time + 3000, stolen, { app: apps.officeHome, resource: apps.directory });
  noteVictim(scene, victim, plan.how ?? 'aitm', first);
  intruder.from(replay);
  const next = first.time + (plan.pause ?? random.int(180, 600)) * 1000;
  intruder.signIn(next, replayed, { app: apps.officeHome });
  intruder.signIn(next + random.int(15, 60) * 1000, replayed, {
    app: apps.outlookWeb,
    resource: apps.exchange,
  });
  story.report.from ||= victim.upn;
  return { intruder, first, replayed };
}

export function noteVictim(
  scene: Scene,
  victim: Person,
  how: Truth['victims'][number]['how'],
  first: { readonly time: number; readonly requestId: string },
): void {
  scene.story.victims.push({
    upn: victim.upn,
    how,
    firstAccess: new Date(first.time).toISOString(),
    event: first.requestId,
    privileged: victim.privileged,
  });
}

/** The IT administrator resets the password and revokes the sessions: no doing of the attacker's. */
export function contain(scene: Scene, victim: Person, at: number): void {
  const { company, random, emit } = scene;
  const admin = scene.person('Megan', 'Bowen');
  const steps = [
    ['Reset user password', 'UserManagement'],
    ['Update StsRefreshTokenValidFrom Timestamp', 'UserManagement'],
  ] as const;
  steps.forEach(([activity, category], step) => {
    const entry = auditEntry(random, {
      time: at + step * 45_000,
      activity,
      category,
      by: { kind: 'user', user: admin, place: scene.office(admin) },
      targets: [userTarget(victim)],
    });
    emit(entry);
    emit(auditRecordOf(random, company, entry));
  });
}

/** Who calls, when, and what they say. */
export function report(scene: Scene, at: number, from: string, en: string, ja: string): void {
  scene.story.report = { at: new Date(at).toISOString(), from, en, ja };
}
