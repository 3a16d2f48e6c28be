import type { Detection, GroupFacts, RuleFacts, ToldFinding } from '../detection.js';
import type { Row } from '../store.js';
import type { Database } from './connection.js';
import {
  factsStatement,
  groupStatements,
  idStatements,
  keyStatement,
  recordsStatement,
  ruleColumns,
} from './detection-sql.js';
import { parameter } from './values.js';

/** Opens the making of findings. Its own connection: until it is complete, others see the old ones. */
export async function openDetection(store: Database): Promise<Detection> {
  const database = await store.another();
  await database.run('BEGIN');
  await database.run(
    'CREATE TEMP TABLE matches (rule INTEGER, match BIGINT, evidence_id INTEGER, record_no BIGINT)',
  );
  await database.run(
    'CREATE TEMP TABLE match_keys (rule INTEGER, evidence_id INTEGER, record_no BIGINT, key VARCHAR)',
  );
  let columns: readonly string[] = [];

  return {
    match: (sql, parameters, numbers) =>
      database.run(
        `INSERT INTO matches SELECT ([${numbers.map(Math.trunc).join(', ')}])[rule + 1], match, evidence_id, record_no
         FROM (${sql})`,
        Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, parameter(v)])),
      ),

    matched: (rules, skip, take) =>
      database.all(
        `SELECT m.rule, e.* EXCLUDE (envelope) FROM (
           SELECT DISTINCT rule, evidence_id, record_no FROM matches WHERE rule IN (${rules.map(Math.trunc).join(', ')})
           ORDER BY evidence_id, record_no, rule LIMIT $take OFFSET $skip) m
         JOIN event_view e USING (evidence_id, record_no)`,
        { skip: BigInt(skip), take: BigInt(take) },
      ),

    addKeys: async (keys) => {
      if (keys.length === 0) return;
      const appender = await database.connection.createAppender('match_keys', undefined, 'temp');
      for (const { rule, evidenceId, recordNo, key } of keys) {
        appender.appendInteger(rule);
        appender.appendInteger(evidenceId);
        appender.appendBigInt(BigInt(recordNo));
        appender.appendVarchar(key);
        appender.endRow();
      }
      appender.closeSync();
    },

    add: async (matches) => {
      if (matches.length === 0) return;
      const appender = await database.connection.createAppender('matches', undefined, 'temp');
      for (const { rule, match, evidenceId, recordNo } of matches) {
        appender.appendInteger(rule);
        if (match === undefined) appender.appendNull();
        else appender.appendBigInt(BigInt(match));
        appender.appendInteger(evidenceId);
        appender.appendBigInt(BigInt(recordNo));
        appender.endRow();
      }
      appender.closeSync();
    },

    group: async (rules) => {
      await saveRules(database, rules);
      await database.run('DELETE FROM matches WHERE rule NOT IN (SELECT rule FROM rule_grouping)');
      const [one] = await database.all('SELECT count(*) AS n FROM matches');
      if (one?.['n'] === 0) {
        columns = [];
        await database.run('CREATE TEMP TABLE facts (finding BIGINT, rule INTEGER)');
        await database.run(
          'CREATE TEMP TABLE members (finding BIGINT, rule INTEGER, evidence_id INTEGER, record_no BIGINT)',
        );
        return 0;
      }
      await database.run(keyStatement(rules));
      for (const statement of groupStatements) await database.run(statement);
      for (const statement of idStatements) await database.run(statement);
      columns = ruleColumns(rules);
      await database.run(factsStatement(rules));
      const [found] = await database.all('SELECT count(*) AS n FROM facts');
      return Number(found?.['n']);
    },

    facts: async (from, to) => {
      const rows = await database.all(
        `SELECT * FROM facts WHERE finding >= $from AND finding < $to ORDER BY finding`,
        { from: BigInt(from), to: BigInt(to) },
      );
      return rows.map((row) => factsOf(row, columns));
    },

    usesOf: async (ips) => {
      if (ips.length === 0) return new Map();
      const rows = await database.all(
        `SELECT ip, count(DISTINCT "user") AS users, count(DISTINCT time::DATE) AS days FROM events
         WHERE ip IN (SELECT unnest(from_json($ips, '["VARCHAR"]'))) AND outcome IS DISTINCT FROM 'failure'
         GROUP BY ip`,
        { ips: JSON.stringify(ips) },
      );
      return new Map(
        rows.map((row) => [
          String(row['ip']),
          { users: Number(row['users']), days: Number(row['days']) },
        ]),
      );
    },

    records: (from, to, most) =>
      database.all(recordsStatement, { from: BigInt(from), to: BigInt(to), most: BigInt(most) }),

    tell: async (findings) => {
      await database.run(
        `CREATE TEMP TABLE IF NOT EXISTS told (finding BIGINT, severity VARCHAR, own_severity VARCHAR, raised_en VARCHAR,
           raised_ja VARCHAR, said_en VARCHAR, said_ja VARCHAR)`,
      );
      await appendTold(database, findings);
    },

    complete: async (rules, stamp) => {
      await saveRuleFacts(database, rules);
      await database.run('DELETE FROM findings');
      await database.run('DELETE FROM finding_events');
      const [any] = await database.all('SELECT count(*) AS n FROM facts');
      if (any?.['n'] !== 0) {
        await database.run(
          `INSERT INTO findings BY NAME SELECT f.id, r.id AS rule, t.severity, t.own_severity, t.raised_en, t.raised_ja, t.said_en,
             t.said_ja, f.first, f.last, f.users, f.targets, f.sessions, f.ips, f.countries,
             f.user_agents, f.apps, f.events
           FROM facts f JOIN told t USING (finding) JOIN rule_grouping r ON r.rule = f.rule
           ORDER BY f.finding`,
        );
        await database.run(
          `INSERT INTO finding_events SELECT f.id, m.evidence_id, m.record_no
           FROM members m JOIN facts f USING (finding)`,
        );
      }
      await database.run(`INSERT OR REPLACE INTO meta VALUES ('findings', $stamp)`, { stamp });
      await database.run('COMMIT');
      database.close();
    },

    // Closing rolls back what is not committed.
    abandon: () => {
      database.close();
    },
  };
}

