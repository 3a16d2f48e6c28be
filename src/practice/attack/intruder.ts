import type { Agent } from '../company/agents-table.js';
import type { App } from '../company/apps-table.js';
import { apps } from '../company/apps-table.js';
import type { Person } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { Access } from '../records/access.js';
import { addApplication } from '../records/applications.js';
import type { Mark, SignIn, TraceInstance } from '../records/draft.js';
import type { MailClient } from '../records/exchange.js';
import {
  exchangeCommand,
  mailItem,
  mailMoved,
  mailRead,
  mailSynced,
  searched,
} from '../records/exchange.js';
import type { Message } from '../records/message.js';
import { exchangeMessageId, traceRows } from '../records/message.js';
import { registerDevice, registerSecurityInfo } from '../records/registrations.js';
import type { FileRef } from '../records/share-point.js';
import { fileRecord, fileUrl } from '../records/share-point.js';
import { logonOf, makeSignIn } from '../records/sign-in.js';
import type { Scene } from './scene.js';
import { markOf } from './scene.js';
import type { TraceSlug } from './trace-table.js';

export interface IntruderPlan {
  readonly victim: Person;
  readonly session: string;
  readonly agent: Agent;
  /** Where the next things come from, until `from` says otherwise. */
  readonly place: Place;
  readonly verdict?: 'attacker' | 'mixed';
  readonly why: string;
}

export interface SignInOptions {
  readonly app: App;
  readonly resource?: App;
  readonly interactive?: boolean;
  readonly code?: number;
  readonly factor?: SignIn['factor'];
  readonly protocol?: SignIn['protocol'];
  readonly risk?: SignIn['risk'];
  /** Steps of one sign-in share it. */
  readonly correlation?: string;
  /** The unified audit log has it, too; on unless said otherwise. */
  readonly logged?: boolean;
}

/** Somebody who acts as the victim; everything done is marked as the attacker's. */
export interface Intruder {
  readonly victim: Person;
  readonly session: string;
  from(place: Place): void;
  with(agent: Agent): void;
  trace(slug: TraceSlug, text: string): TraceInstance;
  signIn(at: number, trace: TraceInstance, options: SignInOptions): SignIn;
  /** What the records of a client tell of it now. */
  access(trace: TraceInstance, app?: App): Access;
  mark(trace: TraceInstance): Mark;
  search(at: number, trace: TraceInstance, query: string, where?: 'Exchange' | 'SharePoint'): void;
  read(
    at: number,
    trace: TraceInstance,
    messages: readonly Message[],
    options?: { readonly client?: MailClient; readonly throttled?: boolean; readonly app?: App },
  ): void;
  sync(at: number, trace: TraceInstance, folder: string, client?: MailClient): void;
  files(at: number, trace: TraceInstance, files: readonly FileRef[], operation?: string): void;
  rule(
    at: number,
    trace: TraceInstance,
    name: string,
    parameters: readonly (readonly [string, string])[],
    facts: Readonly<Record<string, string>>,
  ): void;
  send(
    at: number,
    trace: TraceInstance,
    mail: {
      readonly subject: string;
      readonly to: readonly string[];
      readonly size?: number;
      readonly attachments?: string;
      /** The shared mailbox that the mail is sent as. */
      readonly as?: { readonly address: string; readonly mailbox: string };
    },
  ): Message;
  remove(
    at: number,
    trace: TraceInstance,
    operation: 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete',
    messages: readonly Message[],
  ): void;
  securityInfo(at: number, trace: TraceInstance, method: string, phoneName: string): void;
  device(at: number, trace: TraceInstance, name: string, os: string): void;
  application(
    at: number,
    trace: TraceInstance,
    app: {
      readonly id: string;
      readonly name: string;
      readonly scopes: string;
      readonly registered: boolean;
    },
  ): void;
}

