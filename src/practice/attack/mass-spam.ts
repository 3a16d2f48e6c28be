import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { outsideDomains } from '../company/content-table.js';
import { outsider } from '../life/mail.js';
import { aitmLogin, contain, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

const subject = 'Shared document: remittance advice';

/** Hundreds of mails to partners from the victim's own account, replies hidden by a rule. */
export const massSpam: Scenario = {
  slug: 'mass-spam',
  title: "Mass spam from the victim's own account, with a rule that hides the replies",
  last: '2025-05-23',
  leastUsers: 8,
  leastDays: 2,
  users: 200,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.slice(2, 3),
  }),
  play: (scene) => {
    const { company, random, story } = scene;
    const { clock } = company;
    const victim = scene.person('Grady', 'Archie');
    const eve = scene.lastDay - 1;
    phishingMail(scene, {
      time: clock.at(eve, 14, 3),
      subject: 'Voice message received',
      fromName: 'Voicemail',
      from: 'noreply@voice-portal.example',
      returnPath: 'bounce@voice-portal.example',
      server: { name: 'smtp7.voice-portal.example', ip: '192.0.2.77' },
      to: victim,
      url: 'https://voice-portal.example/listen',
      text: ['You have a new voice message.', 'Listen before it expires.'],
    });
    const proxy = scene.attackPlace(attackNetworks.m247, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.mtnNigeria, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: clock.at(eve, 14, 21),
      proxy,
      replay,
      agent: attackAgents.chromeWindows,
    });
    const reads = intruder.trace('mail-read', 'Mail was read to learn who writes to whom.');
    intruder.read(clock.at(eve, 14, 40), reads, mailboxOf(random, company, victim, 6));
    const begin = clock.at(scene.lastDay, 3, 12);
    intruder.signIn(begin, replayed, { app: apps.outlookWeb, resource: apps.exchange });
    const rule = intruder.trace(
      'hiding-rule',
      `The inbox rule ".." moves replies to "${subject}" to Deleted Items.`,
    );
    intruder.rule(
      begin + 200_000,
      rule,
      '..',
      [
        ['MoveToFolder', 'Deleted Items'],
        ['SubjectOrBodyContainsWords', `Re: ${subject}`],
        ['MarkAsRead', 'True'],
        ['StopProcessingRules', 'False'],
      ],
      {
        condition: `SubjectOrBodyContainsWords: Re: ${subject}`,
        action: 'MoveToFolder: Deleted Items',
      },
    );
    const spam = intruder.trace(
      'mass-spam',
      `"${subject}" was sent to several hundred addresses outside.`,
    );
    const sent = [];
    for (let batch = 0; batch < 12; batch++) {
      const to = Array.from({ length: random.int(25, 45) }, () =>
        outsider(random, [...outsideDomains, ...company.partners]),
      );
      const unique = [...new Set(to)];
      sent.push(
        intruder.send(begin + 420_000 + batch * random.int(50, 90) * 1000, spam, {
          subject,
          to: unique,
        }),
      );
      for (const address of unique)
        if (!story.contacted.some((known) => known.address === address))
          story.contacted.push({
            address,
            internal: false,
            did: random.chance(0.04) ? 'replied' : 'nothing',
          });
    }
    const deleted = intruder.trace('mail-deleted', 'The sent spam was deleted for good.');
    intruder.remove(begin + 2_100_000, deleted, 'HardDelete', sent);
    contain(scene, victim, clock.at(scene.lastDay, 10, 5));
    report(
      scene,
      clock.at(scene.lastDay, 9, 20),
      `tanaka@${company.partners[0] ?? 'example1.jp'}`,
      `We got "${subject}" from your Grady Archie. Several of us did. Is that yours?`,
      `御社の Grady Archie 様から「${subject}」というメールが複数名に届いています。ご確認ください。`,
    );
  },
};
