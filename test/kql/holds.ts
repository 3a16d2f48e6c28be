import { RE2JS } from 're2js';
import { literalValue } from './service.js';

/**
 * Whether a row passes the `where` lines of a query: the operators that rules of plain columns need, from what the
 * Kusto documentation says of them ("String operators", "coalesce", "not"), independent of what writes them.
 */
export function holds(query: string, row: Readonly<Record<string, string>>): boolean {
  return query
    .split('\n')
    .filter((line) => line.startsWith('| where '))
    .every((line) => new Reader(line.slice('| where '.length), row).whole());
}

const token =
  /\s*(@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*(?:~|(?=\W|$))|=~|==|<=|>=|<|>|-?\d+(?:\.\d+)?|[(),])/y;

class Reader {
  private readonly tokens: readonly string[];
  private readonly row: Readonly<Record<string, string>>;
  private at = 0;

  constructor(text: string, row: Readonly<Record<string, string>>) {
    this.row = row;
    const tokens: string[] = [];
    token.lastIndex = 0;
    let end = 0;
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
      tokens.push(found[1] ?? '');
      end = token.lastIndex;
    }
    if (text.slice(end).trim() !== '') throw new Error(`not read: ${text.slice(end)}`);
    this.tokens = tokens;
  }

  whole(): boolean {
    const value = this.either();
    if (this.at < this.tokens.length) throw new Error(`left: ${this.tokens.slice(this.at).join(' ')}`); // prettier-ignore
    return value;
  }

  private next(): string {
    return this.tokens[this.at++] ?? '';
  }
  private take(wanted: string): boolean {
    if (this.tokens[this.at] !== wanted) return false;
    this.at++;
    return true;
  }
  private must(wanted: string): void {
    if (!this.take(wanted))
      throw new Error(`no ${wanted}: ${this.tokens.slice(this.at).join(' ')}`);
  }

  private either(): boolean {
    let value = this.both();
    while (this.take('or')) {
      const other = this.both();
      value = value || other;
    }
    return value;
  }
  private both(): boolean {
    let value = this.single();
    while (this.take('and')) {
      const other = this.single();
      value = value && other;
    }
    return value;
  }
  private single(): boolean {
    if (this.take('not')) return !this.bracketed();
    if (this.tokens[this.at] === '(') return this.bracketed();
    if (this.take('isempty')) return this.argument() === '';
    if (this.take('isnotempty')) return this.argument() !== '';
    if (this.take('coalesce')) {
      this.must('(');
      const value = this.number();
      this.must(',');
      this.must('false');
      this.must(')');
      return value;
    }
    return this.compared();
  }
  private bracketed(): boolean {
    this.must('(');
    const value = this.either();
    this.must(')');
    return value;
  }
  private argument(): string {
    this.must('(');
    const value = this.text();
    this.must(')');
    return value;
  }
  private text(): string {
    const word = this.next();
    if (word.startsWith('"') || word.startsWith('@"')) return literalValue(word);
    const value = this.row[word];
    if (value === undefined) throw new Error(`no column ${word}`);
    return value;
  }
  /** A comparison of a text read as a number; of what is none it is null, so false. */
  private number(): boolean {
    this.must('todouble');
    const text = this.argument();
    const sign = this.next();
    const to = Number(this.next());
    const value = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
    const said = { '==': value === to, '<': value < to, '<=': value <= to, '>': value > to, '>=': value >= to }[sign]; // prettier-ignore
    if (said === undefined) throw new Error(`no sign ${sign}`);
    return said;
  }
  private compared(): boolean {
    const left = this.text();
    const how = this.next();
    const low = (text: string): string => text.toLowerCase();
    if (how === 'in' || how === 'in~') {
      const values: string[] = [];
      this.must('(');
      do values.push(this.text());
      while (this.take(','));
      this.must(')');
      return how === 'in' ? values.includes(left) : values.map(low).includes(low(left));
    }
    if (how === 'matches') {
      this.must('regex');
      return RE2JS.compile(this.text()).matcher(left).find();
    }
    const right = this.text();
    switch (how) {
      case '==':
        return left === right;
      case '=~':
        return low(left) === low(right);
      case 'contains':
        return low(left).includes(low(right));
      case 'contains_cs':
        return left.includes(right);
      case 'startswith':
        return low(left).startsWith(low(right));
      case 'startswith_cs':
        return left.startsWith(right);
      case 'endswith':
        return low(left).endsWith(low(right));
      case 'endswith_cs':
        return left.endsWith(right);
      default:
        throw new Error(`no operator ${how}`);
    }
  }
}
