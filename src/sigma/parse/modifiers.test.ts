import { describe, expect, it } from 'vitest';
import { mistakes, parsedRule, ruleOf, shown } from './testing.case.js';

const read = (key: string, value: string, placeholders = {}): string =>
  shown(parsedRule(ruleOf('a:', `  ${key}: ${value}`, 'condition: a'), placeholders).condition);

describe('modifiers', () => {
  it.each<[string, string, string]>([
    ['f|contains', 'x', "f=*'x'*"],
    ['f|contains', '"*x?*"', "f=*'x'?*"],
    ['f|contains', "''", 'f=*'],
    ['f|contains', '5', "f=*'5'*"],
    ['f|contains', 'true', "f=*'true'*"],
    ['f|startswith', 'x', "f='x'*"],
    ['f|endswith', 'x', "f=*'x'"],
    ['f|cased', 'X', "f=cased 'X'"],
    ['f|contains|cased', 'X', "f=cased *'X'*"],
    ['f|cased|endswith', 'X', "f=cased *'X'"],
    ['f|contains|all', '[x, y]', "(f=*'x'* and f=*'y'*)"],
    ['f|all|startswith', '[x, y]', "(f='x'* and f='y'*)"],
    ['f|neq', 'x', "not f='x'"],
    ['f|neq', '[x, 5]', "not (f='x' or f=number 5)"],
    ['f|neq', 'null', 'not f=null'],
    ['f|contains|neq', 'x', "not f=*'x'*"],
    ['f|re', "'^a.*\\d+$'", 'f=/^a.*\\d+$/'],
    ['f|re', "'(?i)x'", 'f=/(?i)x/'],
    ['f|re|i', 'x', 'f=/x/i'],
    ['f|re|s|m|i', 'x', 'f=/x/ims'],
    ['f|re|ignorecase|dotall|multiline', 'x', 'f=/x/ims'],
    ['f|re', '500', 'f=/500/'],
    ['f|re', "'a\\*'", 'f=/a\\*/'],
    ['f|re|all', '[x, y]', '(f=/x/ and f=/y/)'],
    ['f|re|neq', 'x', 'not f=/x/'],
    ['f|cidr', '192.0.2.0/24', 'f=cidr 192.0.2.0/24'],
    ['f|cidr', '192.0.2.77/24', 'f=cidr 192.0.2.0/24'],
    ['f|cidr', '192.0.2.77', 'f=cidr 192.0.2.77/32'],
    ['f|cidr', '0.0.0.0/0', 'f=cidr 0.0.0.0/0'],
    ['f|cidr', '172.31.255.255/12', 'f=cidr 172.16.0.0/12'],
    ['f|cidr', '"2001:DB8:0:0::1/33"', 'f=cidr 2001:db8::/33'],
    ['f|cidr', '"fe80::ffff/9"', 'f=cidr fe80::/9'],
    ['f|cidr', '"::ffff:192.0.2.9/120"', 'f=cidr 192.0.2.0/24'],
    ['f|cidr', '[10.0.0.0/8, 192.168.0.0/16]', '(f=cidr 10.0.0.0/8 or f=cidr 192.168.0.0/16)'],
    ['f|exists', 'true', 'f=exists true'],
    ['f|exists', 'False', 'f=exists false'],
    ['f|lt', '5', 'f=lt 5'],
    ['f|lte', '-5.5', 'f=lte -5.5'],
    ['f|gt', '0', 'f=gt 0'],
    ['f|gte', '[5, 6]', '(f=gte 5 or f=gte 6)'],
    ['f|fieldref', 'g', 'f=equals field g'],
    ['f|fieldref', 'properties.user', 'f=equals field properties.user'],
    ['f|fieldref|startswith', 'g', 'f=startswith field g'],
    ['f|endswith|fieldref', 'g', 'f=endswith field g'],
    ['f|fieldref|contains|cased', 'g', 'f=cased contains field g'],
    ['f|fieldref|neq', 'g', 'not f=equals field g'],
    ['f|minute', '59', 'f=minute 59'],
    ['f|hour', '[22, 23]', '(f=hour 22 or f=hour 23)'],
    ['f|day', '31', 'f=day 31'],
    ['f|week', '53', 'f=week 53'],
    ['f|month', '12', 'f=month 12'],
    ['f|year|neq', '2024', 'not f=year 2024'],
    // As Python's base64 gives it.
    ['f|base64', '/bin/bash', "f='L2Jpbi9iYXNo'"],
    ['f|base64|contains', "'foo bar'", "f=*'Zm9vIGJhcg=='*"],
    ['f|base64offset|contains', 'foobar', "(f=*'Zm9vYmFy'* or f=*'Zvb2Jhc'* or f=*'mb29iYX'*)"],
    [
      'f|base64offset|contains|all',
      '[foobar, abc]',
      "((f=*'Zm9vYmFy'* or f=*'Zvb2Jhc'* or f=*'mb29iYX'*) and (f=*'YWJj'* or f=*'FiY'* or f=*'hYm'*))",
    ],
    ['f|base64', "'5'", "f='NQ=='"],
    ['f|base64', "'é'", "f='w6k='"],
    ['f|wide|base64', 'cmd', "f='YwBtAGQA'"],
    ['f|utf16le|base64', 'cmd', "f='YwBtAGQA'"],
    ['f|utf16be|base64', 'cmd', "f='AGMAbQBk'"],
    ['f|utf16|base64', 'cmd', "f='//5jAG0AZAA='"],
    ['f|wide', "'a*b'", "f='a\0'*'b\0'"],
    ['f|utf16be|contains', 'ab', "f=*'\0a\0b'*"],
    ["'|contains'", 'x', "~'x'".replace("'x'", "*'x'*")],
    ["'|re|i'", 'x', '~/x/i'],
    ["'|cased'", '[x, Y]', "(~cased 'x' or ~cased 'Y')"],
    [
      "'|wide|base64offset|contains'",
      'ping',
      "(~*'cABpAG4AZw'* or ~*'AAaQBuAGcA'* or ~*'wAGkAbgBnA'*)",
    ],
  ])('%s: %s', (key, value, expected) => {
    expect(read(key, value)).toBe(expected);
  });

  it('windash writes the dash of each option in five ways', () => {
    expect(read('f|contains|windash', "' -f'")).toBe(
      "(f=*' -f'* or f=*' /f'* or f=*' –f'* or f=*' —f'* or f=*' ―f'*)",
    );
    expect(read('f|windash', "'/a -b'").match(/f=/g)).toHaveLength(25);
    expect(read('f|windash', "'a-b c - d'")).toBe("f='a-b c - d'");
  });

  it('expand puts values in the place of names', () => {
    const values = { admins: ['adm_*', 'root'], one: ['x'], none: [] };
    expect(read('f|expand', "'%admins%'", values)).toBe("(f='adm_'* or f='root')");
    expect(read('f|expand', "'a%one%b\\%one%'", values)).toBe("f='axb%one%'");
    expect(read('f|contains|expand', "['%admins%', y]", values)).toBe(
      "((f=*'adm_'* or f=*'root'*) or f=*'y'*)",
    );
    expect(read('f|expand', "'%one%%admins%'", values)).toBe("(f='xadm_'* or f='xroot')");
    expect(read('f|expand', "'50% of %'", values)).toBe("f='50% of %'");
  });
});

