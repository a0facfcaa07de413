import { css } from 'lit';

/*
 * Every colour comes from two: one accent, one neutral. `light-dark()` reads `color-scheme`, which the element's `theme`
 * sets, so nested shadow roots need no theme of their own.
 */

const derived = css`
  @supports (color: light-dark(oklch(from red l c h), red)) {
    :host {
      --_default-accent-text: light-dark(
        oklch(from var(--_accent) min(l, 0.5) c h),
        oklch(from var(--_accent) max(l, 0.78) min(c, 0.12) h)
      );
      --_default-tint: light-dark(
        oklch(from var(--_accent) 0.955 min(c, 0.022) h),
        oklch(from var(--_accent) 0.31 min(c, 0.05) h)
      );
      --_default-surface: light-dark(#fff, oklch(from var(--_neutral) 0.2 c h));
      --_default-sunken: light-dark(
        oklch(from var(--_neutral) 0.975 calc(c * 0.3) h),
        oklch(from var(--_neutral) 0.165 c h)
      );
      --_default-raised: light-dark(#fff, oklch(from var(--_neutral) 0.245 c h));
      --_default-hover: light-dark(
        oklch(from var(--_neutral) 0.55 c h / 0.09),
        oklch(from var(--_neutral) 0.85 c h / 0.09)
      );
      --_default-line: light-dark(
        oklch(from var(--_neutral) 0.915 calc(c * 0.5) h),
        oklch(from var(--_neutral) 0.31 c h)
      );
      --_default-line-strong: light-dark(
        oklch(from var(--_neutral) 0.84 calc(c * 0.7) h),
        oklch(from var(--_neutral) 0.38 c h)
      );
      --_default-text: light-dark(
        oklch(from var(--_neutral) 0.24 c h),
        oklch(from var(--_neutral) 0.935 calc(c * 0.4) h)
      );
      --_default-text-muted: light-dark(
        oklch(from var(--_neutral) 0.49 c h),
        oklch(from var(--_neutral) 0.73 c h)
      );
      --_default-danger: light-dark(oklch(0.5 0.17 25), oklch(0.78 0.12 25));
      --_default-shadow:
        0 0 0 1px light-dark(rgb(14 16 27 / 0.07), rgb(255 255 255 / 0.11)), 0 4px 12px rgb(14 16 27 / 0.06),
        0 20px 48px -8px light-dark(rgb(14 16 27 / 0.2), rgb(0 0 0 / 0.5));
    }
  }
`;

const fallbackDark = css`
  --_default-accent-text: #a9b4ff;
  --_default-surface: #15161a;
  --_default-text: #e8e9ec;
  --_default-danger: #f2a39b;
`;

/* Browsers without relative colours mix what they need of two greys. */
const fallback = css`
  :host {
    --_default-accent-text: var(--_accent);
    --_default-surface: #fff;
    --_default-text: #1d1e22;
    --_default-danger: #a8271e;
    --_default-tint: color-mix(in oklab, var(--_accent) 14%, var(--_surface));
    --_default-sunken: color-mix(in oklab, var(--_text) 4%, var(--_surface));
    --_default-raised: var(--_surface);
    --_default-hover: color-mix(in oklab, var(--_text) 7%, transparent);
    --_default-line: color-mix(in oklab, var(--_text) 12%, var(--_surface));
    --_default-line-strong: color-mix(in oklab, var(--_text) 24%, var(--_surface));
    --_default-text-muted: color-mix(in oklab, var(--_text) 70%, var(--_surface));
    --_default-shadow: 0 0 0 1px rgb(14 16 27 / 0.06), 0 20px 48px -8px rgb(14 16 27 / 0.2);
  }

  @supports not (color: light-dark(oklch(from red l c h), red)) {
    :host([theme='dark']) {
      ${fallbackDark}
    }

    @media (prefers-color-scheme: dark) {
      :host(:not([theme='light'])) {
        ${fallbackDark}
      }
    }
  }
`;

/** What the panel needs beside the launcher's tokens. */
export const panelTokens = css`
  :host {
    --_neutral: var(--paynless-neutral, oklch(0.55 0.011 270));
    --_accent-text: var(--paynless-accent-text, var(--_default-accent-text));
    --_focus: var(--paynless-focus, var(--_accent-text));
    --_link: var(--paynless-link, var(--_accent-text));
    --_tint: var(--paynless-tint, var(--_default-tint));
    --_surface: var(--paynless-surface, var(--_default-surface));
    --_sunken: var(--paynless-sunken, var(--_default-sunken));
    --_raised: var(--paynless-raised, var(--_default-raised));
    --_hover: var(--paynless-hover, var(--_default-hover));
    --_line: var(--paynless-line, var(--_default-line));
    --_line-strong: var(--paynless-line-strong, var(--_default-line-strong));
    --_text: var(--paynless-text, var(--_default-text));
    --_text-muted: var(--paynless-text-muted, var(--_default-text-muted));
    --_danger: var(--paynless-danger, var(--_default-danger));
    --_bubble: var(--paynless-bubble, var(--_tint));
    --_bubble-text: var(--paynless-bubble-text, var(--_text));
    --_code: var(--paynless-code, var(--_sunken));
    --_code-text: var(--paynless-code-text, var(--_text));
    --_shadow: var(--paynless-shadow, var(--_default-shadow));
    --_radius: var(--paynless-radius, 16px);
    --_radius-bubble: var(--paynless-radius-bubble, 16px);
    --_radius-composer: var(--paynless-radius-composer, 14px);
    --_radius-card: var(--paynless-radius-card, 12px);
    --_radius-control: var(--paynless-radius-control, 10px);
    --_font-code: var(--paynless-font-code, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    --_font-size-small: var(--paynless-font-size-small, 13px);
    --_font-size-code: var(--paynless-font-size-code, 13px);
    --_medium: var(--paynless-font-weight-medium, 500);
    --_bold: var(--paynless-font-weight-bold, 600);
    --_density: var(--paynless-density, 1);
    --_gutter: var(--paynless-gutter, calc(16px * var(--_density)));
    --_gap: var(--paynless-gap, calc(20px * var(--_density)));
    --_header-height: var(--paynless-header-height, calc(36px + 16px * var(--_density)));
    --_control: var(--paynless-control-size, calc(24px + 12px * var(--_density)));
    --_content-width: var(--paynless-content-width, 720px);
    --_message-width: var(--paynless-message-width, 85%);
  }

  :host([density='compact']) {
    --_density: 0.75;
  }

  :host([density='comfortable']) {
    --_density: 1.25;
  }

  ${fallback} ${derived}

  @media (prefers-contrast: more) {
    :host {
      --_default-text-muted: var(--_text);
      --_default-line: color-mix(in oklab, var(--_text) 60%, transparent);
      --_default-line-strong: var(--_text);
    }
  }
`;
