/** Distance to the anchor, and to the window's edges, in CSS pixels. */
const gapPx = 6;
const edgePx = 8;

/**
 * Puts a fixed element below its anchor, or above it where there is more room, inside the window. What it is fixed to may be
 * the window or a transformed ancestor somewhere in the page, so it is measured where it begins.
 */
export function placeBeside(popup: HTMLElement, anchor: Element): void {
  const { style } = popup;
  style.setProperty('inset', '0 auto auto 0');
  style.setProperty('max-block-size', 'none');
  const origin = popup.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const below = innerHeight - at.bottom;
  const isBelow = origin.height + gapPx + edgePx <= below || below >= at.top;
  const room = (isBelow ? below : at.top) - gapPx - edgePx;
  const top = isBelow ? at.bottom + gapPx : at.top - gapPx - Math.min(origin.height, room);
  const start = getComputedStyle(anchor).direction === 'rtl' ? at.right - origin.width : at.left;
  const left = Math.max(
    edgePx,
    Math.min(start, document.documentElement.clientWidth - origin.width - edgePx),
  );
  style.setProperty('inset', `${String(top - origin.top)}px auto auto ${String(left - origin.left)}px`);
  style.setProperty('max-block-size', `${String(room)}px`);
}
