/** How far each key leads in a row that is read from left to right. */
const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  Home: -Infinity,
  End: Infinity,
};

/** The button among them that a person comes to with Tab: one for the whole row. */
export function keepOneTabStop(buttons: readonly HTMLElement[], current?: EventTarget | null): void {
  const stop = buttons.find((button) => button === current) ?? buttons.find(({ tabIndex }) => tabIndex === 0);
  for (const [index, button] of buttons.entries())
    button.tabIndex = stop ? (button === stop ? 0 : -1) : index === 0 ? 0 : -1;
}

/**
 * Moves the focus along a toolbar (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/).
 * @returns whether the key leads anywhere
 */
export function moveFocus(buttons: readonly HTMLElement[], event: KeyboardEvent): boolean {
  const step = steps[event.key];
  const index = buttons.findIndex((button) => button === event.composedPath()[0]);
  const [first] = buttons;
  if (step === undefined || index < 0 || !first) return false;
  const isMirrored = Number.isFinite(step) && getComputedStyle(first).direction === 'rtl';
  const next = Math.min(buttons.length - 1, Math.max(0, index + (isMirrored ? -step : step)));
  buttons[next]?.focus();
  return true;
}
