import { eventColumns } from '../model/event.js';
import { findingTables, ownSeverity } from './findings-schema.js';
import { pivotTables, strandTables } from './strands-schema.js';

const sqlTypes = { text: 'VARCHAR', time: 'TIMESTAMP', integer: 'BIGINT' } as const;

/** Columns that the store adds to those of model/event.ts. */
export const storedColumns = {
  raw: 'VARCHAR USING COMPRESSION zstd',
  envelope: 'VARCHAR USING COMPRESSION zstd',
  format: 'VARCHAR',
  evidence_id: 'INTEGER',
  record_no: 'BIGINT',
  damaged: 'BOOLEAN',
  damage: 'VARCHAR',
} as const;

const eventTable = [
  ...Object.entries(eventColumns).map(([name, { kind }]) => `"${name}" ${sqlTypes[kind]}`),
  `source VARCHAR`,
  ...Object.entries(storedColumns).map(([name, type]) => `${name} ${type}`),
].join(',\n  ');

/** Events as they are read: with what is known of addresses and clients, and with their sessions. */
export const eventViewOf = (
  from: string,
): string => `    SELECT e.* EXCLUDE (country, city, asn, browser, os, outcome),
      coalesce(e.outcome, 'unknown') AS outcome,
      coalesce(e.country, i.country) AS country, e.country AS log_country,
      coalesce(e.city, i.city) AS city,
      coalesce(e.asn, i.asn) AS asn, i.as_org AS as_org, i.kind AS ip_kind,
      coalesce(e.browser, a.browser) AS browser, coalesce(e.os, a.os) AS os, a.kind AS agent_kind,
      coalesce(e.session_id, t.session_id) AS session,
      CASE WHEN e.session_id IS NOT NULL THEN 'exact' WHEN t.session_id IS NOT NULL THEN 'token' END AS link
    FROM ${from} e
    -- A file on its way in is nobody's business yet.
    ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') u ON u.evidence_id = e.evidence_id
    LEFT JOIN ip_info i ON i.ip = e.ip
    LEFT JOIN agent_info a ON a.user_agent = e.user_agent
    LEFT JOIN token_sessions t ON t.token_id = e.token_id`;

/** Version 1, from nothing. */
const first = [
  `CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR)`,
  `CREATE TABLE evidence (
    evidence_id INTEGER PRIMARY KEY, state VARCHAR NOT NULL,
    file VARCHAR NOT NULL, on_disk VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, archive_sha256 VARCHAR,
    bytes BIGINT NOT NULL, copy VARCHAR, formats VARCHAR, encoding VARCHAR,
    records BIGINT, events BIGINT, duplicates BIGINT, rejects BIGINT, damaged BIGINT,
    first TIMESTAMP, last TIMESTAMP, warnings VARCHAR, added_at TIMESTAMP, added_by VARCHAR)`,
  `CREATE TABLE rejects (
    evidence_id INTEGER, record_no BIGINT, line BIGINT, reason VARCHAR, text VARCHAR, readable VARCHAR)`,
  `CREATE TABLE events (\n  ${eventTable})`,
  // Where else an event was seen: every place but the one its row was taken from.
  `CREATE TABLE sightings (source VARCHAR, event_id VARCHAR, evidence_id INTEGER, record_no BIGINT)`,
  // The id under which a record without an id is found in formats that have one.
  `CREATE TABLE pairs (source VARCHAR, nameless VARCHAR, named VARCHAR)`,
  `CREATE TABLE ip_info (
    ip VARCHAR PRIMARY KEY, country VARCHAR, city VARCHAR, asn BIGINT, as_org VARCHAR, kind VARCHAR, origin VARCHAR)`,
  `CREATE TABLE agent_info (user_agent VARCHAR PRIMARY KEY, browser VARCHAR, os VARCHAR, kind VARCHAR)`,
  // The session a token belongs to, from records that carry both.
  `CREATE TABLE token_sessions (token_id VARCHAR, session_id VARCHAR)`,
  `CREATE TABLE journal ("at" TIMESTAMP, author VARCHAR, kind VARCHAR, text VARCHAR, detail VARCHAR)`,
  `CREATE VIEW event_view AS
${eventViewOf('events')}`,
] as const;

export interface Migration {
  readonly to: number;
  readonly statements: readonly string[];
}

/** Steps from each version to the next, in order. A new store takes them all; a change adds one. */
export const migrations: readonly Migration[] = [
  { to: 1, statements: first },
  { to: 2, statements: findingTables },
  { to: 3, statements: strandTables },
  { to: 4, statements: pivotTables },
  { to: 5, statements: ownSeverity },
];
