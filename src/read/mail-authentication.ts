import type { MailAuthentication } from './mail-fields.js';
import type { HeaderField } from './mail-headers.js';
import { headerValues, splitComments } from './mail-headers.js';
import { parseIp } from './mail-received.js';

interface Method {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

const methods = new Set(['spf', 'dkim', 'dmarc', 'compauth']);

/**
 * The methods of an Authentication-Results value (RFC 8601). Microsoft writes no server name in
 * front and puts no blank after some semicolons:
 * `spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=none (message not signed)
 * header.d=none;dmarc=fail action=none header.from=b.example;compauth=fail reason=001`.
 */
function methodsIn(value: string): readonly Method[] {
  const out: Method[] = [];
  for (const statement of splitComments(value).text.split(';').slice(0, 100)) {
    const pairs = statement
      .trim()
      .split(/\s+/)
      .map((word) => {
        const equals = word.indexOf('=');
        return equals < 1
          ? undefined
          : ([word.slice(0, equals).toLowerCase(), unquote(word.slice(equals + 1))] as const);
      })
      .filter((pair) => pair !== undefined);
    const [first, ...rest] = pairs;
    if (first === undefined || !methods.has(first[0].split('/')[0] ?? '')) continue;
    out.push({
      method: first[0].split('/')[0] ?? '',
      result: first[1].toLowerCase(),
      properties: new Map(rest),
    });
  }
  return out;
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '');
}

function senderIpIn(value: string): string | null {
  for (const comment of splitComments(value).comments) {
    const claimed = /sender ip is ([0-9a-f:.]{3,45})/i.exec(comment)?.[1];
    if (claimed !== undefined) return parseIp(claimed);
  }
  return null;
}

const none: MailAuthentication = {
  spf: null,
  dkim: null,
  dmarc: null,
  compauth: null,
  compauthReason: null,
  dmarcAction: null,
  smtpMailFrom: null,
  headerFrom: null,
  dkimDomain: null,
  senderIp: null,
  raw: null,
};

function fromResults(value: string): MailAuthentication | undefined {
  const found = methodsIn(value.slice(0, 20_000));
  if (found.length === 0) return undefined;
  // A mail can bear several signatures; one that passes is what counts.
  const pick = (name: string): Method | undefined => {
    const of = found.filter((m) => m.method === name);
    return of.find((m) => m.result === 'pass') ?? of[0];
  };
  const spf = pick('spf');
  const dkim = pick('dkim');
  const dmarc = pick('dmarc');
  const compauth = pick('compauth');
  const property = (of: Method | undefined, name: string): string | null => {
    const text = of?.properties.get(name) ?? '';
    return text === '' || text === 'none' ? null : text;
  };
  return {
    spf: spf?.result ?? null,
    dkim: dkim?.result ?? null,
    dmarc: dmarc?.result ?? null,
    compauth: compauth?.result ?? null,
    compauthReason: property(compauth, 'reason'),
    dmarcAction: dmarc?.properties.get('action') ?? null,
    smtpMailFrom: property(spf, 'smtp.mailfrom') ?? property(spf, 'smtp.helo'),
    headerFrom: property(dmarc, 'header.from'),
    dkimDomain:
      property(dkim, 'header.d') ?? property(dkim, 'header.i')?.replace(/^.*@/, '') ?? null,
    senderIp: senderIpIn(value),
    raw: value,
  };
}

/** `Pass (protection.outlook.com: …) receiver=…; client-ip=192.0.2.1; helo=…; envelope-from=…`. */
function fromReceivedSpf(value: string): MailAuthentication | undefined {
  const result = /^[a-z]{4,10}/i.exec(value)?.[0].toLowerCase();
  if (result === undefined) return undefined;
  const pairs = new Map<string, string>();
  for (const word of splitComments(value.slice(0, 20_000)).text.split(/[;\s]+/)) {
    const equals = word.indexOf('=');
    if (equals > 0) pairs.set(word.slice(0, equals).toLowerCase(), unquote(word.slice(equals + 1)));
  }
  const ip = pairs.get('client-ip');
  return {
    ...none,
    spf: result,
    smtpMailFrom: pairs.get('envelope-from')?.replace(/^<|>$/g, '') ?? null,
    senderIp: ip === undefined ? null : parseIp(ip),
    raw: value,
  };
}

/**
 * What the receiving server found. The topmost Authentication-Results is its own: those below
 * came with the mail and say what the sender likes. Received-SPF, topmost too, only where no
 * other header has results.
 */
export function authenticationOf(headers: readonly HeaderField[]): MailAuthentication {
  for (const name of ['Authentication-Results', 'ARC-Authentication-Results']) {
    for (const value of headerValues(headers, name)) {
      const found = fromResults(value);
      if (found !== undefined) return found;
    }
  }
  const spf = headerValues(headers, 'Received-SPF')[0];
  return (spf === undefined ? undefined : fromReceivedSpf(spf)) ?? none;
}
