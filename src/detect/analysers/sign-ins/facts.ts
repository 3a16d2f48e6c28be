import type { Store } from '../../../store/store.js';
import { firstPartyApps } from '../first-party-apps-table.js';
import { clientApps } from './client-apps-table.js';
import { browserFamily, osFamily } from './families.js';
import { gatewayNetworks } from './gateway-networks-table.js';

/**
 * What the sign-in analysers share: tables of the session of the store, in its memory only, made once
 * for the evidence there is. None of them tells who is an attacker; they tell what is usual.
 *
 * `signin_ips`       address → country, network, class (ordinary, hosting, anonymiser, gateway, relay, microsoft, none), company
 * `signin_activity`  who did anything successful, on what day, from which address, with which client, in which session
 * `signin_networks`  user and network → days, sessions, whether it is one of the user's own (`core`)
 * `signin_users`     user → days of activity, days on the user's own networks
 * `signin_devices`, `signin_clients`  those seen on the user's own networks
 * `signin_attempts`  one row for each attempt to sign in, however many records tell of it
 */
export async function signInFacts(store: Store): Promise<void> {
  // The same files are the same facts; a store that was emptied and filled again may have files of the same name.
  const [first] = await store.query(
    `SELECT string_agg(event_id, ' ') AS ids FROM (SELECT event_id FROM events LIMIT 100)`,
  );
  const mark = `${await store.findingsState()} ${String(first?.['ids'])}`;
  const known = made.get(store);
  if (known?.mark === mark) return known.done;
  const done = make(store);
  made.set(store, { mark, done });
  return done;
}

const made = new WeakMap<Store, { readonly mark: string; readonly done: Promise<void> }>();

async function make(store: Store): Promise<void> {
  for (const statement of [
    addresses,
    agents,
    activity,
    company,
    networks,
    users,
    devices,
    clients,
    records,
    beside,
    attempts,
    forget,
  ])
    await store.query(statement);
}

const asnsOf = (kind: 'gateway' | 'relay'): string =>
  gatewayNetworks
    .filter((network) => network.kind === kind)
    .flatMap(({ asns }) => asns)
    .join(', ');

/** One country an address, however many logs say one: what most records say, then the database. */
const addresses = `CREATE OR REPLACE TEMP TABLE signin_ips AS
  WITH said AS (
    SELECT e.ip, mode(e.country ORDER BY e.country) AS log_country, mode(e.asn ORDER BY e.asn) AS log_asn FROM events e WHERE e.ip IS NOT NULL GROUP BY e.ip)
  SELECT s.ip, coalesce(s.log_country, i.country) AS country, coalesce(s.log_asn, i.asn) AS asn, i.as_org,
    CASE WHEN coalesce(s.log_asn, i.asn) IS NOT NULL THEN 'AS' || coalesce(s.log_asn, i.asn) ELSE part END AS network,
    part,
    CASE WHEN i.kind IN ('private', 'loopback', 'link_local', 'invalid') THEN 'none'
      WHEN i.kind = 'microsoft' THEN 'microsoft'
      WHEN coalesce(s.log_asn, i.asn) IN (${asnsOf('gateway')}) THEN 'gateway'
      WHEN coalesce(s.log_asn, i.asn) IN (${asnsOf('relay')}) THEN 'relay'
      WHEN i.kind IN ('hosting', 'anonymiser') THEN i.kind ELSE 'ordinary' END AS class,
    false AS company
  FROM (SELECT *, CASE WHEN contains(ip, ':') THEN regexp_extract(ip, '^([0-9a-f]*:[0-9a-f]*:[0-9a-f]*)', 1) || '::/48'
      ELSE regexp_extract(ip, '^(\\d+\\.\\d+\\.\\d+)\\.', 1) || '.0/24' END AS part FROM said) s
  LEFT JOIN ip_info i ON i.ip = s.ip`;

