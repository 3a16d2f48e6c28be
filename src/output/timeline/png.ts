import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { KonsekiError } from '../../errors.js';

const family = '@expo-google-fonts/biz-udpgothic';

/** Font files that carry Japanese and Latin letters. @throws KonsekiError `unreadable` */
export function figureFonts(): readonly string[] {
  try {
    const find = createRequire(import.meta.url);
    const fonts = ['400Regular/BIZUDPGothic_400Regular.ttf', '700Bold/BIZUDPGothic_700Bold.ttf'];
    const files = fonts.map((font) => find.resolve(`${family}/${font}`));
    const missing = files.find((file) => !existsSync(file));
    if (missing === undefined) return files;
    throw new Error(`${missing} is missing`);
  } catch (cause) {
    throw new KonsekiError('The font of the figures is missing, so no PNG can be drawn.', {
      code: 'unreadable',
      hint: `Install Konseki's packages again (npm ci brings ${family}), or take --format svg.`,
      cause,
    });
  }
}

/** A figure as PNG, at twice its size for print; the same bytes for the same figure. */
export function pngOf(svg: string, scale = 2): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      fontFiles: [...figureFonts()],
      loadSystemFonts: false,
      defaultFontFamily: 'BIZ UDPGothic',
    },
  });
  return image.render().asPng();
}
