import { html, nothing, type TemplateResult } from 'lit';
import type { DeploymentConfig } from '../../protocol/config.ts';
import { isComposing } from '../events/is-composing.ts';
import { RequestEvent } from '../events/request-event.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { Companions } from './companions.ts';
import type { PanelNotice } from './panel-notices.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** All that the panel is drawn from. */
interface PanelView {
  readonly element: PaynlessChat;
  readonly stores: Stores;
  readonly config: DeploymentConfig | null;
  readonly words: Messages;
  readonly notice: PanelNotice;
  /** Null before they have come. */
  readonly companions: Companions | null;
}

/** Escape closes a floating chat, unless it ends an input method's composition. */
function handleKeydown(event: KeyboardEvent): void {
  const isFloating =
    event.currentTarget instanceof HTMLElement && event.currentTarget.hasAttribute('floating');
  if (event.key !== 'Escape' || isComposing(event) || event.defaultPrevented || !isFloating) return;
  event.preventDefault();
  event.currentTarget.dispatchEvent(new RequestEvent({ type: 'close' }));
}

/** With what the panel is drawn anew when it changes. */
export function storesOnShow({ catalog, chat, quota }: Stores) {
  const { $messages, $streamingText, $answer, $details, $isReconnecting, $title, $siblings, $queuedIds } =
    chat;
  return [
    ...[$messages, $streamingText, $answer, $details, $isReconnecting, $title, $siblings, $queuedIds],
    ...[catalog.$catalog, catalog.$providerId, catalog.$promptId, quota.$quota],
  ];
}

/** The panel of one element, from its stores. */
export function renderPanel(view: PanelView): TemplateResult {
  const { element, stores, words, companions } = view;
  const { chat, session, quota } = stores;
  return html`<paynless-panel
    part="panel"
    exportparts="header, title, header__button, footer, resize-handle"
    lang=${words.language}
    .words=${words}
    .heading=${element.heading}
    .chatTitle=${chat.$title.get()}
    .size=${companions?.size() ?? null}
    ?floating=${element.mode !== 'inline'}
    ?open=${element.open}
    ?started=${chat.$messages.get().length > 0}
    ?has-history=${!element.noHistory && session.$session.get().state === 'user'}
    @keydown=${handleKeydown}
  >
    <slot name="header" slot="header"></slot>
    ${companions?.renderOverlay(words)} ${renderConversation(view)} ${renderNotice(view)}
    ${renderComposer(view)}
    <paynless-quota-meter
      slot="footer"
      exportparts="meter"
      .words=${words}
      .quota=${quota.$quota.get()}
      ?hidden=${quota.$quota.get() === null}
    ></paynless-quota-meter>
    <slot name="footer" slot="footer"></slot>
  </paynless-panel>`;
}

const isBusy = ({ chat }: Stores) => ['waiting', 'streaming'].includes(chat.$answer.get().state);

function renderConversation({ element, stores, words, companions }: PanelView): TemplateResult {
  const { catalog, chat } = stores;
  const messages = chat.$messages.get();
  const offer = catalog.$catalog.get();
  const failure = companions?.failureOf(words) ?? null;
  const isLoading = chat.$details.get().state === 'loading';
  const isNew = messages.length === 0 && !isLoading && failure === null;
  return html`<paynless-message-list
    exportparts="list, message, message--user, message--assistant, message__body, message__note, day, link, table, math, code, code__head, copy, edit, edit__text, edit__button, actions, action, actions__note, branches, time, models, models__model, feedback, feedback__text, feedback__button, details, notice, notice__action, progress, jump"
    .words=${words}
    .messages=${messages}
    .streamingText=${chat.$streamingText.get()}
    .siblings=${chat.$siblings.get()}
    .queuedIds=${chat.$queuedIds.get()}
    .feedback=${companions?.feedback.$feedback.get()}
    .providers=${offer.state === 'ready' ? offer.providers : []}
    .failure=${failure}
    ?busy=${isBusy(stores)}
    ?waiting=${chat.$answer.get().state === 'waiting'}
    ?reconnecting=${chat.$isReconnecting.get()}
    ?loading=${isLoading}
  >
    ${
      isNew
        ? html`<paynless-welcome
            exportparts="welcome, welcome__line, welcome__starter"
            .words=${words}
            .starters=${element.starters}
          >
            <slot name="welcome" slot="welcome"></slot>
            <slot name="empty" slot="empty"></slot>
          </paynless-welcome>`
        : nothing
    }
  </paynless-message-list>`;
}

function renderNotice({ notice, ...view }: PanelView): TemplateResult | typeof nothing {
  const { stores, words } = view;
  if (notice.state === 'none') return nothing;
  if (notice.state === 'limit') return notice.renderLimit({ ...view, quota: stores.quota.$quota.get() });
  const text = notice.read(words);
  // Before it has come, or when it can't, that is said all the same.
  if (!view.companions) return html`<p slot="footer" role="alert" dir="auto">${text}</p>`;
  const actions = [{ label: words.dismiss, request: { type: 'dismiss' } }];
  return html`<paynless-error-notice
    slot="footer"
    exportparts="notice, notice__action"
    .text=${text}
    .actions=${actions}
  ></paynless-error-notice>`;
}

function renderComposer({ element, stores, words }: PanelView): TemplateResult {
  const { $catalog, $providerId, $promptId } = stores.catalog;
  const catalog = $catalog.get();
  const { providers, prompts } = catalog.state === 'ready' ? catalog : { providers: [], prompts: [] };
  return html`<paynless-composer
    slot="footer"
    exportparts="composer, composer__text, composer__send, composer__status"
    .words=${words}
    .placeholder=${element.placeholder}
    ?busy=${isBusy(stores)}
    ?offline=${!navigator.onLine || stores.chat.$queuedIds.get().size > 0}
  >
    <slot name="composer-start" slot="composer-start"></slot>
    <slot name="composer-end" slot="composer-end"></slot>
    <paynless-model-select
      exportparts="chip, listbox, option"
      .words=${words}
      .providers=${providers}
      .selectedId=${$providerId.get()}
      ?hidden=${element.noModelSelect}
    ></paynless-model-select>
    <paynless-prompt-select
      exportparts="chip, listbox, option"
      .words=${words}
      .prompts=${prompts}
      .selectedId=${$promptId.get()}
      ?hidden=${element.noPromptSelect}
    ></paynless-prompt-select>
  </paynless-composer>`;
}
