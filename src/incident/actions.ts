import { createHash } from 'node:crypto';
import type { Recipient } from '../model/exposed.js';
import type {
  Entity,
  IncidentAction,
  IncidentFinding,
  IncidentGap,
  IncidentVictim,
  ScopeMember,
} from '../model/incident.js';
import type { ActionKind } from './action-table.js';
import { accountActions, caseActions, memberActions, traceActions } from './action-table.js';
import type { Facts } from './facts.js';
import { imitated } from '../detect/analysers/lookalike.js';
import { logTable } from './gap-table.js';
import { both, unique } from './texts.js';

interface About {
  readonly user?: string | undefined;
  readonly target?: Entity | undefined;
  readonly name?: string | undefined;
  readonly findings?: readonly string[];
  readonly events: readonly string[];
}

/** What the response must do (W-50 … W-59), each bound to what asks for it; in the order of the work. */
export function actionsOf(
  facts: Facts,
  victims: readonly IncidentVictim[],
  findings: readonly IncidentFinding[],
  gaps: readonly IncidentGap[],
  recipients: readonly Recipient[],
): IncidentAction[] {
  const found: IncidentAction[] = [];
  const add = (kind: ActionKind, about: About): void => {
    found.push(actionOf(kind, about));
  };
  for (const victim of victims.filter(({ how }) => how === 'signs-in')) {
    const { user } = victim;
    const events = unique([...(victim.entry?.events ?? []), ...victim.afterContainment]);
    if (victim.privileged) add(accountActions.disable, { user, events });
    add(accountActions.revoke, { user, events });
    add(accountActions.reset, { user, events });
    add(accountActions.signIns, { user, events });
  }
  for (const member of worthIt(facts.scope.members)) {
    const kind = memberActions[member.kind];
    // An address of the organisation's own is not blocked: its mail is the victim's.
    if (member.kind === 'sender' && isOwn(facts, member.value)) continue;
    if (kind !== undefined && asks(member)) add(kind, aboutMember(facts, member, findings));
  }
  const imitates = imitated([...facts.domains]);
  for (const { value, chain } of facts.scope.members.filter(({ kind }) => kind === 'sender')) {
    const domain = value.slice(value.lastIndexOf('@') + 1).toLowerCase();
    // A partner's domain is not blocked for one account that was taken over: one that imitates ours is.
    if (memberActions.domain !== undefined && !facts.domains.has(domain) && imitates(domain).length > 0)
      add(memberActions.domain, { target: { kind: 'domain', value: domain }, events: chain.at(-1)?.events ?? [] }); // prettier-ignore
  }
  for (const { traces, ...kind } of traceActions) {
    // The scope names the application, device, method or role itself.
    if (named.has(kind.step) && found.some(({ step }) => step === kind.step)) continue;
    const own = findings.filter(({ trace }) => traces.includes(trace));
    const users = unique(own.flatMap((finding) => concernedBy(facts, finding))).sort();
    for (const user of kind.said.en.includes('{user}')
      ? users
      : own.length > 0
        ? [undefined]
        : []) {
      const of = own.filter((finding) => user === undefined || finding.users.includes(user) || finding.targets.includes(user)); // prettier-ignore
      add(kind, { user, findings: of.map(({ id }) => id), events: unique(of.flatMap(({ events }) => events)) }); // prettier-ignore
    }
  }
  for (const gap of gaps)
    if (optional.has(gap.source ?? '')) continue;
    else if (gap.kind === 'missing-log' || gap.kind === 'expired' || gap.kind === 'cut-export')
      add(caseActions.logs, {
        name: logTable.find(({ source }) => source === gap.source)?.name.en ?? gap.said.en,
        events: gap.events,
      });
  for (const subject of unique(recipients.map((one) => one.subject ?? ''))) {
    const of = recipients.filter((one) => (one.subject ?? '') === subject);
    add(caseActions.recipients, {
      name: subject,
      events: unique(of.flatMap(({ events }) => events)),
    });
  }
  const once = new Map(found.map((action) => [action.id, action]));
  return [...once.values()].sort(
    (a, b) =>
      a.order - b.order ||
      ((a.user ?? '') < (b.user ?? '') ? -1 : (a.user ?? '') > (b.user ?? '') ? 1 : a.id < b.id ? -1 : 1), // prettier-ignore
  );
}

const isOwn = ({ domains }: Facts, address: string): boolean =>
  domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase());

/** Steps whose thing the scope names when the logs do. */
const named = new Set(['W-52', 'W-53', 'W-56', 'role', 'azure']);

/** Whose settings a finding is about: not where mail is sent to, outside. */
function concernedBy({ domains }: Facts, { users, targets }: IncidentFinding): readonly string[] {
  const ours = targets.filter((target) => domains.has(target.split('@')[1] ?? ''));
  return ours.length > 0 ? ours : users;
}

/** Logs that not every organisation has. */
const optional = new Set(['risk_detection', 'graph_activity', 'mail']);

/**
 * Registering security info is several acts (W-41): what is to be deleted is told once, by the most
 * telling of them.
 */
function worthIt(members: readonly ScopeMember[]): readonly ScopeMember[] {
  const infos = members.filter(({ kind }) => kind === 'security-info');
  const owner = ({ value }: ScopeMember): string => value.split(':')[0] ?? '';
  const what = ({ value }: ScopeMember): string => value.split(':').slice(1).join(':').trim();
  const telling = infos.filter(
    (info) => !/\bstarted\b|\bdeleted\b|changed (the )?default|^user registered security info$/i.test(what(info)),
  ); // prettier-ignore
  const kept = infos.filter(
    (info) =>
      telling.includes(info) ||
      (!telling.some((other) => owner(other) === owner(info)) && infos.find((other) => owner(other) === owner(info)) === info), // prettier-ignore
  );
  return members.filter((member) => member.kind !== 'security-info' || kept.includes(member));
}

/** Files that were only read, and apps of Microsoft, ask for nothing. */
const asks = ({ kind, link }: ScopeMember): boolean =>
  kind === 'app' ||
  kind === 'ip' ||
  kind === 'sender' ||
  kind === 'url' ||
  kind === 'domain' ||
  link === 'created' ||
  link === 'given';

function aboutMember(
  facts: Facts,
  member: ScopeMember,
  findings: readonly IncidentFinding[],
): About {
  const last = member.chain.at(-1);
  const events = last?.events ?? [];
  const session = last?.from?.kind === 'session' ? last.from.value : undefined;
  const user = facts.scope.sessions.find((each) => each.session === session)?.user;
  const of = findings.filter((finding) => finding.events.some((id) => events.includes(id)));
  return {
    user: member.kind === 'ip' || member.kind === 'sender' ? undefined : user,
    target: { kind: member.kind, value: member.value },
    name: member.name ?? member.value,
    findings: of.map(({ id }) => id),
    events,
  };
}

function actionOf(
  kind: ActionKind,
  { user, target, name, findings, events }: About,
): IncidentAction {
  const fill = (text: string): string =>
    text.replaceAll('{user}', () => user ?? '').replaceAll('{target}', () => name ?? target?.value ?? ''); // prettier-ignore
  const about = [kind.step, user ?? '', target?.kind ?? '', target?.value ?? name ?? ''];
  return {
    id: `a-${createHash('sha256').update(about.join('\u0000')).digest('hex').slice(0, 10)}`,
    step: kind.step,
    order: kind.order,
    user: user ?? null,
    target: target === undefined ? null : { ...target },
    said: both(fill(kind.said.en), fill(kind.said.ja)),
    findings: unique(findings ?? []),
    events: unique(events),
  };
}
