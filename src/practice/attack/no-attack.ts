import { attackAgents } from '../company/agents-table.js';
import { apps } from '../company/apps-table.js';
import { attackNetworks, foreignCities } from '../company/networks-table.js';
import { sessionAt } from '../company/person.js';
import { placeIn } from '../company/place.js';
import { auditEntry, auditRecordOf, userTarget } from '../records/audit.js';
import { exchangeCommand } from '../records/exchange.js';
import { registerDevice, registerSecurityInfo } from '../records/registrations.js';
import { logonOf, makeSignIn } from '../records/sign-in.js';
import { report } from './login.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';
import type { Scene } from './scene.js';

/** Nobody intruded. Everything in it looks like an intrusion to a tool that is too eager. */
export const noAttack: Scenario = {
  slug: 'no-attack',
  title: 'No attack at all: travel, VPN, a new phone, a phish that MFA stopped, a failing spray',
  last: '2025-10-31',
  leastUsers: 8,
  leastDays: 3,
  users: 300,
  days: 30,
  licence: 'e3',
  cast: everyone,
  castFor: (days) =>
    everyone.map((member) => {
      // Two days of three, the last one of them three days before the end.
      if (member.given === 'Adele')
        return { ...member, trip: { from: Math.max(0, days - 12), to: Math.max(1, days - 8) } };
      if (member.given === 'Grady') return { ...member, settled: false, privateVpn: true };
      return member;
    }),
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.slice(1, 3),
  }),
  play: (scene) => {
    const { company, story } = scene;
    const { clock } = company;
    story.incident = false;
    stoppedPhish(scene);
    failingSpray(scene);
    massReset(scene);
    newPhone(scene);
    forwardToAssistant(scene);
    decoys(scene);
    report(
      scene,
      clock.at(scene.lastDay, 17, 40),
      scene.person('Megan', 'Bowen').upn,
      'Adele shows up with sign-ins from Singapore, Grady from a VPN provider, and many people had failed sign-ins this week. Has somebody got in?',
      'シンガポールや VPN からのサインイン、多数のサインイン失敗が見つかりました。侵害されているのでしょうか。',
    );
  },
};

/** The password was entered, the second factor was not: nobody got in (W-10). */
function stoppedPhish(scene: Scene): void {
  const { company, random, emit } = scene;
  const victim = scene.person('Johanna', 'Lorenz');
  const time = company.clock.at(scene.lastDay - 1, 11, 8);
  phishingMail(scene, {
    time,
    subject: 'Mailbox verification',
    fromName: 'Mail team',
    from: 'verify@mail-verify.example',
    returnPath: 'verify@mail-verify.example',
    server: { name: 'mx.mail-verify.example', ip: '192.0.2.222' },
    to: victim,
    url: 'https://mail-verify.example/v',
    text: ['Verify your mailbox.', 'Mail team'],
    harmless: true,
  });
  const place = placeIn(
    random,
    attackNetworks.mtnNigeria,
    foreignCities['NG'] ?? { city: '', state: '' },
  );
  const session = random.guid();
  [50074, 500121, 50074, 500121].forEach((code, at) => {
    const signIn = makeSignIn(random, {
      time: time + 900_000 + at * 25_000,
      user: victim,
      place,
      agent: attackAgents.chromeWindows,
      app: apps.officeHome,
      session,
      interactive: true,
      code,
      factor: code === 500121 ? 'failed' : 'none',
    });
    emit(signIn);
    emit(logonOf(company, signIn));
  });
}

/** One password for everybody, from a hosting provider; it fits nobody. */
function failingSpray(scene: Scene): void {
  const { company, random, emit } = scene;
  const start = company.clock.at(scene.lastDay - 1, 2, 20);
  company.people.slice(0, 60).forEach((user, at) => {
    const place = placeIn(
      random,
      attackNetworks.nforce,
      foreignCities['NL'] ?? { city: '', state: '' },
    );
    const signIn = makeSignIn(random, {
      time: start + at * random.int(9, 14) * 1000,
      user,
      place,
      agent: attackAgents.axios,
      app: apps.office,
      resource: apps.exchange,
      session: null,
      interactive: true,
      code: at % 17 === 16 ? 50053 : 50126,
      factor: 'none',
      clientApp: 'Authenticated SMTP',
    });
    emit(signIn);
    emit(logonOf(company, signIn));
  });
}