const someone = `coalesce(e."user", e.user_id) IS NOT NULL
  AND coalesce(e.user_kind, 'member') NOT IN ('service', 'system', 'application')
  AND coalesce(e.sign_in_kind, '') NOT IN ('service_principal', 'managed_identity')`;

/**
 * An application of somebody else's that renews its tokens from where it is hosted: its address is not the
 * user's. It is told by the rule of applications' tokens.
 */
const backend = (
  e: string,
): string => `coalesce(${e}.app_id NOT IN (${[...firstPartyApps.keys()].map((id) => `'${id}'`).join(', ')}), false)
    AND coalesce(${e}.sign_in_kind, 'non_interactive') IN ('non_interactive', 'unknown')
    AND coalesce(${e}.agent_kind IN ('script', 'service', 'unknown'), true)
    AND NOT (${e}.source = 'ual' AND ${e}.operation = 'UserLoggedIn' AND coalesce(${e}.agent_kind, 'unknown') = 'browser')`;

/** Every client once: what its texts say is worked out for tens of clients and not for millions of events. */
const agents = `CREATE OR REPLACE TEMP TABLE signin_agents AS
  SELECT row_number() OVER (ORDER BY c.os, c.browser, c.user_agent, c.agent_kind)::INTEGER AS agent, c.*,
    ${osFamily('c.os')} AS os_family, ${browserFamily('c.browser')} AS browser_family, coalesce(c.agent_kind = 'script', false) AS script,
    TRY_CAST(regexp_extract(c.user_agent, '(?:Edg|Firefox|Version|Chrome)/(\\d+)', 1) AS INTEGER) AS version
  FROM (SELECT DISTINCT e.os, e.browser, e.user_agent, e.agent_kind FROM event_view e) c`;

const sameAgent = `a.os IS NOT DISTINCT FROM e.os AND a.browser IS NOT DISTINCT FROM e.browser
  AND a.user_agent IS NOT DISTINCT FROM e.user_agent AND a.agent_kind IS NOT DISTINCT FROM e.agent_kind`;

const activity = `CREATE OR REPLACE TEMP TABLE signin_activity AS
  WITH daily AS (
    SELECT coalesce(e."user", e.user_id) AS who, e.session, e.ip, a.agent, nullif(e.device_id, '') AS device_id,
      CASE WHEN ${backend('e')} THEN e.app_id END AS backend_app, e."time"::DATE AS day, min(e."time") AS first, max(e."time") AS last, count(*) AS n,
      count(*) FILTER (e.source = 'entra_signin' OR e.operation = 'UserLoggedIn') AS logins
    FROM event_view e JOIN signin_agents a ON ${sameAgent}
    WHERE ${someone} AND e.source IN ('ual', 'entra_signin', 'entra_audit', 'graph_activity')
      AND e.outcome NOT IN ('failure', 'interrupted') AND e."time" IS NOT NULL
      AND e.ip IN (SELECT ip FROM signin_ips WHERE class NOT IN ('microsoft', 'none'))
    GROUP BY ALL)
  SELECT d.who, d.session, d.ip, i.network, i.country, i.class, a.os_family AS os, a.browser_family AS browser, a.script, a.version, d.device_id,
    d.backend_app IS NOT NULL AS backend, d.backend_app, d.day, d.first, d.last, d.n, d.logins
  FROM daily d JOIN signin_ips i ON i.ip = d.ip JOIN signin_agents a ON a.agent = d.agent`;

/**
 * Addresses that several people come from day after day are the company's, also when rented: an
 * attacker of two mailboxes stays a day or two, and has no registered devices.
 */
const company = `UPDATE signin_ips SET company = true WHERE part IN (
  WITH regular AS (
    SELECT i.part, a.who, min(a.class) AS class, count(DISTINCT a.day) AS days, sum(a.logins) AS n,
      coalesce(sum(a.logins) FILTER (a.device_id IS NOT NULL), 0) AS with_device
    FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip GROUP BY i.part, a.who)
  SELECT part FROM regular WHERE days >= 3 GROUP BY part
  HAVING CASE WHEN min(class) IN ('hosting', 'anonymiser')
    THEN (count(*) >= 3 AND count(*) >= 0.15 * (SELECT count(DISTINCT who) FROM signin_activity))
      OR (count(*) >= 2 AND sum(n) > 0 AND 2 * sum(with_device) >= sum(n))
    ELSE count(*) >= 2 END)`;