async function saveRules(
  database: Database,
  rules: Parameters<Detection['group']>[0],
): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE rule_grouping (rule INTEGER, id VARCHAR, gap BIGINT, apart BOOLEAN, needs_records BOOLEAN)`,
  );
  const appender = await database.connection.createAppender('rule_grouping', undefined, 'temp');
  for (const { rule, id, gap, matches, needsRecords } of rules) {
    appender.appendInteger(rule);
    appender.appendVarchar(id);
    appender.appendBigInt(gap);
    appender.appendBoolean(matches === 'each');
    appender.appendBoolean(needsRecords);
    appender.endRow();
  }
  appender.closeSync();
}

async function appendTold(database: Database, findings: readonly ToldFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const appender = await database.connection.createAppender('told', undefined, 'temp');
  const text = (value: string | undefined): void => {
    if (value === undefined) appender.appendNull();
    else appender.appendVarchar(value);
  };
  for (const one of findings) {
    appender.appendBigInt(BigInt(one.finding));
    text(one.severity);
    text(one.own);
    text(one.raisedEn);
    text(one.raisedJa);
    text(one.saidEn);
    text(one.saidJa);
    appender.endRow();
  }
  appender.closeSync();
}

async function saveRuleFacts(database: Database, rules: readonly RuleFacts[]): Promise<void> {
  await database.run('DELETE FROM finding_rules');
  await database.run(
    `INSERT INTO finding_rules BY NAME
     SELECT unnest(from_json($rules, '[{"rule":"VARCHAR","title_en":"VARCHAR","title_ja":"VARCHAR",
       "description":"VARCHAR","level":"VARCHAR","stage":"VARCHAR","trace":"VARCHAR","techniques":["VARCHAR"],
       "rows":["VARCHAR"],"false_positives":"VARCHAR","checks":"VARCHAR","file":"VARCHAR"}]'), recursive := true)`,
    {
      rules: JSON.stringify(
        rules.map((rule) => ({
          rule: rule.rule,
          title_en: rule.title.en,
          title_ja: rule.title.ja,
          description: rule.description,
          level: rule.level,
          stage: rule.stage,
          trace: rule.trace,
          techniques: rule.techniques,
          rows: rule.rows,
          false_positives: JSON.stringify(rule.falsePositives),
          checks: JSON.stringify(rule.check),
          file: rule.file,
        })),
      ),
    },
  );
}

function factsOf(row: Row, columns: readonly string[]): GroupFacts {
  const time = (name: string): bigint | undefined => {
    const value = row[name];
    return typeof value === 'bigint' ? value : undefined;
  };
  return {
    finding: Number(row['finding']),
    rule: Number(row['rule']),
    id: String(row['id']),
    match: row['match'] === null ? undefined : Number(row['match']),
    first: time('first'),
    last: time('last'),
    eventCount: Number(row['events']),
    users: listIn(row, 'users'),
    targets: listIn(row, 'targets'),
    sessions: listIn(row, 'sessions'),
    ips: listIn(row, 'ips'),
    clientIps: listIn(row, 'client_ips'),
    countries: listIn(row, 'countries'),
    userAgents: listIn(row, 'user_agents'),
    apps: listIn(row, 'apps'),
    appIds: listIn(row, 'app_ids'),
    values: Object.fromEntries(columns.map((name) => [name, listIn(row, `v_${name}`)])),
  };
}

/** A list column, which arrives as JSON text. */
export function listIn(row: Row, name: string): readonly string[] {
  const cell = row[name];
  if (typeof cell !== 'string') return [];
  const list: unknown = JSON.parse(cell);
  return Array.isArray(list) ? list.map(String) : [];
}
