import type { IncidentGap } from '../model/incident.js';
import { thresholds } from '../scope/signal-table.js';
import type { Ground } from '../scope/ground.js';
import { both, isoMicros, minuteOf } from './texts.js';

const most = 20;

/**
 * Sessions begun at a new place soon after a phishing mail came, that look like their user's own in all else: a
 * relayed sign-in brings the user's own browser name, and a rented line may be of the user's own provider. The logs
 * cannot tell them apart; the user can (W-39).
 */
export function doubtfulGaps({ sessions }: Ground): readonly IncidentGap[] {
  return sessions
    .flatMap(({ session, user, strands, verdict }) => {
      if (user === undefined || (verdict !== 'user' && verdict !== 'unknown')) return [];
      const strand = strands.find(
        ({ signals, weight, ownDevice }) => !ownDevice && weight < thresholds.suspicious && signals.some(({ signal }) => signal === 'after-phishing'),
      );
      const { first, last } = strand ?? {};
      return strand === undefined || first === undefined ? [] : [{ session, user, strand, first, last: last ?? first, net: strand.nets[0]?.net ?? '?' }];
    })
    .sort((a, b) => (a.first === b.first ? (a.session < b.session ? -1 : 1) : a.first < b.first ? -1 : 1))
    .slice(0, most)
    .map(({ session, user, strand, first, last, net }) => ({
      kind: 'like-user',
      source: null,
      from: isoMicros(first),
      to: isoMicros(last),
      said: both(
        `The session ${session} of ${user} began at ${net} at ${minuteOf(first)}, within a day after a phishing mail came; in all else it looks like the user's own. Ask the user, and mark it.`,
        `${user} のセッション ${session} は、フィッシングメール受信から 1 日以内の ${minuteOf(first)} に ${net} から始まっているが、それ以外は本人の利用と見分けがつかない。本人に確認し、判定を付けること。`,
      ),
      hides: both('Not seen: whether it was the user.', 'わからないこと: 本人による利用かどうか。'),
      events: strand.firstEvents.slice(0, 1),
    }));
} // prettier-ignore
