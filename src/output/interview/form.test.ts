import { describe, expect, it } from 'vitest';
import type { IncidentDocument } from '../../model/incident.js';
import { incidentWith } from '../timeline/sample.case.js';
import { interviewForm } from './form.js';

const hostile =
  '$(rm -rf ~) `id`\n# x \' " <script>alert(1)</script> [a](https://evil.example) \u202e';

describe('the form of questions', () => {
  it.each(['en', 'ja'] as const)('keeps hostile text as text (%s)', (language) => {
    const incident = incidentWith([], {
      said: { en: hostile, ja: hostile },
      recipients: [
        { address: hostile, internal: true, messageId: null, subject: hostile, sender: hostile, received: '2024-05-10T09:24:38.000000Z', delivered: null, did: [], events: [] },
      ],
    }); // prettier-ignore
    const document: IncidentDocument = {
      document: 1, konseki: '0', case: 'c', practice: false, from: [], evidence: [], coverage: [],
      incidents: [incident], sessions: [], findings: [], gaps: [], marks: [], notes: [],
    }; // prettier-ignore
    const form = interviewForm(document, incident, language, { caseDir: hostile });
    // Commands stand in code, their words in single quotes; all else is escaped.
    const [yes = ''] = form.split('\n').filter((line) => line.includes('konseki incident'));
    expect(yes).toContain("→ `` konseki incident '$(rm -rf ~) `id`");
    expect(yes).toContain("'\\''");
    const outside = form.replaceAll(/`` .*? ``/g, '');
    expect(outside).not.toMatch(/<script|\[a\]\(|:\/\/|\u202e|^# x/m);
  });
});
