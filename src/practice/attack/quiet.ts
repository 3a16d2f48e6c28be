import { apps } from '../company/apps-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** The attacker comes through households' lines in the victim's own country, makes nothing and only reads. */
export const quiet: Scenario = {
  slug: 'quiet',
  title: "A quiet attacker: residential proxy of the victim's country, only reading",
  last: '2025-09-05',
  leastUsers: 8,
  leastDays: 5,
  users: 200,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.slice(6, 7),
  }),
  play: (scene) => {
    const { company, random } = scene;
    const { clock } = company;
    const victim = scene.person('Debra', 'Berger');
    const day = scene.lastDay - 4;
    phishingMail(scene, {
      time: clock.at(day, 8, 52),
      subject: 'Revised agenda',
      fromName: 'Secretariat',
      from: 'secretariat@trade-council.example',
      returnPath: 'secretariat@trade-council.example',
      server: { name: 'mx.trade-council.example', ip: '192.0.2.9' },
      to: victim,
      url: 'https://members.trade-council.example/agenda',
      results: { spf: 'pass', dkim: 'pass', dmarc: 'pass', compauth: 'pass reason=100' },
      text: [
        'Please find the revised agenda of the council.',
        'Sign in with your work account to read it.',
      ],
    });
    const proxy = scene.attackPlace(
      attackNetworks.residentialJp,
      'AiTM proxy behind a household line',
    );
    const place = scene.attackPlace(attackNetworks.residentialJp, 'residential proxy');
    // It even sends what the victim's browser sends.
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: clock.at(day, 9, 11),
      proxy,
      replay: place,
      agent: victim.pc.agent,
      pause: 5400,
    });
    scene.story.userAgents.delete(victim.pc.agent.text);
    const reads = intruder.trace('mail-read', 'The director’s mail was read a little every day.');
    const mails = mailboxOf(random, company, victim, 40);
    intruder.read(clock.at(day, 11, 30), reads, mails.slice(0, 6));
    for (let later = 1; later <= 4; later++) {
      intruder.from(scene.attackPlace(attackNetworks.residentialJp, 'residential proxy'));
      const time = clock.at(day + later, random.int(10, 16), random.int(0, 59));
      intruder.signIn(time, replayed, { app: apps.outlookWeb, resource: apps.exchange });
      intruder.read(time + 90_000, reads, mails.slice(later * 8, later * 8 + 4));
      intruder.read(time + 400_000, reads, mails.slice(later * 8 + 4, later * 8 + 8));
    }
    report(
      scene,
      clock.at(scene.lastDay, 18, 0),
      scene.person('Debra', 'Berger').upn,
      'A competitor knows things that only stand in my mail. Is somebody reading it?',
      '私のメールにしか書いていないことを競合が知っています。誰かに読まれていませんか。',
    );
  },
};
