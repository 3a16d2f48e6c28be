import { createHash } from 'node:crypto';
import type { Conversion } from '../convert.js';
import { lookup, text } from '../convert.js';
import { isObject, leafText, valueAt } from '../path.js';
import { parseLocal } from '../time.js';

/** riskLevel of Identity Protection; anything else is not a level. */
export const riskLevel = lookup('riskLevel', {
  none: 'none',
  low: 'low',
  medium: 'medium',
  high: 'high',
  hidden: 'hidden',
});

/** userType of a detection. */
export const userKind = lookup('riskUserKind', { member: 'member', guest: 'guest' });

/** isGuest of a risky user. */
export const guestOrMember = lookup('riskGuest', { true: 'guest', false: 'member' });

/**
 * additionalInfo → the user agent in it. It is a list of Key and Value, as JSON text (Graph) or as
 * it stands (Sentinel). JS only: these logs are small.
 */
export const agentOfInfo: Conversion = {
  name: 'riskUserAgent',
  js: ([info]) => {
    let list: unknown;
    try {
      list = JSON.parse(info ?? '') as unknown;
    } catch {
      return null;
    }
    if (!Array.isArray(list)) return null;
    const entry: unknown = list.find(
      (item) => isObject(item) && leafText(valueAt(item, 'Key'))?.toLowerCase() === 'useragent',
    );
    return text.js([leafText(valueAt(entry, 'Value'))]);
  },
};

/** riskState → `Risky user atRisk`, the state that the user or application has come to. */
export function stateOperation(subject: string): Conversion {
  return {
    name: `riskState-${subject}`,
    js: ([state]) => {
      const text = state?.trim() ?? '';
      return text === '' ? subject : `${subject} ${text}`;
    },
  };
}

/** riskDetail where it says something: who or what changed the risk, and how. */
export const detail: Conversion = {
  name: 'riskDetail',
  js: (found) => {
    const value = text.js(found);
    return value === 'none' || value === 'hidden' ? null : value;
  },
};

/**
 * Id, time of change, state → one hash for the same change in every export: a risky user has one
 * id for all its states, and the diagnostic settings cut the time to milliseconds.
 */
export const stateId: Conversion = {
  name: 'riskStateId',
  js: ([id, time, state]) => {
    const at = parseLocal(time ?? '');
    const who = id?.trim().toLowerCase() ?? '';
    if (at === null || who === '') return null;
    const parts = [who, String(at / 1000n), state?.trim().toLowerCase() ?? ''].join('\u001f');
    return `h-${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
  },
};
