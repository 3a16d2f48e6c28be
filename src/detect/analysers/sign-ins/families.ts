/**
 * What of a client survives an update: the family of its system and of its browser, as SQL over the
 * text of `os` and `browser` in any log's spelling ("Windows10", "Windows 10", "MacOs", "Ios 17.4.1").
 */

export const osFamily = (column: string): string => `CASE
  WHEN ${column} IS NULL THEN NULL
  WHEN regexp_matches(${column}, '(?i)windows ?phone') THEN 'Windows Phone'
  WHEN regexp_matches(${column}, '(?i)windows') THEN 'Windows'
  WHEN regexp_matches(${column}, '(?i)^ios|iphone|ipad') THEN 'iOS'
  WHEN regexp_matches(${column}, '(?i)android') THEN 'Android'
  WHEN regexp_matches(${column}, '(?i)mac') THEN 'macOS'
  WHEN regexp_matches(${column}, '(?i)chrome ?os|cros') THEN 'ChromeOS'
  WHEN regexp_matches(${column}, '(?i)linux|ubuntu|debian|fedora') THEN 'Linux' END`;

export const browserFamily = (column: string): string => `CASE
  WHEN ${column} IS NULL THEN NULL
  WHEN regexp_matches(${column}, '(?i)edge|^edg') THEN 'Edge'
  WHEN regexp_matches(${column}, '(?i)firefox') THEN 'Firefox'
  WHEN regexp_matches(${column}, '(?i)opera|^opr') THEN 'Opera'
  WHEN regexp_matches(${column}, '(?i)samsung') THEN 'Samsung'
  WHEN regexp_matches(${column}, '(?i)chrom') THEN 'Chrome'
  WHEN regexp_matches(${column}, '(?i)safari') THEN 'Safari'
  WHEN regexp_matches(${column}, '(?i)internet explorer|^ie\\b') THEN 'Internet Explorer' END`;

/**
 * Whether two systems cannot be one device's. An iPad says it is a Mac and an Android phone that it is
 * a Linux computer where the user asks for the desktop's page.
 */
export const otherSystem = (a: string, b: string): string =>
  `(${a} IS NOT NULL AND ${b} IS NOT NULL AND ${a} <> ${b}
    AND NOT (${a} IN ('iOS', 'macOS') AND ${b} IN ('iOS', 'macOS'))
    AND NOT (${a} IN ('Android', 'Linux', 'ChromeOS') AND ${b} IN ('Android', 'Linux', 'ChromeOS')))`;
