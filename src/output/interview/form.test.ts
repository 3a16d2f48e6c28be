import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
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

  it.each(['en', 'ja'] as const)('has the same lines whatever the names are (%s)', (language) => {
    const plain = shapeOf(formOf('alice', language));
    for (const name of hostileNames.filter((one) => one.trim() !== '')) {
      const form = formOf(name, language);
      expect([name.slice(0, 60), shapeOf(form)]).toEqual([name.slice(0, 60), plain]);
      expect(form.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      // Outside of code nothing is markup.
      const outside = form.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
      expect([name.slice(0, 60), /<[a-z!/?]|(?<!\\)\]\(|:\/\//i.exec(outside)?.[0]]).toEqual([name.slice(0, 60), undefined]); // prettier-ignore
    }
  });
});

/** Lines by what Markdown makes of them: heading, item of a list, text or nothing. */
const shapeOf = (form: string): string =>
  form
    .split('\n')
    .map((line) => /^(#{1,6} |- \[ \] |> |`{3}|~{3}|\d+[.)] |[-*+] )/.exec(line)?.[0] ?? (line === '' ? '' : 'text'))
    .join('\n'); // prettier-ignore

function formOf(name: string, language: 'en' | 'ja'): string {
  const said = { en: name, ja: name };
  const at = '2024-05-10T09:24:38.000000Z';
  const incident = incidentWith([], {
    said,
    victims: [{ user: name, userId: null, how: 'signs-in', roles: [], privileged: false, firstAccess: null, entry: null, lastSeen: null, contained: [], afterContainment: [], cameBack: [], said }],
    findings: [{ id: 'f1', rule: 'r', title: said, said, stage: 'evasion', trace: 'hiding-rule', severity: 'high', raised: null, first: at, last: at, users: [name], targets: [], sessions: [], ips: [], apps: [], techniques: [], rows: [], events: ['e1'] }],
    infrastructure: { ips: [{ ip: name, country: 'SG', asn: 1, asOrg: name, kind: null, first: at, last: at, events: 1 }], userAgents: [], senders: [], domains: [], urls: [] },
    recipients: [{ address: 'bob@contoso.example', internal: true, messageId: null, subject: name, sender: name, received: at, delivered: null, did: [], events: [] }],
  }); // prettier-ignore
  const document: IncidentDocument = {
    document: 1, konseki: '0', case: 'c', practice: false, from: [], evidence: [], coverage: [],
    incidents: [incident], sessions: [], findings: [], gaps: [], marks: [], notes: [],
  }; // prettier-ignore
  return interviewForm(document, incident, language, { caseDir: name });
}
