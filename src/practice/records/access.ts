import { tokenFromGuid } from '../../formats/ids.js';
import type { Agent } from '../company/agents-table.js';
import type { App } from '../company/apps-table.js';
import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Identity } from '../company/person.js';
import type { Place } from '../company/place.js';
import type { Random } from '../random.js';
import type { Mark } from './draft.js';

/** Who does something to mail or files, from where and with which token. */
export interface Access {
  readonly user: Identity;
  readonly place: Place;
  readonly agent: Agent | null;
  readonly app: App;
  readonly session: string;
  /** Request id of the sign-in that issued the token. */
  readonly token: string | null;
  /** When the token was issued. */
  readonly issued: number;
  readonly mark?: Mark | undefined;
}

const exchangeApi = '00000002-0000-0ff1-ce00-000000000000';
const noTokenText = 'AAAAAAAAAAAAAAAAAAAAAA';
const tokenText = (access: Access): string =>
  access.token === null ? noTokenText : (tokenFromGuid(access.token) ?? noTokenText);

/**
 * AppAccessContext and SessionId of an Exchange record (formats.md §6): in 2024 the session stood
 * beside, in 2025 inside; some records have neither.
 */
export function exchangeContext(
  random: Random,
  company: Company,
  access: Access,
): { readonly context?: object; readonly session?: string } {
  const how = random.float();
  if (company.modern) {
    if (how < 0.05) return { context: {} };
    return {
      context: {
        AADSessionId: access.session,
        APIId: exchangeApi,
        ClientAppId: access.app.id,
        IssuedAtTime: isoSeconds(access.issued),
        UniqueTokenId: tokenText(access),
      },
      ...(how < 0.5 ? { session: access.session } : {}),
    };
  }
  if (how < 0.05) return {};
  if (how < 0.4) return { session: access.session };
  return {
    context: { IssuedAtTime: isoSeconds(access.issued), UniqueTokenId: tokenText(access) },
    session: access.session,
  };
}

/** AppAccessContext of a SharePoint record. */
export function sharePointContext(random: Random, access: Access): object | undefined {
  if (random.chance(0.06)) return undefined;
  return {
    AADSessionId: access.session,
    CorrelationId: random.guid(),
    UniqueTokenId: tokenText(access),
  };
}

/** Case of a user's name as services write it: mostly as it is, sometimes as it was once typed. */
export function writtenName(random: Random, upn: string): string {
  if (!random.chance(0.03)) return upn;
  const [name = '', at = ''] = upn.split('@');
  return `${name.replace(/(^|[.-])([a-z])/g, (_, before: string, sign: string) => before + sign.toUpperCase())}@${at}`;
}
