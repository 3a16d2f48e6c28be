import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import { konseki, root } from './run.js';

interface Answer {
  readonly measure: { readonly id: string };
  readonly effects: readonly { readonly does: string; readonly how: string; readonly at: string; readonly events: readonly string[] }[];
  readonly without: { readonly en: string } | null;
  readonly posture: string | null;
} // prettier-ignore

const scratch = useScratch();
let demo = '';
let consent = '';
beforeAll(() => {
  demo = scratch.path('demo.case');
  consent = scratch.path('consent.case');
  expect(konseki('demo', '--case', demo).code).toBe(0);
  const exports = scratch.path('consent');
  expect(konseki('practice', 'new', 'consent-phish', '--seed', '5', '--users', '12', '--days', '7', '--out', exports).code).toBe(0); // prettier-ignore
  expect(konseki('investigate', exports, '--case', consent).code).toBe(0);
}, 240_000);

function answers(dir: string, ...more: readonly string[]): ReadonlyMap<string, Answer> {
  const { code, out, err } = konseki('measures', dir, ...more, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  const { measures } = JSON.parse(out) as { measures: readonly Answer[] };
  return new Map(measures.map((one) => [one.measure.id, one]));
}

describe('measures', () => {
  test('say what would have stopped the phishing of the demo, with events that open', () => {
    const found = answers(demo);
    expect(found.get('W-73')?.effects[0]).toMatchObject({ does: 'stops', how: 'surely' });
    expect(found.get('W-71')?.effects[0]).toMatchObject({ does: 'shortens', how: 'surely' });
    expect(found.get('W-7D')?.effects[0]).toMatchObject({ does: 'shows' });
    expect(found.get('W-78')).toMatchObject({ effects: [], without: { en: 'No device was registered.' } }); // prettier-ignore
    const [event = ''] = found.get('W-7D')?.effects[0]?.events ?? [];
    expect(konseki('event', demo, event).out).toContain('New-InboxRule');
    for (const { effects, without } of found.values()) expect(effects.length === 0).toBe(without !== null); // prettier-ignore
  });

  test('do not say that strong MFA stops a consent', () => {
    const found = answers(consent);
    expect(found.get('W-73')?.effects).toEqual([]);
    expect(found.get('W-73')?.without?.en).toContain('consented while really signed in');
    expect(found.get('W-7B')?.effects[0]).toMatchObject({ does: 'stops' });
  });

  test('are told in both languages and drawn', () => {
    const out = scratch.path('figures');
    const drawn = konseki('measures', demo, '--format', 'text,md,svg,png', '--lang', 'ja', '--out', out); // prettier-ignore
    expect(drawn.code).toBe(0);
    expect(drawn.out).toContain('W-73  フィッシング耐性のある MFA (防止');
    expect(drawn.out).not.toMatch(/measures\.(?!inc|[a-z]+$)|plan\./);
    const [md = '', svg = '', png = ''] = drawn.out.trimEnd().split('\n').slice(-3);
    expect(readFileSync(md, 'utf8')).toContain('| 不正ログイン |');
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [^]*フィッシング耐性[^]*<\/svg>\n$/);
    expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
    const again = konseki('measures', demo, '--format', 'svg', '--lang', 'ja', '--out', out);
    expect(again.code).toBe(2);
    expect(again.err).toContain('--force');
  });

  test('carry what posture said of the tenant', async () => {
    const said = konseki('posture', path.join(root, 'test/fixtures/tenants/weak'), '--json').out;
    const file = await scratch.write('posture.json', said);
    expect(answers(demo, '--posture', file).get('W-73')?.posture).toBe('absent');
    expect(konseki('measures', demo, '--posture', file).out).toContain('In this tenant: absent');
    const wrong = konseki('measures', demo, '--posture', await scratch.write('x.json', '{"a":1}'));
    expect(wrong.code).not.toBe(0);
    expect(wrong.err).toContain('This is not what "konseki posture SNAPSHOT --json" prints.');
  });

  test('write a policy once, with the emergency account, and say what is no policy', () => {
    const file = scratch.path('w73.json');
    const first = konseki('measures', 'policy', 'w-73', '--out', file);
    expect(first.code).toBe(0);
    expect(first.err).toContain('--break-glass');
    const id = '11111111-2222-3333-4444-555555555555';
    expect(konseki('measures', 'policy', 'W-73', '--out', file).code).toBe(2);
    expect(konseki('measures', 'policy', 'W-73', '--out', file, '--force', '--break-glass', id).code).toBe(0); // prettier-ignore
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      state: 'enabledForReportingButNotEnforced',
      conditions: { users: { excludeUsers: [id] } },
    });
    const none = scratch.path('none.json');
    for (const [measure, says] of [['W-74', 'rules export'], ['W-99', 'Measures are W-70'], ['W-26', 'konseki dormant']] as const) {
      const { code, err } = konseki('measures', 'policy', measure, '--out', none);
      expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    }
    expect(konseki('measures', 'policy', 'W-73', '--out', none, '--break-glass', 'me').err).toContain('object id'); // prettier-ignore
    expect(existsSync(none)).toBe(false);
  });

  test('of no case, of no format', () => {
    expect(konseki('measures', scratch.path('nowhere')).code).toBe(3);
    expect(konseki('measures', demo, '--format', 'gif').err).toContain('It takes text, md, svg, png.');
  });
}); // prettier-ignore

describe('plan', () => {
  test('of a licence and a start, without a case', () => {
    const { code, out } = konseki('plan', '--licence', 'e3', '--incident-start', '2024-05-10T09:25', '--now', '2024-06-05'); // prettier-ignore
    expect(code).toBe(0);
    expect(out).toContain('[!] Entra sign-ins (interactive): FETCH NOW');
    expect(out).toContain('The start of the incident is gone after 2024-06-09 09:25');
    expect(out).toContain('[-] Entra ID Protection: risk detections: not under this licence');
    expect(out.indexOf('FETCH NOW')).toBeLessThan(out.indexOf('Unified audit log: fetch'));
  });

  test('of a case: what is there and what is missing, as Markdown in Japanese, as JSON', () => {
    const now = ['--now', '2024-05-12'];
    expect(konseki('plan', demo, ...now).out).toMatch(/\[x\] Unified audit log: in the case/);
    const md = konseki('plan', demo, ...now, '--format', 'md', '--lang', 'ja').out;
    expect(md).toMatch(/^# ログの準備状況\n/);
    expect(md).toContain('- [x] **統合監査ログ**: 案件にある');
    const { rows, start } = JSON.parse(konseki('plan', demo, ...now, '--json').out) as { rows: unknown[]; start: string }; // prettier-ignore
    expect(start).toMatch(/^2024-05-10T09:/);
    expect(rows).toHaveLength(11);
  });

  test('refuses what it cannot reckon with', () => {
    for (const [args, says] of [
      [['--licence', 'gold'], 'There is no licence "gold".'],
      [['--incident-start', 'soon'], '--incident-start "soon" is not a time.'],
      [['--incident-start', '2030-01-01', '--now', '2026-01-01'], 'The incident would begin in the future.'],
      [['--format', 'pdf'], '--format has no "pdf".'],
    ] as const) {
      const { code, out, err } = konseki('plan', ...args);
      expect([code, out, err]).toEqual([2, '', expect.stringContaining(says)]);
    }
  }); // prettier-ignore
});
