import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { mailRead } from '../records/exchange.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

const subject = 'Salary revision: please confirm';

/** One victim's mailbox deceives the next, twice. */
export const chainOfThree: Scenario = {
  slug: 'chain-of-three',
  title: 'A chain of three victims by internal phishing',
  last: '2025-04-18',
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
    search: company.people.slice(0, 1),
  }),
  play: (scene) => {
    const { company, random, story, emit } = scene;
    const { clock } = company;
    const chain = [
      scene.person('Alice', 'Aoki'),
      scene.person('Johanna', 'Lorenz'),
      scene.person('Alex', 'Wilber'),
    ];
    const [first] = chain;
    if (first === undefined) return;
    const begin = clock.at(scene.lastDay - 1, 9, 40);
    phishingMail(scene, {
      time: begin,
      subject: 'Your mailbox is almost full',
      fromName: 'Mail administrator',
      from: 'admin@mailbox-quota.example',
      returnPath: 'admin@mailbox-quota.example',
      server: { name: 'out.mailbox-quota.example', ip: '192.0.2.19' },
      to: first,
      url: 'https://mailbox-quota.example/extend',
      text: ['Your mailbox is almost full.', 'Extend it now, or mail will be lost.'],
    });
    const proxy = scene.attackPlace(attackNetworks.vultrJp, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.linodeJp, 'replay of the stolen sessions');
    chain.forEach((victim, at) => {
      const start = begin + (20 + at * 170) * 60_000;
      const { intruder } = aitmLogin(scene, {
        victim,
        at: start,
        proxy,
        replay,
        agent: attackAgents.firefoxMac,
        how: at === 0 ? 'aitm' : 'internal-phish',
      });
      const reads = intruder.trace('mail-read', `Mail of ${victim.name} was read.`);
      intruder.read(start + 900_000, reads, mailboxOf(random, company, victim, random.int(4, 9)));
      const rule = intruder.trace(
        'hiding-rule',
        `The inbox rule ".." hides answers to "${subject}".`,
      );
      intruder.rule(
        start + 1_500_000,
        rule,
        '..',
        [
          ['SubjectContainsWords', subject],
          ['DeleteMessage', 'True'],
          ['StopProcessingRules', 'True'],
        ],
        { condition: `SubjectContainsWords: ${subject}`, action: 'DeleteMessage' },
      );
      const spread = intruder.trace(
        'internal-phishing',
        `Mail "${subject}" was sent to colleagues from the mailbox of ${victim.name}.`,
      );
      const next = chain[at + 1];
      const others = company.people
        .filter((person) => !chain.includes(person) && person.index % 5 === at)
        .slice(0, 8);
      const message = intruder.send(start + 1_800_000, spread, {
        subject,
        to: [...(next === undefined ? [] : [next]), ...others].map(({ upn }) => upn),
      });
      for (const person of others)
        story.contacted.push({
          address: person.upn,
          internal: true,
          did: at === 2 && person === others[0] ? 'reported' : 'nothing',
        });
      if (next !== undefined) {
        const time = begin + (14 + (at + 1) * 170) * 60_000;
        emit(
          mailRead(random, company, scene.ownAccess(next, 'browser', time), {
            time,
            client: 'owa',
            messages: [{ ...message, folder: '\\Inbox' }],
          }),
        );
        story.contacted.push({ address: next.upn, internal: true, did: 'signed-in' });
      }
      if (at === 2) {
        const replayed = intruder.trace(
          'session-replayed',
          `Session ${intruder.session} came back in the evening.`,
        );
        intruder.signIn(start + 6_000_000, replayed, {
          app: apps.outlookWeb,
          resource: apps.exchange,
        });
        intruder.read(start + 6_100_000, reads, mailboxOf(random, company, victim, 5));
      }
    });
    report(
      scene,
      clock.at(scene.lastDay, 9, 5),
      scene.person('Debra', 'Berger').upn,
      `Several people got "${subject}" from Mr Wilber. He says he wrote nothing.`,
      `ウィルバーさんから「${subject}」というメールが複数の社員に届いています。本人は送っていないそうです。`,
    );
  },
};
