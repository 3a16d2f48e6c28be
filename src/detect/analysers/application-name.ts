import type { Said } from '../../model/finding.js';

/** What is odd about an application's name. `strong`: ordinary work does not call anything so. */
export interface NameSign {
  readonly weight: 'strong' | 'weak';
  readonly said: Said;
}

const placeholder =
  /^(?:test(?:[ _-]?(?:app|application))?|(?:my|new)[ _-]?app|app|demo|sample|foo|bar|asdf\w*|qwe\w*|aaa+|abc|123\w*|tmp|temp|hello|untitled)[ _-]?\d*$/i;
const imitated =
  /\b(?:microsoft|office ?365|o365|outlook|one ?drive|share ?point|exchange online|azure|entra|docusign|adobe)\b/i;

/** Letters that look like others side by side, undone: `rnicrosoft`, `0ffice`, `0utl00k`. */
const undisguised = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replace(/[1|!í]/g, 'i')
    .replaceAll('_', ' ');

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Names of accounts (`alice.aoki@…`) as an application might carry them. */
function isAccountName(name: string, users: readonly string[]): boolean {
  const plain = name.trim().toLowerCase();
  return users.some((user) => {
    const [local = ''] = user.toLowerCase().split('@');
    return plain === user.toLowerCase() || (local.length > 2 && letters(plain) === letters(local));
  });
}

/**
 * Signs in a name that intruders' applications have carried: only symbols (W-82's ".."), one letter, a
 * placeholder, an account's own name, the name of a big service, written right or nearly.
 */
export function nameSign(name: string, users: readonly string[]): NameSign | undefined {
  const plain = letters(name);
  if (plain === '')
    return {
      weight: 'strong',
      said: { en: 'its name is only symbols', ja: '名前が記号だけである' },
    };
  // One letter of a script without words would be a word in others.
  if (/^[a-z0-9]{1,2}$/.test(plain))
    return {
      weight: 'strong',
      said: { en: 'its name has hardly a letter', ja: '名前が 1〜2 文字しかない' },
    };
  if (isAccountName(name, users))
    return {
      weight: 'strong',
      said: { en: "it has an account's own name", ja: 'アカウント名と同じ名前である' },
    };
  if (placeholder.test(name.trim()))
    return {
      weight: 'weak',
      said: { en: 'its name is a placeholder', ja: '仮の名前のままである' },
    };
  if (imitated.test(undisguised(name)) && !imitated.test(name.replaceAll('_', ' ')))
    return {
      weight: 'strong',
      said: { en: 'its name imitates that of a big service', ja: '大手サービスに似せた名前である' },
    };
  if (imitated.test(name.replaceAll('_', ' ')))
    return {
      weight: 'weak',
      said: { en: 'it uses the name of a big service', ja: '大手サービスの名を名乗っている' },
    };
  return undefined;
}
