/** Names of hosts and numbers of machines that a text mentions, each with its path: `x.example/file.html` is one, not two. */
const hosts = /((?:[\p{L}\p{N}-]+\.)+\p{L}{2,}|(?:\d+\.){3}\d+)(?::\d+)?(?:[/?#]\S*)?/gu;

/** What has no shape, or turns the text around it. */
const unseen = /(?!\s)[\p{C}\p{DI}]/gu;

/** A text as it is read: without what can't be seen, and with one sign for all that look like it. */
const asRead = (text: string): string =>
  text.normalize('NFKC').replace(unseen, '').replaceAll('。', '.').toLowerCase();

/** @returns the address to write to; as it stands, where it isn't written as addresses are */
function recipient(path: string): string {
  try {
    return decodeURIComponent(path).replace(unseen, '');
  } catch {
    return path;
  }
}

/**
 * Where a link really leads, when its words look like another address.
 * @param words as they are shown
 * @param href what {@link safeUrl} made of its target
 * @returns the host, or the address to write to; null when the words hide nothing
 */
export function hiddenTarget(words: string, href: string): string | null {
  const { hostname, pathname } = new URL(href);
  const target = hostname || recipient(pathname);
  const read = asRead(target);
  const said = hostname ? asRead(words) : asRead(words).replace(read, ' ');
  const isHonest = ([, host = '']: RegExpExecArray) =>
    `.${read.replace('@', '.')}`.endsWith(`.${host.replace(/^www\./, '')}`);
  return [...said.matchAll(hosts)].every(isHonest) ? null : target;
}
