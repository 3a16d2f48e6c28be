import type { Conversion, Found } from '../convert.js';
import { hash, ip } from '../convert.js';
import { valueAt } from '../path.js';

const textOf = (found: Found | undefined): string => found?.trim() ?? '';
const lowerOf = (found: Found | undefined): string => textOf(found).toLowerCase();
/** Statuses are compared without blanks: `Filtered as spam` is `FilteredAsSpam`. */
const bare = (found: Found | undefined): string =>
  textOf(found).normalize('NFKC').replace(/\s+/g, '').toLowerCase();

const delivered = new Set([
  'delivered',
  'delivery',
  'junked',
  'replaced',
  'deliver',
  'send',
  'sendexternal',
  'clickallowed',
  'allowed',
  'blockpageoverride',
  'pendingdetonationpageoverride',
  '配信済み',
  '配信済',
  '配信しました',
  '許可',
]);
const stopped = new Set([
  'failed',
  'fail',
  'quarantined',
  'filteredasspam',
  'blocked',
  'badmail',
  'drop',
  'clickblocked',
  'blockpage',
  '失敗',
  '失敗しました',
  '検疫',
  '検疫済み',
  '検疫されました',
  'スパムとしてフィルター処理',
  'スパムとしてフィルター処理済み',
  'ブロック',
  'ブロック済み',
]);

function outcomeOf(status: Found | undefined): 'success' | 'failure' | 'unknown' | null {
  const word = bare(status);
  if (word === '' || word === '--') return null;
  if (delivered.has(word)) return 'success';
  return stopped.has(word) ? 'failure' : 'unknown';
}

/**
 * Status (or Defender's delivery action, or an event) → success where the mail reached a mailbox, junk
 * mail folders included, failure where it was stopped. Pending and Expanded are neither.
 */
export const outcome: Conversion = {
  name: 'traceOutcome',
  js: ([status]) => outcomeOf(status),
};

/** Status, why → why, or the status itself, of mails that were not delivered. */
export const notDelivered: Conversion = {
  name: 'traceNotDelivered',
  js: ([status, why]) => {
    const result = outcomeOf(status);
    if (result === null || result === 'success') return null;
    return textOf(why) || textOf(status);
  },
};

/** A click is blocked or allowed; `IsClickedThrough` says that a warning was passed. */
export const clickOutcome: Conversion = {
  name: 'clickOutcome',
  js: ([action, clickedThrough]) =>
    /^(?:1|true|yes)$/.test(lowerOf(clickedThrough)) ? 'success' : outcomeOf(action),
};

interface Recipient {
  readonly address: string;
  readonly status: string;
}

/**
 * `a@x##Receive, Deliver;"odd;name"@y##Receive, Fail` (historical search), `a@x;b@y`, `["a@x"]`
 * (JSON) taken apart.
 */
export function recipientsOf(found: Found | undefined): readonly Recipient[] {
  const text = textOf(found);
  if (text.startsWith('[')) {
    const listed = fromJson(text);
    if (listed !== undefined) return listed;
  }
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (sign === ';' && !quoted) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  parts.push(part);
  // A lone quotation mark must not make one recipient of all.
  const whole = quoted ? text.split(';') : parts;
  return whole
    .flatMap((entry) => (/##|"/.test(entry) ? [entry] : entry.split(',')))
    .map((entry) => {
      const at = entry.indexOf('##');
      return at < 0
        ? { address: lowerOf(entry), status: '' }
        : { address: lowerOf(entry.slice(0, at)), status: entry.slice(at + 2).trim() };
    })
    .filter(({ address }) => address !== '' && address !== '--');
}

function fromJson(text: string): readonly Recipient[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  return list
    .map((entry: unknown) => (typeof entry === 'string' ? entry : valueAt(entry, 'address')))
    .filter((address) => typeof address === 'string')
    .map((address) => ({ address: address.trim().toLowerCase(), status: '' }))
    .filter(({ address }) => address !== '');
}

/** The first recipient; of several lists the first that has one. */
export const firstRecipient: Conversion = {
  name: 'firstRecipient',
  js: (found) => found.flatMap((list) => recipientsOf(list).slice(0, 1))[0]?.address ?? null,
};

/** All recipients of all lists, each once. */
export const allRecipients: Conversion = {
  name: 'allRecipients',
  js: (found) => {
    const addresses = found.flatMap((list) => recipientsOf(list)).map(({ address }) => address);
    return [...new Set(addresses)].join('; ') || null;
  },
};

/** `Receive, Deliver` → what came last. */
const lastStep = (status: string): string => status.split(',').at(-1) ?? '';

/** recipient_status → success where any recipient got the mail, failure where none did. */
export const recipientsOutcome: Conversion = {
  name: 'recipientsOutcome',
  js: ([found]) => {
    const results = recipientsOf(found).map(({ status }) => outcomeOf(lastStep(status)));
    if (results.includes('success')) return 'success';
    if (results.includes('failure')) return 'failure';
    return results.length === 0 ? null : 'unknown';
  },
};

/** recipient_status → the recipients that did not get the mail, each with its status. */
export const recipientsReason: Conversion = {
  name: 'recipientsReason',
  js: ([found]) =>
    recipientsOf(found)
      .filter(({ status }) => outcomeOf(lastStep(status)) === 'failure')
      .map(({ address, status }) => `${address}: ${status}`)
      .join('; ') || null,
};

/** A network message id in lower case, with its dashes. */
export const networkId: Conversion = {
  name: 'networkId',
  js: ([found]) => {
    const id = lowerOf(found);
    if (/^[0-9a-f]{32}$/.test(id)) return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return id === '' || id === '--' || /^[0-]+$/.test(id) ? null : id;
  },
};

/** An internet message id with its angle brackets, which Graph and some portals drop. */
export const messageId: Conversion = {
  name: 'messageId',
  js: ([found]) => {
    const id = textOf(found);
    if (id === '' || id === '--') return null;
    return id.startsWith('<') ? id : `<${id}>`;
  },
};

/** An address; Defender writes 0.0.0.0 where the sender is Microsoft itself or not known. */
export const senderIp: Conversion = {
  name: 'senderIp',
  js: (found) => {
    const address = ip.js(found);
    return address === '0.0.0.0' || address === '::' ? null : address;
  },
};

/** A text; the Defender portal writes `--` for none. */
export const shown: Conversion = {
  name: 'shown',
  js: ([found]) => {
    const text = textOf(found);
    return text === '' || text === '--' ? null : text;
  },
};

/** The same in lower case: addresses. */
export const shownLower: Conversion = {
  name: 'shownLower',
  js: (found) => {
    const text = shown.js(found);
    return typeof text === 'string' ? text.toLowerCase() : null;
  },
};

/**
 * A hash of what identifies a record in every export that has it, none where one of the first
 * `required` values is missing. `kind` keeps the logs apart.
 */
export function keyOf(kind: string, required: number): Conversion {
  return {
    name: `key-${kind}-${required}`,
    js: (found) => {
      const parts = found.map(bare);
      if (parts.slice(0, required).some((part) => part === '' || part === '--')) return null;
      return hash.js([kind, ...parts]);
    },
  };
}