export function makeIntruder(scene: Scene, plan: IntruderPlan): Intruder {
  const { company, random, story, emit } = scene;
  const { victim, session } = plan;
  let { place, agent } = plan;
  let token: { readonly id: string; readonly time: number } | null = null;
  story.why.set(session, { user: victim.upn, verdict: plan.verdict ?? 'attacker', text: plan.why });
  scene.useAgent(agent);

  const mark = (trace: TraceInstance): Mark => markOf(trace, session);
  const access = (trace: TraceInstance, app: App = apps.outlookWeb): Access => ({
    user: victim,
    place,
    agent,
    app,
    session,
    token: token?.id ?? null,
    issued: token?.time ?? 0,
    mark: mark(trace),
  });
  const registration = (at: number, trace: TraceInstance) => ({
    time: at,
    user: victim,
    place,
    agent: agent.text,
    session,
    token: token?.id ?? null,
    mark: mark(trace),
  });
  return {
    victim,
    session,
    from: (next) => {
      place = next;
    },
    with: (next) => {
      agent = scene.useAgent(next);
    },
    trace: (slug, text) => scene.trace(slug, victim.upn, text),
    mark,
    access,
    signIn: (at, trace, options) => {
      const signIn = makeSignIn(random, {
        time: at,
        user: victim,
        place,
        agent,
        app: options.app,
        ...(options.resource === undefined ? {} : { resource: options.resource }),
        session,
        interactive: options.interactive ?? false,
        code: options.code ?? 0,
        ...(options.factor === undefined ? {} : { factor: options.factor }),
        ...(options.protocol === undefined ? {} : { protocol: options.protocol }),
        ...(options.risk === undefined ? {} : { risk: options.risk }),
        ...(options.correlation === undefined ? {} : { correlation: options.correlation }),
        mark: mark(trace),
      });
      emit(signIn);
      if (options.logged !== false) emit(logonOf(company, signIn));
      if (signIn.code === 0) token = { id: signIn.requestId, time: signIn.time };
      return signIn;
    },
    search: (time, trace, query, where = 'Exchange') => {
      story.exposed.searches.push(query);
      emit(
        searched(
          random,
          company,
          access(trace, where === 'Exchange' ? apps.outlookWeb : apps.sharePointWeb),
          { time, where, query },
        ),
      );
    },
    read: (time, trace, messages, options = {}) => {
      emit(
        mailRead(random, company, access(trace, options.app ?? apps.outlookWeb), {
          time,
          client: options.client ?? 'owa',
          messages,
          throttled: options.throttled === true,
        }),
      );
      for (const { id, subject } of messages)
        if (!story.exposed.read.some(({ messageId }) => messageId === id))
          story.exposed.read.push({ messageId: id, subject, certain: true });
    },
    sync: (time, trace, folder, client = 'owa') =>
      emit(mailSynced(random, company, access(trace), { time, client, folder })),
    files: (time, trace, files, operation = 'FileAccessed') => {
      files.forEach((file, at) => {
        emit(
          fileRecord(random, company, access(trace, apps.sharePointWeb), {
            time: time + at * random.int(2, 9) * 1000,
            operation,
            file,
          }),
        );
        story.exposed.files.push({
          path: fileUrl(file),
          did:
            operation === 'FileDownloaded'
              ? 'downloaded'
              : operation === 'AnonymousLinkCreated'
                ? 'shared'
                : 'opened',
        });
      });
    },
    rule: (time, trace, name, parameters, facts) => {
      const object = `JPNPR01A004.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/${company.initialDomain}/${victim.mailbox}\\${name}`;
      emit(
        exchangeCommand(random, company, access(trace), {
          time,
          operation: 'New-InboxRule',
          object,
          parameters: [
            ['AlwaysDeleteOutlookRulesBlob', 'False'],
            ['Force', 'False'],
            ['Name', name],
            ...parameters,
          ],
        }),
      );
      story.created.push({
        kind: 'inbox-rule',
        name,
        id: object,
        owner: victim.upn,
        facts: { ...facts },
        mark: trace,
      });
    },
    send: (time, trace, mail) => {
      const message: Message = {
        id: exchangeMessageId(random),
        subject: mail.subject,
        sender: mail.as?.address ?? victim.upn,
        folder: '\\Sent Items',
        size: mail.size ?? random.int(18_000, 60_000),
        ...(mail.attachments === undefined ? {} : { attachments: mail.attachments }),
      };
      emit(
        mailItem(random, company, access(trace), {
          time,
          client: 'owa',
          operation: mail.as === undefined ? 'Send' : 'SendAs',
          ...(mail.as === undefined ? {} : { sentAs: mail.as }),
          message,
          ...(mail.attachments === undefined ? {} : { attachments: mail.attachments }),
        }),
      );
      const rows = traceRows(random, {
        time: time + 2000,
        messageId: message.id,
        sender: mail.as?.address ?? victim.upn,
        recipients: mail.to,
        subject: mail.subject,
        fromIp: place.ip,
        size: message.size,
        mark: mark(trace),
        inside: (recipient) => recipient.endsWith(`@${company.domain}`),
      });
      rows.forEach(emit);
      story.exposed.sent.push({
        messageId: message.id,
        subject: mail.subject,
        sender: mail.as?.address ?? victim.upn,
        recipients: [...mail.to],
        sent: new Date(Math.floor(time / 1000) * 1000).toISOString(),
      });
      return message;
    },
    remove: (time, trace, operation, messages) => {
      emit(mailMoved(random, company, access(trace), { time, client: 'owa', operation, messages }));
      for (const { id, subject } of messages)
        if (!story.exposed.deleted.some(({ messageId }) => messageId === id))
          story.exposed.deleted.push({ messageId: id, subject });
    },
    securityInfo: (at, trace, method, phoneName) => {
      registerSecurityInfo(
        random,
        company,
        { ...registration(at, trace), method, phoneName },
        emit,
      );
      story.created.push({
        kind: 'security-info',
        name: method,
        id: null,
        owner: victim.upn,
        facts: { method, device: phoneName },
        mark: trace,
      });
    },
    device: (at, trace, name, os) => {
      const deviceId = random.guid();
      registerDevice(
        random,
        company,
        { ...registration(at, trace), deviceId, deviceName: name, os },
        emit,
      );
      story.created.push({
        kind: 'device',
        name,
        id: deviceId,
        owner: victim.upn,
        facts: { os, trust: 'AzureAd' },
        mark: trace,
      });
    },
    application: (at, trace, app) => {
      addApplication(
        random,
        company,
        {
          ...registration(at, trace),
          appId: app.id,
          name: app.name,
          scopes: app.scopes,
          registered: app.registered,
        },
        emit,
      );
      story.created.push({
        kind: app.registered ? 'application' : 'consent',
        name: app.name,
        id: app.id,
        owner: victim.upn,
        facts: { appId: app.id, scopes: app.scopes, consentType: 'Principal' },
        mark: trace,
      });
    },
  };
}
