import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import type { Place } from '../company/place.js';
import { someFile } from '../life/files.js';
import { mailRead } from '../records/exchange.js';
import { makeIntruder } from './intruder.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

const subject = 'Activate Your New Business Card System';
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const appId = '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5';
const scopes =
  'email Mail.ReadWrite.Shared Mail.Send.Shared openid TeamsActivity.Read TeamsActivity.Send User.Read';
const at = (time: string): number => Date.parse(`2024-05-10T${time}Z`);

/** The workshop's own incident (W-80…82), to the second where the workshop gives seconds. */
export const workshop: Scenario = {
  slug: 'workshop',
  title:
    "The workshop's incident: AiTM phishing, an application, a hiding rule, phishing of colleagues",
  last: '2024-05-10',
  leastUsers: 8,
  leastDays: 1,
  users: 300,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.filter(({ upn }) => upn.startsWith('alice.aoki@')),
  }),
  play: (scene) => {
    const { company, random, story, emit } = scene;
    const alice = scene.person('Alice', 'Aoki');
    const colleagues = [
      scene.person('Adele', 'Vance'),
      scene.person('Grady', 'Archie'),
      scene.person('Johanna', 'Lorenz'),
    ];
    const others = company.people
      .filter(
        (person) =>
          person.department === 'Sales' && person !== alice && !colleagues.includes(person),
      )
      .slice(0, 9);
    phishingMail(scene, {
      time: at('09:12:06'),
      subject,
      fromName: 'General Affairs',
      from: 'general-affairs@exampIe0.jp',
      returnPath: 'bounce@bizcard-portal.example',
      server: { name: 'mta2.bizcard-portal.example', ip: '192.0.2.145' },
      to: alice,
      url: 'https://login.bizcard-portal.example/activate?u=alice',
      text: [
        'Dear Alice,',
        'our new business card system starts on Monday. Please activate your account today.',
        'General Affairs',
      ],
    });

    const proxy = scene.attackPlace(
      attackNetworks.digitalOceanSg,
      'AiTM proxy: sign-in with password and second factor',
      '152.42.161.220',
    );
    const replay: Place = {
      ip: '240b:10:32c1:ab00:857:889:3734:e93',
      asn: 2516,
      country: 'JP',
      city: 'Chiyoda',
      state: 'Tokyo',
    };
    story.ips.push({ ip: replay.ip, use: 'replay of the stolen session' });
    const intruder = makeIntruder(scene, {
      victim: alice,
      session,
      agent: attackAgents.firefoxMac,
      place: proxy,
      why: 'Signed in through an AiTM proxy at a hosting provider, then used from another network with the same session id.',
    });
    const stolen = intruder.trace(
      'aitm-sign-in',
      'Password and second factor were relayed by a proxy at 152.42.161.220, and OfficeHome was opened.',
    );
    const entered = intruder.trace(
      'password-entered',
      "Alice's password was entered at 152.42.161.220, where the second factor was asked for.",
    );
    const replayed = intruder.trace(
      'session-replayed',
      `Session ${session} was used from ${replay.ip} and 152.42.161.220 with Firefox 125.`,
    );
    const correlation = random.guid();
    intruder.signIn(at('09:25:56'), entered, {
      correlation,
      app: apps.officeHome,
      interactive: true,
      code: 50074,
      factor: 'none',
    });
    const first = intruder.signIn(at('09:26:21'), stolen, {
      correlation,
      app: apps.officeHome,
      interactive: true,
      factor: 'code',
    });
    intruder.signIn(at('09:26:24'), stolen, { app: apps.officeHome, resource: apps.directory });
    story.victims.push({
      upn: alice.upn,
      how: 'aitm',
      firstAccess: new Date(first.time).toISOString(),
      event: first.requestId,
      privileged: false,
    });

    intruder.from(replay);
    intruder.signIn(at('09:31:08'), replayed, { app: apps.officeHome });
    intruder.signIn(at('09:31:40'), replayed, { app: apps.outlookWeb, resource: apps.exchange });
    const searches = intruder.trace(
      'mail-searched',
      'The mailbox was searched for invoices, payments and passwords.',
    );
    const reads = intruder.trace('mail-read', "Mail in Alice's mailbox was read.");
    const mails = mailboxOf(random, company, alice, 24);
    intruder.search(at('09:32:35'), searches, 'invoice');
    intruder.read(at('09:33:20'), reads, mails.slice(0, 5));
    intruder.search(at('09:34:51'), searches, 'payment');
    intruder.read(at('09:35:30'), reads, mails.slice(5, 12));
    intruder.search(at('09:37:02'), searches, 'password');
    intruder.read(at('09:37:48'), reads, mails.slice(12, 16));
    intruder.signIn(at('09:39:15'), replayed, {
      app: apps.sharePointWeb,
      resource: apps.sharePoint,
    });
    const fileSearch = intruder.trace('files-searched', 'SharePoint was searched for contracts.');
    const files = intruder.trace('files-read', 'Files of the sales site were opened.');
    intruder.search(at('09:39:40'), fileSearch, 'contract', 'SharePoint');
    intruder.files(at('09:40:12'), files, [
      someFile(random, company, alice, false),
      someFile(random, company, alice, false),
      someFile(random, company, alice, true),
    ]);

    intruder.from(proxy);
    intruder.signIn(at('09:43:10'), replayed, { app: apps.mySignIns });
    const info = intruder.trace(
      'security-info-registered',
      'An authenticator app of the attacker was registered as a second factor.',
    );
    intruder.securityInfo(at('09:43:52'), info, 'Authenticator App with Code', 'NO_DEVICE_TOKEN');

    intruder.signIn(at('09:51:30'), replayed, {
      app: apps.azurePortal,
      resource: apps.azureManagement,
    });
    const application = intruder.trace(
      'application-added',
      `The application ".." (${appId}) was registered and consented to by the user, with ${scopes}.`,
    );
    intruder.application(at('09:53:07'), application, {
      id: appId,
      name: '..',
      scopes,
      registered: true,
    });

    intruder.from(replay);
    intruder.signIn(at('10:03:12'), replayed, { app: apps.outlookWeb, resource: apps.exchange });
    const rule = intruder.trace(
      'hiding-rule',
      `The inbox rule "." moves mail with "${subject}" in its subject to Deleted Items.`,
    );
    intruder.rule(
      at('10:05:27'),
      rule,
      '.',
      [
        ['SubjectContainsWords', subject],
        ['MoveToFolder', 'Deleted Items'],
        ['MarkAsRead', 'True'],
        ['StopProcessingRules', 'False'],
      ],
      { condition: `SubjectContainsWords: ${subject}`, action: 'MoveToFolder: Deleted Items' },
    );

    const spread = intruder.trace(
      'internal-phishing',
      `Mail "${subject}" was sent to ${colleagues.length + others.length} colleagues from Alice's mailbox.`,
    );
    const sent = colleagues.map((person, index) =>
      intruder.send(at('10:12:04') + index * 96_000, spread, { subject, to: [person.upn] }),
    );
    if (others.length > 0)
      sent.push(
        intruder.send(at('10:18:41'), spread, { subject, to: others.map(({ upn }) => upn) }),
      );
    for (const person of [...colleagues, ...others])
      story.contacted.push({
        address: person.upn,
        internal: true,
        did:
          person === colleagues[1]
            ? 'reported'
            : colleagues.includes(person)
              ? 'opened'
              : 'nothing',
      });
    colleagues.forEach((person, index) => {
      const message = sent[index];
      if (message === undefined) return;
      const time = at('10:21:15') + index * 310_000;
      const own = scene.ownAccess(person, 'native', time);
      emit(
        mailRead(random, company, own, {
          time,
          client: 'outlook',
          messages: [{ ...message, folder: '\\Inbox' }],
        }),
      );
    });
    intruder.read(at('10:33:09'), reads, mails.slice(16, 24));
    intruder.signIn(at('10:50:02'), replayed, { app: apps.outlookWeb, resource: apps.exchange });
    const deleted = intruder.trace(
      'mail-deleted',
      'The phishing mails were deleted from Sent Items.',
    );
    intruder.remove(at('10:54:50'), deleted, 'MoveToDeletedItems', sent);
    intruder.remove(
      at('10:55:45'),
      deleted,
      'HardDelete',
      sent.map((message) => ({ ...message, folder: '\\Deleted Items' })),
    );

    story.report = {
      at: new Date(at('11:08:30')).toISOString(),
      from: scene.person('Grady', 'Archie').upn,
      en: `Alice's account is sending strange mail: "${subject}", with a link. I did not click. Is it from her?`,
      ja: `アリスさんのアカウントから「${subject}」という不審なメールが届きました。リンクは開いていません。本人が送ったものでしょうか。`,
    };
  },
};
