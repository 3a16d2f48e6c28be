/**
 * Letters and pairs that look like others in the fonts of mail programs (Unicode Technical Standard 39
 * calls them confusables; these are the ones that domain names can hold and that are read as Latin
 * letters). What a run of characters looks like → the letters it is compared as. Longer runs first.
 */
export const confusables: readonly (readonly [string, string])[] = [
  // Pairs that run together.
  ['rn', 'm'], ['nn', 'm'], ['vv', 'w'], ['cl', 'd'], ['cj', 'g'], ['ii', 'u'],
  // Digits and strokes. A capital I is an i once the name is in lower case, and was read as an l.
  ['0', 'o'], ['1', 'l'], ['i', 'l'], ['|', 'l'], ['!', 'l'], ['3', 'e'], ['4', 'a'], ['5', 's'], ['8', 'b'], ['9', 'g'], ['q', 'g'], ['ı', 'l'], ['ɩ', 'l'],
  // Cyrillic.
  ['а', 'a'], ['в', 'b'], ['с', 'c'], ['ԁ', 'd'], ['е', 'e'], ['ё', 'e'], ['ғ', 'f'], ['һ', 'h'], ['н', 'h'], ['і', 'l'], ['ї', 'l'], ['ј', 'j'], ['к', 'k'], ['ӏ', 'l'], ['м', 'm'],
  ['п', 'n'], ['о', 'o'], ['р', 'p'], ['ԛ', 'g'], ['г', 'r'], ['ѕ', 's'], ['т', 't'], ['ц', 'u'], ['ѵ', 'v'], ['ш', 'w'], ['ѡ', 'w'], ['х', 'x'], ['у', 'y'], ['ү', 'y'], ['з', 'e'], ['б', 'b'],
  // Greek.
  ['α', 'a'], ['β', 'b'], ['ϲ', 'c'], ['ε', 'e'], ['η', 'n'], ['ι', 'l'], ['κ', 'k'], ['ν', 'v'], ['ο', 'o'], ['σ', 'o'], ['ρ', 'p'], ['τ', 't'], ['υ', 'u'], ['ω', 'w'], ['χ', 'x'], ['γ', 'y'], ['ϳ', 'j'],
  // Armenian, and letters of Latin with another shape.
  ['ո', 'n'], ['օ', 'o'], ['ս', 'u'], ['հ', 'h'], ['ց', 'g'], ['զ', 'g'], ['ԝ', 'w'], ['ɑ', 'a'], ['ƅ', 'b'], ['ɡ', 'g'], ['ɢ', 'g'], ['ɦ', 'h'], ['ł', 'l'], ['ɭ', 'l'], ['ɱ', 'm'], ['ŋ', 'n'], ['ø', 'o'],
  ['đ', 'd'], ['ħ', 'h'], ['ŧ', 't'], ['ƒ', 'f'], ['ꞌ', 'l'], ['ß', 'b'], ['ʀ', 'r'], ['ѳ', 'o'], ['ʋ', 'v'], ['ʏ', 'y'], ['ᴢ', 'z'],
]; // prettier-ignore

/** Words that a lookalike adds to a name, so that it seems to be a service of the company. */
export const addedWords: readonly string[] = [
  'account', 'accounting', 'accounts', 'admin', 'alert', 'auth', 'bill', 'billing', 'claim', 'cloud', 'confirm', 'doc', 'docs', 'document', 'documents', 'download', 'drive', 'email', 'esign', 'file', 'files',
  'finance', 'fax', 'hr', 'help', 'helpdesk', 'inc', 'info', 'invoice', 'invoices', 'it', 'login', 'logon', 'mail', 'mails', 'mfa', 'msg', 'notice', 'notify', 'office', 'office365', 'o365', 'online', 'owa', 'outlook',
  'pay', 'payment', 'payments', 'payroll', 'portal', 'purchase', 'reset', 'remit', 'safe', 'secure', 'secured', 'security', 'service', 'services', 'share', 'shared', 'sharepoint', 'sign', 'signin', 'sso', 'support',
  'team', 'teams', 'update', 'updates', 'verify', 'verification', 'voicemail', 'vpn', 'web', 'webmail', 'workspace',
]; // prettier-ignore

/** Endings that are mistaken for one another. Endings of countries are no lookalikes: example.com and example.co.jp are one group. */
export const confusableSuffixes: readonly (readonly [string, readonly string[]])[] = [
  ['com', ['co', 'cm', 'om', 'con', 'cam', 'corn', 'comm', 'com.co']],
  ['net', ['ne', 'met', 'nett']],
  ['org', ['og', 'orq']],
  ['jp', ['jp.net', 'jpn.com', 'ip']],
  ['co.jp', ['cojp.com', 'co.ip', 'c0.jp']],
  ['co.uk', ['uk.com', 'co.ua']],
  ['gov', ['gov.com']],
  ['de', ['de.com', 'cle']],
  ['fr', ['fr.com']],
]; // prettier-ignore

/** Generic endings that are cheap and rarely a company's second address, but often a lookalike's. */
export const cheapSuffixes: readonly string[] = [
  'top', 'xyz', 'click', 'online', 'site', 'icu', 'shop', 'store', 'cc', 'ws', 'pw', 'live', 'club', 'vip', 'work', 'support', 'website', 'space', 'fun', 'buzz', 'monster', 'rest', 'cyou', 'sbs', 'cfd', 'bond', 'lol',
  'quest', 'link', 'zip', 'mov', 'email', 'press', 'host', 'digital', 'cloud', 'services', 'center', 'help', 'gq', 'cf', 'ga', 'ml', 'tk', 'ru.com', 'za.com', 'us.com', 'eu.com',
]; // prettier-ignore

/** Everybody's mail: neither a partner nor a lookalike of one (gmail.com and ymail.com are both themselves). */
export const publicMail: readonly string[] = [
  'gmail.com', 'googlemail.com', 'ymail.com', 'yahoo.com', 'yahoo.co.jp', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'rocketmail.com', 'hotmail.com', 'hotmail.co.uk', 'hotmail.co.jp', 'hotmail.fr', 'outlook.com', 'outlook.jp',
  'outlook.fr', 'outlook.de', 'live.com', 'live.jp', 'live.co.uk', 'msn.com', 'icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'web.de', 't-online.de', 'mail.com', 'email.com',
  'mail.ru', 'bk.ru', 'yandex.ru', 'yandex.com', 'proton.me', 'protonmail.com', 'pm.me', 'tutanota.com', 'tuta.io', 'zoho.com', 'fastmail.com', 'orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'libero.it', 'qq.com',
  '163.com', '126.com', 'sina.com', 'naver.com', 'daum.net', 'hanmail.net', 'docomo.ne.jp', 'ezweb.ne.jp', 'au.com', 'softbank.ne.jp', 'i.softbank.jp', 'nifty.com', 'biglobe.ne.jp', 'so-net.ne.jp', 'ocn.ne.jp',
  'comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'cox.net', 'charter.net', 'btinternet.com', 'sky.com', 'uol.com.br', 'bol.com.br', 'terra.com.br',
]; // prettier-ignore
