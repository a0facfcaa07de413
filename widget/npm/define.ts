import { define } from '../components/define.ts';
import { Launcher } from '../components/launcher/launcher.ts';
import { PaynlessChat } from './index.ts';

/** A script tag knows where it came from; a package does not, and the page's own address would answer with riddles. */
function sayWhatIsMissing({ currentTarget }: Event): void {
  if (currentTarget instanceof PaynlessChat && !currentTarget.workerUrl)
    console.error(
      '<paynless-chat> needs your Worker’s address: set `api-url`, or PaynlessChat.defaultApiUrl.',
    );
}

// A server has nothing to upgrade. Lit brings a registry of its own there; what stood in it would be rendered by others.
if ('document' in globalThis) {
  PaynlessChat.addInitializer((element) => {
    element.addEventListener('paynless-ready', sayWhatIsMissing, { once: true });
  });
  define('paynless-launcher', Launcher);
  define('paynless-chat', PaynlessChat);
}

export * from './index.ts';
