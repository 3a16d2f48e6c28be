import type { DormantDocument } from '../../model/dormant.js';
import type { PostureDocument } from '../../model/posture.js';
import type { Language } from '../language/translate.js';
import { translator } from '../language/translate.js';
import { gapText, messageKey, sayIt } from './says.js';
import { dormantSays } from './text.js';

/** The document with the sentences of one language beside the codes: `text` of what was said, and `what`, `matters`, `setting`. */
export function postureJson(document: PostureDocument, language: Language): unknown {
  const t = translator(language);
  const titled = (part: string, id: string): string => {
    const key = messageKey(`posture.${part}.${id}`);
    return key === undefined ? id : t(key);
  };
  return {
    ...document,
    language,
    measures: document.measures.map((one) => ({
      ...one,
      what: titled('what', one.id),
      matters: titled('matters', one.id),
      setting: titled('setting', one.id),
      because: one.because.map((says) => ({ ...says, text: sayIt(t, says) })),
      gaps: one.gaps.map((gap) => ({ ...gap, text: gapText(t, gap) })),
      objects: one.objects.map((object) => ({
        ...object,
        why: object.why.map((says) => ({ ...says, text: sayIt(t, says) })),
      })),
      remarks: one.remarks.map((says) => ({ ...says, text: sayIt(t, says) })),
    })),
    problems: document.problems.map((problem) => ({ ...problem, text: sayIt(t, problem.says) })),
  };
}

export function dormantJson(document: DormantDocument, language: Language): unknown {
  const t = translator(language);
  return {
    ...document,
    language,
    findings: document.findings.map((one) => ({ ...one, text: dormantSays(one, t) })),
    notJudged: document.notJudged.map((one) => ({ ...one, text: sayIt(t, one) })),
  };
}
