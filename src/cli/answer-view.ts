import type { Coverage } from '../scope/coverage.js';
import type { InboxRuleAnswer, RuleEvent, RuleStory } from '../scope/first-answer.js';
import type { UserActivity } from '../scope/users.js';
import type { JsonValue } from '../output/json.js';
import { count, plural } from '../output/table.js';
import { visible } from '../output/visible.js';
import type { Context } from './context.js';
import { printEvents, usualColumns } from './event-list.js';
import { tableOf } from './records.js';
import { shortId, some, sourceName, span, text, timeCell, timeText } from './words.js';
import type { Row } from '../store/store.js';

const rulesListed = 20;

/** The time each log covers. */
export async function printCoverage(context: Context, covered: readonly Coverage[]): Promise<void> {
  await context.print(`\n${context.colors.bold('Time covered')}\n`);
  await context.print(
    tableOf(
      context,
      [
        { title: 'Log', least: 0, cell: ({ source }) => sourceName(source) },
        {
          title: `First (${context.zone})`,
          least: 0,
          cell: ({ first }) => timeText(context, first),
        },
        { title: `Last (${context.zone})`, least: 0, cell: ({ last }) => timeText(context, last) },
        { title: 'Events', align: 'right', least: 0, cell: ({ events }) => count(events) },
        { title: 'Files', align: 'right', least: 0, cell: ({ files }) => count(files) },
        { title: 'Users', align: 'right', least: 0, cell: ({ users }) => count(users) },
      ],
      covered,
      2,
    ),
  );
}

export async function printUsers(
  context: Context,
  { users, total }: { readonly users: readonly UserActivity[]; readonly total: number },
): Promise<void> {
  if (total === 0) return;
  await context.print(`\n${context.colors.bold('Users')}\n`);
  await context.print(
    tableOf(
      context,
      [
        { title: 'User', least: 16, cell: ({ user }) => user },
        { title: 'Events', align: 'right', least: 0, cell: ({ events }) => count(events) },
        { title: 'Sessions', align: 'right', least: 0, cell: ({ sessions }) => count(sessions) },
        { title: 'IPs', align: 'right', least: 0, cell: ({ ips }) => count(ips) },
        { title: 'Countries', least: 9, cell: ({ countries }) => some(countries, 5) },
        {
          title: `First – last (${context.zone})`,
          least: 0,
          cell: (user) => span(context, user.first, user.last),
        },
        { title: 'Logs', least: 12, cell: ({ sources }) => sources.join(', ') },
      ],
      users,
      2,
    ),
  );
  if (total > users.length)
    await context.print(`  and ${plural(total - users.length, 'more user')}\n`);
}

/** The first answer: the inbox rules and what was done in the sessions that made them. */
export async function printAnswer(
  context: Context,
  answer: InboxRuleAnswer,
  sources: readonly string[],
): Promise<void> {
  const { bold } = context.colors;
  const { rules, stories } = answer;
  await context.print(`\n${bold('First answer: inbox rules')}\n`);
  if (rules.length === 0) {
    await context.print(
      sources.includes('ual')
        ? '  No inbox rule was made, changed or removed in these logs.\n'
        : '  Unknown: inbox rules are recorded in the unified audit log, and the case has none yet.\n',
    );
    return;
  }
  const people = rules.filter(({ byPerson }) => byPerson).length;
  await context.print(
    `  ${plural(rules.length, 'record')} about inbox rules, ${people} of them by people.\n`,
  );
  for (const rule of rules.slice(0, rulesListed)) await printRule(context, rule);
  if (rules.length > rulesListed)
    await context.print(`\n  and ${rules.length - rulesListed} more; --json lists them all\n`);
  for (const story of stories) await printStory(context, story);
  if (answer.untold > 0)
    await context.print(
      `\n  Rules were made in ${plural(answer.untold, 'more session')}; see them with "konseki sessions" and "konseki events --session".\n`,
    );
}

