import type { DirectoryAct } from '../detect/directory/act.js';
import { exactly, readActs } from '../detect/directory/read.js';
import { applicationFacts, applicationSteps } from '../detect/analysers/application-facts.js';
import { permissionReach } from '../detect/analysers/permissions-table.js';
import { inboxRuleOf, ruleOperations, rulePartsOf } from '../detect/inbox-rule.js';
import { ruleEffect } from '../detect/rule-effect.js';
import type { Left } from '../model/left.js';
import { placeKey } from '../scope/scope.js';
import type { IncidentEvent } from './events.js';
import { rawOf } from './events.js';
import type { Facts } from './facts.js';
import { isoMicros, unique } from './texts.js';

/** What the attacker left behind, in its own terms (W-63): applications with their grants, inbox rules. */
export async function leftOf(facts: Facts): Promise<Left> {
  return { applications: await applicationsOf(facts), inboxRules: await inboxRulesOf(facts) };
}

/** W-40: the steps name the application by its id, or by the object ids of it and of its service principal. */
async function applicationsOf({ store, scope, events }: Facts): Promise<Left['applications']> {
  const members = scope.members.filter(({ kind }) => kind === 'app');
  if (members.length === 0) return [];
  const ids = new Map(events.map((event) => [placeKey(event), event.eventId]));
  const steps = (await readActs(store, exactly(applicationSteps)))
    .filter(({ failed, places }) => !failed && places.some((place) => ids.has(placeKey(place))))
    .map((act) => ({ act, facts: applicationFacts(act) }));
  return members.flatMap(({ value, name }) => {
    const known = new Set([value]);
    const own = new Set<(typeof steps)[number]>();
    for (let before = -1; before !== own.size;) {
      before = own.size;
      for (const step of steps) {
        const named = [...step.facts.appIds, ...step.facts.objects];
        if (own.has(step) || !named.some((id) => known.has(id))) continue;
        own.add(step);
        for (const id of named) known.add(id);
      }
    }
    const all = steps.filter((step) => own.has(step));
    const [first] = all;
    if (first === undefined) return [];
    const pick = (part: (one: (typeof steps)[number]) => readonly string[]): string[] =>
      unique(all.flatMap(part));
    const scopes = pick(({ facts }) => facts.scopes);
    const roles = pick(({ facts }) => facts.appRoles);
    const consents = pick(({ facts }) => facts.consentTypes.map((type) => type.toLowerCase()));
    return [
      {
        appId: pick(({ facts }) => facts.appIds)[0] ?? null,
        name: pick(({ facts }) => facts.names)[0] ?? name,
        registered: all.some(({ act }) => act.operation === 'add application'),
        by: pick(({ act }) => (act.byApplication || act.by === '' ? [] : [act.by])),
        at: isoMicros(first.act.time),
        scopes,
        roles,
        consent: consents.includes('allprincipals') ? 'AllPrincipals' : consents.includes('principal') ? 'Principal' : null,
        reach: [...new Set([...scopes, ...roles].flatMap((each) => permissionReach.get(each.toLowerCase()) ?? []))].sort(),
        events: unique(all.flatMap(({ act }) => eventsOf(act, ids))),
      },
    ]; // prettier-ignore
  });
}

const eventsOf = ({ places }: DirectoryAct, ids: ReadonlyMap<string, string>): string[] =>
  places.flatMap((place) => ids.get(placeKey(place)) ?? []);

/** W-45: rules that the attacker made or changed, as the last of their records tells them. */
async function inboxRulesOf({ store, foreign }: Facts): Promise<Left['inboxRules']> {
  const operations: ReadonlySet<string> = new Set(ruleOperations);
  const records = foreign.filter(
    ({ operation, outcome }) => operations.has(operation.toLowerCase()) && outcome !== 'failure',
  );
  const raws = await rawOf(store, records);
  const rules = new Map<string, Left['inboxRules'][number]>();
  for (const event of records) {
    const told = ruleOf(event, raws.get(placeKey(event)) ?? null);
    if (told === undefined) continue;
    const key = JSON.stringify([told.mailbox, told.name]);
    const before = rules.get(key);
    const whole = told.actions.length + told.conditions.length > 0 || before === undefined;
    rules.set(key, {
      ...(whole ? told : before),
      deed: told.deed === 'removed' ? 'removed' : (before?.deed ?? told.deed),
      at: before?.at ?? told.at,
      events: [...(before?.events ?? []), event.eventId],
    });
  }
  return [...rules.values()];
}

function ruleOf(event: IncidentEvent, raw: string | null): Left['inboxRules'][number] | undefined {
  if (event.time === undefined) return undefined;
  const { deed, name, mailbox, reach } = inboxRuleOf(event.operation, raw);
  const parts = rulePartsOf(event.operation, raw);
  const effect = ruleEffect(parts);
  return {
    mailbox: mailbox ?? event.target ?? event.user ?? '',
    name: name ?? '',
    deed,
    by: event.user ?? '',
    at: isoMicros(event.time),
    actions: parts.actions.map((part) => ({ name: part.name, value: part.value })),
    conditions: parts.conditions.map((part) => ({
      name: part.name,
      value: part.value,
      except: part.except,
    })),
    effect: effect === undefined ? null : { ...effect },
    hides: reach === 'hides',
    events: [],
  };
}
