import type { Incident, IncidentAction } from '../../model/incident.js';
import type { GraphRequest, Variable } from './recipe.js';

export type Values = Readonly<
  Record<Exclude<Variable, 'Addresses' | 'MessageIds' | 'Senders'>, string>
> &
  Readonly<Record<'Addresses' | 'MessageIds' | 'Senders', readonly string[]>>;

/** What the variables of a step's lines are, from the incident alone. Absent is empty. */
export function valuesOf(incident: Incident, action: IncidentAction): Values {
  const { target } = action;
  const own = target?.value ?? '';
  const cut = target?.kind === 'inbox-rule' ? own.indexOf('\\') : -1;
  const owner = target?.kind === 'security-info' ? (own.split(':')[0] ?? '') : '';
  const user = action.user ?? (owner.includes('@') ? owner : '');
  const victim = incident.victims.find((each) => each.user === user);
  const asked = new Set(action.events);
  const got = incident.recipients.filter(({ events }) => events.some((id) => asked.has(id)));
  const unique = (list: readonly (string | null)[]): readonly string[] =>
    [...new Set(list.flatMap((each) => each ?? []))].sort();
  return {
    User: user,
    UserId: victim?.userId ?? user,
    Mailbox: cut > 0 ? own.slice(0, cut) : user,
    Target: own,
    RuleName: cut >= 0 ? own.slice(cut + 1) : '',
    Subject: got[0]?.subject ?? '',
    From: incident.window.from,
    To: incident.window.to,
    Addresses: unique(got.map(({ address, internal }) => (internal ? address : null))),
    Senders: unique(got.map(({ sender }) => sender)),
    MessageIds: unique(got.map(({ messageId }) => messageId)),
  };
}

/** A part of a path: what is inside quotes has its quotes doubled as OData wants. */
const encoded = (text: string, inQuotes: boolean): string =>
  encodeURIComponent((inQuotes ? text.replaceAll("'", "''") : text).replaceAll(/\p{Cs}/gu, '\ufffd')).replaceAll("'", '%27'); // prettier-ignore

/** The path with the values that are known; ids that a request before gives stay in braces. */
export function pathOf({ path }: GraphRequest, values: Values): string {
  const known: Readonly<Record<string, string>> = {
    '{user}': values.UserId,
    '{target}': values.Target,
    '{from}': values.From,
    '{to}': values.To,
  };
  return path.replaceAll(/('?)(\{\w+\})/g, (whole, quote: string, name: string) => {
    const value = name === '{user}' && path.includes('userPrincipalName') ? values.User : known[name]; // prettier-ignore
    if (value === undefined || value === '') return whole;
    return quote + (name === '{from}' || name === '{to}' ? value : encoded(value, quote !== ''));
  });
}
