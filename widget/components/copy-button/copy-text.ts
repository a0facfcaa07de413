/** Puts a text on the clipboard. @returns whether the page may: in a frame or an old browser it may not */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
