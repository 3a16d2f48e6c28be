import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { addApplication } from '../records/applications.js';
import { mailRead } from '../records/exchange.js';
import { makeSignIn, logonOf } from '../records/sign-in.js';
import { mailboxOf } from './mailbox.js';
import { phishingMail } from './phishing.js';
import { report } from './login.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';
import { markOf } from './scene.js';

const scopes =
  'openid profile email offline_access User.Read Mail.Read Mail.ReadWrite Contacts.Read Files.Read.All';

/** The user consents to the attacker's application: no password, no session, only a grant. */
export const consentPhish: Scenario = {
  slug: 'consent-phish',
  title: 'OAuth consent phishing without password theft',
  last: '2025-10-17',
  leastUsers: 8,
  leastDays: 3,
  users: 150,
  days: 30,
  licence: 'e3',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    search: company.people.slice(3, 4),
  }),
  play: (scene) => {
    const { company, random, story, emit } = scene;
    const { clock } = company;
    const victim = scene.person('Johanna', 'Lorenz');
    const begin = clock.at(scene.lastDay - 2, 15, 20);
    phishingMail(scene, {
      time: begin,
      subject: 'You were added to Document Viewer Pro',
      fromName: 'Document Viewer Pro',
      from: 'team@docviewer-pro.example',
      returnPath: 'team@docviewer-pro.example',
      server: { name: 'smtp.docviewer-pro.example', ip: '192.0.2.171' },
      to: victim,
      url: 'https://docviewer-pro.example/connect',
      results: { spf: 'pass', dkim: 'pass', dmarc: 'pass', compauth: 'pass reason=100' },
      text: [
        'A colleague shares documents with you in Document Viewer Pro.',
        'Connect your account to open them.',
      ],
    });
    const appId = random.guid();
    const app = { id: appId, name: 'Document Viewer Pro' };
    // The user's own browser, in the user's own session, consents.
    const own = scene.ownAccess(victim, 'browser', begin + 420_000);
    const consented = scene.trace(
      'consent-granted',
      victim.upn,
      `Johanna consented to "${app.name}" (${appId}) with ${scopes}.`,
    );
    const mark = markOf(consented, own.session);
    const asked = makeSignIn(random, {
      time: begin + 400_000,
      user: victim,
      place: own.place,
      agent: victim.pc.agent,
      app,
      resource: apps.graph,
      session: own.session,
      interactive: true,
      code: 65001,
      mark,
    });
    emit(asked);
    emit(logonOf(company, asked));
    const first = makeSignIn(random, {
      time: begin + 431_000,
      user: victim,
      place: own.place,
      agent: victim.pc.agent,
      app,
      resource: apps.graph,
      session: own.session,
      interactive: true,
      factor: 'earlier',
      mark,
    });
    addApplication(
      random,
      company,
      {
        time: begin + 428_000,
        user: victim,
        place: own.place,
        agent: victim.pc.agent.text,
        session: own.session,
        token: own.token,
        mark,
        appId,
        name: app.name,
        scopes,
        registered: false,
      },
      emit,
    );
    emit(first);
    emit(logonOf(company, first));
    story.why.set(own.session, {
      user: victim.upn,
      verdict: 'mixed',
      text: "The user's own session, in which the consent was given.",
    });
    story.victims.push({
      upn: victim.upn,
      how: 'consent',
      firstAccess: new Date(first.time).toISOString(),
      event: first.requestId,
      privileged: false,
    });
    story.created.push({
      kind: 'consent',
      name: app.name,
      id: appId,
      owner: victim.upn,
      facts: { appId, scopes, consentType: 'Principal' },
      mark: consented,
    });

    // Then the application reads by itself, with refresh tokens, from where it is hosted.
    const place = scene.attackPlace(attackNetworks.digitalOceanNl, 'host of the application');
    scene.useAgent(attackAgents.axios);
    const used = scene.trace(
      'app-access',
      victim.upn,
      `"${app.name}" used its grant from ${place.ip}.`,
    );
    const reads = scene.trace('mail-read', victim.upn, `"${app.name}" read the mailbox.`);
    const session = random.guid();
    story.why.set(session, {
      user: victim.upn,
      verdict: 'attacker',
      text: `The application's own tokens, used from ${place.ip}.`,
    });
    const mails = mailboxOf(random, company, victim, 48);
    for (let round = 0; round < 6; round++) {
      const time = begin + 900_000 + round * 6 * 3_600_000 + random.int(0, 600) * 1000;
      if (time > clock.start(clock.days) - 4_000_000) break;
      const signIn = makeSignIn(random, {
        time,
        user: victim,
        place,
        agent: attackAgents.axios,
        app,
        resource: apps.graph,
        session,
        interactive: false,
        incoming: 'Refresh token',
        mark: markOf(used, session),
      });
      emit(signIn);
      if (round % 2 === 0) emit(logonOf(company, signIn));
      const messages = mails.slice(round * 8, round * 8 + 8);
      emit(
        mailRead(
          random,
          company,
          {
            user: victim,
            place,
            agent: attackAgents.axios,
            app,
            session,
            token: signIn.requestId,
            issued: time,
            mark: markOf(reads, session),
          },
          { time: time + 60_000, client: 'rest', messages },
        ),
      );
      for (const { id, subject } of messages)
        story.exposed.read.push({ messageId: id, subject, certain: true });
    }
    report(
      scene,
      clock.at(scene.lastDay, 11, 0),
      scene.person('Megan', 'Bowen').upn,
      'A new application, "Document Viewer Pro", reads mail. Johanna agreed to it on Wednesday.',
      '「Document Viewer Pro」という新しいアプリがメールを読んでいます。Johanna さんが同意したようです。',
    );
  },
};
