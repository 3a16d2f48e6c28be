import type { RuleFacts } from '../store/detection.js';
import type { DetectRule } from './rule.js';

/** What the store keeps of the rules, so that findings can be read without them. */
export function ruleFactsOf(rules: readonly DetectRule[]): readonly RuleFacts[] {
  return rules.map((rule) => ({
    rule: rule.id,
    title: rule.title,
    description: rule.description,
    level: rule.level,
    stage: rule.stage,
    trace: rule.trace,
    techniques: rule.techniques,
    rows: rule.rows,
    falsePositives: rule.falsePositives,
    check: rule.check,
    file: rule.place.file,
  }));
}
