import type { Conversion, Found } from '../convert.js';
import { hash, literal, local, lowerCase, operation, utc } from '../convert.js';

const bare = (found: Found | undefined): string =>
  found?.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') ?? '';
const bareSql = (value: string): string => `trim(coalesce(${value}, ''), e' \\t\\r\\n')`;

/** Result as Graph, Log Analytics and the portal (Japanese, Spanish, French) write it. */
const results: Readonly<Record<string, string>> = {
  success: 'success',
  succeeded: 'success',
  failure: 'failure',
  failed: 'failure',
  timeout: 'failure',
  成功: 'success',
  失敗: 'failure',
  エラー: 'failure',
  タイムアウト: 'failure',
  correcto: 'success',
  éxito: 'success',
  error: 'failure',
  réussite: 'success',
  succès: 'success',
  échec: 'failure',
};

const resultOf = new Map(Object.entries(results));

/** Result → outcome; `unknown` for a word that is none of these, null where there is none. */
export const outcome: Conversion = {
  name: 'auditOutcome',
  js: ([result]) => {
    const word = lowerCase(bare(result));
    return word === '' ? null : (resultOf.get(word) ?? 'unknown');
  },
  sql: ([result = 'NULL']) =>
    `CASE WHEN ${bareSql(result)} <> '' THEN CASE lower(${bareSql(result)}) ${Object.entries(
      results,
    )
      .map(([word, value]) => `WHEN ${literal(word)} THEN ${literal(value)}`)
      .join(' ')} ELSE 'unknown' END END`,
};

/** Result, reason → the reason, unless it was a success (then it says what was done, not why). */
export const reason: Conversion = {
  name: 'auditReason',
  js: ([result, text]) => {
    if (outcome.js([result ?? null]) === 'success') return null;
    return bare(text) === '' ? null : bare(text);
  },
  sql: ([result = 'NULL', text = 'NULL']) =>
    `CASE WHEN coalesce(${outcome.sql?.([result]) ?? 'NULL'}, '') <> 'success' THEN nullif(${bareSql(text)}, '') END`,
};

/** User principal name, user id, application name, application's id → kind of user. */
export const userKind: Conversion = {
  name: 'auditUserKind',
  js: ([name, user, app, principal]) => {
    if (bare(name).toLowerCase().includes('#ext#@')) return 'guest';
    if (bare(name) !== '' || bare(user) !== '') return null;
    return bare(app) === '' && bare(principal) === '' ? null : 'application';
  },
  sql: ([name = 'NULL', user = 'NULL', app = 'NULL', principal = 'NULL']) =>
    `CASE WHEN contains(lower(${bareSql(name)}), '#ext#@') THEN 'guest' ` +
    `WHEN ${bareSql(name)} <> '' OR ${bareSql(user)} <> '' THEN NULL ` +
    `WHEN ${bareSql(app)} <> '' OR ${bareSql(principal)} <> '' THEN 'application' END`,
};

/** `Application` in the portal's ActorType → the kind. */
export const kindOfActorType: Conversion = {
  name: 'kindOfActorType',
  js: ([type]) =>
    /^(?:application|アプリケーション|aplicación)$/i.test(bare(type)) ? 'application' : null,
  sql: ([type = 'NULL']) =>
    `CASE WHEN lower(${bareSql(type)}) IN ('application', 'アプリケーション', 'aplicación') THEN 'application' END`,
};

/** Actor type, value → the value, where an application acted. */
export const ofApplication: Conversion = {
  name: 'ofApplication',
  js: ([type, value]) =>
    kindOfActorType.js([type ?? null]) === null || bare(value) === '' ? null : bare(value),
  sql: ([type = 'NULL', value = 'NULL']) =>
    `CASE WHEN ${kindOfActorType.sql?.([type]) ?? 'NULL'} IS NOT NULL THEN nullif(${bareSql(value)}, '') END`,
};

