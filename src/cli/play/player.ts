import type { QuestionView } from '../../practice/play/exercise.js';

export type Reply =
  | { readonly kind: 'answer'; readonly input: string | readonly string[] }
  | { readonly kind: 'hint' }
  | { readonly kind: 'pass' }
  /** Ctrl-C. */
  | { readonly kind: 'stop' }
  /** The input is at its end. */
  | { readonly kind: 'end' };

/** Who puts the questions to a person, and takes the answers. */
export interface Player {
  ask(question: QuestionView): Promise<Reply>;
  /** A word beside the question: a hint, or why an answer was not understood. */
  tell(text: string): Promise<void>;
  close(): void;
}

/** What a typed line means; what is no sign of ours is an answer. */
export function replyOf(line: string): Reply {
  switch (line.normalize('NFKC').trim().toLowerCase()) {
    case '?':
    case 'hint':
    case 'ヒント':
      return { kind: 'hint' };
    case '-':
    case 'pass':
    case 'skip':
    case '次へ':
      return { kind: 'pass' };
    default:
      return { kind: 'answer', input: line };
  }
}
