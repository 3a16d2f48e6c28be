import type { Stage } from '../model/stage.js';
import type { Correlation, Rule } from '../sigma/rule.js';
import {
  stageOfService,
  stageOfTactic,
  stageOfTechnique,
  stageOtherwise,
} from './foreign-table.js';
import type { DetectRule } from './rule.js';
import { tacticsOf, techniquesOf } from './techniques.js';
import type { Template } from './template.js';
import { parseTemplate } from './template.js';

/** The stage of a published rule, from its ATT&CK tags, else from the log it is for. */
export function stageOf(tags: readonly string[], service: string | undefined): Stage {
  const techniques = techniquesOf(tags);
  const byTechnique = stageOfTechnique.find(([known]) =>
    techniques.some((technique) => technique === known || technique.startsWith(`${known}.`)),
  );
  if (byTechnique !== undefined) return byTechnique[1];
  const tactics = tacticsOf(tags);
  const byTactic = stageOfTactic.find(([known]) => tactics.includes(known));
  return byTactic?.[1] ?? stageOfService[service?.toLowerCase() ?? ''] ?? stageOtherwise;
}

const hour = 3_600_000_000n;

/** A published rule as ours: what it does not say is said in general. */
export function foreignRule(rule: Rule | Correlation): Omit<DetectRule, 'number'> {
  const technique = techniquesOf(rule.tags);
  // Braces of a title would be fields.
  const title = rule.title.replace(/[{}[\]]/g, ' ').trim();
  return {
    id: rule.id,
    title: { en: rule.title, ja: rule.title },
    description: rule.description ?? '',
    level: rule.level,
    status: rule.status,
    references: rule.references,
    author: rule.author,
    techniques: technique,
    falsePositives: rule.falsepositives.map((text) => ({ en: text, ja: text })),
    stage: stageOf(rule.tags, rule.kind === 'rule' ? rule.logsource.service : undefined),
    trace: slugOf(rule.title),
    rows: [],
    group: ['user', 'session'],
    gap: hour,
    says: {
      en: template(`{user|app_name|source}: ${title}[[ ({operation})]][[ on {object|target_user}]][[ from {ip}]]`),
      ja: template(`{user|app_name|source}: ${title}[[ ({operation})]][[、対象 {object|target_user}]][[、接続元 {ip}]]`),
    }, // prettier-ignore
    check: [],
    foreign: true,
    place: rule.place,
    finder: rule.kind === 'rule' ? { kind: 'rule', rule } : { kind: 'correlation', rule },
  };
}

function template(text: string): Template {
  const parsed = parseTemplate(text);
  return parsed.kind === 'template' ? parsed.template : [{ kind: 'text', text }];
}

/** `Inbox rule hides mail` → `inbox-rule-hides-mail`. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'rule';
