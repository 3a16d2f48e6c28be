import { attackAgents } from '../company/agents-table.js';
import { apps } from '../company/apps-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** Found two months late: the Entra logs have expired, and only the unified audit log is left (W-34). */
export const ualOnly: Scenario = {
  slug: 'ual-only',
  title: 'Only the unified audit log is left: the Entra logs have expired',
  last: '2025-05-30',
  leastUsers: 8,
  leastDays: 2,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: false,
    audit: false,
    trace: false,
    search: company.people.slice(0, 1),
  }),
  play: (scene) => {
    const { company, random, story } = scene;
    const { clock } = company;
    const victim = scene.person('Alice', 'Aoki');
    const subject = 'Updated price list';
    const begin = clock.at(scene.lastDay - 1, 17, 33);
    phishingMail(scene, {
      time: begin,
      subject: 'You have a pending document',
      fromName: 'E-sign',
      from: 'no-reply@esign-docs.example',
      returnPath: 'bounce@esign-docs.example',
      server: { name: 'a.esign-docs.example', ip: '192.0.2.112' },
      to: victim,
      url: 'https://esign-docs.example/p/22',
      text: ['A document is waiting for your signature.', 'Open it within 24 hours.'],
      saved: false,
    });
    const proxy = scene.attackPlace(attackNetworks.digitalOceanNl, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.airtelNigeria, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: begin + 480_000,
      proxy,
      replay,
      agent: attackAgents.firefoxMac,
    });
    const reads = intruder.trace('mail-read', "Mail in Alice's mailbox was read.");
    intruder.read(begin + 1_500_000, reads, mailboxOf(random, company, victim, 9));
    intruder.signIn(begin + 2_000_000, replayed, {
      app: apps.azurePortal,
      resource: apps.azureManagement,
    });
    const application = intruder.trace(
      'application-added',
      'The application "Mail helper" was registered and consented to by the user.',
    );
    intruder.application(begin + 2_100_000, application, {
      id: random.guid(),
      name: 'Mail helper',
      scopes: 'openid email offline_access Mail.Read Mail.Send',
      registered: true,
    });
    const rule = intruder.trace(
      'hiding-rule',
      `The inbox rule "..." deletes mail with "${subject}".`,
    );
    intruder.rule(
      begin + 2_700_000,
      rule,
      '...',
      [
        ['SubjectOrBodyContainsWords', subject],
        ['DeleteMessage', 'True'],
        ['StopProcessingRules', 'True'],
      ],
      { condition: `SubjectOrBodyContainsWords: ${subject}`, action: 'DeleteMessage' },
    );
    const spread = intruder.trace('internal-phishing', `Mail "${subject}" was sent to colleagues.`);
    const others = company.people.filter((person) => person !== victim).slice(0, 7);
    const sent = others.map((person, at) =>
      intruder.send(begin + 3_000_000 + at * 70_000, spread, { subject, to: [person.upn] }),
    );
    for (const person of others)
      story.contacted.push({ address: person.upn, internal: true, did: 'nothing' });
    const deleted = intruder.trace('mail-deleted', 'The mails were deleted from Sent Items.');
    intruder.remove(begin + 4_200_000, deleted, 'SoftDelete', sent);
    story.gaps.push(
      {
        kind: 'expired',
        source: 'entra_signin',
        text: 'The sign-in logs are kept for 30 days and are gone: which second factor was used, risk and background sign-ins are not known.',
      },
      {
        kind: 'expired',
        source: 'entra_audit',
        text: 'The Entra audit logs are kept for 30 days and are gone: registrations of security info are seen only as changes of the user.',
      },
      {
        kind: 'missing',
        source: 'message_trace',
        text: 'No message trace was taken: who else got the mail that started it is not known.',
      },
    );
    report(
      scene,
      clock.start(clock.days) + 58 * 86_400_000,
      scene.person('Adele', 'Vance').upn,
      'A customer says that in May they got a strange price list from Alice. We only hear of it now.',
      '5 月に Alice さんから不審な価格表が届いたと、今になって顧客から連絡がありました。',
    );
  },
};
