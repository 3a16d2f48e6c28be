import { z } from 'zod';
import type { Cell } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { distinct, groupByKeys, hour, listed } from '../directory/groups.js';
import type { AbusedApp } from './abused-apps-table.js';
import { abusedApp, abusedApps } from './abused-apps-table.js';

const parameters = z.strictObject({
  /** Use by one account is one finding while less than this lies between. */
  hours: z.number().positive().default(24),
});
type Parameters = z.infer<typeof parameters>;

interface Use {
  readonly place: EventPlace;
  readonly time: bigint;
  readonly who: string;
  readonly app: AbusedApp;
  readonly succeeded: boolean;
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

function matchOf(group: readonly Use[]): AnalyserMatch {
  const [first] = group;
  const succeeded = group.some((use) => use.succeeded);
  return {
    events: group.map(({ place }) => place),
    severity: !succeeded ? 'low' : first?.app.kind === 'rare' ? 'high' : 'medium',
    values: {
      account: listed(distinct(group.map(({ who }) => who))),
      application: first?.app.title ?? '',
      ...(first === undefined ? {} : { abuse: first.app.abuse }),
      deed: succeeded ? { en: 'used', ja: '使った' } : { en: 'tried to use', ja: '使おうとした' },
    },
  };
}

/** Sign-ins to, and acts through, applications that intruders like (the table of abused applications). */
export const abusedApplicationUsed: Analyser<Parameters> = {
  slug: 'abused-application-used',
  parameters,
  run: async (store, { hours }) => {
    const ids = abusedApps.flatMap(({ appIds }) => appIds);
    const rows = await store.query(
      `SELECT evidence_id, record_no, "time", coalesce("user", user_id, '') AS who, app_id, outcome
       FROM event_view
       WHERE "time" IS NOT NULL AND app_id IN (${ids.map((_, at) => `$app${at}`).join(', ')})
       ORDER BY "time", source, evidence_id, record_no`,
      Object.fromEntries(ids.map((id, at) => [`app${at}`, id])),
    );
    const uses = rows.flatMap((row): Use[] => {
      const app = abusedApp(textOf(row['app_id']), undefined);
      if (app === undefined || typeof row['time'] !== 'bigint') return [];
      return [
        {
          place: { evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) },
          time: row['time'],
          who: textOf(row['who']),
          app,
          succeeded: row['outcome'] !== 'failure' && row['outcome'] !== 'interrupted',
        },
      ];
    });
    return groupByKeys(
      uses,
      ({ who, app }) => [`${who}|${app.title}`],
      BigInt(Math.round(hours * 60)) * (hour / 60n),
    ).map(matchOf);
  },
};