describe('what modifiers cannot do', () => {
  it.each<[string, string, string]>([
    ['f|contians', 'x', '5:5 modifier there is no modifier "contians"'],
    ['f|', 'x', '5:5 modifier there is no modifier ""'],
    ['f|toString', 'x', '5:5 modifier there is no modifier "toString"'],
    ['f|contains|contains', 'x', '5:5 modifier the modifier "contains" stands twice'],
    ['f|wide|utf16le', 'x', '5:5 modifier the modifier "utf16le" stands twice'],
    [
      'f|contains|startswith',
      'x',
      '5:5 modifier "contains" and "startswith" cannot stand together',
    ],
    [
      'f|base64|base64offset',
      'x',
      '5:5 modifier "base64" and "base64offset" cannot stand together',
    ],
    ['f|re|contains', 'x', '5:5 modifier "re" and "contains" cannot stand together'],
    ['f|re|cased', 'x', '5:5 modifier "re" and "cased" cannot stand together'],
    ['f|re|expand', 'x', '5:5 modifier "re" and "expand" cannot stand together'],
    ['f|i', 'x', '5:5 modifier "i" belongs to "re" and comes after it'],
    ['f|i|re', 'x', '5:5 modifier "i" belongs to "re" and comes after it'],
    ['f|lt|gt', '5', '5:5 modifier "lt" and "gt" cannot stand together'],
    ['f|lt|neq', '5', '5:5 modifier "lt" and "neq" cannot stand together'],
    ['f|hour|gte', '5', '5:5 modifier "hour" and "gte" cannot stand together'],
    ['f|exists|all', '[true, true]', '5:5 modifier "exists" and "all" cannot stand together'],
    ['f|cidr|contains', '10.0.0.0/8', '5:5 modifier "cidr" and "contains" cannot stand together'],
    ['f|base64|wide', 'x', '5:5 modifier "wide" must come before "base64"'],
    ['f|contains|base64', 'x', '5:5 modifier "base64" must come before "contains"'],
    ['f|base64|windash', 'x', '5:5 modifier "windash" must come before "base64"'],
    ['f|all|neq', '[x, y]', '5:5 modifier "all" and "neq" cannot stand together'],
    ['f|all', 'x', '5:5 modifier "all" wants more than one value'],
    ['f|contains|all', '[x]', '5:5 modifier "all" wants more than one value'],
    ["'|startswith'", 'x', '5:5 modifier "startswith" needs a field before it'],
    ["'|exists'", 'true', '5:5 modifier "exists" needs a field before it'],
    ["'|cidr'", '10.0.0.0/8', '5:5 modifier "cidr" needs a field before it'],
    ['f|re', "'('", '5:11 regex this is no regular expression of RE2: missing closing ): `(`'],
    [
      'f|re',
      "'(?=x)'",
      '5:11 regex this is no regular expression of RE2: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      'f|re',
      "'(a)\\1'",
      '5:11 regex this is no regular expression of RE2: invalid escape sequence: `\\1`',
    ],
    ['f|re', "''", '5:11 value re wants an expression'],
    ['f|re', 'null', '5:11 value re wants an expression'],
    ['f|cidr', '10.0.0.0/33', '5:13 value "10.0.0.0/33" is no network'],
    ['f|cidr', '10.0.0/8', '5:13 value "10.0.0/8" is no network'],
    ['f|cidr', '"2001:db8::/129"', '5:13 value "2001:db8::/129" is no network'],
    ['f|cidr', '10', '5:13 value "10" is no network'],
    ['f|exists', "'true'", '5:15 value exists wants true or false, without quotes'],
    ['f|exists', 'yes', '5:15 value exists wants true or false, without quotes'],
    ['f|lt', "'5'", '5:11 value lt wants a decimal number, without quotes'],
    ['f|gte', 'x', '5:12 value gte wants a decimal number, without quotes'],
    ['f|hour', '24', '5:13 value hour wants a whole number from 0 to 23, without quotes'],
    ['f|week', '0', '5:13 value week wants a whole number from 1 to 53, without quotes'],
    ['f|day', '1.5', '5:12 value day wants a whole number from 1 to 31, without quotes'],
    ['f|fieldref', "'g*'", '5:17 value fieldref wants the name of a field, without wildcards'],
    ['f|fieldref', '5', '5:17 value fieldref wants the name of a field, without wildcards'],
    ['f|contains', 'null', '5:17 value null cannot be searched for or changed'],
    ['f|base64', "'a*'", '5:15 value a text with wildcards cannot be encoded in base64'],
    ['f|base64offset', "''", '5:21 value an empty text cannot be encoded in base64offset'],
    ['f|base64offset', 'x', '5:21 value a text so short has no form of its own in Base64'],
    [
      'f|wide',
      "'é'",
      '5:13 value utf16le of a text that is not ASCII is no text: base64 or base64offset must follow',
    ],
    [
      'f|utf16',
      'x',
      '5:14 value utf16 begins with bytes that are no text: base64 or base64offset must follow',
    ],
    ['f|expand', "'%Servers%'", '5:15 unknown nothing says what %Servers% stands for'],
    ['f|windash', "'-a -b -c -d -e -f'", '5:16 value this stands for more than 5000 texts'],
  ])('%s: %s', (key, value, expected) => {
    expect(mistakes(ruleOf('a:', `  ${key}: ${value}`, 'condition: a'))).toEqual([
      `rule.yml:${expected}`,
    ]);
  });

  it('a placeholder without values', () => {
    expect(mistakes(ruleOf('a:', "  f|expand: '%none%'", 'condition: a'), { none: [] })).toEqual([
      'rule.yml:5:15 unknown %none% has no values',
    ]);
  });
});
