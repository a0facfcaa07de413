import type { DeploymentConfig } from '../../protocol/config.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { createTranslate } from '../i18n/create-translate.ts';
import { en } from '../i18n/en.ts';
import { languageOf } from '../i18n/launcher-labels.ts';
import type { Messages } from '../i18n/messages.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** What one element says, and what its deployment has to say to that. */
export interface PanelWords {
  readonly words: Messages;
  /** Null before it has come. */
  readonly config: DeploymentConfig | null;
  /** Asks the deployment, once it has answered no more. Never rejects. */
  readonly loadConfig: () => Promise<void>;
  /** Says everything in the language in force from now on. Resolves when its words are there, or can't be. */
  readonly changeLanguage: () => Promise<void>;
  /** Takes the words anew that the page has put in the place of ours. */
  readonly mix: () => void;
}

/** The words of one element: its language's, and before those the deployment's, and before those the page's own. */
export function createPanelWords(element: PaynlessChat, api: Pick<ChatApi, 'getConfig'>): PanelWords {
  let base = en;
  let words = en;
  let config: DeploymentConfig | null = null;

  function mix(): void {
    words = createTranslate([config?.texts, element.messages], base);
    element.requestUpdate();
  }

  return {
    get words() {
      return words;
    },
    get config() {
      return config;
    },
    mix,
    loadConfig: async () => {
      try {
        config ??= await api.getConfig();
        mix();
      } catch {
        // The catalog needs the same reply: its failure is the one that is shown, with a retry.
      }
    },
    changeLanguage: async () => {
      const { language } = element;
      if (base.language === 'en' && languageOf(language) === 'en' && !language.includes('-')) return;
      const { loadMessages } = await import('../i18n/load-messages.ts').catch(() => ({ loadMessages: null }));
      const loaded = await loadMessages?.(language);
      if (loaded === undefined || language !== element.language) return;
      base = loaded;
      mix();
    },
  };
}
