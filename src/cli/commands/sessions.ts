import { openCase } from '../../ingest/case.js';
import { count } from '../../output/table.js';
import { listSessions } from '../../scope/sessions.js';
import type { Context } from '../context.js';
import { limitOf } from '../context.js';
import { exitCode } from '../exit-code.js';
import { printListing } from '../records.js';
import { some, span } from '../words.js';

export interface SessionsOptions {
  readonly user?: readonly string[];
  readonly limit?: string;
}

const number = { align: 'right', least: 0 } as const;

/** One row a session, oldest first. */
export async function sessions(
  context: Context,
  dir: string,
  options: SessionsOptions,
): Promise<number> {
  const limit = limitOf(options.limit, undefined);
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    const found = await listSessions(store, {
      ...(options.user === undefined ? {} : { user: options.user }),
      ...(limit === undefined ? {} : { limit }),
    });
    if (found.length > 0 || context.format !== 'table')
      await printListing(context, {
        records: found,
        columns: [
          { title: 'Session', least: 36, cell: ({ session }) => session },
          { title: 'User', least: 10, cell: ({ users }) => some(users, 2) },
          { title: `First – last (${context.zone})`, least: 0, cell: (s) => span(context, s.first, s.last) },
          { title: 'Events', ...number, cell: ({ events }) => count(events) },
          { title: 'Token', ...number, cell: ({ token }) => count(token) },
          { title: 'Logs', cell: ({ sources }) => sources.join(', ') },
          { title: 'IPs', least: 10, cell: ({ ips }) => some(ips, 3) },
          { title: 'Countries', least: 9, cell: ({ countries }) => some(countries, 5) },
          { title: 'Agents', ...number, cell: ({ userAgents }) => count(userAgents) },
          { title: 'Apps', least: 6, cell: ({ apps }) => some(apps, 2) },
          { title: 'Ops', ...number, cell: ({ operations }) => count(operations) },
        ],
        fields: (session) => ({ ...session }),
      }); // prettier-ignore
    if (found.length > 0) return exitCode.done;
    const asked = options.user !== undefined;
    context.note(asked ? 'No session of this user.' : 'No event of the case carries a session id.');
    return asked ? exitCode.nothing : exitCode.done;
  } finally {
    opened.close();
  }
}
