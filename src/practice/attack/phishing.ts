import type { Person } from '../company/person.js';
import { foreignMessageId, networkMessageId, traceRows } from '../records/message.js';
import { savedMail } from '../records/saved-mail.js';
import { mailRead } from '../records/exchange.js';
import type { TraceInstance } from '../records/draft.js';
import type { Scene } from './scene.js';
import { markOf } from './scene.js';

export interface PhishPlan {
  readonly time: number;
  readonly subject: string;
  readonly fromName: string;
  readonly from: string;
  readonly returnPath: string;
  readonly server: { readonly name: string; readonly ip: string };
  readonly to: Person;
  /** Others who got it and did nothing. */
  readonly others?: readonly Person[];
  readonly url: string;
  readonly text: readonly string[];
  readonly results?: {
    readonly spf: string;
    readonly dkim: string;
    readonly dmarc: string;
    readonly compauth: string;
  };
  /** The mail is among the evidence as a file. */
  readonly saved?: boolean;
  /** It led to nothing, so that it is no event of an intrusion. */
  readonly harmless?: boolean;
  /** False where the person does not open it. */
  readonly opened?: boolean;
}

/** The mail that starts it: in the message trace, as a file, and read by who is deceived. */
export function phishingMail(scene: Scene, plan: PhishPlan): TraceInstance {
  const { company, random, story, emit } = scene;
  const trace = scene.trace(
    'phishing-mail',
    plan.to.upn,
    `A mail "${plan.subject}" from ${plan.from} led ${plan.to.name} to ${plan.url}.`,
  );
  const mark = plan.harmless === true ? undefined : markOf(trace, null);
  const domain = plan.returnPath.split('@')[1] ?? '';
  const messageId = foreignMessageId(random, domain);
  const networkId = networkMessageId(random, plan.time);
  const recipients = [plan.to, ...(plan.others ?? [])].map(({ upn }) => upn);
  const size = random.int(20_000, 48_000);
  traceRows(random, {
    time: plan.time,
    messageId,
    networkId,
    sender: plan.from,
    recipients,
    subject: plan.subject,
    fromIp: plan.server.ip,
    size,
    mark,
    inside: () => true,
  }).forEach(emit);
  if (plan.saved !== false)
    emit(
      savedMail({
        file: `${plan.subject.replace(/[^A-Za-z0-9 -]/g, '').trim()}.eml`,
        time: plan.time,
        fromName: plan.fromName,
        from: plan.from,
        returnPath: plan.returnPath,
        to: plan.to.upn,
        toName: plan.to.name,
        subject: plan.subject,
        messageId,
        networkId,
        serverIp: plan.server.ip,
        serverName: plan.server.name,
        results: plan.results ?? {
          spf: 'softfail',
          dkim: 'none',
          dmarc: 'fail',
          compauth: 'fail reason=001',
        },
        text: plan.text,
        url: plan.url,
        tenantId: company.tenantId,
        mark,
      }),
    );
  if (plan.opened !== false) {
    const read = plan.time + random.int(60, 400) * 1000;
    const access = scene.ownAccess(plan.to, 'native', read);
    emit(
      mailRead(random, company, access, {
        time: read,
        client: 'outlook',
        messages: [
          { id: messageId, subject: plan.subject, sender: plan.from, folder: '\\Inbox', size },
        ],
      }),
    );
  }
  story.phish ??= {
    messageId,
    subject: plan.subject,
    sender: plan.from,
    recipients,
    sent: new Date(plan.time).toISOString(),
  };
  story.senders.push(plan.from);
  story.domains.push(
    ...new Set([plan.from.split('@')[1] ?? '', domain, new URL(plan.url).hostname]),
  );
  story.urls.push(plan.url);
  for (const person of plan.others ?? [])
    story.contacted.push({ address: person.upn, internal: true, did: 'nothing' });
  return trace;
}
