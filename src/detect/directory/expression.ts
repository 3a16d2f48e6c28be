import { RE2JS } from 're2js';
import { z } from 'zod';

/**
 * A regular expression of a rule's parameters: RE2, without regard to case, so that whatever text an intruder
 * puts into a log is searched in linear time.
 */
export interface Expression {
  test(text: string): boolean;
}

const compiled = (source: string): Expression => {
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  return { test: (text) => pattern.matcher(text).find() };
};

/** For the schema of an analyser's parameters; what RE2 cannot read is an error of the rule. */
export const expression = z.string().transform((source, context): Expression => {
  try {
    return compiled(source);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `no regular expression: ${error instanceof Error ? error.message : String(error)}`,
    });
    return z.NEVER;
  }
});
