import { css } from 'lit';

/*
 * Every colour comes from two: one accent, one neutral. `light-dark()` reads `color-scheme`, which the element's `theme`
 * sets, so nested shadow roots need no theme of their own.
 *
 * The colour of text on the accent is exact for any accent: black and white are equally readable on a luminance of
 * 0.179 (WCAG 2.2, relative luminance), so the choice is made on Y of XYZ and never falls under 4.5 : 1.
 */
const derived = css`
  @supports (color: light-dark(oklch(from red l c h), red)) {
    :host {
      --_on-accent: color(
        from var(--_accent) xyz-d65 clamp(0, (0.179 - y) * 1e5, 0.9505) clamp(0, (0.179 - y) * 1e5, 1)
          clamp(0, (0.179 - y) * 1e5, 1.089)
      );
      --_accent-text: light-dark(
        oklch(from var(--_accent) min(l, 0.5) c h),
        oklch(from var(--_accent) max(l, 0.78) min(c, 0.12) h)
      );
      --_accent-hover: light-dark(
        oklch(from var(--_accent) calc(l - 0.04) c h),
        oklch(from var(--_accent) calc(l + 0.04) c h)
      );
      --_tint: light-dark(
        oklch(from var(--_accent) 0.955 min(c, 0.022) h),
        oklch(from var(--_accent) 0.31 min(c, 0.05) h)
      );
      --_surface: light-dark(#fff, oklch(from var(--_neutral) 0.2 c h));
      --_sunken: light-dark(
        oklch(from var(--_neutral) 0.975 calc(c * 0.3) h),
        oklch(from var(--_neutral) 0.165 c h)
      );
      --_raised: light-dark(#fff, oklch(from var(--_neutral) 0.245 c h));
      --_hover: light-dark(
        oklch(from var(--_neutral) 0.55 c h / 0.09),
        oklch(from var(--_neutral) 0.85 c h / 0.09)
      );
      --_line: light-dark(
        oklch(from var(--_neutral) 0.915 calc(c * 0.5) h),
        oklch(from var(--_neutral) 0.31 c h)
      );
      --_line-strong: light-dark(
        oklch(from var(--_neutral) 0.84 calc(c * 0.7) h),
        oklch(from var(--_neutral) 0.38 c h)
      );
      --_text: light-dark(
        oklch(from var(--_neutral) 0.24 c h),
        oklch(from var(--_neutral) 0.935 calc(c * 0.4) h)
      );
      --_text-muted: light-dark(oklch(from var(--_neutral) 0.49 c h), oklch(from var(--_neutral) 0.73 c h));
      --_shadow:
        0 0 0 1px light-dark(rgb(14 16 27 / 0.07), rgb(255 255 255 / 0.11)), 0 4px 12px rgb(14 16 27 / 0.06),
        0 20px 48px -8px light-dark(rgb(14 16 27 / 0.2), rgb(0 0 0 / 0.5));
      --_danger: light-dark(oklch(0.5 0.17 25), oklch(0.78 0.12 25));
    }
  }
`;

const fallbackDark = css`
  --_accent-text: #a9b4ff;
  --_tint: #2c2f45;
  --_surface: #15161a;
  --_sunken: #0f1013;
  --_raised: #202126;
  --_hover: rgb(255 255 255 / 0.08);
  --_line: #303137;
  --_line-strong: #42434a;
  --_text: #e8e9ec;
  --_text-muted: #a6a8b0;
  --_danger: #f2a39b;
`;

/** The private tokens (`--_…`) that every part of the widget is drawn with, made from the public `--paynless-…`. */
export const tokens = css`
  :host {
    --_scheme: light dark;
    --_accent: var(--paynless-accent, #4453c4);
    --_neutral: var(--paynless-neutral, oklch(0.55 0.011 270));
    --_font: var(--paynless-font, ui-sans-serif, system-ui, sans-serif);
    --_font-code: var(--paynless-font-code, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    --_radius: var(--paynless-radius, 16px);
    --_on-accent: #fff;
    --_accent-hover: var(--_accent);
    --_accent-text: var(--_accent);
    --_tint: #eceefb;
    --_surface: #fff;
    --_sunken: #f6f6f8;
    --_raised: #fff;
    --_hover: rgb(20 22 40 / 0.06);
    --_line: #e3e3e7;
    --_line-strong: #cbccd2;
    --_text: #1d1e22;
    --_text-muted: #5d5f68;
    --_danger: #a8271e;
    --_shadow:
      0 0 0 1px rgb(14 16 27 / 0.06), 0 4px 12px rgb(14 16 27 / 0.06), 0 20px 48px -8px rgb(14 16 27 / 0.2);
    --_ease: 160ms cubic-bezier(0.2, 0, 0, 1);
  }

  :host([theme='light']) {
    --_scheme: light;
  }

  :host([theme='dark']) {
    --_scheme: dark;
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

  ${derived}
`;
