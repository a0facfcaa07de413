const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * @returns the address as the browser understands it, or null for anything that is not an absolute `http`, `https` or
 * `mailto` link: those may run code, or lead to places on the host's own site that an answer should not choose
 */
export function safeUrl(href: string): string | null {
  try {
    // `URL.parse` and `URL.canParse` are younger than the browsers we are built for.
    const url = new URL(href);
    return protocols.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
