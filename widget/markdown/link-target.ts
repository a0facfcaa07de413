/** Names of hosts that a text mentions. */
const hosts = /(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;

/** What follows the host of an address: `x.example/file.html` mentions one host, not two. */
const afterHost = /([^/:\s])[/?#]\S*/g;

/**
 * Where a link really leads, when its words look like another address.
 * @param words as they are shown
 * @param href what {@link safeUrl} made of its target
 * @returns the host, or the address to write to; null when the words hide nothing
 */
export function hiddenTarget(words: string, href: string): string | null {
  const { hostname, pathname } = new URL(href);
  const target = hostname || decodeURIComponent(pathname);
  const mentioned = words.toLowerCase().replaceAll(afterHost, '$1').match(hosts) ?? [];
  const isHonest = (host: string) =>
    `.${target.replace('@', '.')}`.endsWith(`.${host.replace(/^www\./, '')}`);
  return words.includes(target) && !hostname ? null : mentioned.every(isHonest) ? null : target;
}
