import type { PaynlessChat } from '../../widget/index.ts';

// What a visitor may begin with. Properties can be set before the element's script has loaded.

const chat = document.querySelector<PaynlessChat>('paynless-chat');
if (chat) {
  chat.starters = [
    'Which paper suits a fountain pen?',
    'Show me a slow answer',
    'Compare dotted and ruled pages in a table',
  ];
}
