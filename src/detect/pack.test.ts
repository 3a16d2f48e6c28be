import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScratch } from '../../test/support/scratch.js';
import { problemText } from '../sigma/parse/problem.js';
import { checkPack, loadForDetection, loadPack } from './pack.js';

const scratch = useScratch();

const head = `title: A rule
id: 0b5f1a3e-2d4b-4c56-9d3c-0b2d6a1c9e11
status: experimental
description: It looks.
tags: [attack.stealth, attack.t1564.008]
logsource: { product: m365, service: exchange }
detection:
  made: { operation: New-InboxRule }
  condition: made
falsepositives: [Something else.]
level: low
`;
const block = `konseki:
  stage: evasion
  trace: hiding-rule
  rows: [W-45]
  group: [user, target_user]
  gap: 2h
  says: '{user} made "{rule}"[[ that {rule_effect}]].'
  check: [Ask.]
  ja:
    title: 規則
    says: '{user} が「{rule}」を作成した。'
    falsepositives: [別のもの。]
    check: [聞く。]
`;

let files = 0;
async function folder(text: string): Promise<string> {
  files += 1;
  return path.dirname(await scratch.write(`pack-${files}/evasion_rule.yml`, text));
}
async function problems(text: string): Promise<readonly string[]> {
  const found = (await loadPack([await folder(text)])).problems.map(problemText);
  return found.map((line) => line.slice(line.indexOf('evasion_rule.yml')));
}

describe('a rule of ours', () => {
  it('is whole', async () => {
    const { rules, problems: none } = await loadPack([await folder(head + block)]);
    expect(none).toEqual([]);
    expect(rules).toMatchObject([
      {
        title: { en: 'A rule', ja: '規則' },
        stage: 'evasion',
        trace: 'hiding-rule',
        techniques: ['T1564.008'],
        group: ['user', 'target_user'],
        gap: 7_200_000_000n,
        falsePositives: [{ en: 'Something else.', ja: '別のもの。' }],
        check: [{ en: 'Ask.', ja: '聞く。' }],
        foreign: false,
      },
    ]);
  });

  it.each([
    ['stage: evasion', 'stage: hiding', ':13:3: A rule: konseki.stage: Invalid option'],
    ['trace: hiding-rule', 'trace: Hiding rule', ':14:3: A rule: konseki.trace: is a slug'],
    ['rows: [W-45]', 'rows: [45]', ':15:'],
    ['gap: 2h', 'gap: 2 hours', ':17:3: A rule: konseki.gap: is a time'],
    ['gap: 2h', 'gaps: 2h', ':17:3: A rule: konseki: there is no "gaps"'],
    ['target_user]', 'owner]', ':16:17: A rule: "owner" is no column of events'],
    ['"{rule}"', '"{rulle}"', ':18:3: A rule: there is no field {rulle}'],
    ['"{rule}"', '"{rule"', ':18:3: A rule: a single "{"'],
    ['{user} が', '{usr} が', ':22:5: A rule: there is no field {usr}'],
    ['check: [聞く。]', 'check: [聞く。, 見る。]', ':24:5: A rule: there are 2 in Japanese and 1 in English'],
    ['falsepositives: [Something else.]\n', '', 'a rule must say what else it could be'],
    ['attack.t1564.008', 'attack.t1564x', ':5:1: A rule: a rule must have the tag of a technique'],
    ['  check: [Ask.]\n', '', ':12:1: A rule: konseki.check: Invalid input'],
    ['product: m365, service: exchange', 'product: windows', 'No log source is known as product: windows'],
  ])('%s → %s', async (from, to, message) => {
    const text = (head + block).replace(from, to);
    expect(text).not.toBe(head + block);
    expect((await problems(text)).join('\n')).toContain(message);
  }); // prettier-ignore

  it('of an analyser: its name and parameters are looked at', async () => {
    const analyser = (lines: string): string =>
      head.replace(/logsource:[\s\S]*condition: made\n/, lines) + block;
    expect(await problems(analyser('analyser: no-such\n'))).toEqual([
      expect.stringContaining(':6:1: A rule: no analyser is called "no-such"'),
    ]);
    const wrong = await problems(
      analyser('analyser: countries-in-window\nparameters: { minutes: soon }\n'),
    );
    expect(wrong).toEqual([expect.stringContaining(':7:15: A rule:')]);
    expect(await problems(analyser('analyser: countries-in-window\n'))).toEqual([]);
  });
});

describe('a published rule', () => {
  it.each([
    ['attack.t1566.002', 'phishing'],
    ['attack.t1098.005', 'device'],
    ['attack.persistence, attack.t1098', 'security-info'],
    ['attack.initial_access', 'login'],
    ['attack.t9999', 'evasion'],
  ])('with %s is of %s', async (tags, stage) => {
    const text = head.replace('attack.stealth, attack.t1564.008', tags);
    const { rules } = await loadPack([await folder(text)]);
    expect(rules).toMatchObject([
      { stage, foreign: true, group: ['user', 'session'], level: 'low' },
    ]);
  });
});

describe('a folder of rules', () => {
  it('with one that is wrong is refused, with the place, though others are good', async () => {
    const dir = await folder(head.replace('level: low', 'level: loud') + block);
    await scratch.write(`pack-${files}/good.yml`, head.replace('0b5f', '1b5f'));
    await expect(loadForDetection([dir])).rejects.toMatchObject({
      code: 'rules',
      place: { file: path.join(dir, 'evasion_rule.yml'), line: 11 },
    });
    expect(await checkPack([dir])).toMatchObject({ errors: [{ code: 'value' }], cannotFire: [] });
  });

  it('with a rule of no log’s field says that it cannot fire', async () => {
    const dir = await folder(head.replace('operation: New-InboxRule', 'NoSuchField: x'));
    const { errors, cannotFire } = await checkPack([dir]);
    expect(errors).toEqual([]);
    expect(cannotFire).toMatchObject([{ title: 'A rule', line: 1 }]);
  });
});
