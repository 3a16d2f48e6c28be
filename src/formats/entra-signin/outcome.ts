import type { Conversion, Found } from '../convert.js';
import { literal, lowerCase } from '../convert.js';
import { entraErrors, entraInterrupts } from '../entra-errors.js';

/** The portal's word for how a sign-in ended, in the languages whose portal CSV is read. */
export const statusWords: Readonly<Record<string, 'success' | 'failure' | 'interrupted'>> = {
  success: 'success',
  failure: 'failure',
  interrupted: 'interrupted',
  成功: 'success',
  失敗: 'failure',
  エラー: 'failure',
  中断: 'interrupted',
  割り込み: 'interrupted',
  中断されました: 'interrupted',
  réussite: 'success',
  opération: 'success',
  succès: 'success',
  échec: 'failure',
  interrompu: 'interrupted',
  interruption: 'interrupted',
  correcto: 'success',
  éxito: 'success',
  error: 'failure',
  interrumpido: 'interrupted',
};

const statusOf = new Map(Object.entries(statusWords));

export const bare = (found: Found | undefined): string =>
  found?.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') ?? '';
export const bareSql = (value: string): string => `trim(coalesce(${value}, ''), e' \\t\\r\\n')`;

const wordSql = (word: string): string =>
  `CASE lower(${bareSql(word)}) ${Object.entries(statusWords)
    .map(([key, value]) => `WHEN ${literal(key)} THEN ${literal(value)}`)
    .join(' ')} END`;
const interruptsSql = entraInterrupts.map(literal).join(', ');

/**
 * Error code, the portal's word → outcome. Success is an empty code or 0; the code decides before
 * the word, so that one sign-in ends the same in every export.
 */
export const signInOutcome: Conversion = {
  name: 'signInOutcome',
  js: ([code, word]) => {
    const number = bare(code);
    const said = statusOf.get(lowerCase(bare(word))) ?? null;
    if (number === '' || number === '0') return said ?? (number === '0' ? 'success' : null);
    if (entraInterrupts.includes(number) || said === 'interrupted') return 'interrupted';
    return 'failure';
  },
  sql: ([code = 'NULL', word = 'NULL']) =>
    `CASE WHEN ${bareSql(code)} IN ('', '0') THEN coalesce(${wordSql(word)}, CASE ${bareSql(code)} WHEN '0' THEN 'success' END) ` +
    `WHEN ${bareSql(code)} IN (${interruptsSql}) OR ${wordSql(word)} = 'interrupted' THEN 'interrupted' ELSE 'failure' END`,
};

/** The error code as logged; success has none. */
export const errorCode: Conversion = {
  name: 'signInErrorCode',
  js: ([code]) => {
    const number = bare(code);
    return number === '' || number === '0' ? null : number;
  },
  sql: ([code = 'NULL']) => `nullif(nullif(${bareSql(code)}, ''), '0')`,
};

/** Error code, reason → the reason as logged. On success the portal writes `Other.`: that is none. */
export const loggedReason: Conversion = {
  name: 'signInReason',
  js: ([code, reason]) => {
    if (errorCode.js([code ?? null]) === null) return null;
    const text = bare(reason);
    return text === '' || text === 'Other.' ? null : text;
  },
  sql: ([code = 'NULL', reason = 'NULL']) =>
    `CASE WHEN ${bareSql(code)} NOT IN ('', '0') THEN nullif(nullif(${bareSql(reason)}, ''), 'Other.') END`,
};

/** Error code → what it is known to mean, where the log has no words for it. */
export const knownReason: Conversion = {
  name: 'knownReason',
  js: ([code]) => entraErrors.get(bare(code))?.reason ?? null,
  sql: ([code = 'NULL']) =>
    `CASE ${bareSql(code)} ${[...entraErrors]
      .map(([key, { reason }]) => `WHEN ${literal(key)} THEN ${literal(reason)}`)
      .join(' ')} END`,
};
