import { textOf } from '../scope/rows.js';
import type { Store } from '../store/store.js';

/** Subjects of messages by their internet message id, from any record that tells both. */
export interface MessageNames {
  /** Looks up those that are not known yet. */
  learn(ids: readonly string[]): Promise<void>;
  subject(id: string): string | undefined;
}

export function messageNames(store: Store): MessageNames {
  const known = new Map<string, string | undefined>();
  return {
    learn: async (ids) => {
      const fresh = [...new Set(ids)].filter((id) => !known.has(id));
      if (fresh.length === 0) return;
      const rows = await store.query(
        `SELECT message_id, min(subject) AS subject FROM events
         WHERE subject IS NOT NULL AND message_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) GROUP BY message_id`,
        { ids: JSON.stringify(fresh) },
      );
      for (const id of fresh) known.set(id, undefined);
      for (const row of rows) known.set(textOf(row, 'message_id') ?? '', textOf(row, 'subject'));
    },
    subject: (id) => known.get(id),
  };
}
