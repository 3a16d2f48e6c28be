import { Badge } from '@mantine/core';
import { IconCircleCheck, IconHelpCircle, IconInfoCircle, IconSkull, IconUrgent, IconAlertTriangle, IconArrowsSplit } from '@tabler/icons-react'; // prettier-ignore
import type { ReactNode } from 'react';
import type { Severity } from '../../../../model/finding.js';
import type { Verdict } from '../../../../model/incident.js';
import { useSaid } from '../language.js';

const size = 12;

/** Colour, word and sign together: colour never speaks alone. */
export const verdictLook = {
  attacker: { color: 'red', icon: IconSkull, said: { en: 'attacker', ja: '攻撃者' } },
  mixed: { color: 'red', icon: IconArrowsSplit, said: { en: 'mixed', ja: '混在' } },
  suspicious: { color: 'orange', icon: IconAlertTriangle, said: { en: 'suspicious', ja: '不審' } },
  unknown: { color: 'gray', icon: IconHelpCircle, said: { en: 'unknown', ja: '不明' } },
  user: { color: 'teal', icon: IconCircleCheck, said: { en: 'user', ja: '本人' } },
} as const satisfies Record<Verdict, unknown>;

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const said = useSaid();
  const { color, icon: Icon, said: text } = verdictLook[verdict];
  return <Badge color={color} variant="light" leftSection={<Icon size={size} />}>{said(text)}</Badge>;
} // prettier-ignore

export const severityLook = {
  critical: { color: 'red', icon: IconUrgent, said: { en: 'critical', ja: '緊急' } },
  high: { color: 'red', icon: IconAlertTriangle, said: { en: 'high', ja: '高' } },
  medium: { color: 'orange', icon: IconAlertTriangle, said: { en: 'medium', ja: '中' } },
  low: { color: 'yellow', icon: IconInfoCircle, said: { en: 'low', ja: '低' } },
  informational: { color: 'gray', icon: IconInfoCircle, said: { en: 'informational', ja: '情報' } },
} as const satisfies Record<Severity, unknown>;

export function SeverityBadge({ severity }: { readonly severity: Severity }): ReactNode {
  const said = useSaid();
  const { color, icon: Icon, said: text } = severityLook[severity];
  return <Badge color={color} variant={severity === 'critical' ? 'filled' : 'light'} leftSection={<Icon size={size} />}>{said(text)}</Badge>;
} // prettier-ignore
