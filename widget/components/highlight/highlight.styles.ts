import { css } from 'lit';

/**
 * The colours of code. Each stands at least 4.5 : 1 from the ground of a block in both themes; where the browser knows no
 * `light-dark()`, and where colours are forced, code has the colour of text.
 */
export const highlightStyles = css`
  .code-keyword {
    color: var(--paynless-code-keyword, light-dark(#8a2a9b, #d7a1e6));
  }

  .code-string {
    color: var(--paynless-code-string, light-dark(#1b6b36, #9ad5a5));
  }

  .code-number {
    color: var(--paynless-code-number, light-dark(#9a4a08, #efb98a));
  }

  .code-comment {
    color: var(--paynless-code-comment, var(--_text-muted));
    font-style: italic;
  }

  .code-title {
    color: var(--paynless-code-title, light-dark(#2450a8, #a3c0f7));
  }

  .code-type {
    color: var(--paynless-code-type, light-dark(#0a6274, #8fd3e0));
  }

  .code-attribute {
    color: var(--paynless-code-attribute, light-dark(#84511a, #e4c79a));
  }

  .code-addition {
    color: var(--paynless-code-addition, light-dark(#1b6b36, #9ad5a5));
  }

  .code-deletion {
    color: var(--paynless-code-deletion, light-dark(#a8271e, #f2a39b));
  }
`;
