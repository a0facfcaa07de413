/**
 * The part of an address that one household has to itself: all of an IPv4 address, the /64 of an IPv6 address
 * (RFC 4291, section 2.5.4: the rest is free to choose, and would be a new identity for every message).
 * @returns null for what is not an address
 */
export function ipBucket(address: string): string | null {
  const text = address.trim().toLowerCase();
  if (isIpv4(text)) return text;
  const mapped = /^::ffff:([\d.]+)$/.exec(text)?.[1];
  if (mapped !== undefined) return isIpv4(mapped) ? mapped : null;
  const groups = expandIpv6(text);
  return groups && `${groups.slice(0, 4).join(':')}::/64`;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** The eight groups of an IPv6 address without leading zeros, so that every spelling gives the same bucket. */
function expandIpv6(text: string): string[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16).toString(16));
}
