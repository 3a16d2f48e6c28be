/** `rules/exchange/evasion_x.yml` → `evasion_x` */
export const fileName = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? file).replace(/\.ya?ml$/i, '');
