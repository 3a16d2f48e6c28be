import { KonsekiError } from '../../errors.js';
import type { Verdict } from '../../model/incident.js';
import { verdicts } from '../../model/incident.js';
import { count, plural } from '../../output/table.js';
import { viewSessions } from '../../scope/sessions.js';
import type { Context } from '../context.js';
import { limitOf } from '../context.js';
import { exitCode } from '../exit-code.js';
import { printListing } from '../records.js';
import { gravestSignals, sessionFields, sessionJson } from '../session-view.js';
import { openWithStrands } from '../with-strands.js';
import { some, span } from '../words.js';

export interface SessionsOptions {
  readonly user?: readonly string[];
  readonly verdict?: readonly string[];
  readonly order?: string;
  readonly limit?: string;
}

const number = { align: 'right', least: 0 } as const;

/** One row a session, the gravest first. */
export async function sessions(
  context: Context,
  dir: string,
  options: SessionsOptions,
): Promise<number> {
  const limit = limitOf(options.limit, undefined);
  const verdict = options.verdict?.map(verdictNamed);
  const order = orderNamed(options.order ?? 'gravity');
  const opened = await openWithStrands(context, dir);
  try {
    const all = await viewSessions(opened.store, {
      order,
      ...(options.user === undefined ? {} : { user: options.user }),
      ...(verdict === undefined ? {} : { verdict }),
    });
    const found = limit === undefined ? all : all.slice(0, limit);
    if (found.length > 0 || context.format !== 'table')
      await printListing(context, {
        records: found,
        columns: [
          { title: 'Session', least: 36, cell: ({ session }) => session },
          { title: 'User', least: 10, cell: ({ users }) => some(users, 2) },
          { title: 'Verdict', least: 10, cell: ({ verdict: said, marked }) => (marked === undefined ? said : `${said} (marked)`) },
          { title: 'Weight', ...number, cell: ({ weight }) => String(weight) },
          { title: `First – last (${context.zone})`, least: 0, cell: (s) => span(context, s.first, s.last) },
          { title: 'Why', least: 16, cell: (view) => some(gravestSignals(view), 4) },
          { title: 'Networks', least: 10, cell: ({ networks }) => some(networks, 2) },
          { title: 'Countries', least: 9, cell: ({ countries }) => some(countries, 5) },
          { title: 'Clients', least: 10, cell: ({ clients }) => some(clients, 2) },
          { title: 'Events', ...number, cell: ({ events }) => count(events) },
          { title: 'Token', ...number, cell: ({ token }) => count(token) },
          { title: 'Inferred', ...number, cell: ({ attached }) => count(attached) },
          { title: 'IPs', least: 10, cell: ({ ips }) => some(ips, 2) },
          { title: 'Apps', least: 6, cell: ({ apps }) => some(apps, 2) },
          { title: 'Logs', cell: ({ sources }) => sources.join(', ') },
        ],
        fields: sessionFields,
        json: sessionJson,
      }); // prettier-ignore
    if (found.length < all.length)
      context.note(`${plural(all.length - found.length, 'more session')}; --limit all shows them.`);
    if (found.length > 0) return exitCode.done;
    const asked = options.user !== undefined || verdict !== undefined;
    context.note(asked ? 'No session matches.' : 'No event of the case has a user or a session.');
    return asked ? exitCode.nothing : exitCode.done;
  } finally {
    opened.close();
  }
}

/** @throws KonsekiError `usage` */
function verdictNamed(text: string): Verdict {
  const verdict = verdicts.find((name) => name === text.toLowerCase());
  if (verdict !== undefined) return verdict;
  throw new KonsekiError(`There is no verdict "${text}".`, {
    code: 'usage',
    hint: `Verdicts are: ${verdicts.join(', ')}.`,
  });
}

/** @throws KonsekiError `usage` */
function orderNamed(text: string): 'gravity' | 'time' {
  if (text === 'gravity' || text === 'time') return text;
  throw new KonsekiError(`There is no order "${text}".`, {
    code: 'usage',
    hint: 'Orders are: gravity, time.',
  });
}
