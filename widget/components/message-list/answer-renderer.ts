import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Message } from '../../../protocol/message.ts';
import { whenIdle } from '../../controllers/idle-mount-controller.ts';
import type { Messages } from '../../i18n/messages.ts';
import { define } from '../define.ts';
import type * as AnswerParts from './answer-parts.ts';

type Parts = typeof AnswerParts;

/**
 * Renders the answers of one list. Text is shown as it is until the Markdown module has come. An answer that was streamed
 * here keeps its blocks when it ends, so that the document goes on: nothing flickers, and what is selected stays so.
 */
export class AnswerRenderer {
  readonly #onLoad: (parts: Parts) => void;
  readonly #streams = new Map<string, AnswerParts.StreamingMarkdown>();
  #parts: Parts | undefined;
  #isLoading = false;
  /** There is something to be shown. */
  #isAwaited = false;
  #words: Messages | undefined;
  #options: AnswerParts.MarkdownOptions = {};

  /** @param onLoad called when answers look different from now on */
  constructor(onLoad: (parts: Parts) => void) {
    this.#onLoad = onLoad;
  }

  /** What answers are rendered with, once it is there; then everything that was rendered is out of date. */
  get parts(): Parts | undefined {
    return this.#parts;
  }

  /**
   * Begins to load what answers are rendered with; after a failure the next call tries again.
   * @param isWaiting there is nothing to be rendered yet, and time to make ready what will be
   */
  load(words: Messages, isWaiting: boolean): void {
    this.#isAwaited ||= !isWaiting;
    if (this.#isLoading || this.#parts) return;
    this.#isLoading = true;
    void this.#load(words);
  }

  /** The template of one answer. `text` is what has arrived of it. */
  render(message: Message, text: string, words: Messages): unknown {
    const parts = this.#parts;
    this.#isAwaited ||= text !== '';
    if (!parts) return html`<p class="source">${text}</p>`;
    const options = this.#optionsFor(words, parts);
    if (message.status === 'streaming') {
      return parts.renderBlocks(this.#stream(message.id, parts).push(text), options);
    }
    return guard([parts, options, text], () => {
      const stream = this.#streams.get(message.id);
      return stream ? parts.renderBlocks(stream.finish(text), options) : parts.createMarkdown(text, options);
    });
  }

  async #load(words: Messages): Promise<void> {
    try {
      const parts = await import('./answer-parts.ts');
      define('paynless-copy-button', parts.CopyButton);
      define('paynless-code', parts.HighlightedCode);
      define('paynless-message-actions', parts.MessageActions);
      define('paynless-edit-form', parts.EditForm);
      await this.#prepare(parts, words);
      this.#parts = parts;
      this.#onLoad(parts);
    } catch {
      // Plain text stays readable.
    } finally {
      this.#isLoading = false;
    }
  }

  /** As long as an answer is only waited for, what its first words need is made ready in idle time. */
  async #prepare({ warmUp }: Parts, words: Messages): Promise<void> {
    const steps = warmUp();
    while (!this.#isAwaited && !steps.next().done)
      await new Promise<void>((resolve) => {
        whenIdle(resolve);
      });
    // The first of all takes longer than a frame.
    if (!this.#isAwaited) words.time(new Date());
  }

  #stream(id: string, { createStreamingMarkdown }: Parts): AnswerParts.StreamingMarkdown {
    const stream = this.#streams.get(id) ?? createStreamingMarkdown();
    this.#streams.set(id, stream);
    return stream;
  }

  /** The same object for the same words: other options render every block again. */
  #optionsFor(words: Messages, { isKnownLanguage }: Parts): AnswerParts.MarkdownOptions {
    if (this.#words === words) return this.#options;
    this.#words = words;
    this.#options = {
      codeLabel: words.codeLabel,
      imageLabel: words.imageLink,
      newTabLabel: words.opensInNewTab,
      tableLabel: words.tableLabel,
      mathLabel: words.mathLabel,
      codeActions: (code) =>
        html`<paynless-copy-button exportparts="copy" .words=${words} .text=${code}></paynless-copy-button>`,
      codeContent: (code, language) =>
        isKnownLanguage(language)
          ? html`<paynless-code .code=${code} .language=${language}></paynless-code>`
          : code,
    };
    return this.#options;
  }
}
