import { KonsekiError } from '../../errors.js';
import type { PlanStep } from './plan.js';
import type { RecordedState } from './states.js';

/** What a person says of a step, as it is kept in the journal. @throws KonsekiError `usage` */
export function recordOf(
  { action, removal }: PlanStep,
  asked: Pick<RecordedState, 'state' | 'phase' | 'note' | 'by' | 'at'>,
): RecordedState {
  if (asked.state === 'not-needed' && asked.note === '')
    throw new KonsekiError('Why is the step not needed?', {
      code: 'usage',
      hint: 'Say it with --why "…": it stands in the journal.',
    });
  if (asked.phase === 'remove' && removal === null)
    throw new KonsekiError('This step has no second phase: nothing of it is removed later.', {
      code: 'usage',
      hint: 'Leave --phase out.',
    });
  return { ...asked, action: action.id, events: action.events };
}
