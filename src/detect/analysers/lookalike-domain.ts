import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { listParameter, listed, mostEvents, placeIn, someOf, textIn } from './activity-rows.js';
import type { Likeness } from './lookalike.js';
import { imitated, registered } from './lookalike.js';
import type { Correspondent } from './mail-domains.js';
import { correspondents, isPartner, mailsSql, ownDomains } from './mail-domains.js';

const parameters = z.strictObject({
  /**
   * `person`: the sender bears a name that somebody at the real domain has, or goes on with a
   * conversation (W-13, business e-mail compromise). `other`: any other mail from such a domain.
   */
  sender: z.enum(['person', 'other']),
  /** Mails with a domain of which more are ordinary. */
  ordinary: z.number().int().positive().default(50),
});
type Parameters = z.infer<typeof parameters>;

interface Imitation {
  readonly domain: string;
  readonly of: string;
  readonly own: boolean;
  readonly how: Likeness;
}

/** Mail from or to domains that look like the tenant's own or a partner's. Only domains that mail was exchanged with. */
export const lookalikeDomain: Analyser<Parameters> = {
  slug: 'lookalike-domain',
  parameters,
  run: async (store, { sender, ordinary }) => {
    const own = await ownDomains(store);
    if (own.size === 0) return [];
    const others = (await correspondents(store, own)).filter(({ domain }) => !own.has(domain));
    const imitations = imitationsOf(own, others, ordinary);
    if (imitations.length === 0) return [];
    const mails = await mailsWith(store, imitations, own);
    return imitations.flatMap((imitation) => {
      const all = mails.filter((mail) => mail.domain === imitation.domain);
      // Who writes to a colleague and mistypes the domain is nobody's impostor. The answers to one belong to it.
      const person = all.some((mail) => mail.incoming && (mail.known || mail.reply));
      const chosen = person === (sender === 'person') ? all : [];
      return chosen.length === 0 ? [] : [matchOf(imitation, chosen)];
    });
  },
};

/** The gravest likeness of each domain; what is corresponded with as much as the real one is itself real. */
function imitationsOf(
  own: ReadonlySet<string>,
  others: readonly Correspondent[],
  ordinary: number,
): readonly Imitation[] {
  const total = ({ received, sent }: Correspondent): number => received + sent;
  const partners = others.filter(isPartner);
  const ownNames = new Set([...own].map((domain) => registered(domain)?.domain ?? domain));
  const ofOwn = imitated([...own]);
  const ofPartner = imitated(partners.map(({ domain }) => domain));
  const partnerTotals = new Map<string, number>();
  for (const partner of partners) {
    const name = registered(partner.domain)?.domain ?? partner.domain;
    partnerTotals.set(name, (partnerTotals.get(name) ?? 0) + total(partner));
  }
  return others.flatMap((candidate) => {
    if (ownNames.has(registered(candidate.domain)?.domain ?? '')) return [];
    const amount = total(candidate);
    if (amount > ordinary) return [];
    const found = [
      ...ofOwn(candidate.domain).map(({ of, how }) => ({ of, how, own: true })),
      ...ofPartner(candidate.domain)
        .filter(({ of }) => !ownNames.has(of) && amount * 2 <= (partnerTotals.get(of) ?? 0))
        .map(({ of, how }) => ({ of, how, own: false })),
    ];
    const [gravest] = found.sort((a, b) => rank(b) - rank(a));
    return gravest === undefined ? [] : [{ domain: candidate.domain, ...gravest }];
  });
}

const gravity: Readonly<Record<Likeness, number>> = {
  homoglyph: 3,
  embedded: 3,
  hyphen: 2,
  edit: 2,
  word: 1,
  ending: 1,
};
const rank = ({ how, own }: { readonly how: Likeness; readonly own: boolean }): number =>
  gravity[how] * 2 + (own ? 1 : 0);

interface Mail {
  readonly domain: string;
  readonly place: EventPlace;
  readonly incoming: boolean;
  readonly stopped: boolean;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string;
  /** Somebody at the real domain is called so. */
  readonly known: boolean;
  readonly reply: boolean;
}

