import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { bareSubjectSql, placeIn, someOf, textIn, timeIn } from './activity-rows.js';
import { imitated, registered } from './lookalike.js';
import { correspondents, isPartner, mailsSql, ownDomains } from './mail-domains.js';

const parameters = z.strictObject({
  /** Mails of the same sender and subject so many days before and after are the same campaign. */
  days: z.number().positive().default(7),
});

/** What a saved mail says, of all that read/mail-fields.ts takes from it. */
const mailFields = z.object({
  from: z.object({ name: z.string().nullable(), address: z.string().nullable() }).nullish(),
  replyTo: z.array(z.object({ address: z.string().nullable() })).nullish(),
  returnPath: z.string().nullish(),
  authentication: z
    .object({
      spf: z.string().nullable(),
      dkim: z.string().nullable(),
      dmarc: z.string().nullable(),
      compauth: z.string().nullable(),
    })
    .partial()
    .nullish(),
  urls: z.array(z.object({ url: z.string(), text: z.string().nullish() })).nullish(),
  attachments: z.array(z.object({ name: z.string().nullable() })).nullish(),
});
type MailFields = z.infer<typeof mailFields>;

/**
 * A mail that was given as evidence, what speaks against it, and who else got it by the message traces. A mail
 * that passes every check can still be the phish (it came from a taken account): then the finding is `low`.
 */
export const phishingMail: Analyser<z.infer<typeof parameters>> = {
  slug: 'phishing-mail',
  parameters,
  run: async (store, { days }) => {
    const mails = await store.query(
      `SELECT evidence_id, record_no, "time", "user", target_user, object, subject, message_id, correlation_id, raw FROM event_view
       WHERE source = 'mail' ORDER BY "time", evidence_id, record_no LIMIT 2000`,
    );
    if (mails.length === 0) return [];
    const own = await ownDomains(store);
    const others = await correspondents(store, own);
    const like = imitated([...own, ...others.filter(isPartner).map(({ domain }) => domain)]);
    const matches: AnalyserMatch[] = [];
    for (const mail of mails) {
      const traced = await tracesOf(store, mail, days);
      matches.push(matchOf(mail, traced, own, (host) => like(host).length > 0));
    }
    return matches;
  },
};

interface Traced {
  readonly place: EventPlace;
  readonly recipient: string;
  readonly stopped: boolean;
}

/** The same mail in message traces, and mails of the same sender and subject around it. */
async function tracesOf(store: Store, mail: Row, days: number): Promise<readonly Traced[]> {
  const rows = await store.query(
    `WITH m AS (${mailsSql}), given AS (SELECT ${bareSubjectSql('$subject::VARCHAR')} AS bare)
    SELECT evidence_id, record_no, recipient, outcome FROM m
    WHERE source = 'message_trace' AND (message_id = $id OR
      $sender <> '' AND sender = $sender AND ${bareSubjectSql('subject')} = (SELECT bare FROM given)
      AND ($micros = '0' OR abs(epoch_us("time") - $micros::BIGINT) <= $days * 86400000000))
    ORDER BY "time", evidence_id, record_no, recipient LIMIT 5000`,
    {
      id: textIn(mail, 'message_id'),
      sender: textIn(mail, 'user').toLowerCase(),
      subject: textIn(mail, 'subject'),
      micros: String(timeIn(mail, 'time')),
      days,
    },
  );
  return rows.map((row) => ({
    place: placeIn(row),
    recipient: textIn(row, 'recipient'),
    stopped: textIn(row, 'outcome') === 'failure',
  }));
}

interface Sign {
  readonly said: Said;
  readonly strong: boolean;
}

const domainOf = (address: string | null | undefined): string =>
  (/@([^@>\s]+)>?$/.exec(address ?? '')?.[1] ?? '').toLowerCase();
const company = (domain: string): string => registered(domain)?.domain ?? domain;
const dangerous = /\.(?:html?|shtml|svg|iso|img|vhdx?|lnk|one|js|jse|vbs|wsf|hta|exe|scr|cmd|bat|ps1|xll|docm|xlsm|zip|rar|7z|eml)$/i; // prettier-ignore

