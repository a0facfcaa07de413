/**
 * The name of the file that a reply is to be saved as, out of its `content-disposition`: the one in UTF-8 (RFC 8187) before the
 * plain one (RFC 6266).
 * @returns null when the header names none
 */
export function readFileName(header: string | null): string | null {
  const plain = /filename="([^"]+)"/.exec(header ?? '')?.[1];
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(header ?? '')?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // Something between us and the worker has changed it.
  }
  return plain ?? null;
}
