/** Version 2: findings, the events that prove them, and the rules they come from. */
export const findingTables = [
  // What a rule says of itself, so that whoever reads findings needs no rule files.
  `CREATE TABLE finding_rules (
    rule VARCHAR, title_en VARCHAR, title_ja VARCHAR, description VARCHAR, level VARCHAR, stage VARCHAR,
    trace VARCHAR, techniques VARCHAR[], "rows" VARCHAR[], false_positives VARCHAR, checks VARCHAR, file VARCHAR)`,
  `CREATE TABLE findings (
    id VARCHAR, rule VARCHAR, severity VARCHAR, raised_en VARCHAR, raised_ja VARCHAR, said_en VARCHAR,
    said_ja VARCHAR, first TIMESTAMP, last TIMESTAMP, users VARCHAR[], targets VARCHAR[], sessions VARCHAR[],
    ips VARCHAR[], countries VARCHAR[], user_agents VARCHAR[], apps VARCHAR[], events BIGINT)`,
  `CREATE TABLE finding_events (finding VARCHAR, evidence_id INTEGER, record_no BIGINT)`,
] as const;

/** A finding's severity before others raised it. Findings made without are made anew. */
export const ownSeverity = [
  `ALTER TABLE findings ADD COLUMN own_severity VARCHAR`,
  `DELETE FROM meta WHERE key = 'findings'`,
] as const;
