import { readFileSync } from 'node:fs';
import { KonsekiError } from '../../errors.js';
import { figureFonts } from '../timeline/png.js';

/** The fonts of PDF and DOCX. @throws KonsekiError `unreadable` */
export function pageFonts(): readonly Buffer[] {
  try {
    return figureFonts().map((file) => readFileSync(file));
  } catch (cause) {
    throw new KonsekiError('The fonts for PDF and DOCX are missing or cannot be read.', {
      code: 'unreadable',
      hint: 'Install Konseki’s packages again (npm ci), or take --format md,html,xlsx.',
      cause,
    });
  }
}
