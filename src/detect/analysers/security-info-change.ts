import type { Change, DirectoryAct } from '../directory/act.js';
import { changeOf } from '../directory/act.js';
import type { Json } from '../directory/json.js';
import { member, plainItems, text } from '../directory/json.js';

export type SecurityInfoDeed = 'registered' | 'changed' | 'deleted';

/**
 * Methods in a property of the account. Only what names a method counts: the same property changes
 * daily with the version and the last use of the authenticator.
 */
type Methods = (items: readonly Json[]) => readonly string[];

/** MethodType of StrongAuthenticationMethod ("StrongAuthenticationMethod", MSOnline). */
const methodTypes: Readonly<Record<string, string>> = {
  '0': 'voice call',
  '2': 'alternative voice call',
  '3': 'office phone',
  '5': 'SMS',
  '6': 'authenticator app notification',
  '7': 'authenticator app code',
};

const key = (item: Json, ...names: readonly string[]): string =>
  names.map((name) => text(member(item, name)) ?? '').join('|');

const properties: readonly { readonly name: string; readonly methods: Methods }[] = [
  {
    name: 'StrongAuthenticationMethod',
    methods: (items) =>
      items.flatMap((item) => {
        const type = text(member(item, 'MethodType'));
        return type === undefined ? [] : [methodTypes[type] ?? `method ${type}`];
      }),
  },
  {
    name: 'StrongAuthenticationPhoneAppDetail',
    methods: (items) =>
      items.map((item) => {
        const device = key(item, 'DeviceName').replace(/^\|+|\|+$/g, '');
        // Of an app that only shows codes Microsoft writes NO_DEVICE and NO_DEVICE_TOKEN.
        return `authenticator app${device === '' || device.startsWith('NO_DEVICE') ? '' : ` on ${device}`}`;
      }),
  },
  {
    name: 'StrongAuthenticationUserDetails',
    methods: (items) =>
      items.flatMap((item) =>
        [
          ['PhoneNumber', 'phone'],
          ['AlternativePhoneNumber', 'alternative phone'],
          ['VoiceOnlyPhoneNumber', 'office phone'],
          ['Email', 'e-mail'],
        ].flatMap(([name = '', said = '']) => {
          const value = text(member(item, name));
          return value === undefined ? [] : [`${said} ${value}`];
        }),
      ),
  },
  {
    name: 'SearchableDeviceKey',
    methods: (items) =>
      items.flatMap((item) =>
        // NGC is Windows Hello: every computer that is set up has one.
        text(member(item, 'Usage'))?.toUpperCase() === 'FIDO'
          ? [`passkey ${key(item, 'FriendlyName', 'KeyIdentifier').split('|').find((one) => one !== '') ?? ''}`.trim()]
          : [],
      ),
  },
]; // prettier-ignore

function compare(
  change: Change,
  methods: Methods,
): { readonly deed: SecurityInfoDeed; readonly methods: readonly string[] } | undefined {
  const before = methods(plainItems(change.before));
  const after = methods(plainItems(change.after));
  const more = after.filter((method) => !before.includes(method));
  const fewer = before.filter((method) => !after.includes(method));
  // A telephone of the same name in place of the old one is as many as before.
  if (after.length > before.length && more.length === 0)
    return { deed: 'registered', methods: after.slice(-1) };
  if (more.length > 0)
    return { deed: after.length > before.length ? 'registered' : 'changed', methods: more };
  if (fewer.length > 0 || after.length < before.length) return { deed: 'deleted', methods: fewer };
  return undefined;
}

/** What an "Update user" did to the account's second factors; nothing for any other change. */
export function securityInfoChanges(
  act: DirectoryAct,
): { readonly deed: SecurityInfoDeed; readonly methods: readonly string[] } | undefined {
  const found = properties.flatMap(({ name, methods }) => {
    const change = changeOf(act, name);
    const result = change === undefined ? undefined : compare(change, methods);
    return result === undefined ? [] : [result];
  });
  const deed = (['registered', 'changed', 'deleted'] as const).find((one) =>
    found.some((result) => result.deed === one),
  );
  if (deed === undefined) return undefined;
  return { deed, methods: [...new Set(found.flatMap(({ methods }) => methods))] };
}
