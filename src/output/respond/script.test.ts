import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from 'web-tree-sitter';
import { hostileNames } from '../../../test/hostile.js';
import { powerShellErrors, powerShellParser } from '../../../test/support/powershell.js';
import type {
  EntityKind,
  Incident,
  IncidentAction,
  IncidentDocument,
} from '../../model/incident.js';
import { scriptFiles } from './files.js';
import { psLiteral } from './literal.js';
import { planOf } from './plan.js';
import { recipeKindOf } from './recipe.js';
import { recipes } from './recipes.js';
import { planText } from './view.js'; // prettier-ignore

const parser = { parse: (_text: string): Node => { throw new Error('not ready'); } }; // prettier-ignore
beforeAll(async () => {
  parser.parse = await powerShellParser();
});
const parsed = (text: string): Node => parser.parse(text);
const errors = powerShellErrors;

const of = (root: Node, type: string): readonly Node[] => root.descendantsOfType(type);
/** What PowerShell makes of the literal, by its own rules: quotes doubled, then Regex.Unescape. */
function valueOf(expression: string): string {
  const [, call = '', inner = ''] = /^(\[regex\]::Unescape\()?'([\s\S]*)'\)?$/.exec(expression) ?? [];
  const text = inner.replaceAll("''", "'");
  return call === '' ? text : text.replaceAll(/\\(?:u([0-9a-f]{4})|\\)/g, (_, hex: string | undefined) => (hex === undefined ? '\\' : String.fromCharCode(parseInt(hex, 16)))); // prettier-ignore
} // prettier-ignore

it('has a corpus of at least 200 different names', () => {
  expect(new Set(hostileNames).size).toBe(hostileNames.length);
  expect(hostileNames.length).toBeGreaterThanOrEqual(200);
});

describe('a literal', () => {
  it.each(hostileNames.map((name) => [JSON.stringify(name).slice(0, 60), name]))(
    '%s stays one string of the same value',
    (_, name) => {
      const literal = psLiteral(name);
      expect(valueOf(literal)).toBe(name);
      // Nothing unseen, no quote that PowerShell takes for an apostrophe, no end of line.
      expect(literal).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u2018-\u201b]/u);
      const root = parsed(`$Name = ${literal}\n`);
      expect(errors(root)).toEqual([]);
      expect(of(root, 'string_literal')).toHaveLength(1);
      expect(of(root, 'command')).toHaveLength(0);
      expect(of(root, 'statement_list').map(({ namedChildCount }) => namedChildCount)).toEqual([1]);
    },
  );
});

const kinds: readonly { readonly step: string; readonly kind: EntityKind | null }[] = [
  ...['W-25', 'W-46', 'W-50', 'W-51', 'W-57', 'W-58', 'W-59', 'files', 'forwarding', 'delegation', 'transport', 'audit', 'conditional-access', 'tenant', 'account', 'azure', 'add-in', 'ediscovery', 'protocols', 'exchange-role', 'membership', 'mailbox-settings', 'restore-directory', 'device-secrets'].map((step) => ({ step, kind: null })),
  { step: 'W-52', kind: 'security-info' },
  { step: 'W-53', kind: 'device' },
  { step: 'W-54', kind: 'inbox-rule' },
  { step: 'W-55', kind: 'flow' },
  { step: 'W-56', kind: 'app' },
  { step: 'role', kind: 'role' },
  { step: 'sharing', kind: 'file' },
  { step: 'block', kind: 'sender' },
  { step: 'block', kind: 'ip' },
  { step: 'block', kind: 'url' },
  { step: 'block', kind: 'domain' },
]; // prettier-ignore

