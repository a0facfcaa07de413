import ipaddr from 'ipaddr.js';

/**
 * Names that a network answers from within: RFC 6761, 6762 with its appendix G, 7686 and 8375, and ICANN's `internal`.
 * `home.arpa` is one of them, and nobody sells answers under the rest of `arpa`.
 */
const innerDomains = new Set([
  'arpa',
  'corp',
  'home',
  'internal',
  'intranet',
  'lan',
  'local',
  'localhost',
  'onion',
  'private',
]);

/** All of IPv6 that has been handed out as public (https://www.iana.org/assignments/ipv6-address-space). */
const globalUnicast = [ipaddr.IPv6.parse('2000::'), 3] as const;

/**
 * Whether a key may be sent to the address in a provider's row: https and a public host, or a host the owner has allowed by
 * name. A row must not be enough to send a key in the clear, or to reach what stands inside a network. What a public name
 * resolves to is not known here.
 * @param allowedHosts `host` or `host:port` as {@link URL} writes them
 */
export function isAllowedAddress(address: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  // Parsing also turns every other spelling of an address, such as 0x7f.1 or 2130706433, into the usual one.
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  const isHttps = url.protocol === 'https:';
  if (!isHttps && url.protocol !== 'http:') return false;
  const withPort = `${url.hostname}:${url.port || (isHttps ? '443' : '80')}`;
  if (allowedHosts.includes(url.host) || allowedHosts.includes(withPort)) return true;
  return isHttps && isPublicHost(url.hostname);
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.+$/g, '');
  if (ipaddr.isValid(host)) return isPublicIp(host);
  const labels = host.split('.');
  return labels.length > 1 && !innerDomains.has(labels.at(-1) ?? '');
}

function isPublicIp(host: string): boolean {
  const ip = ipaddr.parse(host);
  if (ip instanceof ipaddr.IPv6 && !ip.match(...globalUnicast)) return false;
  return ip.range() === 'unicast';
}
