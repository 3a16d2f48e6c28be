import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdbStore } from '../src/store/duckdb/store.js';

/**
 * A store with so many events, made inside DuckDB: ten logs of three days each and of three kinds, in
 * order of time as exports are; a user has a session a day of some fifty records, from one of the office's
 * addresses or from home.
 */
export async function makeStore(file: string, events: number): Promise<void> {
  (await openDuckdbStore(file, 'write')).close();
  const instance = await DuckDBInstance.create(file, {
    memory_limit: '1500MB',
    storage_compatibility_version: 'latest',
    max_vacuum_tasks: '0',
  });
  const connection = await instance.connect();
  const days = 30;
  const perDay = Math.ceil(events / days);
  const users = Math.ceil(perDay / 60);
  for (const [at, statement] of [
    `CREATE MACRO guid(text) AS (SELECT h[1:8] || '-' || h[9:12] || '-' || h[13:16] || '-' || h[17:20] || '-' || h[21:32] FROM (SELECT md5(text) AS h))`,
    `INSERT INTO evidence (evidence_id, state, file, on_disk, sha256, bytes, formats, records, events, duplicates, rejects, damaged, warnings)
     SELECT i::INTEGER, 'added', 'part-' || i, 'part-' || i, md5(i::VARCHAR) || md5(i::VARCHAR), 1, '["bench"]', 1, 1, 0, 0, 0, '[]' FROM range(1, ${days + 1}) t(i)`,
    ...Array.from(
      { length: days },
      (_, day) => `
      INSERT INTO events (event_id, time, record_type, workload, operation, outcome, "user", user_kind, object, ip, user_agent, session_id, token_id,
        correlation_id, app_id, app_name, source, raw, format, evidence_id, record_no, damaged)
      SELECT guid('e' || (${day} * ${perDay} + i)), TIMESTAMP '2026-01-01' + INTERVAL (${day}) DAY + INTERVAL (i * 86400000 // ${perDay}) MILLISECOND,
        CASE WHEN kind = 0 THEN NULL ELSE 2 + kind * 3 END, ['AzureActiveDirectory', 'Exchange', 'SharePoint', 'MicrosoftTeams'][kind % 4 + 1],
        ['UserLoggedIn', 'MailItemsAccessed', 'FileAccessed', 'Send', 'FilePreviewed', 'MessageSent'][kind % 6 + 1],
        CASE WHEN hash(i) % 40 = 0 THEN 'failure' ELSE 'success' END, 'user' || usr || '@bench.example', 'member',
        'https://bench.example/sites/s' || (hash(i) % 300) || '/Shared Documents/file' || (hash(i * 7) % 20000) || '.docx',
        ip, agent, CASE WHEN kind <> 3 THEN guid('s' || usr || '-' || ${day}) END,
        CASE WHEN kind IN (0, 3) THEN 't' || guid('t' || usr || '-' || ${day} || '-' || (i // 400000)) END, NULL, guid('a' || kind), 'App ' || kind,
        CASE WHEN kind = 0 THEN 'entra_signin' ELSE 'ual' END,
        '{"Id":"' || guid('e' || i) || '","Operation":"op' || kind || '","ClientIP":"' || ip || '","UserAgent":"' || agent || '","Extra":"' || hash(i) || '"}',
        'bench', ${day + 1}, i + 1, false
      FROM (SELECT i, usr, kind, CASE WHEN usr % 3 = 0 THEN '203.0.113.' || (usr % 8) ELSE '198.' || (usr % 250) || '.' || (usr // 250) || '.' || (hash(usr, ${day} // 7) % 250) END AS ip,
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || (110 + usr % 20) || '.0.0.0 Safari/537.36' AS agent
        FROM (SELECT i, hash(i, 1) % ${users} AS usr, (hash(i, 2) % 8)::INTEGER AS kind FROM range(${perDay}) t(i)))`,
    ),
    `INSERT INTO ip_info SELECT DISTINCT ip, 'JP', NULL, 64500 + hash(ip) % 40, 'Net ' || (hash(ip) % 40), 'public', 'bench' FROM events`,
    `INSERT INTO agent_info SELECT DISTINCT user_agent, 'Chrome', 'Windows 10', 'browser' FROM events`,
    `CHECKPOINT`,
  ].entries()) {
    await connection.run(statement);
    if (process.env['BENCH_LOUD'] !== undefined) console.error(at, statement.slice(0, 30).trim());
  }
  await connection.run(`DROP MACRO guid`);
  connection.closeSync();
  instance.closeSync();
  const store = await openDuckdbStore(file, 'write');
  await store.joinTokens();
  store.close();
}
