import { html, nothing, type TemplateResult } from 'lit';
import type { DeploymentConfig } from '../../protocol/config.ts';
import type { ClientErrorCode } from '../api/chat-api-error.ts';
import { isComposing } from '../events/is-composing.ts';
import { RequestEvent } from '../events/request-event.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Stores } from '../stores/create-stores.ts';
import { failureOf } from './failure-of.ts';
import type { PaynlessChat } from './paynless-chat.ts';
import { returnLink } from './return-link.ts';

/** What stands above the composer because a message could not be sent: the wall, or another reason. */
export type PanelNotice = { state: 'none' } | { state: 'limit' } | { state: 'error'; code: ClientErrorCode };

/** All that the panel is drawn from. */
interface PanelView {
  readonly element: PaynlessChat;
  readonly stores: Stores;
  readonly config: DeploymentConfig | null;
  readonly words: Messages;
  readonly notice: PanelNotice;
}

/** Escape closes a floating chat, unless it ends an input method's composition. */
function handleKeydown(event: KeyboardEvent): void {
  const isFloating =
    event.currentTarget instanceof HTMLElement && event.currentTarget.hasAttribute('floating');
  if (event.key !== 'Escape' || isComposing(event) || event.defaultPrevented || !isFloating) return;
  event.preventDefault();
  event.currentTarget.dispatchEvent(new RequestEvent({ type: 'close' }));
}

/** The panel of one element, from its stores. */
export function renderPanel(view: PanelView): TemplateResult {
  const { element, stores, words } = view;
  return html`<paynless-panel
    part="panel"
    exportparts="header, title, header__button, footer"
    .words=${words}
    .heading=${element.heading}
    ?floating=${element.mode !== 'inline'}
    ?open=${element.open}
    ?started=${stores.chat.$messages.get().length > 0}
    @keydown=${handleKeydown}
  >
    ${renderConversation(view)} ${renderNotice(view)} ${renderComposer(view)}
    <paynless-quota-meter
      slot="footer"
      exportparts="meter"
      .words=${words}
      .quota=${stores.quota.$quota.get()}
      ?hidden=${stores.quota.$quota.get() === null}
    ></paynless-quota-meter>
  </paynless-panel>`;
}

function renderConversation({ element, stores, words }: PanelView): TemplateResult {
  const { $messages, $streamingText, $answer, $details, $isReconnecting } = stores.chat;
  const messages = $messages.get();
  const failure = failureOf(stores, words);
  const isLoading = $details.get().state === 'loading';
  const isNew = messages.length === 0 && !isLoading && failure === null;
  return html`<paynless-message-list
    exportparts="list, message, message--user, message--assistant, message__body, message__note, progress, jump"
    .words=${words}
    .messages=${messages}
    .streamingText=${$streamingText.get()}
    .failure=${failure}
    ?waiting=${$answer.get().state === 'waiting'}
    ?reconnecting=${$isReconnecting.get()}
    ?loading=${isLoading}
  >
    ${
      isNew
        ? html`<paynless-welcome
            exportparts="welcome, welcome__starter"
            .words=${words}
            .starters=${element.starters}
          ></paynless-welcome>`
        : nothing
    }
  </paynless-message-list>`;
}

function renderNotice({
  element,
  stores,
  config,
  words,
  notice,
}: PanelView): TemplateResult | typeof nothing {
  if (notice.state === 'none') return nothing;
  if (notice.state === 'error') {
    const actions = [{ label: words.dismiss, request: { type: 'dismiss' } }];
    return html`<paynless-error-notice
      slot="footer"
      exportparts="notice, notice__action"
      .text=${words.errors[notice.code]}
      .actions=${actions}
    ></paynless-error-notice>`;
  }
  return html`<paynless-limit-notice
    slot="footer"
    exportparts="limit, limit__action"
    .words=${words}
    .quota=${stores.quota.$quota.get()}
    .registerUrl=${returnLink(element.registerUrl || (config?.registerUrl ?? ''), location.href)}
    .signInUrl=${returnLink(element.signInUrl || (config?.signInUrl ?? ''), location.href)}
  ></paynless-limit-notice>`;
}

function renderComposer({ element, stores, words }: PanelView): TemplateResult {
  const { $catalog, $providerId, $promptId } = stores.catalog;
  const catalog = $catalog.get();
  const answer = stores.chat.$answer.get().state;
  const { providers, prompts } = catalog.state === 'ready' ? catalog : { providers: [], prompts: [] };
  return html`<paynless-composer
    slot="footer"
    exportparts="composer, composer__text, composer__send"
    .words=${words}
    .placeholder=${element.placeholder}
    ?busy=${answer === 'waiting' || answer === 'streaming'}
  >
    <paynless-model-select
      exportparts="chip"
      .words=${words}
      .providers=${providers}
      .selectedId=${$providerId.get()}
      ?hidden=${element.noModelSelect}
    ></paynless-model-select>
    <paynless-prompt-select
      exportparts="chip"
      .words=${words}
      .prompts=${prompts}
      .selectedId=${$promptId.get()}
      ?hidden=${element.noPromptSelect}
    ></paynless-prompt-select>
  </paynless-composer>`;
}
