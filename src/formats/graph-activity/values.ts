import type { Conversion, Found } from '../convert.js';
import { lowerCase, trimmed, upper } from '../convert.js';

const textOf = (found: Found | undefined): string => trimmed(found) ?? '';
const textSql = (found: string): string => `trim(coalesce(${found}, ''), e' \\t\\r\\n')`;

const origin = '^(?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)?';
const pathOfUri = new RegExp(`${origin}([^?#]*)`);

/**
 * Method, URI → `GET /v1.0/me/messages`: without host and query, repeated slashes made one, ids
 * kept. The whole URI is the event's object.
 */
export const request: Conversion = {
  name: 'graphRequest',
  js: ([method, uri]) => {
    const path = (pathOfUri.exec(textOf(uri))?.[1] ?? '')
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1');
    if (path === '') return null;
    return [upper.js([method ?? null]) ?? '', path].filter((part) => part !== '').join(' ');
  },
  sql: ([method = 'NULL', uri = 'NULL']) => {
    const path =
      `regexp_replace(regexp_replace(regexp_extract(${textSql(uri)}, '${origin}([^?#]*)', 1), ` +
      `'/+', '/', 'g'), '(.)/$', '\\1')`;
    return `CASE WHEN ${path} <> '' THEN ltrim(coalesce(${upper.sql?.([method]) ?? 'NULL'}, '') || ' ' || ${path}, ' ') END`;
  },
};

/** HTTP status → success below 400, failure from it on. */
export const outcome: Conversion = {
  name: 'graphOutcome',
  js: ([status]) => {
    const code = textOf(status);
    if (/^[23]\d\d$/.test(code)) return 'success';
    return /^[45]\d\d$/.test(code) ? 'failure' : 'unknown';
  },
  sql: ([status = 'NULL']) =>
    `CASE WHEN regexp_full_match(${textSql(status)}, '[23]\\d\\d') THEN 'success' ` +
    `WHEN regexp_full_match(${textSql(status)}, '[45]\\d\\d') THEN 'failure' ELSE 'unknown' END`,
};

/** HTTP status → itself where it is an error. */
export const errorCode: Conversion = {
  name: 'graphErrorCode',
  js: ([status]) => (/^[45]\d\d$/.test(textOf(status)) ? textOf(status) : null),
  sql: ([status = 'NULL']) =>
    `CASE WHEN regexp_full_match(${textSql(status)}, '[45]\\d\\d') THEN ${textSql(status)} END`,
};

/**
 * Token type (`C_Idtyp`: app or user), actor type, service principal id → application where the
 * request was made with an application's own token. Whether a user is a guest is not logged.
 */
export const userKind: Conversion = {
  name: 'graphUserKind',
  js: ([tokenType, actorType, servicePrincipal]) => {
    const type = textOf(tokenType).toLowerCase() || textOf(actorType).toLowerCase();
    if (type === '') return textOf(servicePrincipal) === '' ? null : 'application';
    return /^(?:app|application|serviceprincipal)$/.test(type) ? 'application' : null;
  },
  sql: ([tokenType = 'NULL', actorType = 'NULL', servicePrincipal = 'NULL']) => {
    const type = `coalesce(nullif(lower(${textSql(tokenType)}), ''), lower(${textSql(actorType)}))`;
    return (
      `CASE WHEN ${type} IN ('app', 'application', 'serviceprincipal') ` +
      `OR (${type} = '' AND ${textSql(servicePrincipal)} <> '') THEN 'application' END`
    );
  },
};

const userInPath = "/[Uu][Ss][Ee][Rr][Ss](?:/|\\(')([^/?#'()@%]+(?:@|%40)[^/?#'()@%]+)";
const userInUri = new RegExp(userInPath);

/** URI → the user whose resources were asked for, where it is named by address and not by id. */
export const targetUser: Conversion = {
  name: 'graphTargetUser',
  js: ([uri]) => {
    const user = userInUri.exec(uri ?? '')?.[1];
    return user === undefined ? null : lowerCase(user.replace('%40', '@'));
  },
  sql: ([uri = 'NULL']) =>
    `nullif(lower(replace(regexp_extract(${uri}, '${userInPath.replaceAll("'", "''")}', 1), '%40', '@')), '')`,
};
