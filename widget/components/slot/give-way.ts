/**
 * For `slotchange`: what stands after the slot gives way to what an owner puts into it. A slot's own fallback would not do: a
 * slot that is passed on through the element's shadow root fills this one even while it is empty itself.
 */
export function giveWay({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLSlotElement)) return;
  const isFilled = currentTarget.assignedElements({ flatten: true }).length > 0;
  currentTarget.nextElementSibling?.toggleAttribute('hidden', isFilled);
}
