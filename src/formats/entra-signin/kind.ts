import type { SignInKind } from '../../model/event.js';
import type { Conversion } from '../convert.js';
import { lookup } from '../convert.js';
import { bare, bareSql } from './outcome.js';

/** The four kinds of sign-in log, by the names that the exports use for them. */

/** Diagnostic category or Log Analytics table → kind. */
export const kindOfCategory = lookup('kindOfCategory', {
  SignInLogs: 'interactive',
  NonInteractiveUserSignInLogs: 'non_interactive',
  AADNonInteractiveUserSignInLogs: 'non_interactive',
  ServicePrincipalSignInLogs: 'service_principal',
  AADServicePrincipalSignInLogs: 'service_principal',
  MicrosoftServicePrincipalSignInLogs: 'service_principal',
  ManagedIdentitySignInLogs: 'managed_identity',
  AADManagedIdentitySignInLogs: 'managed_identity',
});

/** Diagnostic category or Log Analytics table → the category. */
export const categoryName = lookup('categoryName', {
  SignInLogs: 'SignInLogs',
  NonInteractiveUserSignInLogs: 'NonInteractiveUserSignInLogs',
  AADNonInteractiveUserSignInLogs: 'NonInteractiveUserSignInLogs',
  ServicePrincipalSignInLogs: 'ServicePrincipalSignInLogs',
  AADServicePrincipalSignInLogs: 'ServicePrincipalSignInLogs',
  MicrosoftServicePrincipalSignInLogs: 'MicrosoftServicePrincipalSignInLogs',
  ManagedIdentitySignInLogs: 'ManagedIdentitySignInLogs',
  AADManagedIdentitySignInLogs: 'ManagedIdentitySignInLogs',
  ADFSSignInLogs: 'ADFSSignInLogs',
});

const categories: Readonly<Record<Exclude<SignInKind, 'unknown'>, string>> = {
  interactive: 'SignInLogs',
  non_interactive: 'NonInteractiveUserSignInLogs',
  service_principal: 'ServicePrincipalSignInLogs',
  managed_identity: 'ManagedIdentitySignInLogs',
};

/** The same conversion, giving the category of the kind instead of the kind. */
export function asCategory(kind: Conversion): Conversion {
  const pairs = Object.entries(categories);
  const { sql } = kind;
  return {
    name: `${kind.name}Category`,
    js: (found) => pairs.find(([name]) => name === kind.js(found))?.[1] ?? null,
    ...(sql === undefined
      ? {}
      : {
          sql: (found) =>
            `CASE ${sql(found)} ${pairs.map(([name, category]) => `WHEN '${name}' THEN '${category}'`).join(' ')} END`,
        }),
  };
}

/** signInEventTypes (a list; XDR's LogonType) → kind. */
export const kindOfEventTypes: Conversion = {
  name: 'kindOfEventTypes',
  js: ([types]) => {
    const all = bare(types).toLowerCase();
    if (all.includes('managedidentity')) return 'managed_identity';
    if (all.includes('serviceprincipal')) return 'service_principal';
    if (all.includes('noninteractiveuser')) return 'non_interactive';
    return all.includes('interactiveuser') ? 'interactive' : null;
  },
  sql: ([types = 'NULL']) => {
    const all = `lower(${bareSql(types)})`;
    return (
      `CASE WHEN contains(${all}, 'managedidentity') THEN 'managed_identity' WHEN contains(${all}, 'serviceprincipal') THEN 'service_principal' ` +
      `WHEN contains(${all}, 'noninteractiveuser') THEN 'non_interactive' WHEN contains(${all}, 'interactiveuser') THEN 'interactive' END`
    );
  },
};

/** Managed identity type (`none`, `systemAssigned`, `userAssigned`) → kind. */
export const kindOfIdentityType: Conversion = {
  name: 'kindOfIdentityType',
  js: ([type]) => (/^(?:system|user).?assigned$/i.test(bare(type)) ? 'managed_identity' : null),
  sql: ([type = 'NULL']) =>
    `CASE WHEN regexp_matches(${bareSql(type)}, '(?i)^(?:system|user).?assigned$') THEN 'managed_identity' END`,
};

/**
 * The name of the file → kind, by the names that the portal and Microsoft-Extractor-Suite give:
 * `InteractiveSignIns_…`, `NonInteractiveSignIns_…`, `ApplicationSignIns_…`, `MSISignIns_…`, once
 * `SignIns_<date>` (interactive only). A file that holds both kinds of user sign-in says nothing.
 */
export const kindOfFile: Conversion = {
  name: 'kindOfFile',
  js: ([file]) => {
    const name = (/[^/\\]*$/.exec(file ?? '')?.[0] ?? '').toLowerCase();
    if (/msisignins|managedidentity/.test(name)) return 'managed_identity';
    if (/applicationsignins|serviceprincipal/.test(name)) return 'service_principal';
    const silent = name.includes('noninteractive');
    const shown =
      name.replaceAll('noninteractive', '').includes('interactive') || /^signins_\d{4}-/.test(name);
    if (silent === shown) return null;
    return silent ? 'non_interactive' : 'interactive';
  },
  sql: ([file = 'NULL']) => {
    const name = `lower(regexp_extract(coalesce(${file}, ''), '[^/\\\\]*$'))`;
    const silent = `contains(${name}, 'noninteractive')`;
    const shown = `(contains(replace(${name}, 'noninteractive', ''), 'interactive') OR regexp_matches(${name}, '^signins_\\d{4}-'))`;
    return (
      `CASE WHEN regexp_matches(${name}, 'msisignins|managedidentity') THEN 'managed_identity' ` +
      `WHEN regexp_matches(${name}, 'applicationsignins|serviceprincipal') THEN 'service_principal' ` +
      `WHEN ${silent} = ${shown} THEN NULL WHEN ${silent} THEN 'non_interactive' ELSE 'interactive' END`
    );
  },
};

/** isInteractive, user id, service principal id → kind. No user: an application signed in. */
export const kindOfParties: Conversion = {
  name: 'kindOfParties',
  js: ([interactive, user, principal]) => {
    const said = bare(interactive).toLowerCase();
    if (said === 'true') return 'interactive';
    if (bare(user) === '' && bare(principal) !== '') return 'service_principal';
    return said === 'false' ? 'non_interactive' : null;
  },
  sql: ([interactive = 'NULL', user = 'NULL', principal = 'NULL']) =>
    `CASE WHEN lower(${bareSql(interactive)}) = 'true' THEN 'interactive' ` +
    `WHEN ${bareSql(user)} = '' AND ${bareSql(principal)} <> '' THEN 'service_principal' ` +
    `WHEN lower(${bareSql(interactive)}) = 'false' THEN 'non_interactive' END`,
};

/**
 * Incoming token type → kind: to redeem a refresh token is by definition not interactive (Graph,
 * "signIn resource type", isInteractive). A primary refresh token says nothing.
 */
export const kindOfToken: Conversion = {
  name: 'kindOfToken',
  js: ([type]) => (/(?:^|[^y ] ?)refresh ?token/i.test(bare(type)) ? 'non_interactive' : null),
  sql: ([type = 'NULL']) =>
    `CASE WHEN regexp_matches(${bareSql(type)}, '(?i)(?:^|[^y ] ?)refresh ?token') THEN 'non_interactive' END`,
};
