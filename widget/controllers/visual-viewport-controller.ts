import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Tells a full-screen sheet how much of the screen a phone's keyboard leaves: `--_viewport-height` and
 * `--_viewport-top` on the host. Only the visual viewport knows; `dvh` ignores the keyboard.
 */
export class VisualViewportController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    visualViewport?.addEventListener('resize', this.#measure);
    visualViewport?.addEventListener('scroll', this.#measure);
    this.#measure();
  }

  hostDisconnected(): void {
    visualViewport?.removeEventListener('resize', this.#measure);
    visualViewport?.removeEventListener('scroll', this.#measure);
  }

  readonly #measure = (): void => {
    // A page zoomed in by its reader is not a keyboard: following that viewport would move the sheet with every pan.
    if (visualViewport?.scale !== 1) return;
    // Through the CSSOM, which a strict content security policy allows where it refuses style attributes.
    this.#host.style.setProperty('--_viewport-height', `${String(visualViewport.height)}px`);
    this.#host.style.setProperty('--_viewport-top', `${String(visualViewport.offsetTop)}px`);
  };
}