/** After the spray the administrator resets passwords, many in few minutes. */
function massReset(scene: Scene): void {
  const { company, random, emit } = scene;
  const admin = scene.person('Megan', 'Bowen');
  const start = company.clock.at(scene.lastDay, 9, 12);
  company.people.slice(0, 25).forEach((user, at) => {
    if (user === admin) return;
    const entry = auditEntry(random, {
      time: start + at * 11_000,
      activity: 'Reset user password',
      category: 'UserManagement',
      operation: 'Reset',
      by: { kind: 'user', user: admin, place: scene.office(admin) },
      targets: [userTarget(user)],
    });
    emit(entry);
    emit(auditRecordOf(random, company, entry));
  });
}

/** A new telephone: security info and a device, in the user's own session, at the office. */
function newPhone(scene: Scene): void {
  const { company, random, emit } = scene;
  const user = scene.person('Alex', 'Wilber');
  const time = company.clock.at(scene.lastDay - 1, 12, 25);
  const access = scene.ownAccess(user, 'browser', time);
  const plan = {
    time,
    user,
    place: access.place,
    agent: user.pc.agent.text,
    session: access.session,
    token: access.token,
  };
  registerSecurityInfo(
    random,
    company,
    { ...plan, method: 'Authenticator App with Code', phoneName: 'iPhone 16' },
    emit,
  );
  registerDevice(
    random,
    company,
    {
      ...plan,
      time: time + 300_000,
      deviceId: random.guid(),
      deviceName: 'iPhone 16',
      os: 'IPhone',
    },
    emit,
  );
  scene.story.decoys.set(access.session, {
    user: user.upn,
    text: 'A new telephone was registered at the office.',
  });
}

/** The director has her invitations moved and read by the assistant: a rule, but hers. */
function forwardToAssistant(scene: Scene): void {
  const { company, random, emit } = scene;
  const user = scene.person('Debra', 'Berger');
  const time = company.clock.at(scene.lastDay - 1, 15, 2);
  const access = scene.ownAccess(user, 'browser', time);
  emit(
    exchangeCommand(random, company, access, {
      time,
      operation: 'New-InboxRule',
      object: `${user.mailbox}\\Invitations`,
      parameters: [
        ['AlwaysDeleteOutlookRulesBlob', 'False'],
        ['Force', 'False'],
        ['Name', 'Invitations'],
        ['SubjectContainsWords', 'invitation'],
        ['ForwardTo', company.people.at(-1)?.upn ?? user.upn],
        ['StopProcessingRules', 'False'],
      ],
    }),
  );
  scene.story.decoys.set(access.session, {
    user: user.upn,
    text: 'Her own rule, which forwards invitations to a colleague.',
  });
}

/** The sessions of people who move. */
function decoys(scene: Scene): void {
  const { company, story } = scene;
  const traveller = scene.person('Adele', 'Vance');
  const { trip } = traveller;
  if (trip !== null)
    for (const surface of ['browser', 'native', 'phone'] as const)
      story.decoys.set(sessionAt(traveller, surface, company.clock.at(trip.from, 12)), {
        user: traveller.upn,
        text: 'A business trip to Singapore: hotel, roaming and the company gateway.',
      });
  const vpn = scene.person('Grady', 'Archie');
  for (let day = 0; day <= scene.lastDay; day += 3)
    story.decoys.set(sessionAt(vpn, 'browser', company.clock.at(day, 20)), {
      user: vpn.upn,
      text: 'A private VPN with exits at hosting providers.',
    });
}
