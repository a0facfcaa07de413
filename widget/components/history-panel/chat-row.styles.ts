import { css } from 'lit';

/** Days and their chats. */
export const chatRowStyles = css`
  .day {
    margin: 0;
    padding: 14px 10px 4px;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
    font-weight: var(--_medium);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    border-radius: var(--_radius-control);
  }

  .chat {
    display: flex;
    flex: 1;
    align-items: baseline;
    gap: 12px;
    min-inline-size: 0;
    min-block-size: 40px;
    padding: 9px 10px;
    border: 0;
    border-radius: var(--_radius-control);
    background: none;
    text-align: start;
    cursor: pointer;
  }

  .chat__title {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: left;
  }

  .chat:dir(rtl) .chat__title {
    text-align: right;
  }

  .chat__date {
    flex: none;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    font-variant-numeric: tabular-nums;
  }

  .row--current {
    background: var(--_tint);
  }

  .row--current .chat__title {
    font-weight: var(--_medium);
  }

  .chat:focus-visible,
  .chat__more:focus-visible {
    outline-offset: -2px;
  }

  .actions {
    display: flex;
    flex: 0 0 calc(100% - 12px);
    flex-direction: column;
    margin: 2px 6px 6px;
    padding-block-start: 4px;
    border-block-start: 1px solid var(--_line);
    animation: appear var(--_ease);
  }

  .row--actions {
    margin-block: 2px;
    box-shadow: inset 0 0 0 1px var(--_line);
  }

  .action {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 36px;
    padding: 6px 8px;
    border: 0;
    border-radius: calc(var(--_radius-control) - 2px);
    background: none;
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
    text-align: start;
    cursor: pointer;
  }

  .action svg {
    color: var(--_text-muted);
  }

  .action--delete,
  .action--delete svg {
    color: var(--_danger);
  }

  .field--title {
    flex: 1;
    inline-size: auto;
    min-inline-size: 0;
    min-block-size: 40px;
    padding: 8px 10px;
  }

  @media (hover: hover) {
    .row:hover,
    .action:hover {
      background: var(--_hover);
    }

    :is(.row--actions, .row--title):hover {
      background: none;
    }

    .row--current:hover {
      background: var(--_tint);
    }
  }

  @media (pointer: coarse) {
    .chat,
    .action {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .row--actions {
      border: 1px solid CanvasText;
    }

    .row--current .chat__title {
      text-decoration: underline;
    }
  }
`;
