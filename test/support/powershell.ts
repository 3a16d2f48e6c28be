import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Node } from 'web-tree-sitter';
import { Language, Parser } from 'web-tree-sitter';

/** The syntax tree of a text, by PowerShell's grammar. */
export type ParsePowerShell = (text: string) => Node;

export async function powerShellParser(): Promise<ParsePowerShell> {
  await Parser.init();
  const wasm = fileURLToPath(import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')); // prettier-ignore
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(wasm)));
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('no tree');
    return tree.rootNode;
  };
}

/** Places that the grammar cannot read: `line: text`. */
export const powerShellErrors = (root: Node): readonly string[] =>
  root
    .descendantsOfType('ERROR')
    .map(({ text, startPosition: { row } }) => `${row + 1}: ${text.slice(0, 200)}`);
