import { css } from 'lit';

export const copyButtonStyles = css`
  :host {
    display: inline-block;
  }

  .icon-button {
    inline-size: 32px;
    block-size: 28px;
    border-radius: 8px;
  }

  @media (pointer: coarse) {
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
  }
`;
