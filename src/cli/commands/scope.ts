import { plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { printListing, tableOf } from '../records.js';

/** The members of each intrusion, by round and kind, each with how it came in. */
export function scope(context: Context, dir: string, options: FromOptions): Promise<number> {
  return withIncidents(context, dir, options, async ({ document }) => {
    const { bold, dim } = context.colors;
    const members = document.incidents.flatMap((incident) =>
      incident.scope.members.map((member) => ({ incident: incident.id, ...member })),
    );
    const reason = (member: (typeof members)[number]): string => member.chain.at(-1)?.said.en ?? '';
    if (context.format !== 'table') {
      await printListing(context, {
        records: members,
        columns: [],
        fields: (member) => ({
          incident: member.incident,
          round: member.round,
          kind: member.kind,
          value: member.value,
          name: member.name,
          link: member.link,
          why: reason(member),
          events: member.chain.at(-1)?.events ?? [],
        }),
        json: (member) => member,
      });
      return members.length === 0 ? exitCode.nothing : exitCode.done;
    }
    for (const incident of document.incidents) {
      await context.print(
        `${bold(`Incident ${incident.id}`)}: ${plural(incident.scope.members.length, 'member')}, ${plural(incident.scope.events.length, 'event')}\n`,
      );
      for (let round = 0; round <= incident.scope.rounds; round++) {
        const own = members.filter((one) => one.incident === incident.id && one.round === round);
        if (own.length === 0) continue;
        await context.print(`\n${bold(round === 0 ? 'What it began with' : `Round ${round}`)}\n`);
        await context.print(
          tableOf(
            context,
            [
              { title: 'Kind', least: 0, cell: ({ kind }) => kind },
              { title: 'What', least: 20, cell: ({ name, value }) => (name === null || name === value ? value : `${name} (${value})`) },
              { title: 'Link', least: 0, cell: ({ link }) => link },
              { title: 'Why', least: 24, cell: reason },
              { title: 'Event', least: 10, cell: ({ chain }) => chain.at(-1)?.events[0] ?? '' },
            ],
            own,
            2,
          ),
        ); // prettier-ignore
      }
      if (incident.scope.excluded.length > 0) {
        await context.print(`\n${bold('Left out')}\n`);
        for (const { kind, value, said } of incident.scope.excluded)
          await context.print(`  ${visible(`${kind} ${value}`)} ${dim(visible(said.en))}\n`);
      }
    }
    if (document.incidents.length > 0) return exitCode.done;
    context.note('No intrusion was found, so nothing is in scope.');
    return exitCode.nothing;
  });
}