/**
 * Activity, time, correlation id, then the places of the first target's id, then those of the
 * actor's name in order of preference → a hash that is the same in formats with and without an id.
 * The time counts to the second, since the exports cut its fraction differently.
 *
 * The SQL reads a time as `utc` does; a row whose time it cannot read goes to the reference.
 */
export function matchKey(targetPlaces: number): Conversion {
  return {
    name: `auditMatchKey${targetPlaces}`,
    js: ([activity, time, correlation, ...places]) => {
      const at = local.js([time ?? null]);
      const name = operation.js([activity ?? null]);
      if (typeof at !== 'bigint' || typeof name !== 'string') return null;
      const first = (of: readonly Found[]): string =>
        of.map(bare).find((part) => part !== '') ?? '';
      return hash.js(
        [
          name,
          String(at / 1_000_000n),
          bare(correlation),
          first(places.slice(0, targetPlaces)),
          first(places.slice(targetPlaces)),
        ].map(lowerCase),
      );
    },
    sql: ([activity = 'NULL', time = 'NULL', correlation = 'NULL', ...places]) => {
      const at = utc.sql?.([time]) ?? 'NULL';
      const name = operation.sql?.([activity]) ?? 'NULL';
      const first = (of: readonly string[]): string =>
        `coalesce(${[...of.map((place) => `nullif(${bareSql(place)}, '')`), "''"].join(', ')})`;
      const parts = [
        name,
        `(epoch_us(${at}) // 1000000)::VARCHAR`,
        bareSql(correlation),
        first(places.slice(0, targetPlaces)),
        first(places.slice(targetPlaces)),
      ].map((part) => `lower(${part})`);
      return `CASE WHEN ${at} IS NOT NULL AND ${name} IS NOT NULL THEN ${hash.sql?.(parts) ?? 'NULL'} END`;
    },
  };
}

/** AdditionalDetail1Key, AdditionalDetail1Value, AdditionalDetail2Key, … → the User-Agent. */
export const agentOfDetails: Conversion = {
  name: 'agentOfDetails',
  js: (pairs) => {
    for (let at = 0; at < pairs.length; at += 2) {
      const value = bare(pairs[at + 1]);
      if (bare(pairs[at]).toLowerCase() === 'user-agent' && value !== '') return value;
    }
    return null;
  },
  sql: (pairs) => {
    const cases: string[] = [];
    for (let at = 0; at < pairs.length; at += 2)
      cases.push(
        `WHEN lower(${bareSql(pairs[at] ?? 'NULL')}) = 'user-agent' AND ${bareSql(pairs[at + 1] ?? 'NULL')} <> '' THEN ${bareSql(pairs[at + 1] ?? 'NULL')}`,
      );
    return cases.length === 0 ? 'NULL' : `CASE ${cases.join(' ')} END`;
  },
};

/** Target1Type, Target1UserPrincipalName, Target2Type, … → the first user, lower case. */
export const userOfTargets: Conversion = {
  name: 'userOfTargets',
  js: (pairs) => {
    for (let at = 0; at < pairs.length; at += 2) {
      const name = lowerCase(bare(pairs[at + 1]));
      if (name !== '' && /^(?:user|ユーザー|usuario|utilisateur|)$/i.test(bare(pairs[at])))
        return name;
    }
    return null;
  },
  sql: (pairs) => {
    const cases: string[] = [];
    for (let at = 0; at < pairs.length; at += 2)
      cases.push(
        `WHEN ${bareSql(pairs[at + 1] ?? 'NULL')} <> '' AND lower(${bareSql(pairs[at] ?? 'NULL')}) IN ('user', 'ユーザー', 'usuario', 'utilisateur', '') THEN lower(${bareSql(pairs[at + 1] ?? 'NULL')})`,
      );
    return cases.length === 0 ? 'NULL' : `CASE ${cases.join(' ')} END`;
  },
};
