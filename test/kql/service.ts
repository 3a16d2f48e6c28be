import { createRequire } from 'node:module';
import { schemas, type Schema } from '../../src/sigma/kql/schemas-table.js';

/**
 * Microsoft's own language service, which is made of C# for browsers: a script that puts `Bridge` and `Kusto`
 * on the global object. Its published typings know neither that nor Node.
 */
interface Diagnostic {
  readonly Message: string;
  readonly Severity: string;
  readonly Start: number;
  readonly Length: number;
}
interface DiagnosticList {
  readonly Count: number;
  getItem(index: number): Diagnostic;
}
export interface Code {
  GetDiagnostics(): DiagnosticList;
  readonly ResultType: unknown;
}
interface Service {
  readonly Language: {
    readonly KustoFacts: { GetStringLiteralValue(literal: string): string };
    readonly KustoCode: { ParseAndAnalyze(text: string, globals: unknown): Code };
    readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
    readonly Symbols: {
      readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
      readonly DatabaseSymbol: Readonly<
        Record<string, new (name: string, members: unknown) => unknown>
      >;
    };
  };
}

const require = createRequire(import.meta.url);

function load(): Service {
  const at = '@kusto/language-service-next';
  require(`${at}/bridge.min.js`);
  require(`${at}/Kusto.Language.Bridge.min.js`);
  const found: unknown = Reflect.get(globalThis, 'Kusto');
  // What the script puts there has no types of its own that hold in Node.
  return found as Service;
}

const service = load();

const tables = Object.entries<Schema>(schemas).map(([name, { columns }]) => {
  const all = Object.entries(columns).flatMap(([type, names]) =>
    names.map((column) => `${column}: ${type}`),
  );
  return service.Language.Symbols.TableSymbol.From(`(${all.join(', ')})`).WithName(name);
});

function globals(): unknown {
  const { ctor: Database } = service.Language.Symbols.DatabaseSymbol;
  if (Database === undefined) throw new Error('the language service has no such constructor');
  return service.Language.GlobalState.Default.WithDatabase(new Database('Workspace', tables));
}

const state = globals();

/** The query, parsed and bound against the published schemas. */
export const analysed = (text: string): Code =>
  service.Language.KustoCode.ParseAndAnalyze(text, state);

/** What a literal of the language stands for. */
export const literalValue = (literal: string): string =>
  service.Language.KustoFacts.GetStringLiteralValue(literal);

/** All that the language service has to say against it. */
export function diagnosticsOf(text: string): readonly string[] {
  const found = analysed(text).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, at) => {
    const { Severity, Message, Start, Length } = found.getItem(at);
    return `${Severity}: ${Message} (${text.slice(Start, Start + Length).slice(0, 80)})`;
  });
}
