/** What browsers report as `keyCode` for a key that an input method is still working on. */
const imeKeyCode = 229;

/**
 * Whether a key belongs to an input method that composes a word: Enter then chooses one, Escape gives one up. Safari
 * reports the last of these keys after the composition has ended; the code is the only sign that it gives.
 */
export function isComposing(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign, see above
  return event.isComposing || event.keyCode === imeKeyCode;
}
