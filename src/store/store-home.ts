import type { Store } from './store.js';

/** A place for one store, which the tests open, close and open again. */
export interface StoreHome {
  readonly open: (mode: 'read' | 'write') => Promise<Store>;
  readonly remove: () => Promise<void>;
}
