import type { ReactiveControllerHost } from 'lit';
import { SheetController } from '../../controllers/sheet-controller.ts';
import { VisualViewportController } from '../../controllers/visual-viewport-controller.ts';

/** Keeps a panel that fills a phone's screen above the keyboard, and the focus in it. */
export function followSheet(host: ReactiveControllerHost & HTMLElement, isSheet: () => boolean): void {
  new VisualViewportController(host);
  new SheetController(host, isSheet);
}
