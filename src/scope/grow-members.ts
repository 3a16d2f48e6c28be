import type { Entity } from '../model/incident.js';
import { appIdsOf } from '../detect/app-ids.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { firstPartyApps } from '../detect/analysers/first-party-apps-table.js';
import type { ScopeEvent } from './evidence-of.js';
import type { Growth } from './growth.js';
import { afterMail, both, doubtful, isOwn, near, put, take } from './growth.js';
import { aboutMember } from './grow-acts.js';

export async function fromMember(g: Growth, member: Entity): Promise<void> {
  const { ground } = g;
  const { evidence, strands } = ground;
  switch (member.kind) {
    case 'ip':
      for (const strand of near(g, ground.strandsOf.ip.get(member.value) ?? []))
        if (!isOwn(g, strand) && strand.done > 0)
          take(g, strand, member, 'ip', both(`${strand.user ?? ''} was signed in from the same address in the same days.`, `同じ時期に同じアドレスから ${strand.user ?? ''} が利用されている。`), strand.firstEvents.slice(0, 1)); // prettier-ignore
      return;
    case 'user-agent': {
      const networks = new Set([...g.taken.values()].filter(({ userAgents }) => userAgents.includes(member.value)).map(({ network }) => network)); // prettier-ignore
      for (const strand of near(g, ground.strandsOf.agent.get(member.value) ?? []))
        if (!isOwn(g, strand) && strand.done > 0 && (networks.has(strand.network) || strand.weight >= doubtful))
          take(g, strand, member, 'agent', both('The same rare browser on the same network in the same days.', '同じ時期に、同じネットワークの同じ珍しいブラウザーから。'), strand.firstEvents.slice(0, 1)); // prettier-ignore
      return;
    }
    case 'user':
      for (const strand of near(g, ground.strandsOf.user.get(member.value) ?? []))
        if (!isOwn(g, strand) && strand.done > 0 && (strand.verdict === 'attacker' || strand.verdict === 'suspicious'))
          take(g, strand, member, 'verdict', both('Another session of this user that is not the user’s own, by its own signals.', 'このユーザーの別のセッションで、シグナルから本人のものではないと判断される。'), strand.firstEvents.slice(0, 1)); // prettier-ignore
      return;
    case 'app':
      return fromApp(g, member);
    case 'device':
      for (const event of await evidence.byDevices([member.value])) {
        const strand = event.strand === undefined ? undefined : strands.get(event.strand);
        if (strand !== undefined && strand.done > 0 && !isOwn(g, strand))
          take(g, strand, member, 'created', both('On the device that was registered in the intrusion.', '侵入時に登録されたデバイスから。'), [event.eventId]); // prettier-ignore
      }
      return;
    case 'message':
      return fromMessage(g, member);
    case 'session':
    case 'inbox-rule':
    case 'security-info':
    case 'file':
    case 'flow':
    case 'role':
    case 'azure-resource':
    case 'sender':
    case 'domain':
    case 'url':
      return;
  }
}

/** Taking it away, or switching it off, is the response: not the intrusion. */
const isCleanUp = ({ operation, changes }: DirectoryAct): boolean =>
  /^((hard )?delete|remove|disable|revoke)\b/.test(operation) ||
  changes.some(({ name, after }) => /^accountenabled$/i.test(name) && /false/i.test(after ?? ''));

const isAbout = (act: DirectoryAct, app: string): boolean =>
  appIdsOf([act]).includes(app) || act.details.get('appid')?.toLowerCase() === app;

/** What an application did with what it was given, by its own tokens. */
export async function fromApp(g: Growth, app: Entity): Promise<void> {
  const { ground } = g;
  const { evidence, strands } = ground;
  if (firstPartyApps.has(app.value)) return;
  const events = await evidence.byApps([app.value]);
  put(g, events, 'app');
  const about = ground.acts.filter((act) => isAbout(act, app.value));
  const flows = new Set(about.flatMap(({ correlation }) => correlation ?? []));
  for (const act of ground.acts)
    if (
      (about.includes(act) || (act.correlation !== undefined && flows.has(act.correlation))) &&
      !isCleanUp(act)
    )
      aboutMember(g, act, app, 'app');
  for (const event of events) {
    const strand = event.strand === undefined ? undefined : strands.get(event.strand);
    if (strand !== undefined && strand.done > 0 && !isOwn(g, strand) && strand.weight >= doubtful)
      take(g, strand, app, 'app', both('The application used its tokens in this session.', 'アプリケーションがこのセッションでトークンを使った。'), [event.eventId]); // prettier-ignore
  }
}

export async function fromMessage(g: Growth, message: Entity): Promise<void> {
  const { ground } = g;
  const { evidence, strands } = ground;
  const events = await evidence.mail([message.value]);
  put(g, events, 'sent');
  const receivedBy = new Map<string, ScopeEvent>();
  for (const event of events)
    if (event.target !== undefined && !receivedBy.has(event.target))
      receivedBy.set(event.target, event);
  for (const [user, received] of receivedBy) {
    const since = received.time;
    if (since === undefined) continue;
    for (const strand of strands.values())
      if (
        strand.user === user && strand.done > 0 && !isOwn(g, strand) && strand.weight >= doubtful &&
        strand.first !== undefined && strand.first >= since && strand.first <= since + afterMail
      ) // prettier-ignore
        take(g, strand, message, 'signed-in-after',
          both(`${user} received the mail, and soon after there was a session of ${user} that does not look like the user’s own.`, `${user} がメールを受信し、その後まもなく本人らしくないセッションがあった。`), [received.eventId, ...strand.firstEvents.slice(0, 1)]); // prettier-ignore
  }
}
