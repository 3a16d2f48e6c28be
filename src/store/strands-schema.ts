/**
 * Version 3: sessions and their strands (DESIGN.md §1, §4), made from the events by `weaveStrands` and
 * made anew whenever evidence was added.
 */
export const strandTables = [
  `CREATE TABLE strands (
    strand INTEGER, session VARCHAR, inferred BOOLEAN, "user" VARCHAR, network VARCHAR, as_org VARCHAR,
    client VARCHAR, first TIMESTAMP, last TIMESTAMP, events BIGINT, exact BIGINT, token BIGINT, attached BIGINT,
    ips VARCHAR[], ip_kinds VARCHAR[], countries VARCHAR[], user_agents VARCHAR[], apps VARCHAR[], sources VARCHAR[])`,
  // In the order of the events' rows: a strand is found by scanning small numbers.
  `CREATE TABLE event_strands (
    "row" BIGINT, evidence_id INTEGER, record_no BIGINT, strand INTEGER, link VARCHAR)`,
] as const;

/** Version 4: the rows of each session (kind 1), user (2) and address (3), in the order of `Store.events`. */
export const pivotTables = [
  `CREATE TABLE pivot_keys (kind UTINYINT, value VARCHAR, no INTEGER)`,
  `CREATE TABLE pivots (no INTEGER, "row" BIGINT)`,
] as const;
