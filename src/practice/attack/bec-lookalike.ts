import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { foreignMessageId, traceRows } from '../records/message.js';
import { savedMail } from '../records/saved-mail.js';
import { networkMessageId } from '../records/message.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';
import { markOf } from './scene.js';

const lookalike = 'exampIe0.jp';
const subject = 'Re: Invoice 4471';

/** A mail thread is read for days, then a changed invoice comes from a lookalike domain (W-13). */
export const becLookalike: Scenario = {
  slug: 'bec-lookalike',
  title: 'Business e-mail compromise: a changed invoice from a lookalike domain',
  last: '2025-06-13',
  leastUsers: 8,
  leastDays: 4,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.slice(5, 6),
  }),
  play: (scene) => {
    const { company, random, story, emit } = scene;
    const { clock } = company;
    const victim = scene.person('Alex', 'Wilber');
    const partner = `keiko.hayashi@${company.partners[0] ?? 'example1.jp'}`;
    const day = scene.lastDay - 3;
    phishingMail(scene, {
      time: clock.at(day, 10, 44),
      subject: 'Statement of account is ready',
      fromName: 'Harbor Bank',
      from: 'statements@harborbank-secure.example',
      returnPath: 'statements@harborbank-secure.example',
      server: { name: 'mx1.harborbank-secure.example', ip: '192.0.2.31' },
      to: victim,
      url: 'https://login.harborbank-secure.example/s/8841',
      results: { spf: 'pass', dkim: 'pass', dmarc: 'pass', compauth: 'pass reason=100' },
      text: ['Your statement of account is ready.', 'Sign in with your company account to see it.'],
    });
    const proxy = scene.attackPlace(attackNetworks.digitalOceanNl, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.nforce, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: clock.at(day, 11, 2),
      proxy,
      replay,
      agent: attackAgents.chromeWindows,
    });
    const searches = intruder.trace(
      'mail-searched',
      'The mailbox was searched for invoices and bank details.',
    );
    const reads = intruder.trace(
      'mail-read',
      `Mail with ${partner} about payments was read over three days.`,
    );
    const mails = mailboxOf(random, company, victim, 30);
    intruder.search(clock.at(day, 11, 31), searches, 'invoice');
    intruder.read(clock.at(day, 11, 33), reads, mails.slice(0, 8));
    for (let later = 1; later <= 2; later++) {
      const time = clock.at(day + later, 20, 10 + later);
      intruder.signIn(time, replayed, { app: apps.outlookWeb, resource: apps.exchange });
      intruder.search(time + 60_000, searches, later === 1 ? 'example1 payment' : 'bank account');
      intruder.read(time + 130_000, reads, mails.slice(8 * later, 8 * later + 8));
    }
    const rule = intruder.trace(
      'hiding-rule',
      'The inbox rule "." moves mail of the partner to RSS Feeds.',
    );
    intruder.rule(
      clock.at(scene.lastDay, 8, 51),
      rule,
      '.',
      [
        ['FromAddressContainsWords', partner],
        ['MoveToFolder', 'RSS Feeds'],
        ['MarkAsRead', 'True'],
        ['StopProcessingRules', 'True'],
      ],
      { condition: `FromAddressContainsWords: ${partner}`, action: 'MoveToFolder: RSS Feeds' },
    );
    const asked = intruder.trace(
      'bec-mail',
      `"${subject}" with changed bank details came from alex.wilber@${lookalike}, and the shared mailbox had asked for a new payee form before.`,
    );
    const shared = { address: `accounting@${company.domain}`, mailbox: random.guid() };
    intruder.send(clock.at(scene.lastDay, 8, 57), asked, {
      subject: 'New payee form',
      to: [partner],
      as: shared,
    });
    // From outside: a domain with a capital I, to the partner and, as a copy, to the victim.
    const bec = asked;
    const mark = markOf(bec, null);
    const time = clock.at(scene.lastDay, 9, 26);
    const messageId = foreignMessageId(random, lookalike);
    const networkId = networkMessageId(random, time);
    const from = `alex.wilber@${lookalike}`;
    const copied = scene.person('Adele', 'Vance');
    traceRows(random, {
      time,
      messageId,
      networkId,
      sender: from,
      recipients: [copied.upn],
      subject,
      fromIp: '192.0.2.88',
      size: 182_204,
      mark,
      inside: () => true,
    }).forEach(emit);
    emit(
      savedMail({
        file: 'Re Invoice 4471.eml',
        time,
        fromName: 'Alex Wilber',
        from,
        returnPath: from,
        to: partner,
        toName: 'Keiko Hayashi',
        subject,
        messageId,
        networkId,
        serverIp: '192.0.2.88',
        serverName: `mail.${lookalike}`,
        results: { spf: 'pass', dkim: 'pass', dmarc: 'pass', compauth: 'pass reason=100' },
        text: [
          'Dear Ms Hayashi,',
          'our bank has changed. Please pay invoice 4471 to the account in the attached form.',
          'Alex Wilber',
        ],
        url: `https://${lookalike}/forms/4471`,
        tenantId: company.tenantId,
        mark,
      }),
    );
    story.domains.push(lookalike);
    story.senders.push(from);
    story.contacted.push(
      { address: partner, internal: false, did: 'replied' },
      { address: copied.upn, internal: true, did: 'reported' },
    );
    report(
      scene,
      clock.at(scene.lastDay, 13, 40),
      partner,
      'Your Mr Wilber asks us to pay invoice 4471 to a new account. We nearly did. Is the change right?',
      '御社のウィルバー様から請求書 4471 の振込先変更の連絡が来ました。間違いありませんか。',
    );
  },
};