async function mailsWith(
  store: Store,
  imitations: readonly Imitation[],
  own: ReadonlySet<string>,
): Promise<readonly Mail[]> {
  const rows = await store.query(
    `WITH m AS (${mailsSql}), own AS (${listed('own')} AS domain),
      pairs AS (SELECT unnest(from_json($pairs, '[{"domain":"VARCHAR","real":"VARCHAR"}]'), recursive := true)),
      -- With all that the tenant's people are called, in whatever log.
      called AS (
        SELECT lower("user") AS address FROM events WHERE contains("user", '@') GROUP BY 1
        UNION SELECT recipient FROM m GROUP BY 1),
      names AS (
        SELECT DISTINCT regexp_extract(address, '^([^@]+)@', 1) AS name, p.domain
        FROM called JOIN pairs p ON regexp_extract(address, '@(.*)$', 1) = p.real OR suffix(address, '.' || p.real) OR
          (p.real IN (SELECT domain FROM own) AND regexp_extract(address, '@(.*)$', 1) IN (SELECT domain FROM own))),
      mine AS (
        SELECT m.*, m.sender_domain IN (SELECT domain FROM pairs) AS incoming,
          CASE WHEN m.sender_domain IN (SELECT domain FROM pairs) THEN m.sender_domain ELSE m.recipient_domain END AS domain
        FROM m WHERE m.sender_domain IN (SELECT domain FROM pairs) OR m.recipient_domain IN (SELECT domain FROM pairs))
    SELECT mine.*, EXISTS (
        SELECT 1 FROM names n WHERE n.domain = mine.domain
          AND n.name = regexp_extract(CASE WHEN incoming THEN sender ELSE recipient END, '^([^@]+)@', 1)) AS known
    FROM mine
    QUALIFY row_number() OVER (PARTITION BY domain ORDER BY "time", evidence_id, record_no, recipient) <= $most
    ORDER BY "time", evidence_id, record_no, recipient`,
    {
      own: listParameter([...own]),
      pairs: JSON.stringify(imitations.map(({ domain, of }) => ({ domain, real: of }))),
      most: mostEvents,
    },
  );
  return rows.map((row) => ({
    domain: textIn(row, 'domain'),
    place: placeIn(row),
    incoming: row['incoming'] === true,
    stopped: textIn(row, 'outcome') === 'failure',
    sender: textIn(row, 'sender'),
    recipient: textIn(row, 'recipient'),
    subject: textIn(row, 'subject'),
    known: row['known'] === true && !shared(row),
    reply: /^\s*(?:re|aw|sv|antw|rv|返信|回复|答复)\s*[:：]/iu.test(textIn(row, 'subject')),
  }));
}

/** Names of offices that every company has: info@ at another domain imitates nobody. */
const shared = (row: Row): boolean =>
  /^(?:info|sales|support|admin|contact|office|mail|noreply|no-reply|postmaster|webmaster|hr|it)@/.test(
    textIn(row, row['incoming'] === true ? 'sender' : 'recipient'),
  );

function severityOf({ how, own }: Imitation, mails: readonly Mail[]): Severity {
  const steps: readonly Severity[] = ['informational', 'low', 'medium', 'high'];
  const incoming = mails.some((mail) => mail.incoming);
  const reached = mails.some((mail) => !mail.stopped);
  // A letter wrong in an address that one writes to is mostly a slip of the hand.
  const level =
    gravity[how] - (own ? 0 : 1) + (how === 'word' && own ? 1 : 0) - (incoming ? 0 : 1) - (reached ? 0 : 1); // prettier-ignore
  return steps[Math.max(1, Math.min(3, level))] ?? 'low';
}

const hows: Readonly<Record<Likeness, { readonly en: string; readonly ja: string }>> = {
  homoglyph: { en: 'letters that look alike', ja: '見た目の似た文字' },
  embedded: { en: 'the whole name inside another', ja: '別の名前に埋め込まれた同じ名前' },
  hyphen: { en: 'a hyphen more or less', ja: 'ハイフンの有無' },
  edit: { en: 'one letter different', ja: '1 文字違い' },
  word: { en: 'a word added', ja: '単語の付加' },
  ending: { en: 'another ending', ja: '末尾 (TLD) の違い' },
};

function matchOf(imitation: Imitation, mails: readonly Mail[]): AnalyserMatch {
  const places = new Map(
    mails.map(({ place }) => [`${String(place.evidenceId)} ${String(place.recordNo)}`, place]),
  );
  const { domain, of, own, how } = imitation;
  const incoming = mails.filter((mail) => mail.incoming);
  const told = incoming.length > 0 ? incoming : mails;
  return {
    events: [...places.values()],
    severity: severityOf(imitation, mails),
    values: {
      domain,
      imitated: of,
      whose: own ? { en: "the tenant's own", ja: '自組織' } : { en: "a partner's", ja: '取引先' },
      how: hows[how],
      senders: someOf(told.map((mail) => mail.sender)),
      recipients: someOf(told.map((mail) => mail.recipient)),
      subjects: someOf(
        mails.map((mail) => mail.subject),
        3,
      ),
    },
  };
}