function signsOf(
  mail: MailFields,
  own: ReadonlySet<string>,
  isLike: (host: string) => boolean,
): readonly Sign[] {
  const signs: Sign[] = [];
  const add = (strong: boolean, en: string, ja: string): void => {
    signs.push({ said: { en, ja }, strong });
  };
  const from = domainOf(mail.from?.address);
  const { spf, dkim, dmarc, compauth } = mail.authentication ?? {};
  const failed = Object.entries({ SPF: spf, DKIM: dkim, DMARC: dmarc, compauth })
    .filter(([, result]) => /^(?:fail|softfail|permerror)$/.test(result ?? ''))
    .map(([name, result]) => `${name}=${result ?? ''}`);
  // SPF or DKIM alone fail on forwarded and listed mail.
  const refused = dmarc === 'fail' || compauth === 'fail';
  if (failed.length > 0)
    add(refused, `authentication failed (${failed.join(', ')})`, `送信元認証の失敗 (${failed.join(', ')})`); // prettier-ignore
  if (own.has(from) && refused)
    add(true, 'it claims to come from the own domain', '自組織のドメインを名乗っている');
  if (isLike(from)) add(true, `the sender's domain imitates another (${from})`, `送信元ドメインが別のドメインに酷似 (${from})`); // prettier-ignore
  const reply = (mail.replyTo ?? []).map(({ address }) => domainOf(address)).find((domain) => domain !== '' && company(domain) !== company(from)); // prettier-ignore
  if (reply !== undefined && from !== '') add(true, `answers go elsewhere (${reply})`, `返信先が別ドメイン (${reply})`); // prettier-ignore
  const bounce = domainOf(mail.returnPath);
  if (bounce !== '' && from !== '' && company(bounce) !== company(from))
    add(false, `bounces go to ${bounce}`, `バウンスの宛先が ${bounce}`);
  const shown = domainOf(/[^\s<>"']+@[^\s<>"']+/.exec(mail.from?.name ?? '')?.[0]);
  if (shown !== '' && company(shown) !== company(from))
    add(true, `the display name shows another address (${shown})`, `表示名に別のアドレス (${shown})`); // prettier-ignore
  const files = (mail.attachments ?? []).map(({ name }) => name ?? '').filter((name) => dangerous.test(name)); // prettier-ignore
  if (files.length > 0) add(false, `attached: ${someOf(files, 3)}`, `添付ファイル: ${someOf(files, 3)}`); // prettier-ignore
  return signs;
}

const hostOf = (url: string): string => {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
};

function matchOf(
  row: Row,
  traced: readonly Traced[],
  own: ReadonlySet<string>,
  isLike: (host: string) => boolean,
): AnalyserMatch {
  const parsed = mailFields.safeParse(jsonOf(textIn(row, 'raw')));
  const mail: MailFields = parsed.success ? parsed.data : {};
  const signs = signsOf(mail, own, isLike);
  const places = new Map(
    [placeIn(row), ...traced.map(({ place }) => place)].map((place) => [
      `${String(place.evidenceId)} ${String(place.recordNo)}`,
      place,
    ]),
  );
  const reached = [...new Set(traced.filter(({ stopped }) => !stopped).map(({ recipient }) => recipient))]; // prettier-ignore
  const to = textIn(row, 'object') || textIn(row, 'target_user');
  const severity: Severity = signs.some(({ strong }) => strong) ? 'medium' : 'low';
  return {
    events: [...places.values()],
    severity,
    values: {
      sender: textIn(row, 'user'),
      subject: textIn(row, 'subject'),
      recipients: someOf(reached.length > 0 ? reached : to.split(/;\s*/)),
      reached: reached.length === 0 ? '' : String(reached.length),
      signs: {
        en: signs.map(({ said }) => said.en).join('; '),
        ja: signs.map(({ said }) => said.ja).join('、'),
      },
      links: someOf(
        (mail.urls ?? []).map(({ url }) => hostOf(url)),
        3,
      ),
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