/**
 * A network is the user's own when they come from it on many of their days and not in one single
 * session: who stole a session has just that one, however long. Sessions that change their system
 * between networks are left out of what is usual (the second look).
 */
const networks = `CREATE OR REPLACE TEMP TABLE signin_networks AS
  WITH odd AS (
    SELECT who, session FROM signin_activity WHERE session IS NOT NULL
    GROUP BY who, session
    HAVING count(DISTINCT network) > 1 AND bool_or(class IN ('hosting', 'anonymiser'))
      AND (count(DISTINCT os) > 1 OR (bool_or(script) AND NOT bool_and(script)))),
  days AS (SELECT who, count(DISTINCT day) AS active, min(day) AS since, max(day) AS until FROM signin_activity GROUP BY who),
  main AS (
    SELECT who, network FROM signin_activity GROUP BY who, network
    QUALIFY row_number() OVER (PARTITION BY who ORDER BY count(DISTINCT day) DESC, sum(n) DESC, network) = 1),
  -- The user's laptop in one session that lasts for weeks: it is on their main network, too, with the same client.
  carried AS (
    SELECT DISTINCT a.who, a.session, a.os, a.browser FROM signin_activity a JOIN main m ON m.who = a.who AND m.network = a.network
    WHERE a.session IS NOT NULL),
  seen AS (
    SELECT a.who, a.network, min(a.class) AS class, mode(a.country ORDER BY a.country) AS country, bool_or(i.company) AS company,
      count(DISTINCT a.day) AS days, min(a.day) AS since, max(a.day) AS until,
      count(DISTINCT a.session) AS sessions, bool_or(a.device_id IS NOT NULL) AS device, bool_or(c.session IS NOT NULL) AS carried,
      coalesce(bool_and(a.os IN ('iOS', 'Android')), false) AS telephone
    FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip
    LEFT JOIN carried c ON c.who = a.who AND c.session = a.session AND c.os IS NOT DISTINCT FROM a.os AND c.browser IS NOT DISTINCT FROM a.browser
    WHERE NOT (a.session IS NOT NULL AND a.class IN ('hosting', 'anonymiser')
      AND EXISTS (FROM odd o WHERE o.who = a.who AND o.session = a.session))
    GROUP BY a.who, a.network)
  SELECT s.*, d.active, CASE
      WHEN s.company AND s.class NOT IN ('hosting', 'anonymiser') THEN true
      WHEN s.class IN ('hosting', 'anonymiser')
        THEN s.days >= 4 AND s.days >= 0.25 * d.active AND (s.sessions <> 1 OR s.device)
      ELSE (s.sessions <> 1 OR s.device OR s.carried OR (s.telephone AND 2 * s.days >= d.active)) AND d.active >= 3
        AND ((s.days >= 2 AND 2 * s.days >= d.active) OR (s.days >= 3 AND s.days >= 0.15 * d.active)) END AS core
  FROM seen s JOIN days d USING (who)`;

const users = `CREATE OR REPLACE TEMP TABLE signin_users AS
  WITH own AS (SELECT who, network FROM signin_networks WHERE core)
  SELECT a.who, count(DISTINCT a.day) AS days, min(a.day) AS since, max(a.day) AS until,
    count(DISTINCT a.day) FILTER (o.network IS NOT NULL) AS own_days,
    list(DISTINCT a.country) FILTER (o.network IS NOT NULL AND a.country IS NOT NULL) AS countries
  FROM signin_activity a LEFT JOIN own o USING (who, network) GROUP BY a.who`;

