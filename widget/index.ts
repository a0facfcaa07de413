import './ask-early.ts';
import { define } from './components/define.ts';
import { Launcher } from './components/launcher/launcher.ts';
import { PaynlessChat } from './paynless-chat/paynless-chat.ts';

// The worker that serves this script is the one to talk to, unless an element says otherwise.
PaynlessChat.defaultApiUrl = new URL(import.meta.url).origin;

define('paynless-launcher', Launcher);
define('paynless-chat', PaynlessChat);

export { PaynlessChat };
