import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIpv6, parseAddress } from './address.js';

describe('parseAddress', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4', null],
    [' 1.2.3.4\r\n', '1.2.3.4', null],
    ['1.2.3.4:5678', '1.2.3.4', 5678],
    ['1.2.3.4:65535', '1.2.3.4', 65535],
    ['1.2.3.4:65536', '1.2.3.4', null],
    ['[1.2.3.4]:5678', '1.2.3.4', 5678],
    ['255.255.255.255', '255.255.255.255', null],
    ['0.0.0.0', '0.0.0.0', null],
    ['2001:db8::1', '2001:db8::1', null],
    ['[2001:db8::1]', '2001:db8::1', null],
    ['[2001:db8::1]:5678', '2001:db8::1', 5678],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1', null],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1', null],
    ['[FE80::1%eth0]:80', 'fe80::1', 80],
    ['fe80::1%11', 'fe80::1', null],
    ['::1', '::1', null],
    ['::', '::', null],
    ['::ffff:1.2.3.4', '1.2.3.4', null],
    ['::FFFF:1.2.3.4', '1.2.3.4', null],
    ['[::ffff:1.2.3.4]:443', '1.2.3.4', 443],
    ['::ffff:1.2.3.4:443', '1.2.3.4', 443],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4', null],
    ['::ffff:c0a8:0101', '192.168.1.1', null],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304', null],
    // 2001:db8::1:443 has no port: it is an address as it stands
    ['2001:db8::1:443', '2001:db8::1:443', null],
  ])('%j is %s, port %s', (written, ip, port) => {
    expect(parseAddress(written)).toEqual({ ip, port });
  });

  it.each([
    '', ' ', '<null>', 'localhost', 'DESKTOP-1', 'Alice’s phone', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4:', '1.2.3.4:x', '1.2.3.4:123456',
    ':::', '1::2::3', '12:34', '2001:db8::g', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '[2001:db8::1]:x', '[]', '[', '::ffff:256.1.1.1', 'NotSet', '10.0.0.0/8',
    '1.2.3.4, 5.6.7.8', '１.2.3.4', '\u00a01.2.3.4',
  ])('%j is none', (written) => {
    expect(parseAddress(written)).toBeNull();
  }); // prettier-ignore

  it('reads every address in every spelling, with and without port', () => {
    const port = fc.integer({ min: 0, max: 65_535 });
    fc.assert(
      fc.property(fc.ipV6(), port, (written, number) => {
        const ip = canonicalIpv6(written);
        expect(ip).not.toBeNull();
        expect(parseAddress(written)).toEqual({ ip, port: null });
        expect(parseAddress(`[${written.toUpperCase()}]:${number}`)).toEqual({ ip, port: number });
        if (ip !== null) expect(parseAddress(ip)).toEqual({ ip, port: null });
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), port, (ip, number) => {
        expect(parseAddress(`${ip}:${number}`)).toEqual({ ip, port: number });
        expect(parseAddress(`::ffff:${ip}`)).toEqual({ ip, port: null });
      }),
    );
  });
});
