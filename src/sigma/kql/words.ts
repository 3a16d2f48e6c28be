import { kqlText } from './literal.js';

/** Texts as the arguments of a list. */
export const commaText = (texts: readonly string[]): string => texts.map(kqlText).join(', ');
