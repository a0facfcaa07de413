import { css } from 'lit';

export const launcherStyles = css`
  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--_launcher-size);
    block-size: var(--_launcher-size);
    padding: 0;
    border: 0;
    border-radius: var(--paynless-radius-launcher, 50%);
    background: var(--paynless-launcher, var(--_accent));
    color: var(--paynless-on-launcher, var(--_on-accent));
    box-shadow: var(
      --paynless-shadow-launcher,
      0 1px 3px rgb(14 16 27 / 0.16),
      0 8px 24px -4px rgb(14 16 27 / 0.28)
    );
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

  .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: 10px;
    background: var(--paynless-badge, #c5352c);
    color: var(--paynless-on-badge, #fff);
    font-size: 12px;
    line-height: 20px;
    font-weight: 600;
  }

  @media (hover: hover) {
    .launcher:hover {
      background: var(--paynless-launcher, var(--_accent-hover));
    }
  }

  @media (forced-colors: active) {
    .launcher,
    .badge {
      border: 2px solid ButtonBorder;
    }
  }
`;
