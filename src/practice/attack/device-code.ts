import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { makeIntruder } from './intruder.js';
import { noteVictim, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** The user enters a code at Microsoft's real page: no password is stolen, a token is given away. */
export const deviceCode: Scenario = {
  slug: 'device-code',
  title: 'Device code phishing',
  last: '2025-03-14',
  leastUsers: 8,
  leastDays: 2,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    graphSignIns: company.people.slice(1, 2),
    search: company.people.slice(1, 2),
  }),
  play: (scene) => {
    const { company, random } = scene;
    const { clock } = company;
    const victim = scene.person('Adele', 'Vance');
    const begin = clock.at(scene.lastDay, 10, 12);
    phishingMail(scene, {
      time: begin,
      subject: 'Teams meeting invitation: price negotiation',
      fromName: 'Microsoft Teams',
      from: 'meetings@teams-invite.example',
      returnPath: 'meetings@teams-invite.example',
      server: { name: 'mail.teams-invite.example', ip: '192.0.2.200' },
      to: victim,
      url: 'https://microsoft.com/devicelogin',
      results: { spf: 'pass', dkim: 'pass', dmarc: 'pass', compauth: 'pass reason=100' },
      text: ['You are invited to a meeting.', 'Open the page and enter the code HF7K2M9QD.'],
    });
    const office = scene.office(victim);
    const place = scene.attackPlace(
      attackNetworks.vultrJp,
      'use of the token that the device code gave',
    );
    const intruder = makeIntruder(scene, {
      victim,
      session: random.guid(),
      agent: attackAgents.axios,
      place: office,
      why: 'A device code entered by the user gave a session to a client elsewhere.',
    });
    const coded = intruder.trace(
      'device-code-sign-in',
      `Adele entered a device code, and Microsoft Office got a token that was used from ${place.ip}.`,
    );
    // The code is entered in the user's own browser, so the first sign-in shows the office's address.
    intruder.with(victim.pc.agent);
    intruder.signIn(begin + 360_000, coded, {
      app: apps.broker,
      resource: apps.deviceRegistration,
      interactive: true,
      code: 50199,
      protocol: 'Device Code',
    });
    const first = intruder.signIn(begin + 385_000, coded, {
      app: apps.broker,
      resource: apps.deviceRegistration,
      interactive: true,
      factor: 'earlier',
      protocol: 'Device Code',
    });
    scene.story.userAgents.delete(victim.pc.agent.text);
    noteVictim(scene, victim, 'device-code', first);
    intruder.from(place);
    intruder.with(attackAgents.axios);
    intruder.signIn(begin + 401_000, coded, { app: apps.office, resource: apps.graph });
    intruder.signIn(begin + 700_000, coded, { app: apps.office, resource: apps.exchange });
    const reads = intruder.trace('mail-read', 'The mailbox was read through Graph.');
    const mails = mailboxOf(random, company, victim, 40);
    for (let at = 0; at < 5; at++)
      intruder.read(begin + 800_000 + at * 130_000, reads, mails.slice(at * 8, at * 8 + 8), {
        client: 'mobile',
        app: apps.office,
      });
    const searches = intruder.trace('mail-searched', 'The mailbox was searched for contracts.');
    intruder.search(begin + 1_500_000, searches, 'contract');
    const device = intruder.trace(
      'device-registered',
      'A device of the attacker was registered with the token.',
    );
    intruder.device(begin + 1_800_000, device, 'DESKTOP-8T2LQ1V', 'Windows');
    intruder.signIn(begin + 2_000_000, coded, {
      app: apps.broker,
      resource: apps.deviceRegistration,
    });
    report(
      scene,
      clock.at(scene.lastDay, 14, 30),
      victim.upn,
      'I entered a code for a meeting that did not exist. Did I do something wrong?',
      '存在しない会議のためにコードを入力してしまいました。問題はないでしょうか。',
    );
  },
};
