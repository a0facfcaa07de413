import { describe, expect, test } from 'vitest';
import { isAllowedAddress } from './is-allowed-address.ts';

const refused = (address: string) => !isAllowedAddress(address, []);

test.each([
  'https://api.groq.com/openai/v1',
  'https://models.example.com:8443/v1',
  'https://api.example.com./v1',
  'https://127.0.0.1.example.com',
  'https://localhost.example.com',
  'https://münchen.example',
  'https://8.8.8.8/v1',
  'https://172.32.0.1',
  'https://100.128.0.1',
  'https://[2606:4700:4700::1111]/v1',
])('public, and https: %s', (address) => {
  expect(isAllowedAddress(address, [])).toBe(true);
});

test.each([
  'http://api.groq.com/openai/v1',
  'http://8.8.8.8',
  'ftp://api.groq.com',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https://',
  'api.groq.com',
  'https://me@api.groq.com',
  'https://me:secret@api.groq.com',
  'https://:secret@api.groq.com',
])('not https, or with a name in it: %s', (address) => {
  expect(refused(address)).toBe(true);
});

describe('an address that is not public', () => {
  test.each([
    ['this network', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared by a carrier (RFC 6598)', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, and where clouds keep their secrets', '169.254.169.254'],
    ['IETF protocols (RFC 6890)', '192.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relays', '192.88.99.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['decimal', '2130706433'],
    ['octal', '0177.0.0.1'],
    ['hexadecimal', '0x7f.0.0.1'],
    ['hexadecimal in one', '0x7f000001'],
    ['short', '127.1'],
    ['short, private', '10.1'],
    ['zero', '0'],
    ['with a dot at its end', '127.0.0.1.'],
    ['full-width digits', '１２７.0.0.1'],
    ['percent-encoded', '%31%32%37.0.0.1'],
    ['unspecified', '[::]'],
    ['loopback', '[::1]'],
    ['loopback, written out', '[0:0:0:0:0:0:0:1]'],
    ['IPv4-compatible', '[::127.0.0.1]'],
    ['IPv4-mapped', '[::ffff:127.0.0.1]'],
    ['IPv4-mapped, in hexadecimal', '[::ffff:7f00:1]'],
    ['IPv4-translated (RFC 6145)', '[::ffff:0:127.0.0.1]'],
    ['NAT64', '[64:ff9b::10.0.0.1]'],
    ['NAT64 of a network (RFC 8215)', '[64:ff9b:1::10.0.0.1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['Teredo', '[2001::1]'],
    ['unique local', '[fc00::1]'],
    ['unique local', '[fd12:3456:789a::1]'],
    ['link-local', '[fe80::1]'],
    ['site-local', '[fec0::1]'],
    ['multicast', '[ff02::1]'],
    ['discarded (RFC 6666)', '[100::1]'],
    ['documentation', '[2001:db8::1]'],
    ['documentation (RFC 9637)', '[3fff::1]'],
    ['segment routing (RFC 9602)', '[5f00::1]'],
    ['not handed out', '[4000::1]'],
  ])('%s: %s', (_range, host) => {
    expect(refused(`https://${host}/v1`)).toBe(true);
  });
});

test.each([
  'localhost',
  'LOCALHOST',
  'localhost.',
  'localhost..',
  'api.localhost',
  'models',
  'models.',
  'models.local',
  'metadata.google.internal',
  'METADATA.google.INTERNAL.',
  'router.home.arpa',
  'nas.lan',
  'nas.home',
  'models.corp',
  'models.intranet',
  'models.private',
  'expyuzz4wqqyqhjn.onion',
])('a name that only a network knows: %s', (host) => {
  expect(refused(`https://${host}/v1`)).toBe(true);
});

describe('the owner can allow a host', () => {
  const allowed = ['models.internal', 'localhost:11434', '10.0.0.7:443', '[fd00::1]:8080'];

  test.each([
    'http://models.internal/v1',
    'https://models.internal/v1',
    'https://MODELS.internal',
    'http://localhost:11434/v1',
    'https://localhost:11434',
    'https://10.0.0.7',
    'https://10.0.0.7:443/v1',
    'http://[fd00:0::1]:8080',
  ])('%s is one', (address) => {
    expect(refused(address)).toBe(true);
    expect(isAllowedAddress(address, allowed)).toBe(true);
  });

  test.each([
    'http://models.internal:8080',
    'https://deep.models.internal',
    'https://models.internal.',
    'http://localhost',
    'http://localhost:11435',
    'http://10.0.0.7',
    'http://127.0.0.1:11434',
    'http://me@localhost:11434',
    'ftp://models.internal',
  ])('%s is another', (address) => {
    expect(isAllowedAddress(address, allowed)).toBe(false);
  });
});