const devices = `CREATE OR REPLACE TEMP TABLE signin_devices AS
  SELECT DISTINCT a.who, a.device_id FROM signin_activity a JOIN signin_networks w USING (who, network)
  WHERE w.core AND a.device_id IS NOT NULL`;

/**
 * How often a client says, when it signs in, which registered device it is: a browser that always does,
 * and now does not, is another. Mail and files seldom say it, so that they do not count.
 */
const clients = `CREATE OR REPLACE TEMP TABLE signin_clients AS
  SELECT a.who, a.os, a.browser, count(DISTINCT a.day) AS days,
    coalesce(sum(a.logins) FILTER (a.device_id IS NOT NULL), 0) AS with_device, sum(a.logins) AS n
  FROM signin_activity a JOIN signin_networks w USING (who, network)
  WHERE w.core AND a.os IS NOT NULL GROUP BY a.who, a.os, a.browser`;

const columns = (
  request: string,
  method: string,
): string => `e.evidence_id, e.record_no, e.source, e."time", coalesce(e."user", e.user_id) AS who,
    e.ip, e.outcome, e.error_code, nullif(e.sign_in_kind, 'unknown') AS kind, e.session, e.token_id, nullif(e.correlation_id, '') AS correlation_id,
    e.app_id, e.app_name, e.resource_id, nullif(e.device_id, '') AS device_id, e.client_app, e.user_agent, e.risk_level,
    a.os_family AS os, a.browser_family AS browser, a.script, ${request} AS request, ${method} AS method`;

/** RequestType and UserAuthenticationMethod stand in the record only (Office 365 Management Activity API schema). */
const extended = (name: string): string =>
  `regexp_extract(e.raw, '(?i)"${name}"\\s*,\\s*"Value"\\s*:\\s*"([^"]*)"', 1)`;

/** The two logs apart: only one of them has to be read as text. */
const logins = `
  SELECT ${columns('NULL::VARCHAR', 'NULL::VARCHAR')} FROM event_view e JOIN signin_agents a ON ${sameAgent}
  WHERE e.source = 'entra_signin' AND ${someone} AND e."time" IS NOT NULL
  UNION ALL
  SELECT ${columns(extended('RequestType'), extended('UserAuthenticationMethod'))} FROM event_view e JOIN signin_agents a ON ${sameAgent}
  WHERE e.source = 'ual' AND e.operation IN ('UserLoggedIn', 'UserLoginFailed') AND ${someone} AND e."time" IS NOT NULL`;

/**
 * Nineteen of twenty are clients that renew their tokens where they always do. They count as activity, and
 * are no attempts that somebody would have to look at.
 */
const records = `CREATE OR REPLACE TEMP TABLE signin_records AS
  SELECT r.* EXCLUDE (way), i.class, coalesce(w.core OR i.company, false) AS core, r.way FROM (
    SELECT *, CASE WHEN kind IS NOT NULL THEN kind
      WHEN source <> 'ual' THEN 'unknown'
      WHEN starts_with(request, 'OAuth2:') THEN 'non_interactive'
      WHEN request = '' THEN 'unknown' ELSE 'interactive' END AS way
    FROM (${logins})) r
  LEFT JOIN signin_ips i ON i.ip = r.ip
  LEFT JOIN signin_networks w ON w.who = r.who AND w.network = i.network
  WHERE NOT (r.way = 'non_interactive' AND r.outcome = 'success' AND coalesce(w.core OR i.company, false) AND NOT r.script
    AND r.method IS DISTINCT FROM '1' AND coalesce(r.app_id NOT IN (${Object.keys(clientApps)
      .map((id) => `'${id}'`)
      .join(', ')}), true))`;

