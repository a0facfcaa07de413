import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import type { Workload } from './workload.ts';

/**
 * How a contender stands in its page: `floating` behind its launcher, `member` the same for somebody who is signed in, `inline`
 * as a part of the page, `history` inline with the long conversation that it loads.
 */
export type Setting = 'floating' | 'member' | 'inline' | 'history';

/** What a request was for; nothing is written to one that is for `none` of a contender's paths. */
export type Reply = 'answer' | 'other' | 'none';

/** One of those that are measured beside each other. Selectors are looked for through shadow roots. */
export interface Contender {
  /** Its files are under `/assets/<id>/`. */
  readonly id: string;
  /** As it stands above its column. */
  readonly name: string;
  /** The folder of its files; null when its page has all of it. */
  readonly folder: string | null;
  readonly composer: string;
  readonly launcher: string;
  /** What must be in the page before the launcher is worth a click, where the page itself brings the launcher. */
  readonly behindLauncher?: string;
  /** Whether it renders Markdown: then each answer is checked for it. */
  readonly isMarkdown: boolean;
  /** What stands in the body of its page. */
  markup(setting: Setting): string;
  /** Sends one message as its own interface does. Does not wait for the answer. */
  send(page: Page): Promise<void>;
  /** Uses what is left of it, beyond one question and its answer. */
  useTheRest?(page: Page): Promise<void>;
  /** Its back end. Resolves when the reply is written. */
  reply(path: string, request: IncomingMessage, response: ServerResponse, workload: Workload): Promise<Reply>;
}
