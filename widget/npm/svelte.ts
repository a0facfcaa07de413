import type { HTMLAttributes } from 'svelte/elements';
import type { PaynlessChatAttributes, PaynlessChatListeners, PaynlessChatProperties } from './attributes.ts';
import type { PaynlessChat } from './index.ts';

/**
 * What `<paynless-chat>` takes in Svelte, 5 (`onpaynless-open`) or 4 (`on:paynless-open`). A boolean attribute is either
 * there or not: Svelte writes `false` as a text, so it is bound under its property's name, `noHistory={…}`.
 */
export type PaynlessChatProps = Omit<HTMLAttributes<PaynlessChat>, keyof PaynlessChatProperties> &
  PaynlessChatProperties &
  PaynlessChatAttributes<'' | true> &
  PaynlessChatListeners<'on' | 'on:'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'paynless-chat': PaynlessChatProps;
  }
}
