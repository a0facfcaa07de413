import { html, type TemplateResult } from 'lit';
import type { DeploymentConfig } from '../../protocol/config.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { Messages } from '../i18n/messages.ts';
import type { PaynlessChat } from './paynless-chat.ts';
import { returnLink } from './return-link.ts';

/** What the end of the free messages is drawn from. */
interface LimitView {
  readonly element: PaynlessChat;
  readonly config: DeploymentConfig | null;
  readonly words: Messages;
  readonly quota: Quota | null;
}

/** The end of the free messages, with the ways on that this element, or else the deployment, has. */
export function renderLimit({ element, config, words, quota }: LimitView): TemplateResult {
  return html`<paynless-limit-notice
    slot="footer"
    exportparts="limit, limit__action, limit__dismiss"
    .words=${words}
    .quota=${quota}
    .registerUrl=${returnLink(element.registerUrl || (config?.registerUrl ?? ''), location.href)}
    .signInUrl=${returnLink(element.signInUrl || (config?.signInUrl ?? ''), location.href)}
  >
    <slot name="limit" slot="limit"></slot>
  </paynless-limit-notice>`;
}
