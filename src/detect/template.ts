/**
 * The sentence of a rule (docs/rules.md): `{a|b}` is the first of the fields that has a value, and text in
 * `[[…]]` is left out when a field in it has none.
 */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'optional'; readonly parts: readonly TemplatePart[] };
export type Template = readonly TemplatePart[];

export type Parsed =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'wrong'; readonly why: string };

const token = /\[\[|\]\]|\{[^{}]*\}|[{}]/g;
const fieldName = /^[A-Za-z_][\w.@-]*$/;

/** Reads a sentence. */
export function parseTemplate(text: string): Parsed {
  const whole: TemplatePart[] = [];
  let inside: TemplatePart[] | undefined;
  let last = 0;
  const wrong = (why: string): Parsed => ({ kind: 'wrong', why });
  for (const match of text.matchAll(token)) {
    const [sign] = match;
    const into = inside ?? whole;
    if (match.index > last) into.push({ kind: 'text', text: text.slice(last, match.index) });
    last = match.index + sign.length;
    if (sign === '[[') {
      if (inside !== undefined) return wrong('"[[" stands inside "[["');
      inside = [];
    } else if (sign === ']]') {
      if (inside === undefined) return wrong('"]]" without "[["');
      if (!inside.some(({ kind }) => kind === 'field'))
        return wrong('there is no field in "[[…]]", so it would always be said');
      whole.push({ kind: 'optional', parts: inside });
      inside = undefined;
    } else if (sign === '{' || sign === '}') return wrong(`a single "${sign}"`);
    else {
      const names = sign.slice(1, -1).split('|').map((name) => name.trim()); // prettier-ignore
      const strange = names.find((name) => !fieldName.test(name));
      if (strange !== undefined) return wrong(`"${sign}" names no field`);
      into.push({ kind: 'field', names });
    }
  }
  if (inside !== undefined) return wrong('"[[" without "]]"');
  if (last < text.length) whole.push({ kind: 'text', text: text.slice(last) });
  return { kind: 'template', template: whole };
}

/** All names a sentence has, each once. */
export function namesIn(template: Template): readonly string[] {
  return [
    ...new Set(
      template.flatMap((part): readonly string[] => {
        switch (part.kind) {
          case 'text':
            return [];
          case 'field':
            return part.names;
          case 'optional':
            return namesIn(part.parts);
        }
      }),
    ),
  ];
}

/**
 * The sentence with its values. `value` gives a name's text, or undefined where there is none; `nothing`
 * stands where a sentence cannot do without.
 */
export function fill(
  template: Template,
  value: (name: string) => string | undefined,
  nothing: string,
): string {
  return template
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'field':
          return firstValue(part.names, value) ?? nothing;
        case 'optional':
          return lacks(part.parts, value) ? '' : fill(part.parts, value, nothing);
      }
    })
    .join('');
}

/** Fields outside `[[…]]` that have no value. */
export function lacking(
  template: Template,
  value: (name: string) => string | undefined,
): readonly string[] {
  return template.flatMap((part) =>
    part.kind === 'field' && firstValue(part.names, value) === undefined
      ? [`{${part.names.join('|')}}`]
      : [],
  );
}

const lacks = (parts: Template, value: (name: string) => string | undefined): boolean =>
  parts.some((part) => part.kind === 'field' && firstValue(part.names, value) === undefined);

function firstValue(
  names: readonly string[],
  value: (name: string) => string | undefined,
): string | undefined {
  for (const name of names) {
    const found = value(name);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}
