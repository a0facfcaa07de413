import { Composer } from '../components/composer/composer.ts';
import { define } from '../components/define.ts';
import { Panel } from '../components/panel/panel.ts';
import { Welcome } from '../components/welcome/welcome.ts';

/** Registers what one can write and send with. Safe to call again. */
export function defineComponents(): void {
  define('paynless-composer', Composer);
  define('paynless-panel', Panel);
  define('paynless-welcome', Welcome);
}

/** Loads and registers what a conversation is shown in, and what stands by it. They take their places when they have come. */
export async function loadConversation() {
  const conversation = await import('./conversation.ts');
  conversation.defineConversation();
  return conversation;
}
