/**
 * Indents JSON text without parsing it: numbers keep all their digits and repeated keys all their
 * values. Text that is not JSON comes out with other blanks at most.
 */
export function indentJson(text: string): string {
  let out = '';
  let depth = 0;
  let at = 0;
  const newline = (): void => {
    out += `\n${'  '.repeat(depth)}`;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    at += 1;
    switch (character) {
      case '"': {
        const end = stringEnd(text, at);
        out += text.slice(at - 1, end);
        at = end;
        break;
      }
      case '{':
      case '[': {
        const close = /^\s*[}\]]/.exec(text.slice(at, at + 64));
        if (close !== null) {
          out += character + close[0].trim();
          at += close[0].length;
          break;
        }
        out += character;
        depth += 1;
        newline();
        break;
      }
      case '}':
      case ']':
        depth = Math.max(0, depth - 1);
        newline();
        out += character;
        break;
      case ',':
        out += character;
        newline();
        break;
      case ':':
        out += ': ';
        break;
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      default:
        out += character;
    }
  }
  return out;
}

/** Index after the closing quote of the string that opened just before `from`. */
function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  return text.length;
}