async function printRule(context: Context, rule: RuleEvent): Promise<void> {
  const { bold, dim } = context.colors;
  const whose =
    rule.mailbox === undefined || rule.mailbox === rule.user
      ? 'in their own mailbox'
      : `in the mailbox ${rule.mailbox}`;
  const name =
    rule.name === undefined ? 'a rule whose name is not recorded' : `the rule "${rule.name}"`;
  const failed = rule.outcome === 'failure' ? ' (this failed)' : '';
  const lines: (readonly [string, string])[] = [];
  if (rule.conditions.length + rule.actions.length > 0) {
    lines.push(['when', rule.conditions.join('; ') || conditionless(rule)]);
    lines.push(['then', rule.actions.join('; ') || 'no action is recorded']);
  } else if (rule.reach === 'unknown')
    lines.push(['note', 'what the rule does is not readable in this record']);
  lines.push(['from', origin(rule)]);
  lines.push([
    'session',
    rule.session === undefined ? 'none in this record' : `${rule.session} (${rule.link ?? ''})`,
  ]);
  lines.push(['event', rule.eventId]);
  await context.print(
    `\n  ${timeText(context, rule.time)}  ${bold(visible(`${rule.user ?? 'somebody'} ${rule.deed} ${name} ${whose}${failed}`))}\n`,
  );
  for (const [label, value] of lines)
    await context.print(`    ${dim(label.padEnd(8))}${visible(value)}\n`);
}

const conditionless = ({ deed, operation }: RuleEvent): string =>
  deed === 'made' && operation.toLowerCase() !== 'updateinboxrules'
    ? 'every mail (no condition)'
    : 'no condition is recorded';

function origin({ ip, country, asOrg }: RuleEvent): string {
  if (ip === undefined) return 'no address in this record';
  const more = [country, asOrg].filter((part) => part !== undefined).join(', ');
  return more === '' ? ip : `${ip} (${more})`;
}

async function printStory(context: Context, story: RuleStory): Promise<void> {
  const { bold } = context.colors;
  const [rule] = story.rules;
  const users = new Set(story.events.map((row) => text(row, 'user')).filter((user) => user !== ''));
  const logs = new Set(story.events.map((row) => text(row, 'source')));
  const title =
    story.kind === 'session'
      ? `Session ${story.session ?? ''}, all its events in order of time`
      : `No session id in record ${shortId(context, rule?.eventId ?? '')}; these are the user's events around it (inferred)`;
  const exact = story.events.filter((row) => row['link'] === 'exact').length;
  const token = story.events.filter((row) => row['link'] === 'token').length;
  const how =
    story.kind === 'session' && story.total === story.events.length
      ? `; ${count(exact)} carry the session id, ${count(token)} joined by token`
      : '';
  await context.print(`\n${bold(visible(title))}\n`);
  const day = dayOf(context, story.events);
  const when = day === undefined ? '' : ` on ${day} (${context.zone})`;
  await context.print(
    `  ${plural(story.total, 'event')}${when} in ${plural(logs.size, 'log')} of ${visible(some([...users]))}${how}\n`,
  );
  const columns = usualColumns(context, {
    users: users.size > 1,
    link: true,
    day,
    appNames: appNamesIn(story.events),
  });
  await printEvents(context, columns, [story.events], 2);
  if (story.total > story.events.length)
    await context.print(
      `  and ${plural(story.total - story.events.length, 'more event')}; "konseki events" lists them all\n`,
    );
}

/** The day all events are of, in the zone they are shown in; undefined when there are several. */
function dayOf(context: Context, events: readonly Row[]): string | undefined {
  const days = new Set(events.map((row) => timeCell(context, row, 'time').split(' ')[0]));
  return days.size === 1 ? [...days][0] : undefined;
}

/** Some logs name an application, others have its id only. */
function appNamesIn(events: readonly Row[]): ReadonlyMap<string, string> {
  const named = events.filter((row) => text(row, 'app_id') !== '' && text(row, 'app_name') !== '');
  return new Map(named.map((row) => [text(row, 'app_id'), text(row, 'app_name')]));
}

/** The first answer as JSON. */
export function answerJson(answer: InboxRuleAnswer): JsonValue {
  return {
    rules: answer.rules.map(ruleJson),
    sessions: answer.stories.map((story) => ({
      kind: story.kind,
      session: story.session ?? null,
      rules: story.rules.map(({ eventId }) => eventId),
      total: story.total,
      events: story.events,
    })),
    sessionsNotShown: answer.untold,
  };
}

function ruleJson(rule: RuleEvent): JsonValue {
  return {
    event_id: rule.eventId,
    source: rule.source,
    time: rule.time ?? null,
    operation: rule.operation,
    deed: rule.deed,
    name: rule.name ?? null,
    mailbox: rule.mailbox ?? null,
    conditions: rule.conditions,
    actions: rule.actions,
    reach: rule.reach,
    user: rule.user ?? null,
    byPerson: rule.byPerson,
    outcome: rule.outcome,
    ip: rule.ip ?? null,
    country: rule.country ?? null,
    as_org: rule.asOrg ?? null,
    session: rule.session ?? null,
    link: rule.link ?? null,
  };
}
