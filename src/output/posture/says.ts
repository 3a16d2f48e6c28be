import type { Gap, GapItem, OpenGap, Says } from '../../model/posture.js';
import { messages } from '../language/messages.js';
import type { Translate } from '../language/translate.js';

export type MessageKey = Parameters<Translate>[0];

/** A key that is made of parts; `undefined` when the language table has none. */
export const messageKey = (key: string): MessageKey | undefined =>
  Object.hasOwn(messages, key) ? (key as MessageKey) : undefined;

/** A statement as a sentence; a code that is not known here (a document of a later version) stays one. */
export function sayIt(t: Translate, { code, values }: Says): string {
  const key = messageKey(`posture.says.${code}`);
  return key === undefined ? `${code} ${Object.values(values).join(' ')}`.trim() : t(key, values);
}

const mostNames = 10;

function itemText(t: Translate, item: GapItem): string {
  const { kind, id, members, count } = item;
  const name = item.name === '' ? id : item.name;
  const special: Readonly<Record<string, MessageKey>> = {
    'app:*': 'posture.item.other-apps',
    'app:Office365': 'posture.item.office-rest',
    'app:MicrosoftAdminPortals': 'posture.item.portals',
    'location:*4': 'posture.item.ipv4',
    'location:*6': 'posture.item.ipv6',
  };
  const known = special[`${kind}:${id}`];
  if (known !== undefined) return t(known);
  const key = messageKey(`posture.item.${kind}.${id}`) ?? messageKey(`posture.item.${kind}`);
  const text = key === undefined ? name : t(key, { name, id });
  if (kind !== 'group' && kind !== 'role' && kind !== 'both') return text;
  if (count === undefined) return t('posture.item.unknown-size', { name: text });
  if (count === 0) return t('posture.item.nobody', { name: text });
  const more = members.length > mostNames ? [t('posture.gap.more', { count: members.length - mostNames })] : []; // prettier-ignore
  return t('posture.item.members', { name: text, count, members: [...members.slice(0, mostNames), ...more].join(', ') }); // prettier-ignore
}

function openText(t: Translate, { parts, inherent }: OpenGap): string {
  const said = parts.map(({ dimension, mode, items }) => {
    const shown = items.slice(0, mostNames).map((item) => itemText(t, item));
    const more = items.length > mostNames ? [t('posture.gap.more', { count: items.length - mostNames })] : []; // prettier-ignore
    const list = [...shown, ...more].join(t('posture.gap.join'));
    return t(`posture.dimension.${dimension}`, { items: mode === 'except' ? t('posture.gap.except', { items: list }) : list }); // prettier-ignore
  });
  const text = said.length === 0 ? t('posture.gap.all') : said.join(t('posture.gap.and'));
  return inherent ? text + t('posture.inherent') : text;
}

export const gapText = (t: Translate, gap: Gap): string =>
  gap.kind === 'open' ? openText(t, gap) : sayIt(t, gap.says);
