/** ATT&CK techniques of a rule's tags: `attack.t1564.008` → `T1564.008`; sorted, without repeats. */
export function techniquesOf(tags: readonly string[]): readonly string[] {
  const found = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1] ?? []);
  return [...new Set(found.map((technique) => technique.toUpperCase()))].sort();
}

/** Tactics of a rule's tags: `attack.initial_access` → `initial-access`. */
export function tacticsOf(tags: readonly string[]): readonly string[] {
  return tags.flatMap((tag) => {
    const found = /^attack\.([a-z][a-z_-]+)$/i.exec(tag)?.[1];
    return found === undefined ? [] : [found.toLowerCase().replaceAll('_', '-')];
  });
}