/** But the user's own computers within an hour of a sign-in by hand from elsewhere tell where the user was. */
const beside = `INSERT INTO signin_records
  WITH strange AS (
    SELECT DISTINCT who, time_bucket(INTERVAL 1 hour, "time") AS hour FROM signin_records
    WHERE way <> 'non_interactive' AND outcome = 'success' AND NOT core AND class <> 'none')
  SELECT r.*, i.class, true AS core, coalesce(kind, 'non_interactive') AS way
  FROM (SELECT ${columns('NULL::VARCHAR', 'NULL::VARCHAR')} FROM event_view e JOIN signin_agents a ON ${sameAgent}
    WHERE (e.source = 'entra_signin' OR (e.source = 'ual' AND e.operation = 'UserLoggedIn')) AND e.outcome = 'success' AND e."time" IS NOT NULL
      AND coalesce(e."user", e.user_id) IN (SELECT who FROM strange)) r
  JOIN signin_ips i ON i.ip = r.ip
  LEFT JOIN signin_networks w ON w.who = r.who AND w.network = i.network
  WHERE coalesce(w.core OR i.company, false)
    AND EXISTS (FROM strange s WHERE s.who = r.who AND time_bucket(INTERVAL 1 hour, r."time") BETWEEN s.hour - to_hours(1) AND s.hour + to_hours(1))
    AND NOT EXISTS (FROM signin_records k WHERE k.evidence_id = r.evidence_id AND k.record_no = r.record_no)`;

/**
 * The same request in both logs has one token id; where there is none, what one request is told by. A
 * record that says how it ended decides over one that asks for more.
 */
const attempts = `CREATE OR REPLACE TEMP TABLE signin_attempts AS
  WITH grouped AS (
    SELECT who, min("time") AS "time", min(ip) AS ip,
      CASE WHEN bool_or(outcome = 'success') THEN 'success' WHEN bool_or(outcome = 'interrupted') THEN 'interrupted'
        WHEN bool_or(outcome = 'failure') THEN 'failure' ELSE 'unknown' END AS outcome,
      min(error_code) AS error_code, coalesce(min(way) FILTER (source <> 'ual' AND way <> 'unknown'), min(way)) AS way,
      min(session) AS session, min(correlation_id) AS correlation_id, min(app_id) AS app_id,
      min(app_name) AS app_name, min(resource_id) AS resource_id, min(device_id) AS device_id,
      min(client_app) AS client_app, min(user_agent) AS user_agent, min(risk_level) AS risk_level,
      min(os) AS os, min(browser) AS browser, bool_or(script) AS script, min(request) AS request, min(method) AS method,
      list(DISTINCT source ORDER BY source DESC) AS sources, list(concat(evidence_id, ':', record_no) ORDER BY "time", evidence_id, record_no) AS places
    FROM signin_records
    GROUP BY who, CASE WHEN token_id IS NOT NULL THEN token_id
      WHEN correlation_id IS NOT NULL THEN concat(correlation_id, ' ', epoch("time")::BIGINT, ' ', error_code)
      ELSE concat(ip, ' ', app_id, ' ', epoch("time")::BIGINT, ' ', error_code) END)
  SELECT row_number() OVER (ORDER BY g."time", g.who, g.places[1]) AS id, g.*, i.network, i.part, i.country, i.as_org, i.asn,
    coalesce(i.class, 'none') AS class, coalesce(i.company, false) AS company,
    coalesce(w.core OR i.company, false) AS core, d.device_id IS NOT NULL AS own_device,
    coalesce(u.own_days, 0) AS own_days, coalesce(list_contains(u.countries, i.country), false) AS own_country,
    coalesce(c.days, 0) AS client_days,
    coalesce(g.device_id IS NULL AND c.n >= 3 AND c.with_device >= 0.8 * c.n, false) AS device_missing
  FROM grouped g
  LEFT JOIN signin_ips i ON i.ip = g.ip
  LEFT JOIN signin_networks w ON w.who = g.who AND w.network = i.network
  LEFT JOIN signin_users u ON u.who = g.who
  LEFT JOIN signin_devices d ON d.who = g.who AND d.device_id = g.device_id
  LEFT JOIN signin_clients c ON c.who = g.who AND c.os = g.os AND c.browser IS NOT DISTINCT FROM g.browser`;

/** They are in the attempts now. */
const forget = 'DROP TABLE signin_records';
