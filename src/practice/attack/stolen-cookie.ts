import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { sessionAt } from '../company/person.js';
import { someFile } from '../life/files.js';
import { makeIntruder } from './intruder.js';
import { noteVictim, report } from './login.js';
import { mailboxOf } from './mailbox.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** Malware took the browser's cookie: the attacker acts in the user's own session, while she works in it. */
export const stolenCookie: Scenario = {
  slug: 'stolen-cookie',
  title: "A cookie stolen by malware: the attacker acts in the user's own session",
  last: '2025-06-27',
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
    search: company.people.slice(0, 1),
  }),
  play: (scene) => {
    const { company, random } = scene;
    const { clock } = company;
    const victim = scene.person('Alice', 'Aoki');
    const begin = clock.at(scene.lastDay, 13, 17);
    // The user's own work of that day, in the same session.
    for (const hours of [10, 11, 14, 15])
      scene.ownAccess(victim, 'browser', clock.at(scene.lastDay, hours, 20));
    const place = scene.attackPlace(attackNetworks.nforce, 'use of the stolen cookie');
    const intruder = makeIntruder(scene, {
      victim,
      session: sessionAt(victim, 'browser', begin),
      agent: attackAgents.chromeWindows,
      place,
      verdict: 'mixed',
      why: "The user's own session, used at the same time from another network with another browser.",
    });
    const replayed = intruder.trace(
      'session-replayed',
      `Alice's own session was used from ${place.ip} without a sign-in there.`,
    );
    const first = intruder.signIn(begin, replayed, { app: apps.officeHome });
    noteVictim(scene, victim, 'cookie', first);
    intruder.signIn(begin + 40_000, replayed, { app: apps.outlookWeb, resource: apps.exchange });
    const reads = intruder.trace('mail-read', "Mail in Alice's mailbox was read.");
    const mails = mailboxOf(random, company, victim, 16);
    intruder.read(begin + 130_000, reads, mails.slice(0, 8));
    const searches = intruder.trace('mail-searched', 'The mailbox was searched for passwords.');
    intruder.search(begin + 300_000, searches, 'password');
    intruder.read(begin + 420_000, reads, mails.slice(8));
    intruder.signIn(begin + 600_000, replayed, {
      app: apps.sharePointWeb,
      resource: apps.sharePoint,
    });
    const files = intruder.trace('files-read', 'Files were downloaded.');
    intruder.files(
      begin + 700_000,
      files,
      Array.from({ length: 9 }, () => someFile(random, company, victim)),
      'FileDownloaded',
    );
    const shared = intruder.trace('link-shared', 'A link for anyone was made.');
    const file = someFile(random, company, victim, true);
    intruder.files(begin + 900_000, shared, [file], 'AnonymousLinkCreated');
    scene.story.created.push({
      kind: 'sharing-link',
      name: file.name,
      id: null,
      owner: victim.upn,
      facts: { kind: 'anyone with the link' },
      mark: shared,
    });
    report(
      scene,
      clock.at(scene.lastDay, 16, 5),
      scene.person('Megan', 'Bowen').upn,
      "Antivirus found an information stealer on Alice's computer. What did it take?",
      'アリスさんの PC で情報窃取マルウェアが見つかりました。何が盗まれましたか。',
    );
  },
};
