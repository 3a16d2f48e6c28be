import type { Json } from '../directory/json.js';
import { items, member, opened, text } from '../directory/json.js';
import { parsedRecord } from '../raw-record.js';

/** To whom a setting sends mail: addresses, and entries of the directory that have none in the log. */
export interface Destinations {
  readonly addresses: readonly string[];
  readonly entries: readonly string[];
}

/** `a@b.example`, `smtp:a@b.example`, `"A" [SMTP:a@b.example]`, several with `;` between. */
const address = /\w(?:[\w.!#$%&'*+/?^`~-]*[\w+-])?@[\w-]+(?:\.[\w-]+)+/g;

/** Of one record: what its parameters of these names say, or the actions of UpdateInboxRules. */
export function destinationsOf(raw: string | null, parameters: readonly string[]): Destinations {
  const record = parsedRecord(raw);
  const wanted = new Set(parameters.map((name) => name.toLowerCase()));
  const said = record
    .pairs('Parameters')
    .filter(([name]) => wanted.has(name.toLowerCase()))
    .map(([, value]) => value);
  const found = [...said, ...ofActions(record.pairs('OperationProperties'))].filter(
    (value) => !/^@\{\s*remove/i.test(value.trim()),
  );
  const addresses = found.flatMap((value) => value.match(address) ?? []);
  return {
    addresses: [...new Set(addresses.map((one) => one.toLowerCase()))].sort(),
    entries: [...new Set(found.flatMap(entriesIn))].sort(),
  };
}

/** Outlook: RuleActions. EWS and Graph: Actions says what, ServerRule to whom. */
function ofActions(
  properties: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  const get = (name: string): string | undefined =>
    properties.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  const outlook = items(get('RuleActions'))
    .filter((action) => /^(?:forward|redirect)/i.test(text(member(action, 'ActionType')) ?? ''))
    .flatMap((action) => recipientsIn(member(action, 'Recipients')));
  if (!/forward|redirect/i.test(get('Actions') ?? '')) return outlook;
  const server = items(member(get('ServerRule'), 'Actions'));
  return [...outlook, ...server.flatMap((action) => recipientsIn(member(action, 'Recipients')))];
}

/** Texts in a list, or an address wherever it stands in a list of objects. */
function recipientsIn(value: Json | undefined): readonly string[] {
  return items(wrapped(value)).flatMap((one) => {
    const said = text(one);
    return said === undefined ? (JSON.stringify(one).match(address) ?? []) : [said];
  });
}

function wrapped(value: Json | undefined): Json | undefined {
  const list = opened(value);
  return typeof list === 'string' ? [list] : list;
}

/** What of a value is no address: a name, an id or a distinguished name of the directory. */
function entriesIn(value: string): readonly string[] {
  return value
    .split(';')
    .map((part) => part.trim())
    .filter(
      (part) =>
        part.match(address) === null &&
        /[\p{L}\p{N}]/u.test(part) &&
        !/^\$?(null|false)$/i.test(part),
    ) // prettier-ignore
    .map((part) => part.split('/').at(-1)?.replace(/^cn=/i, '') ?? part);
}
