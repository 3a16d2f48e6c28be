/**
 * Two lint rules about imports, type-only imports included. import-x/no-cycle is not used because
 * it leaves type-only imports out of its graph.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { forbidden } from './rooms.js';

/** Calls `check(node, specifier)` for everything that makes a file depend on a relative one. */
function visitRelative(check) {
  const visit = (source) => {
    if (source?.type === 'Literal' && isRelative(source.value)) check(source, source.value);
  };
  return {
    ImportDeclaration: (node) => visit(node.source),
    ExportNamedDeclaration: (node) => visit(node.source),
    ExportAllDeclaration: (node) => visit(node.source),
    ImportExpression: (node) => visit(node.source),
    TSImportType: (node) => visit(node.source ?? node.argument?.literal),
    TSExternalModuleReference: (node) => visit(node.expression),
  };
}

function isRelative(specifier) {
  return typeof specifier === 'string' && /^\.\.?(\/|$)/.test(specifier);
}

/** The file a relative specifier stands for: `./x.js` is written for `./x.ts` under NodeNext. */
function resolve(fromFile, specifier) {
  const target = path.resolve(path.dirname(fromFile), specifier);
  const candidates = [
    target.replace(/\.js$/, '.ts'),
    target.replace(/\.js$/, '.tsx'),
    target,
    `${target}.ts`,
    path.join(target, 'index.ts'),
  ];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}

const sourceRoot = { type: 'object', properties: { src: { type: 'string' } } };

/** @type {import('eslint').Rule.RuleModule} */
const rooms = {
  meta: { type: 'problem', schema: [sourceRoot], messages: { forbidden: '{{why}}.' } },
  create(context) {
    const src = context.options[0].src;
    const inside = (file) => path.relative(src, file).split(path.sep).join('/');
    const from = inside(context.filename);
    if (from.startsWith('..')) return {};
    return visitRelative((node, specifier) => {
      const target =
        resolve(context.filename, specifier) ??
        path.resolve(path.dirname(context.filename), specifier).replace(/\.js$/, '.ts');
      const to = inside(target);
      if (to.startsWith('..')) return;
      const why = forbidden(from, to);
      if (why !== undefined) context.report({ node, messageId: 'forbidden', data: { why } });
    });
  },
};

/** Imports of a file on disk, remembered as long as the file is not written again. */
const importsOf = (() => {
  const known = new Map();
  return (file) => {
    const stamp = statSync(file).mtimeMs;
    const before = known.get(file);
    if (before?.stamp === stamp) return before.targets;
    const targets = ts
      .preProcessFile(readFileSync(file, 'utf8'), true, true)
      .importedFiles.map((imported) => imported.fileName)
      .filter(isRelative)
      .map((specifier) => resolve(file, specifier))
      .filter((target) => target !== undefined);
    known.set(file, { stamp, targets });
    return targets;
  };
})();

/** A shortest way along imports from one file to another, both ends included. */
function wayTo(start, goal) {
  const cameFrom = new Map([[start, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === goal) {
      const way = [];
      for (let at = file; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
    for (const next of importsOf(file)) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
const noCycle = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { cycle: 'This import closes a cycle: {{way}}.' },
  },
  create(context) {
    return visitRelative((node, specifier) => {
      const target = resolve(context.filename, specifier);
      if (target === undefined) return;
      const way = wayTo(target, context.filename);
      if (way === undefined) return;
      const names = [context.filename, ...way].map((file) => path.basename(file));
      context.report({ node, messageId: 'cycle', data: { way: names.join(' → ') } });
    });
  },
};

/** @type {import('eslint').ESLint.Plugin} */
const plugin = { meta: { name: 'konseki' }, rules: { rooms, 'no-cycle': noCycle } };
export default plugin;
