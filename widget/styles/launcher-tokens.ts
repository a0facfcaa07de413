import { css } from 'lit';

/*
 * Private tokens (`--_…`) are what the widget's parts are drawn with. Each is made here, or in `panel-tokens.ts`, from the
 * public property (`--paynless-…`) that a page may set, and from our own value where it does not.
 */

/**
 * What the launcher needs: all that most visitors ever load.
 *
 * The colour of text on the accent is exact for any accent: black and white are equally readable on a luminance of
 * 0.179 (WCAG 2.2, relative luminance), so the choice is made on Y of XYZ and never falls under 4.5 : 1.
 */
export const launcherTokens = css`
  :host {
    --_scheme: light dark;
    --_accent: var(--paynless-accent, #4453c4);
    --_on-accent: var(--paynless-on-accent, var(--_default-on-accent));
    --_default-on-accent: #fff;
    --_accent-hover: var(--_accent);
    --_font: var(--paynless-font, ui-sans-serif, system-ui, sans-serif);
    --_font-size: var(--paynless-font-size, 15px);
    --_line-height: var(--paynless-line-height, 22px);
    --_ease: var(--paynless-duration, 160ms) var(--paynless-easing, cubic-bezier(0.2, 0, 0, 1));
    --_launcher-size: var(--paynless-launcher-size, 52px);
    --_inset-inline: var(--paynless-inset-inline, 20px);
    --_inset-block: calc(var(--paynless-inset-block, 20px) + env(safe-area-inset-bottom, 0px));
  }

  :host([theme='light']) {
    --_scheme: light;
  }

  :host([theme='dark']) {
    --_scheme: dark;
  }

  @supports (color: light-dark(oklch(from red l c h), red)) {
    :host {
      --_default-on-accent: color(
        from var(--_accent) xyz-d65 clamp(0, (0.179 - y) * 1e5, 0.9505) clamp(0, (0.179 - y) * 1e5, 1)
          clamp(0, (0.179 - y) * 1e5, 1.089)
      );
      --_accent-hover: light-dark(
        oklch(from var(--_accent) calc(l - 0.04) c h),
        oklch(from var(--_accent) calc(l + 0.04) c h)
      );
    }
  }
`;
