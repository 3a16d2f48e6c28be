import type { Conversion } from '../convert.js';
import { id, lower } from '../convert.js';
import { bare, bareSql } from './outcome.js';

/** What Entra writes in place of a value that belongs to another tenant. */
const removed = '{pii removed}';
const unlessRemoved = (conversion: Conversion): Conversion => {
  const { sql } = conversion;
  return {
    name: `${conversion.name}UnlessRemoved`,
    js: (found) => {
      const value = conversion.js(found);
      return value === removed ? null : value;
    },
    ...(sql === undefined ? {} : { sql: (found) => `nullif(${sql(found)}, '${removed}')` }),
  };
};

/** A user principal name, lower case. */
export const userName = unlessRemoved(lower);
/** An object or device id, lower case. */
export const objectId = unlessRemoved(id);

const lastPart = /(?:^|,)[ \t]*([A-Za-z]{2})[ \t]*$/;
/** `Osaka, Osaka, JP` → `JP`; of a bare `JP` the same. */
export const countryOfLocation: Conversion = {
  name: 'countryOfLocation',
  js: ([location]) => lastPart.exec(location ?? '')?.[1]?.toUpperCase() ?? null,
  sql: ([location = 'NULL']) =>
    `upper(nullif(regexp_extract(${location}, '${lastPart.source}', 1), ''))`,
};

/** `Osaka, Osaka, JP` → `Osaka`: what stands before the last two parts, or the last of two. */
export const cityOfLocation: Conversion = {
  name: 'cityOfLocation',
  js: ([location]) => {
    const text = bare(location);
    const city = /^(.*),[^,]*,[^,]*$/.exec(text)?.[1] ?? /^([^,]*),[^,]*$/.exec(text)?.[1];
    return bare(city) === '' ? null : bare(city);
  },
  sql: ([location = 'NULL']) => {
    const text = bareSql(location);
    return (
      `nullif(trim(CASE WHEN regexp_matches(${text}, '^.*,[^,]*,[^,]*$') THEN regexp_extract(${text}, '^(.*),[^,]*,[^,]*$', 1) ` +
      `ELSE regexp_extract(${text}, '^([^,]*),[^,]*$', 1) END, e' \\t\\r\\n'), '')`
    );
  },
};

/** An autonomous system number; 0 is none. */
export const asn: Conversion = {
  name: 'asn',
  js: ([number]) => {
    const text = bare(number);
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
  },
  sql: ([number = 'NULL']) =>
    `try_cast(regexp_extract(${bareSql(number)}, '^[1-9]\\d{0,9}$') AS BIGINT)`,
};

const levels = ['high', 'medium', 'low', 'hidden', 'none'] as const;
/**
 * Risk during sign-in, aggregated risk, risk state → the higher level. Service principals and
 * managed identities carry `low` with the state `none`: that is no risk.
 */
export const riskLevel: Conversion = {
  name: 'riskLevel',
  js: ([during, aggregated, state]) => {
    const said = [bare(during).toLowerCase(), bare(aggregated).toLowerCase()];
    const level = levels.find((name) => said.includes(name)) ?? null;
    return level === 'low' && bare(state).toLowerCase() === 'none' ? 'none' : level;
  },
  sql: ([during = 'NULL', aggregated = 'NULL', state = 'NULL']) => {
    const said = `lower(${bareSql(during)}), lower(${bareSql(aggregated)})`;
    return `CASE ${levels
      .map(
        (name) =>
          `WHEN '${name}' IN (${said}) THEN ${name === 'low' ? `CASE lower(${bareSql(state)}) WHEN 'none' THEN 'none' ELSE 'low' END` : `'${name}'`}`,
      )
      .join(' ')} END`;
  },
};

/** User type, user principal name, user id, service principal id → kind of user. */
export const userKind: Conversion = {
  name: 'signInUserKind',
  js: ([type, name, user, principal]) => {
    if (bare(user) === '' && bare(name) === '' && bare(principal) !== '') return 'application';
    switch (bare(type).toLowerCase()) {
      case 'member':
        return 'member';
      case 'guest':
      case 'external':
        return 'guest';
      default:
        return bare(name).toLowerCase().includes('#ext#@') ? 'guest' : null;
    }
  },
  sql: ([type = 'NULL', name = 'NULL', user = 'NULL', principal = 'NULL']) =>
    `CASE WHEN ${bareSql(user)} = '' AND ${bareSql(name)} = '' AND ${bareSql(principal)} <> '' THEN 'application' ` +
    `WHEN lower(${bareSql(type)}) = 'member' THEN 'member' WHEN lower(${bareSql(type)}) IN ('guest', 'external') THEN 'guest' ` +
    `WHEN contains(lower(${bareSql(name)}), '#ext#@') THEN 'guest' END`,
};
