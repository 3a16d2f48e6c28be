import { z } from 'zod';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import { jsonSql, listed, listParameter, placeIn, someOf, textIn } from './activity-rows.js';
import type { Destinations } from './forward-destinations.js';
import { destinationsOf } from './forward-destinations.js';
import type { ForwardKindSlug } from './forward-kinds-table.js';
import { forwardKinds } from './forward-kinds-table.js';
import { ownDomains } from './mail-domains.js';
import { parsedRecord } from '../raw-record.js';

const slugs = Object.keys(forwardKinds) as [ForwardKindSlug, ...ForwardKindSlug[]];

const parameters = z.strictObject({
  kinds: z.array(z.enum(slugs)).min(1),
  /** Out of the tenant's own domains, or to these and to entries of the directory. */
  where: z.enum(['outside', 'inside']),
});

interface Forward {
  readonly row: Row;
  readonly mailbox: string;
  readonly destination: readonly string[];
  readonly outside: boolean;
}

/**
 * Who sends mail on to whom (T1114.003), by inbox rule, mailbox, transport rule or journal: a Sigma rule
 * cannot tell the tenant's own domains from others. All that goes to one place is one match.
 */
export const forwardDestination: Analyser<z.infer<typeof parameters>> = {
  slug: 'forward-destination',
  parameters,
  run: async (store, { kinds, where }) => {
    const forwards = await forwardsOf(store, kinds);
    const groups = new Map<string, Forward[]>();
    for (const forward of forwards.filter(({ outside }) => outside === (where === 'outside'))) {
      const key = forward.destination.join(' ');
      groups.set(key, [...(groups.get(key) ?? []), forward]);
    }
    return [...groups.values()].map(matchOf);
  },
};

async function forwardsOf(
  store: Store,
  kinds: readonly ForwardKindSlug[],
): Promise<readonly Forward[]> {
  const chosen = kinds.map((kind) => forwardKinds[kind]);
  const operations = chosen.flatMap((kind) => kind.operations.map((one) => one.toLowerCase()));
  const fields = chosen.flatMap((kind) => [...kind.parameters]);
  const rows = await store.query(
    `SELECT evidence_id, record_no, operation, lower("user") AS "user", lower(target_user) AS target_user, object, raw
      FROM event_view
      WHERE source = 'ual' AND lower(operation) IN (${listed('operations')})
        AND coalesce(user_kind, '') NOT IN ('system', 'service') AND outcome <> 'failure'
      ORDER BY "time", evidence_id, record_no`,
    { operations: listParameter(operations) },
  );
  const found = rows.map((row) => ({ row, to: destinationsOf(textIn(row, 'raw'), fields) }));
  const forwards = found.filter(({ to }) => to.addresses.length + to.entries.length > 0);
  if (forwards.length === 0) return [];
  const own = await domainsInside(store);
  const names = await accountNames(store);
  return forwards.map(({ row, to }) => forwardOf(row, to, own, names));
}

function forwardOf(
  row: Row,
  to: Destinations,
  own: ReadonlySet<string>,
  accounts: ReadonlyMap<string, string>,
): Forward {
  // Whoever owns the mailbox is inside, also where no log tells more.
  const home = homeOf(textIn(row, 'target_user'));
  const domains = new Set([...own, ...(home.length > 0 ? home : homeOf(textIn(row, 'user')))]);
  const outside = to.addresses.filter((address) => !isInside(domainOf(address), domains));
  return {
    row,
    mailbox: mailboxOf(row, accounts),
    outside: outside.length > 0,
    destination: outside.length > 0 ? outside : [...to.addresses, ...to.entries],
  };
}

/**
 * Whose mail it is: a cmdlet names the mailbox as it likes, by address, GUID or name; an inbox rule's is
 * the one who made it unless said otherwise.
 */
function mailboxOf(row: Row, accounts: ReadonlyMap<string, string>): string {
  const address = textIn(row, 'target_user');
  if (address !== '') return address;
  const cmdlet = textIn(row, 'operation').toLowerCase().endsWith('mailbox');
  const [named] = parsedRecord(textIn(row, 'raw'))
    .pairs('Parameters')
    .filter(([name]) => /^mailbox$/i.test(name) || (cmdlet && /^identity$/i.test(name)))
    .map(([, value]) => value.split('/').at(-1)?.trim() ?? '');
  const name = named ?? (cmdlet ? textIn(row, 'object') : '');
  return name === '' ? textIn(row, 'user') : (accounts.get(name.toLowerCase()) ?? name);
}

/** User principal names by object id, as far as the logs have both. */
async function accountNames(store: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await store.query(
    `SELECT lower(user_id) AS id, min(lower("user")) AS "user" FROM events
      WHERE user_id IS NOT NULL AND contains("user", '@') GROUP BY 1 HAVING count(DISTINCT lower("user")) = 1`,
  );
  return new Map(rows.map((row) => [textIn(row, 'id'), textIn(row, 'user')]));
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const homeOf = (user: string): readonly string[] =>
  user.includes('@') && !user.includes('#ext#') ? [domainOf(user)] : [];

/** The domain, one under it, or its routing domain of a hybrid tenant (`x.mail.onmicrosoft.com`). */
function isInside(domain: string, own: ReadonlySet<string>): boolean {
  const plain = domain.replace(/\.mail\.onmicrosoft\.com$/, '.onmicrosoft.com');
  return own.has(plain) || [...own].some((one) => plain.endsWith(`.${one}`));
}

/** The tenant's own domains: those of who works in it, of every mailbox, and the tenant's name. */
async function domainsInside(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.query(
    `SELECT DISTINCT lower(domain) AS domain FROM (
        SELECT regexp_extract(target_user, '@([^@>\\s]+)$', 1) AS domain FROM events
        WHERE source = 'ual' AND record_type IN (2, 3, 50) AND NOT contains(lower(target_user), '#ext#')
        UNION ALL
        SELECT json_extract_string(${jsonSql}, '$.OrganizationName') FROM events
        WHERE source = 'ual' AND record_type IN (1, 2, 3, 50))
      WHERE domain <> '' ORDER BY 1`,
  );
  return new Set([...(await ownDomains(store)), ...rows.map((row) => textIn(row, 'domain'))]);
}

function matchOf(forwards: readonly Forward[]): AnalyserMatch {
  return {
    events: forwards.map(({ row }) => placeIn(row)),
    values: {
      destination: someOf(forwards[0]?.destination ?? []),
      mailboxes: someOf(forwards.map(({ mailbox }) => mailbox)),
    },
  };
}