/** An incident that asks for every kind of step, all of it with this name. */
function incidentOf(name: string): Incident {
  const actions = kinds.map(({ step, kind }, order): IncidentAction => ({
    id: `a-${order}`, step, order, user: name, target: kind === null ? null : { kind, value: kind === 'inbox-rule' ? `${name}\\${name}` : name },
    said: { en: name, ja: name }, findings: [], events: ['e1'],
  })); // prettier-ignore
  const at = '2024-05-10T09:26:21.000000Z';
  return {
    id: 'i-1', severity: 'high', said: { en: name, ja: name }, window: { from: at, to: at }, firstAccess: null,
    victims: [{ user: name, userId: null, how: 'signs-in', roles: [name], privileged: true, firstAccess: null, entry: null, lastSeen: null, contained: [], afterContainment: [], cameBack: [], said: { en: name, ja: name } }],
    sessions: [], infrastructure: { ips: [], userAgents: [], senders: [], domains: [], urls: [] }, left: { applications: [], inboxRules: [] }, scope: { rounds: 0, members: [], events: [], excluded: [] },
    findings: [], stages: [], timeline: [], exposed: { messages: [], files: [], searches: [], unknown: [] },
    recipients: [{ address: name, internal: true, messageId: name, subject: name, sender: name, received: at, delivered: null, did: [], events: ['e1'] }],
    gaps: [], actions, next: [],
  }; // prettier-ignore
}

const documentOf = (incident: Incident): IncidentDocument => ({
  document: 1, konseki: '0', case: 'x', practice: false, from: [], evidence: [], coverage: [], incidents: [incident], sessions: [], findings: [], gaps: [], marks: [], notes: [],
}); // prettier-ignore

const filesOf = (name: string): ReturnType<typeof scriptFiles> => {
  const incident = incidentOf(name);
  return scriptFiles(planOf(documentOf(incident), incident, new Map(), 'en'), 'en');
};

/** Verbs that change something. */
const changes = /^(Update|Remove|Disable|Enable|Set|New|Revoke|Restore|Add|Start)-/;
/** What the script keeps for itself, in its own folder or session. */
const harmless = new Set(['New-Item', 'Set-StrictMode', 'Set-Content', 'Start-Transcript', 'Start-Sleep', 'Set-AzContext', 'Add-PowerAppsAccount']); // prettier-ignore

function guarded(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent)
    if (at.type === 'if_statement' && at.childForFieldName('condition')?.text.includes('$PSCmdlet.ShouldProcess(') === true)
      return true;
  return false;
} // prettier-ignore

describe('the scripts', () => {
  it('are there for every kind of step', () => {
    const asked = incidentOf('x').actions.map(recipeKindOf);
    expect(new Set(asked)).toEqual(new Set(recipes.map(({ kind }) => kind)));
    expect(filesOf('x')).toHaveLength(kinds.length + 1);
    expect(filesOf('x')).toEqual(filesOf('x'));
  });

  it('parse, and change nothing without asking', () => {
    for (const { name, text } of filesOf("o'hara@example.jp")) {
      if (!name.endsWith('.ps1')) continue;
      const root = parsed(text.slice(1));
      expect.soft([name, errors(root)]).toEqual([name, []]);
      expect(text).toContain('SupportsShouldProcess = $true');
      expect(text).toContain('Start-Transcript');
      const bare = of(root, 'command_name')
        .filter(({ text: command }) => changes.test(command) && !harmless.has(command))
        .filter((node) => !guarded(node))
        .map(({ text: command }) => command);
      expect([name, bare]).toEqual([name, []]);
    }
  });

  it('have the same tree whatever the names are', () => {
    const shape = (text: string): string =>
      of(parsed(text.slice(1)), 'command_name').map(({ text: command }) => command).join(' ');
    const plain = new Map(filesOf('alice').map(({ name, text }) => [name, shape(text)]));
    for (const [at, hostile] of hostileNames.entries())
      for (const { name, text } of filesOf(hostile)) {
        // Every name in every fifth script: the literals themselves are all looked at above.
        if (!name.endsWith('.ps1') || (Number.parseInt(name, 10) + at) % 5 !== 0) continue;
        expect([hostile.slice(0, 80), name, shape(text)]).toEqual([hostile.slice(0, 80), name, plain.get(name)]);
      }
  }, 300_000); // prettier-ignore

  it('keep hostile names out of the terminal and of the README as marks', () => {
    const none = (text: string): string => text;
    for (const hostile of hostileNames) {
      const incident = incidentOf(hostile);
      const plan = planOf(documentOf(incident), incident, new Map(), 'ja');
      const text = planText(plan, 'ja', { bold: none, dim: none, red: none, green: none }, () => true);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      const readme = filesOf(hostile).at(-1)?.text ?? '';
      expect(readme).not.toMatch(/<script|<img|<svg|\]\(javascript/i);
      expect(readme.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  }, 120_000); // prettier-ignore
});
