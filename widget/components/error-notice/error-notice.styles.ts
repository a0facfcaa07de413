import { css } from 'lit';

export const errorNoticeStyles = css`
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px;
    border-radius: 12px;
    background: var(--_sunken);
    box-shadow: inset 0 0 0 1px var(--_line);
    font-size: 14px;
    line-height: 20px;
  }

  .notice__icon {
    align-self: flex-start;
    color: var(--_danger);
  }

  .notice__text {
    flex: 1 1 200px;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .notice__actions {
    display: flex;
    gap: 8px;
    margin-inline-start: 32px;
  }

  /* Below a message of the person, which stands at that side. */
  .calm {
    display: flex;
    justify-content: flex-end;
  }
`;
