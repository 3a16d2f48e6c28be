import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Cell } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { distinct, groupByKeys, listed, minute } from '../directory/groups.js';
import type { ToolAgent } from '../tool-agents-table.js';
import { toolOf } from '../tool-agents-table.js';

const parameters = z.strictObject({
  /** Which of the table's tools, by purpose. */
  purposes: z.array(z.enum(['enumeration', 'probe', 'spray', 'kit', 'library'])).min(1),
  /** Agents that honest programs send too are not enough by themselves. */
  libraries: z.boolean().default(false),
  /** Events of one account and tool are one finding while less than this lies between. */
  minutes: z.number().positive().default(60),
});
type Parameters = z.infer<typeof parameters>;

interface Sent {
  readonly place: EventPlace;
  readonly time: bigint;
  readonly who: string;
  readonly tool: ToolAgent;
  readonly agent: string;
  readonly succeeded: boolean;
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

function matchOf(group: readonly Sent[]): AnalyserMatch {
  const succeeded = group.some((one) => one.succeeded);
  const severity: Severity = succeeded ? 'high' : 'medium';
  return {
    events: group.map(({ place }) => place),
    severity,
    values: {
      account: listed(distinct(group.map(({ who }) => who))),
      tool: listed(distinct(group.map(({ tool }) => tool.tool))),
      agents: listed(distinct(group.map(({ agent }) => agent)), 3),
      deed: succeeded
        ? { en: 'was used with', ja: '使われた' }
        : { en: 'was tried with', ja: '試みられた' },
    },
  };
}

/** Anything, in any log, that a known tool's user agent did. */
export const toolAgent: Analyser<Parameters> = {
  slug: 'tool-agent',
  parameters,
  run: async (store, { purposes, libraries, minutes }) => {
    const agents = await store.query(
      'SELECT DISTINCT user_agent AS agent FROM events WHERE user_agent IS NOT NULL ORDER BY 1',
    );
    const tools = new Map(
      agents.flatMap((row): [string, ToolAgent][] => {
        const agent = textOf(row['agent']);
        const found = toolOf(agent);
        if (found === undefined || !purposes.includes(found.purpose)) return [];
        return found.certain === 'tool' || libraries ? [[agent, found]] : [];
      }),
    );
    if (tools.size === 0) return [];
    const wanted = [...tools.keys()];
    const rows = await store.query(
      `SELECT evidence_id, record_no, "time", coalesce("user", user_id, '') AS who, outcome, user_agent
       FROM event_view
       WHERE "time" IS NOT NULL AND user_agent IN (${wanted.map((_, at) => `$agent${at}`).join(', ')})
       ORDER BY "time", source, evidence_id, record_no`,
      Object.fromEntries(wanted.map((agent, at) => [`agent${at}`, agent])),
    );
    const sent = rows.flatMap((row): Sent[] => {
      const agent = textOf(row['user_agent']);
      const found = tools.get(agent);
      if (found === undefined || typeof row['time'] !== 'bigint') return [];
      return [
        {
          place: { evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) },
          time: row['time'],
          who: textOf(row['who']),
          tool: found,
          agent,
          succeeded: row['outcome'] !== 'failure' && row['outcome'] !== 'interrupted',
        },
      ];
    });
    return groupByKeys(
      sent,
      ({ who, tool }) => [`${who}|${tool.tool}`],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    ).map(matchOf);
  },
};
