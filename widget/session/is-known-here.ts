/**
 * Whether somebody has used the chat in this browser, or is signed in by supabase-js, as the names of what is stored tell. No
 * value is read.
 * @param getStorage may throw, as browsers do that keep nothing
 * @param prefix of all the names under which the chat keeps something
 */
export function isKnownHere(getStorage: () => object, prefix: string): boolean {
  try {
    return Object.keys(getStorage()).some(
      (name) => name.startsWith(prefix) || /^sb-.+-auth-token/.test(name),
    );
  } catch {
    return false;
  }
}
