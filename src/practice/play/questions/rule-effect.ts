import type { Created, Facts } from '../facts.js';
import { strangeSubjects } from './distractors.js';

/** Parameters that name the rule, not what it does. */
const asideOfEffect = new Set(['name', 'mailbox', 'owner', 'identity', 'id', 'folderid']);

/** Facts whose value names its own parameter. */
const saysItself = new Set(['condition', 'conditions', 'action', 'actions']);

/** Condition and action as the record has them: the same in every language. */
export const effectOf = (rule: Created): string =>
  Object.entries(rule.facts)
    .filter(([key, value]) => !asideOfEffect.has(key.toLowerCase()) && value.trim() !== '')
    .map(([key, value]) => (saysItself.has(key.toLowerCase()) ? value : `${key}: ${value}`))
    .join(' · ');

const folders = ['Archive', 'RSS Feeds', 'Conversation History', 'Junk Email', 'Deleted Items'];

/** The same rule with another folder, with other words, and rules of everyday life. */
export function otherEffects(facts: Facts, effect: string): readonly string[] {
  const folder = folders.find((one) => effect.includes(one));
  const moved =
    folder === undefined
      ? [
          effect.replace(/DeleteMessage/g, 'MarkAsRead'),
          effect.replace(/(ForwardTo|RedirectTo|ForwardAsAttachmentTo)/g, 'CopyToFolder'),
        ]
      : facts.draw
          .some(
            'folder',
            folders.filter((one) => one !== folder),
            1,
          )
          .map((other) => effect.replaceAll(folder, other));
  const [subject = ''] = strangeSubjects(facts, 'rule-words');
  const reworded = effect.replace(/(ContainsWords[:= ]+)([^·]+?)(?= ·|$)/i, `$1${subject}`);
  return [
    ...moved,
    reworded,
    'FromAddressContainsWords: newsletter · MoveToFolder: Newsletters',
    `SubjectContainsWords: invoice · ForwardTo: archive@${facts.truth.company.domain}`,
    'HasAttachment: True · MarkImportance: High',
  ].filter((other) => other !== effect);
}
