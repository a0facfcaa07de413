import { css } from 'lit';

export const welcomeStyles = css`
  .welcome {
    display: flex;
    flex-direction: column;
    gap: 20px;
  }

  .welcome__line {
    margin: 0;
    font-size: calc(var(--_font-size) + 5px);
    line-height: 1.4;
    font-weight: var(--_bold);
    letter-spacing: -0.012em;
    text-wrap: balance;
  }

  .welcome__starters {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .welcome__starter {
    border-radius: var(--_radius-card);
    font-weight: 400;
    text-align: start;
    box-shadow: inset 0 0 0 1px var(--_line);
  }
`;
