import type { Store } from '../../store/store.js';
import { listParameter, listed, numberIn, textIn, timeIn } from './activity-rows.js';

/** Operations of mails themselves in `message_trace`; the rest are clicks, attachments and removals. */
export const traceOperations = ['Message trace', 'Email event'] as const;

const domainSql = (address: string): string =>
  `nullif(regexp_extract(lower(${address}), '@([^@>\\s;,]+)>?$', 1), '')`;

/** One row a mail and recipient, of message traces, Defender's mails and saved mails. */
export const mailsSql = `
  SELECT evidence_id, record_no, "time", source, outcome, ip, subject, message_id, lower("user") AS sender, lower(trim(recipient)) AS recipient,
    ${domainSql('"user"')} AS sender_domain, ${domainSql('trim(recipient)')} AS recipient_domain
  FROM (
    SELECT *, unnest(string_split(coalesce(object, target_user, ''), ';')) AS recipient FROM event_view
    WHERE (source = 'message_trace' AND operation IN ('${traceOperations.join("', '")}') OR source = 'mail') AND "user" IS NOT NULL)`;

/**
 * The tenant's own mail domains, as its logs show them: those of mailboxes and of members who really
 * signed in or did something. With message traces only: the domains that most mails come from or go to.
 */
export async function ownDomains(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.query(
    `WITH members AS (
        SELECT lower("user") AS address FROM events
        WHERE source IN ('ual', 'entra_signin', 'entra_audit') AND user_kind IN ('member', 'admin')
          AND coalesce(outcome, 'success') = 'success' AND contains("user", '@') AND NOT contains(lower("user"), '#ext#')
        GROUP BY 1),
      owners AS (
        SELECT lower(target_user) AS address FROM events
        WHERE source = 'ual' AND record_type IN (2, 3, 50) AND contains(target_user, '@')
        GROUP BY 1),
      counted AS (
        SELECT domain, count(*) AS n FROM (
          SELECT ${domainSql('address')} AS domain FROM members UNION ALL SELECT ${domainSql('address')} FROM owners)
        WHERE domain IS NOT NULL GROUP BY 1)
    -- A guest's home or a typed name is one of few; with one user in the case, that user's domain is it.
    SELECT domain FROM counted WHERE n >= (SELECT max(n) FROM counted) * 0.05 ORDER BY domain`,
  );
  if (rows.length > 0) return new Set(rows.map((row) => textIn(row, 'domain')));
  const traced = await store.query(
    `WITH m AS (${mailsSql}),
      seen AS (
        SELECT sender_domain AS domain, count(*) AS n FROM m GROUP BY 1
        UNION ALL SELECT recipient_domain, count(*) FROM m WHERE recipient_domain <> sender_domain GROUP BY 1)
    SELECT domain, sum(n) AS n FROM seen WHERE domain IS NOT NULL GROUP BY 1
    HAVING sum(n) >= 5 AND sum(n) > (SELECT count(*) FROM m) * 0.5 ORDER BY domain`,
  );
  return new Set(traced.map((row) => textIn(row, 'domain')));
}

/** How the tenant corresponds with a domain outside. */
export interface Correspondent {
  readonly domain: string;
  /** Mails (message ids, or mails and recipients where there are none). */
  readonly received: number;
  readonly sent: number;
  readonly days: number;
  readonly first: bigint;
}

export async function correspondents(
  store: Store,
  own: ReadonlySet<string>,
): Promise<readonly Correspondent[]> {
  const rows = await store.query(
    `WITH m AS (${mailsSql}), own AS (${listed('own')} AS domain),
      o AS (
        SELECT CASE WHEN sender_domain IN (SELECT domain FROM own) THEN recipient_domain ELSE sender_domain END AS domain,
          sender_domain IN (SELECT domain FROM own) AS sent,
          coalesce(message_id, sender || recipient || "time"::VARCHAR) AS id, date_trunc('day', "time") AS "day", "time"
        FROM m WHERE (sender_domain IN (SELECT domain FROM own)) <> (recipient_domain IN (SELECT domain FROM own))
          OR NOT (sender_domain IN (SELECT domain FROM own)))
    SELECT domain, count(DISTINCT id) FILTER (WHERE NOT sent) AS received, count(DISTINCT id) FILTER (WHERE sent) AS sent,
      count(DISTINCT "day") AS days, min("time") AS first
    FROM o WHERE domain IS NOT NULL GROUP BY 1 ORDER BY 1`,
    { own: listParameter([...own]) },
  );
  return rows.map((row) => ({
    domain: textIn(row, 'domain'),
    received: numberIn(row, 'received'),
    sent: numberIn(row, 'sent'),
    days: numberIn(row, 'days'),
    first: timeIn(row, 'first'),
  }));
}

/** Both write to each other, more than once: a name that is worth imitating. */
export const isPartner = ({ received, sent, days }: Correspondent): boolean =>
  received >= 2 && sent >= 2 && received + sent >= 5 && days >= 2;
