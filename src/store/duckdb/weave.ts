import { createHash } from 'node:crypto';
import type { Database } from './connection.js';
import { inTransaction } from './connection.js';
import { readStamp, readState } from './findings.js';
import { pivotStatements } from './pivot.js';

/** The system's family, without the version, which changes under a user's hands. */
const system = `CASE
  WHEN os ILIKE 'win%' THEN 'Windows' WHEN os ILIKE 'mac%' OR os ILIKE 'os x%' THEN 'macOS'
  WHEN os ILIKE 'ios%' OR os ILIKE 'ipad%' OR os ILIKE 'iphone%' THEN 'iOS' WHEN os ILIKE 'android%' THEN 'Android'
  WHEN os ILIKE '%linux%' OR os ILIKE 'ubuntu%' THEN 'Linux' WHEN os ILIKE '%chrom%os%' THEN 'ChromeOS' END`;

/** The browser's family; Microsoft's own programs on a device are none, since a user has them all side by side. */
const browserFamily = `CASE
  WHEN regexp_matches(browser, '(?i)^(microsoft )?edg') THEN 'Edge' WHEN browser ILIKE 'firefox%' THEN 'Firefox'
  WHEN regexp_matches(browser, '(?i)^(headless ?)?chrom') THEN 'Chrome' WHEN regexp_matches(browser, '(?i)^(mobile )?safari') THEN 'Safari'
  WHEN browser ILIKE 'opera%' THEN 'Opera' WHEN browser ILIKE 'samsung%' THEN 'Samsung Internet'
  WHEN regexp_matches(browser, '(?i)^(ie\\b|internet explorer)') THEN 'Internet Explorer' WHEN browser ILIKE 'brave%' THEN 'Brave'
  WHEN kind = 'script' THEN nullif(trim(regexp_replace(browser, '[0-9][0-9._ ]*$', '')), '') END`;

/** Where a client is: the operator's network, or the address's own net where its number is not known. */
const network = `CASE
  WHEN ip IS NULL THEN NULL WHEN ip_kind = 'microsoft' THEN 'Microsoft'
  WHEN asn IS NOT NULL THEN 'AS' || asn
  WHEN contains(ip, ':') THEN array_to_string(list_slice(string_split(ip, ':'), 1, 3), ':') || '::/48'
  WHEN ip_kind <> 'public' THEN ip_kind
  ELSE regexp_replace(ip, '\\.[0-9]+$', '.0/24') END`;

/** A record without session or token fits a session of the same user, address and client that was in use within this time. */
const near = `INTERVAL 15 MINUTE`;
const fits = `(c.client IS NULL OR p.client IS NULL OR p.client = c.client)
       AND c.first >= p.first - ${near} AND c.last <= p.last + ${near}`;
/** So long a time is attached as one. */
const slot = `INTERVAL 5 MINUTE`;
/** Records of a user, network and client that no session fits are one session until such a pause. */
const pause = `INTERVAL 12 HOUR`;

/**
 * Makes `strands` and `event_strands` anew. Every event of a user, and every event with a session, is in
 * exactly one strand, by one link: `exact`, `token` or `inferred`. Inferred is a record with neither
 * where one session fits by user, address, client and time, and one only; what fits none
 * makes a session of its own, whose id begins with `i-`.
 */
export async function weaveStrands(database: Database): Promise<boolean> {
  const state = await stateNow(database);
  if ((await readStamp(database, 'strands')) === state) return false;
  await inTransaction(database, async (own) => {
    for (const statement of statements) await own.run(statement);
    await own.run(`INSERT OR REPLACE INTO meta VALUES ('strands', $state)`, { state });
  });
  // By itself: what a transaction has written and not yet committed takes memory.
  await inTransaction(database, async (own) => {
    for (const statement of pivotStatements) await own.run(statement);
  });
  return true;
}

