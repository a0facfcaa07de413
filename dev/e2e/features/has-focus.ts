import type { Locator } from 'playwright-core';

/** Whether the focus is on the one thing that is found, however deep in shadow roots it stands. */
export async function hasFocus(locator: Locator): Promise<boolean> {
  if ((await locator.count()) !== 1) return false;
  return locator.evaluate((element) => {
    const root = element.getRootNode();
    return root instanceof ShadowRoot || root instanceof Document ? root.activeElement === element : false;
  });
}
