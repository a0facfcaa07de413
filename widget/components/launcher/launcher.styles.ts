import { css } from 'lit';

export const launcherStyles = css`
  .launcher {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    cursor: pointer;
    transition:
      background-color var(--_ease),
      scale var(--_ease);
  }

  .launcher:active {
    scale: 0.96;
  }

  .launcher[aria-busy='true'] svg {
    animation: wait 500ms 150ms ease-in-out infinite alternate;
  }

  @keyframes wait {
    to {
      opacity: 0.35;
    }
  }

  .launcher:focus-visible {
    outline-offset: 3px;
  }

  @media (hover: hover) {
    .launcher:hover {
      background: var(--_accent-hover);
    }
  }

  @media (forced-colors: active) {
    .launcher {
      border: 2px solid ButtonBorder;
    }
  }
`;
