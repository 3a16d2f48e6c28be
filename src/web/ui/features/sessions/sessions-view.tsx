import type { ReactNode } from 'react';
import { Nothing } from '../../shared/components/states.js';

export function SessionsView(): ReactNode {
  return <Nothing title="…" />;
}