export async function strandsAreFresh(database: Database): Promise<boolean> {
  return (await readStamp(database, 'strands')) === (await stateNow(database));
}

/** What the strands depend on: the store, and the way they are made. */
const stateNow = async (database: Database): Promise<string> =>
  `${recipe()} ${await readState(database)}`;
const recipe = (): string =>
  createHash('sha256')
    .update([...statements, ...pivotStatements].join(';'))
    .digest('hex');

/** What is no longer needed gives its memory back. */
const dropped = (...tables: readonly string[]): readonly string[] =>
  tables.map((table) => `DROP TABLE w_${table}`);

const statements: readonly string[] = [
  `DELETE FROM event_strands`,
  `DELETE FROM strands`,
  // Text once each, numbers from here on.
  `CREATE OR REPLACE TEMP TABLE w_sessions AS
     SELECT session, row_number() OVER (ORDER BY session)::INTEGER AS no FROM (
       SELECT DISTINCT session_id AS session FROM events WHERE session_id IS NOT NULL
       UNION SELECT session_id FROM token_sessions)`,
  `CREATE OR REPLACE TEMP TABLE w_tokens AS
     SELECT t.token_id, s.no FROM token_sessions t JOIN w_sessions s ON s.session = t.session_id`,
  `CREATE OR REPLACE TEMP TABLE w_users AS
     SELECT "user", row_number() OVER (ORDER BY "user")::INTEGER AS no
     FROM (SELECT DISTINCT "user" FROM events WHERE "user" IS NOT NULL)`,
  `CREATE OR REPLACE TEMP TABLE w_nets AS
     SELECT ip, asn_logged, net, dense_rank() OVER (ORDER BY net)::INTEGER AS net_no, row_number() OVER (ORDER BY ip, asn_logged)::INTEGER AS no FROM (
       SELECT ip, asn_logged, ${network} AS net FROM (
       SELECT e.ip, e.asn AS asn_logged, coalesce(i.asn, e.asn) AS asn, coalesce(i.kind, 'public') AS ip_kind
       FROM (SELECT DISTINCT ip, asn FROM events WHERE ip IS NOT NULL) e LEFT JOIN ip_info i ON i.ip = e.ip))`,
  `CREATE OR REPLACE TEMP TABLE w_clients AS
     SELECT *, CASE WHEN client IS NOT NULL THEN dense_rank() OVER (ORDER BY client NULLS LAST)::INTEGER END AS client_no FROM (
     SELECT user_agent, browser_logged, os_logged, nullif(concat_ws('/', ${system}, ${browserFamily}), '') AS client FROM (
       SELECT e.user_agent, e.browser AS browser_logged, e.os AS os_logged,
         coalesce(a.browser, e.browser) AS browser, coalesce(a.os, e.os) AS os, a.kind
       FROM (SELECT DISTINCT user_agent, browser, os FROM events) e LEFT JOIN agent_info a ON a.user_agent = e.user_agent))`,
  `CREATE OR REPLACE TEMP TABLE w_client_names AS
     SELECT DISTINCT client, client_no AS no FROM w_clients WHERE client IS NOT NULL`,
  `CREATE OR REPLACE TEMP TABLE w_net_names AS SELECT DISTINCT net, net_no AS no FROM w_nets`,
  `CREATE OR REPLACE TEMP TABLE w_events AS
     SELECT e.rowid AS "row", e.evidence_id, e.record_no, e.time,
       coalesce(s.no, st.no) AS session, CASE WHEN s.no IS NOT NULL THEN 1 WHEN st.no IS NOT NULL THEN 2 ELSE 3 END::TINYINT AS link,
       u.no AS usr, n.no AS ip, n.net_no AS net, k.client_no AS client
     FROM events e
     ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') x ON x.evidence_id = e.evidence_id
     LEFT JOIN w_sessions s ON s.session = e.session_id
     -- The condition on the left side stands in the key: beside it, DuckDB compares each with each.
     LEFT JOIN w_tokens st ON st.token_id = CASE WHEN e.session_id IS NULL THEN e.token_id END
     LEFT JOIN w_users u ON u."user" = e."user"
     LEFT JOIN w_nets n ON n.ip = e.ip AND n.asn_logged IS NOT DISTINCT FROM e.asn
     LEFT JOIN w_clients k ON k.user_agent IS NOT DISTINCT FROM e.user_agent
       AND k.browser_logged IS NOT DISTINCT FROM e.browser AND k.os_logged IS NOT DISTINCT FROM e.os
     -- Mail on its way and a judgement of a sign-in are nobody's doing in a session.
     WHERE e.source NOT IN ('message_trace', 'mail', 'risk_detection') AND (u.no IS NOT NULL OR s.no IS NOT NULL OR st.no IS NOT NULL)`,
  ...dropped('tokens', 'clients'),
  // A session is its user's, also where a record of it does not name one.
  `CREATE OR REPLACE TEMP TABLE w_owners AS
     SELECT session, arg_max(usr, (n, -usr)) AS usr FROM (
       SELECT session, usr, count(*) AS n FROM w_events WHERE session IS NOT NULL AND usr IS NOT NULL GROUP BY ALL)
     GROUP BY session`,
  // Records without session, some minutes of one user, address and client at a time.
  `CREATE OR REPLACE TEMP TABLE w_chunks AS
     SELECT usr, ip, net, client, time_bucket(${slot}, time) AS slot, min(time) AS first, max(time) AS last,
       row_number() OVER (ORDER BY usr, min(time), max(time), ip, client)::INTEGER AS no
     FROM w_events WHERE session IS NULL GROUP BY usr, ip, net, client, slot`,
  `CREATE OR REPLACE TEMP TABLE w_presence AS
     SELECT *, unnest(generate_series((first - ${near})::DATE, (last + ${near})::DATE, INTERVAL 1 DAY))::DATE AS day FROM (
       SELECT coalesce(o.usr, e.usr) AS usr, e.ip, e.client, e.session, min(time) AS first, max(time) AS last
       FROM w_events e LEFT JOIN w_owners o USING (session)
       WHERE e.session IS NOT NULL AND coalesce(o.usr, e.usr) IN (SELECT usr FROM w_chunks) GROUP BY ALL)`,
  // By address and day where the record has an address, so that few are compared with few.
  `CREATE OR REPLACE TEMP TABLE w_fits AS
     SELECT c.no, min(p.session) AS session FROM w_chunks c
     JOIN w_presence p ON p.usr = c.usr AND p.ip = c.ip AND p.day = c.slot::DATE AND ${fits}
     GROUP BY c.no HAVING count(DISTINCT p.session) = 1
     UNION ALL
     SELECT c.no, min(p.session) FROM w_chunks c
     JOIN w_presence p ON p.usr = c.usr AND p.day = c.slot::DATE AND ${fits}
     WHERE c.ip IS NULL
     GROUP BY c.no HAVING count(DISTINCT p.session) = 1`,
  ...dropped('presence'),
  // What fits no session: by user, network and client, until a pause.
  `CREATE OR REPLACE TEMP TABLE w_loose AS
     SELECT no, usr, net, client, first,
       sum(CASE WHEN first - previous > ${pause} OR previous IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY usr, net, client ORDER BY first, no) AS part
     FROM (SELECT c.*, max(c.last) OVER (PARTITION BY c.usr, c.net, c.client ORDER BY c.first, c.no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous
       FROM w_chunks c ANTI JOIN w_fits f ON f.no = c.no)`,
  `CREATE OR REPLACE TEMP TABLE w_loose_ids AS
     SELECT usr, net, client, part, 'i-' || left(md5(concat_ws(chr(31), (SELECT "user" FROM w_users WHERE no = l.usr), coalesce((SELECT net FROM w_net_names WHERE no = l.net), ''),
         coalesce((SELECT client FROM w_client_names WHERE no = l.client), ''), coalesce(epoch_us(min(first)), 0)::VARCHAR)), 12) AS session,
       -row_number() OVER (ORDER BY usr, part, net, client)::INTEGER AS no
     FROM w_loose l GROUP BY usr, net, client, part`,
  `CREATE OR REPLACE TEMP TABLE w_chunk_session AS
     SELECT no, session FROM w_fits
     UNION ALL SELECT l.no, i.no FROM w_loose l JOIN w_loose_ids i
       ON i.usr = l.usr AND i.part = l.part AND i.net IS NOT DISTINCT FROM l.net AND i.client IS NOT DISTINCT FROM l.client`,
  ...dropped('loose', 'fits'),
  `CREATE OR REPLACE TEMP TABLE w_placed AS
     SELECT "row", evidence_id, record_no, time, session, link, coalesce(o.usr, e.usr) AS usr, ip, net, client
     FROM w_events e LEFT JOIN w_owners o USING (session) WHERE session IS NOT NULL
     UNION ALL
     SELECT e."row", e.evidence_id, e.record_no, e.time, s.session, 3, e.usr, e.ip, e.net, e.client
     FROM w_events e
     JOIN w_chunks c ON c.usr = e.usr AND c.ip IS NOT DISTINCT FROM e.ip AND c.client IS NOT DISTINCT FROM e.client
       AND c.slot IS NOT DISTINCT FROM time_bucket(${slot}, e.time)
     JOIN w_chunk_session s ON s.no = c.no
     WHERE e.session IS NULL`,
  ...dropped('events', 'chunks', 'chunk_session'),
  // A strand is a network and a client; a record that does not say one belongs to the only strand that it can.
  `CREATE OR REPLACE TEMP TABLE w_kinds AS
     SELECT session, net, client, count(*) AS n FROM w_placed GROUP BY ALL`,
  `CREATE OR REPLACE TEMP TABLE w_map AS
     WITH named AS (SELECT k.*, c.client AS name, split_part(c.client, '/', 1) AS os FROM w_kinds k LEFT JOIN w_client_names c ON c.no = k.client),
     -- A record that names only the system is of the only browser on it.
     browsers AS (SELECT session, net, os, min(client) AS client FROM named WHERE contains(name, '/') GROUP BY ALL HAVING count(*) = 1),
     whole AS (
       SELECT n.session, n.net, n.client AS was, CASE WHEN contains(n.name, '/') THEN n.client ELSE coalesce(b.client, n.client) END AS client
       FROM named n LEFT JOIN browsers b ON b.session = n.session AND b.net IS NOT DISTINCT FROM n.net AND b.os = n.name),
     known AS (SELECT DISTINCT session, net, client FROM whole WHERE net IS NOT NULL AND client IS NOT NULL),
     by_net AS (SELECT session, net, min(client) AS client FROM known GROUP BY ALL HAVING count(*) = 1),
     by_client AS (SELECT session, client, min(net) AS net FROM known GROUP BY ALL HAVING count(*) = 1),
     alone AS (SELECT session, min(net) AS net, min(client) AS client FROM known GROUP BY ALL HAVING count(*) = 1),
     alone_net AS (SELECT session, min(net) AS net FROM w_kinds WHERE net IS NOT NULL GROUP BY ALL HAVING count(DISTINCT net) = 1)
     SELECT k.session, k.net, k.was AS client,
       CASE WHEN k.net IS NOT NULL THEN k.net WHEN k.client IS NOT NULL THEN coalesce(c.net, a.net) ELSE coalesce(a.net, an.net) END AS to_net,
       CASE WHEN k.client IS NOT NULL THEN k.client WHEN k.net IS NOT NULL THEN n.client ELSE a.client END AS to_client
     FROM whole k
     LEFT JOIN by_net n ON n.session = k.session AND n.net = k.net
     LEFT JOIN by_client c ON c.session = k.session AND c.client = k.client
     LEFT JOIN alone a ON a.session = k.session
     LEFT JOIN alone_net an ON an.session = k.session`,
  `CREATE OR REPLACE TEMP TABLE w_keys AS
     SELECT session, to_net, to_client, row_number() OVER (ORDER BY session, to_net, to_client)::INTEGER AS no
     FROM (SELECT DISTINCT session, to_net, to_client FROM w_map)`,
  `CREATE OR REPLACE TEMP TABLE w_strand_of AS
     SELECT m.session, m.net, m.client, k.no FROM w_map m
     JOIN w_keys k ON k.session = m.session AND k.to_net IS NOT DISTINCT FROM m.to_net AND k.to_client IS NOT DISTINCT FROM m.to_client`,
  ...dropped('map', 'kinds'),
  `INSERT INTO event_strands
     SELECT p."row", p.evidence_id, p.record_no, s.no, ['exact', 'token', 'inferred'][p.link]
     FROM w_placed p JOIN w_strand_of s
       ON s.session = p.session AND s.net IS NOT DISTINCT FROM p.net AND s.client IS NOT DISTINCT FROM p.client
     ORDER BY p."row"`,
  ...dropped('strand_of'),
  `INSERT INTO strands
     WITH facts AS (
       SELECT s.strand, min(e.time) AS first, max(e.time) AS last, count(*) AS events,
         count(*) FILTER (s.link = 'exact') AS exact, count(*) FILTER (s.link = 'token') AS token, count(*) FILTER (s.link = 'inferred') AS attached,
         list_sort(list(DISTINCT e.ip) FILTER (e.ip IS NOT NULL)) AS ips,
         list_sort(list(DISTINCT i.kind) FILTER (i.kind IS NOT NULL)) AS ip_kinds,
         list_sort(list(DISTINCT coalesce(e.country, i.country)) FILTER (coalesce(e.country, i.country) IS NOT NULL AND coalesce(i.kind, '') <> 'microsoft')) AS countries,
         list_sort(list(DISTINCT e.user_agent) FILTER (e.user_agent IS NOT NULL)) AS user_agents,
         list_sort(list(DISTINCT coalesce(e.app_name, e.app_id)) FILTER (coalesce(e.app_name, e.app_id) IS NOT NULL)) AS apps,
         list_sort(list(DISTINCT e.source)) AS sources,
         min(i.as_org) AS as_org
       FROM event_strands s JOIN events e ON e.rowid = s."row" LEFT JOIN ip_info i ON i.ip = e.ip
       GROUP BY s.strand),
     owners AS (SELECT session, min(usr) AS usr FROM w_placed GROUP BY session)
     SELECT k.no, coalesce(t.session, l.session), k.session < 0, u."user", coalesce(n.net, 'unknown'),
       CASE WHEN n.net = 'Microsoft' THEN 'Microsoft' ELSE f.as_org END, coalesce(c.client, 'unknown'),
       f.first, f.last, f.events, f.exact, f.token, f.attached,
       coalesce(f.ips, []), coalesce(f.ip_kinds, []), coalesce(f.countries, []), coalesce(f.user_agents, []), coalesce(f.apps, []), f.sources
     FROM w_keys k
     JOIN facts f ON f.strand = k.no
     JOIN owners o ON o.session = k.session
     LEFT JOIN w_users u ON u.no = o.usr
     LEFT JOIN w_sessions t ON t.no = k.session
     LEFT JOIN w_loose_ids l ON l.no = k.session
     LEFT JOIN w_net_names n ON n.no = k.to_net
     LEFT JOIN w_client_names c ON c.no = k.to_client
     ORDER BY k.no`,
  ...dropped(
    'nets',
    'users',
    'sessions',
    'client_names',
    'net_names',
    'loose_ids',
    'owners',
    'placed',
    'keys',
  ),
];
