import { plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { micros, shownTime } from '../iso.js';
import { printListing, tableOf } from '../records.js';

/** Who got the mails that began it and that the intruder sent, and what they did then. */
export function recipients(context: Context, dir: string, options: FromOptions): Promise<number> {
  return withIncidents(context, dir, options, async ({ document }) => {
    const all = document.incidents.flatMap((incident) =>
      incident.recipients.map((one) => ({ incident: incident.id, ...one })),
    );
    const didText = (one: (typeof all)[number]): string =>
      one.did.map(({ what, at, suspicious }) => `${what}${suspicious ? ' (suspicious)' : ''} ${shownTime(context, at)}`).join(', '); // prettier-ignore
    if (context.format !== 'table')
      await printListing(context, {
        records: all,
        columns: [],
        fields: (one) => ({
          ...one,
          received: micros(one.received),
          did: one.did.map(({ what }) => what),
        }),
        json: (one) => one,
      });
    for (const incident of context.format === 'table' ? document.incidents : []) {
      const own = all.filter((one) => one.incident === incident.id);
      const inside = own.filter(({ internal }) => internal).length;
      await context.print(
        `${context.colors.bold(`Incident ${incident.id}`)}: ${plural(own.length, 'receipt')}, ${inside} internal, ${own.length - inside} outside\n`,
      );
      for (const subject of new Set(own.map((one) => `${one.subject ?? ''}\u0000${one.sender}`))) {
        const [title = '', sender = ''] = subject.split('\u0000');
        await context.print(`\n${visible(`"${title}" from ${sender}`)}\n`);
        await context.print(
          tableOf(
            context,
            [
              { title: `Received (${context.zone})`, least: 0, cell: ({ received }) => shownTime(context, received) },
              { title: 'Recipient', least: 20, cell: ({ address }) => address },
              { title: 'Inside', least: 0, cell: ({ internal }) => (internal ? 'yes' : 'no') },
              { title: 'Delivery', least: 0, cell: ({ delivered }) => delivered ?? '?' },
              { title: 'Did', least: 16, cell: didText },
              { title: 'Event', least: 10, cell: ({ events }) => events[0] ?? '' },
            ],
            own.filter((one) => (one.subject ?? '') === title && one.sender === sender),
            2,
          ),
        ); // prettier-ignore
      }
    }
    if (all.length > 0) return exitCode.done;
    const traced = document.coverage.some(({ source }) => source === 'message_trace');
    context.note(
      traced
        ? 'No mail of the intrusion is known, so nobody is known to have got it.'
        : 'Unknown: the case has no message trace, and no other record names recipients.',
    );
    return exitCode.nothing;
  });
}
