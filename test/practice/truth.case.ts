import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { addEvidence } from '../../src/ingest/add.js';
import { createCase } from '../../src/ingest/case.js';
import type { Truth } from '../../src/practice/truth.js';

const now = (): Date => new Date('2026-01-05T00:00:00Z');
const micros = (time: string): bigint => {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
};

/** Adds the exports to a case and holds everything that the truth says against it. */
export async function holdAgainstCase(folder: string, truth: Truth): Promise<void> {
  const opened = await createCase(`${folder}-case`, { now });
  try {
    const { results } = await addEvidence(opened, [folder], { author: 'test', now });
    const added = results.filter((result) => result.kind === 'added');
    expect(added).toHaveLength(truth.files.length);
    for (const { evidence } of added) {
      const file = truth.files.find(({ file: name }) => name === path.basename(evidence.file));
      expect({
        file: path.basename(evidence.file),
        formats: evidence.formats,
        records: evidence.records,
        rejects: evidence.rejects,
        damaged: evidence.damaged,
      }).toEqual({
        file: file?.file,
        formats: [file?.format],
        records: file?.records,
        rejects: 0,
        damaged: 0,
      });
    }
    expect(results.filter(({ kind }) => kind === 'failed')).toEqual([]);
    const counted = await opened.store.query(
      'SELECT source, count(*) AS n FROM events GROUP BY source',
    );
    expect(Object.fromEntries(counted.map(({ source, n }) => [source, Number(n)]))).toEqual(
      truth.counts,
    );

    const ids = new Set(truth.events.map(({ id }) => id));
    const found = new Map<
      string,
      { time: unknown; user: unknown; session: unknown; token: unknown; ip: unknown }
    >();
    for await (const rows of opened.store.events({
      filter: {},
      columns: ['source', 'event_id', 'time', 'user', 'session_id', 'token_id', 'ip'],
    }))
      for (const row of rows)
        if (ids.has(String(row['event_id'])))
          found.set(`${String(row['source'])} ${String(row['event_id'])}`, {
            time: row['time'],
            user: row['user'],
            session: row['session_id'],
            token: row['token_id'],
            ip: row['ip'],
          });
    const sessionOf = new Map(
      [...found.values()].flatMap(({ token, session }) =>
        typeof token === 'string' && typeof session === 'string' ? [[token, session] as const] : [],
      ),
    );
    const wrong = truth.events.flatMap((event): object[] => {
      const row = found.get(`${event.source} ${event.id}`);
      if (row === undefined) return [{ missing: event }];
      const told = row.session ?? sessionOf.get(String(row.token)) ?? null;
      const ok =
        row.time === micros(event.time) &&
        row.user === event.user &&
        (told === null || event.session === null || told === event.session);
      return ok ? [] : [{ event, row: { ...row, time: String(row.time) } }];
    });
    expect(wrong).toEqual([]);

    // Sessions: one user each. Of an attacker's own session every event is the attacker's.
    const users = await opened.store.query(
      'SELECT session_id, count(DISTINCT "user") AS n FROM events WHERE session_id IS NOT NULL GROUP BY session_id HAVING count(DISTINCT "user") > 1',
    );
    expect(users).toEqual([]);
    const attackers = truth.sessions
      .filter(({ verdict }) => verdict === 'attacker')
      .map(({ id }) => id);
    for await (const rows of opened.store.events({
      filter: { session: attackers },
      columns: ['event_id', 'operation'],
    }))
      if (attackers.length > 0)
        expect(rows.filter(({ event_id: id }) => !ids.has(String(id)))).toEqual([]);
    // The same for addresses that only the attacker has.
    const ips = truth.infrastructure.ips.map(({ ip }) => ip);
    if (ips.length > 0)
      for await (const rows of opened.store.events({
        filter: { ip: ips },
        columns: ['event_id', 'operation', 'ip'],
      }))
        expect(rows.filter(({ event_id: id }) => !ids.has(String(id)))).toEqual([]);
    // Every token of a unified audit log sign-in is its own id, and leads to the Entra sign-in.
    const joined = await opened.store.query(
      `SELECT count(*) AS logons, count(s.event_id) AS known FROM events u LEFT JOIN events s
       ON s.source = 'entra_signin' AND s.token_id = u.token_id WHERE u.source = 'ual' AND u.record_type = 15`,
    );
    if (truth.counts.entra_signin !== undefined && truth.gaps.length === 0)
      expect(joined[0]?.['known']).toEqual(joined[0]?.['logons']);
  } finally {
    opened.close();
    await rm(`${folder}-case`, { recursive: true, force: true });
  }
}
