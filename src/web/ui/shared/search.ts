/** What the address of a view may hold beside its path: it can be copied, kept and sent. */
export const searchNames = ['id', 'incident', 'user', 'session', 'ip', 'operation', 'source', 'app', 'outcome', 'country', 'finding', 'since', 'until', 'grep', 'severity', 'stage', 'verdict', 'what', 'by'] as const; // prettier-ignore
export type Search = Readonly<Partial<Record<(typeof searchNames)[number], string>>>;

/** Texts of known names; the rest is not looked at. */
export const searchOf = (given: Readonly<Record<string, unknown>>): Search =>
  Object.fromEntries(
    searchNames.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
