import { Composer } from '../components/composer/composer.ts';
import { define } from '../components/define.ts';
import { ErrorNotice } from '../components/error-notice/error-notice.ts';
import { MessageList } from '../components/message-list/message-list.ts';
import { ModelSelect } from '../components/model-select/model-select.ts';
import { Panel } from '../components/panel/panel.ts';
import { PromptSelect } from '../components/prompt-select/prompt-select.ts';
import { QuotaMeter } from '../components/quota-meter/quota-meter.ts';
import { Welcome } from '../components/welcome/welcome.ts';

/** Registers the elements that the panel begins with; others come when they are wanted. Safe to call again. */
export function defineComponents(): void {
  define('paynless-composer', Composer);
  define('paynless-error-notice', ErrorNotice);
  define('paynless-message-list', MessageList);
  define('paynless-model-select', ModelSelect);
  define('paynless-panel', Panel);
  define('paynless-prompt-select', PromptSelect);
  define('paynless-quota-meter', QuotaMeter);
  define('paynless-welcome', Welcome);
}
