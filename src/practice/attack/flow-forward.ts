import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { flowRecord } from '../records/teams.js';
import { aitmLogin, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** No inbox rule: a Power Automate flow forwards every mail (W-48). */
export const flowForward: Scenario = {
  slug: 'flow-forward',
  title: 'A Power Automate flow forwards the mail outside',
  last: '2025-02-21',
  leastUsers: 8,
  leastDays: 2,
  users: 120,
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
    const { company, random, story, emit } = scene;
    const { clock } = company;
    const victim = scene.person('Debra', 'Berger');
    // Colleagues make flows, too.
    for (let day = 0; day <= scene.lastDay; day += 4) {
      const person = random.pick(company.people);
      if (!clock.isWorkday(day) || person === victim) continue;
      const time = clock.at(day, 11, random.int(0, 59));
      emit(
        flowRecord(random, company, scene.ownAccess(person, 'browser', time), {
          time,
          operation: random.chance(0.6) ? 'EditFlow' : 'CreateFlow',
          flow: random.guid(),
          connectors: random.pick([
            'SharePoint',
            'Microsoft Teams',
            'Approvals, Office 365 Outlook',
          ]),
        }),
      );
    }
    const begin = clock.at(scene.lastDay - 1, 13, 5);
    phishingMail(scene, {
      time: begin,
      subject: 'Board meeting documents',
      fromName: 'Board office',
      from: 'board-office@docs-share.example',
      returnPath: 'bounce@docs-share.example',
      server: { name: 'm.docs-share.example', ip: '192.0.2.61' },
      to: victim,
      url: 'https://docs-share.example/b/1',
      text: ['The documents for the board meeting are ready.', 'Sign in to open them.'],
    });
    const proxy = scene.attackPlace(attackNetworks.digitalOceanSg, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.m247, 'replay of the stolen session');
    const { intruder, replayed } = aitmLogin(scene, {
      victim,
      at: begin + 600_000,
      proxy,
      replay,
      agent: attackAgents.chromeWindows,
    });
    intruder.signIn(begin + 2_000_000, replayed, {
      app: apps.flowPortal,
      resource: apps.flowService,
    });
    const made = intruder.trace(
      'flow-created',
      'The flow "Sync" forwards every new mail to sync.mail88@mailbox.example.',
    );
    const flow = random.guid();
    (['PutConnection', 'CreateFlow', 'EditFlow'] as const).forEach((operation, at) =>
      emit(
        flowRecord(random, company, intruder.access(made, apps.flowPortal), {
          time: begin + 2_150_000 + at * 95_000,
          operation,
          flow,
          connectors: 'Office 365 Outlook',
        }),
      ),
    );
    story.created.push({
      kind: 'flow',
      name: 'Sync',
      id: flow,
      owner: victim.upn,
      facts: {
        action: 'forwards every new mail',
        to: 'sync.mail88@mailbox.example',
        connectors: 'Office 365 Outlook',
      },
      mark: made,
    });
    const reads = intruder.trace('mail-read', 'Mail of the director was read.');
    intruder.read(begin + 2_700_000, reads, mailboxOf(random, company, victim, 7));
    // What the flow sends goes from the victim's own mailbox, by the service.
    const forwarded = mailboxOf(random, company, victim, 6);
    forwarded.forEach((message, at) =>
      intruder.send(begin + 3_600_000 + at * 3_000_000, made, {
        subject: `FW: ${message.subject}`,
        to: ['sync.mail88@mailbox.example'],
        size: message.size,
      }),
    );
    story.contacted.push({
      address: 'sync.mail88@mailbox.example',
      internal: false,
      did: 'nothing',
    });
    report(
      scene,
      clock.at(scene.lastDay, 9, 50),
      scene.person('Megan', 'Bowen').upn,
      "The message trace shows Debra's mail going to an address at mailbox.example. She knows nothing of it.",
      'Debra さんのメールが mailbox.example の宛先へ転送されています。本人は設定していないそうです。',
    );
  },
};
