import { css } from 'lit';

export const quotaMeterStyles = css`
  .meter {
    margin: 0;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
    text-align: center;
  }

  .meter--last {
    color: var(--_text);
    font-weight: var(--_medium);
  }
`;
