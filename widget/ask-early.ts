import { isInView } from './paynless-chat/is-in-view.ts';

// What an inline chat in view is drawn with is on its way before the rest of this file has run. One that fails to come is asked for
// again by its element, which says so.
const inline = document.querySelectorAll('paynless-chat[mode=inline]');
if ([...inline].some(isInView)) import('./paynless-chat/panel.ts').catch(() => undefined);
