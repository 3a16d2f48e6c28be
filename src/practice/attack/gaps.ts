import { attackAgents } from '../company/agents-table.js';
import { apps } from '../company/apps-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** Logs with holes, throttled mail auditing, a search that was cut. */
export const gaps: Scenario = {
  slug: 'gaps',
  title: 'Logs with gaps, throttled mail auditing and a cut export',
  last: '2025-08-29',
  leastUsers: 8,
  leastDays: 2,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => {
    const { clock } = company;
    const day = clock.days - 1;
    return {
      signIns: true,
      audit: true,
      trace: false,
      search: company.people.slice(5, 6),
      searchCut: 100,
      holes: [
        // The morning in which the sign-in happened, and an hour of the afternoon.
        { source: 'entra_signin', from: clock.at(day, 8), to: clock.at(day, 12) },
        { source: 'ual', from: clock.at(day, 14), to: clock.at(day, 15) },
      ],
    };
  },
  play: (scene) => {
    const { company, random, story } = scene;
    const { clock } = company;
    const victim = scene.person('Alex', 'Wilber');
    const begin = clock.at(scene.lastDay, 9, 48);
    phishingMail(scene, {
      time: begin,
      subject: 'Payment advice',
      fromName: 'Treasury',
      from: 'treasury@payadvice.example',
      returnPath: 'treasury@payadvice.example',
      server: { name: 'mx.payadvice.example', ip: '192.0.2.13' },
      to: victim,
      url: 'https://payadvice.example/v',
      text: ['A payment advice is attached to this message.', 'Sign in to view it.'],
    });
    const proxy = scene.attackPlace(attackNetworks.vultrJp, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.m247, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: begin + 500_000,
      proxy,
      replay,
      agent: attackAgents.chromeWindows,
    });
    const reads = intruder.trace(
      'mail-read',
      'Mail was read in bulk, until auditing of it was throttled.',
    );
    const mails = mailboxOf(random, company, victim, 60);
    for (let at = 0; at < 6; at++)
      intruder.read(begin + 2_400_000 + at * 60_000, reads, mails.slice(at * 10, at * 10 + 10), {
        throttled: at === 5,
      });
    intruder.sync(begin + 2_900_000, reads, '\\Inbox');
    const rule = intruder.trace(
      'forwarding-rule',
      'The inbox rule "Archive" forwards mail with "payment" outside.',
    );
    intruder.rule(
      clock.at(scene.lastDay, 13, 31),
      rule,
      'Archive',
      [
        ['SubjectOrBodyContainsWords', 'payment;invoice'],
        ['ForwardTo', 'archive.wilber@mailbox.example'],
        ['StopProcessingRules', 'False'],
      ],
      {
        condition: 'SubjectOrBodyContainsWords: payment;invoice',
        action: 'ForwardTo: archive.wilber@mailbox.example',
      },
    );
    const bec = intruder.trace('bec-mail', 'A mail with changed bank details went to a partner.');
    const sent = intruder.send(clock.at(scene.lastDay, 14, 22), bec, {
      subject: 'Change of bank details',
      to: [`accounts@${company.partners[0] ?? 'example1.jp'}`],
    });
    story.contacted.push({
      address: `accounts@${company.partners[0] ?? 'example1.jp'}`,
      internal: false,
      did: 'reported',
    });
    intruder.signIn(clock.at(scene.lastDay, 15, 20), replayed, {
      app: apps.outlookWeb,
      resource: apps.exchange,
    });
    const deleted = intruder.trace('mail-deleted', 'The sent mail was deleted.');
    intruder.remove(clock.at(scene.lastDay, 15, 24), deleted, 'HardDelete', [sent]);
    story.gaps.push(
      {
        kind: 'hole',
        source: 'entra_signin',
        text: 'The sign-in logs lack four hours of the last day: the first sign-in is seen in the unified audit log only.',
      },
      {
        kind: 'hole',
        source: 'ual',
        text: 'The unified audit log lacks an hour of the last afternoon, in which a mail was sent.',
      },
      {
        kind: 'throttled',
        source: 'ual',
        text: 'MailItemsAccessed was throttled: more mail may have been read than is logged.',
      },
      {
        kind: 'cut',
        source: 'ual',
        text: 'The search for Alex Wilber holds the newest 100 records only.',
      },
      { kind: 'missing', source: 'message_trace', text: 'No message trace was taken.' },
    );
    report(
      scene,
      clock.at(scene.lastDay, 17, 10),
      `accounts@${company.partners[0] ?? 'example1.jp'}`,
      'Is the change of bank details that Mr Wilber sent us genuine?',
      'ウィルバー様からの振込先変更のご連絡は本物でしょうか。',
    );
  },
};
