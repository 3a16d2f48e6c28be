import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { auditEntry, auditRecordOf, userTarget } from '../records/audit.js';
import { aitmLogin, contain, report } from './login.js';
import { makeIntruder } from './intruder.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** Security info and a device are registered; after the reset the attacker comes back by them. */
export const persistence: Scenario = {
  slug: 'persistence',
  title: 'Security info and a device registered, and a return after the password reset',
  last: '2025-11-14',
  leastUsers: 8,
  leastDays: 3,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    graphSignIns: company.people.slice(2, 3),
    search: company.people.slice(2, 3),
  }),
  play: (scene) => {
    const { company, random, emit } = scene;
    const { clock } = company;
    const victim = scene.person('Grady', 'Archie');
    const begin = clock.at(scene.lastDay - 2, 16, 2);
    phishingMail(scene, {
      time: begin,
      subject: 'Authenticator update required',
      fromName: 'IT service',
      from: 'it-service@exampIe0.jp',
      returnPath: 'bounce@auth-update.example',
      server: { name: 'srv.auth-update.example', ip: '192.0.2.54' },
      to: victim,
      url: 'https://auth-update.example/start',
      text: ['Your authenticator must be updated today.', 'IT service'],
    });
    const proxy = scene.attackPlace(attackNetworks.digitalOceanSg, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.m247, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: begin + 500_000,
      proxy,
      replay,
      agent: attackAgents.chromeWindows,
    });
    intruder.signIn(begin + 1_500_000, replayed, { app: apps.mySignIns });
    const info = intruder.trace(
      'security-info-registered',
      'A telephone of the attacker was registered as a second factor.',
    );
    intruder.securityInfo(
      begin + 1_560_000,
      info,
      'Authenticator App with Notification',
      'SM-A546B',
    );
    const device = intruder.trace(
      'device-registered',
      'A computer of the attacker was registered.',
    );
    intruder.signIn(begin + 2_300_000, replayed, {
      app: apps.broker,
      resource: apps.deviceRegistration,
    });
    intruder.device(begin + 2_340_000, device, 'DESKTOP-QP07K2N', 'Windows');
    const reads = intruder.trace('mail-read', 'Mail was read.');
    intruder.read(begin + 3_000_000, reads, mailboxOf(random, company, victim, 6));
    contain(scene, victim, clock.at(scene.lastDay - 1, 10, 30));

    // The way back: the attacker's own telephone confirms a reset of the password.
    const back = clock.at(scene.lastDay - 1, 23, 41);
    const place = scene.attackPlace(attackNetworks.linodeJp, 'return after the reset');
    const reset = scene.trace(
      'password-reset-by-intruder',
      victim.upn,
      'The password was reset by self service with the telephone that the attacker had registered.',
    );
    const steps = [
      'Self-service password reset flow activity progress',
      'Reset password (self-service)',
    ];
    steps.forEach((activity, at) => {
      const entry = auditEntry(random, {
        time: back + at * 40_000,
        activity,
        category: 'UserManagement',
        service: 'Self-service Password Management',
        operation: 'Update',
        by: { kind: 'user', user: victim, place },
        targets: [userTarget(victim)],
        reason:
          at === 0
            ? 'User successfully completed the mobile app verification option'
            : 'Successfully completed reset.',
        mark: { stage: reset.stage, trace: reset, session: null },
      });
      emit(entry);
      if (at === 1) emit(auditRecordOf(random, company, entry));
    });
    const second = makeIntruder(scene, {
      victim,
      session: random.guid(),
      agent: attackAgents.chromeLinux,
      place,
      why: 'A new sign-in after the reset, with a password and a factor of the attacker’s own.',
    });
    const signedIn = second.trace(
      'password-sign-in',
      `The attacker signed in from ${place.ip} with the new password and the registered telephone.`,
    );
    second.signIn(back + 120_000, signedIn, {
      app: apps.officeHome,
      interactive: true,
      code: 50074,
      factor: 'none',
    });
    second.signIn(back + 150_000, signedIn, {
      app: apps.officeHome,
      interactive: true,
      factor: 'approved',
    });
    second.signIn(back + 190_000, signedIn, { app: apps.outlookWeb, resource: apps.exchange });
    const again = second.trace('mail-read', 'Mail was read again, after the reset.');
    second.read(back + 300_000, again, mailboxOf(random, company, victim, 9));
    report(
      scene,
      clock.at(scene.lastDay, 9, 15),
      victim.upn,
      'My password was reset yesterday, and this morning it does not work again.',
      '昨日パスワードを再設定してもらったのに、今朝またサインインできません。',
    );
  },
};
