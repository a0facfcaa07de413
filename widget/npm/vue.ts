import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { PaynlessChatAttributes, PaynlessChatEventMap, PaynlessChatProperties } from './attributes.ts';
import type { PaynlessChat } from './index.ts';

/** `paynless-open` is `PaynlessOpen` after Vue's `on`. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

type Listeners = {
  [Name in keyof PaynlessChatEventMap as `on${Pascal<Name>}`]?:
    ((event: PaynlessChatEventMap[Name]) => void) | undefined;
};

/**
 * What `<paynless-chat>` takes in Vue. A boolean attribute is either there or not: Vue writes `false` as a text, so it is
 * bound under its property's name, `:noHistory="…"`.
 */
export type PaynlessChatProps = Omit<HTMLAttributes, keyof PaynlessChatProperties> &
  PublicProps &
  PaynlessChatProperties &
  PaynlessChatAttributes<'' | true> &
  Listeners;

/** The element as a component's type: https://vuejs.org/guide/extras/web-components#web-components-and-typescript */
export type PaynlessChatComponent = new () => PaynlessChat & {
  /** @deprecated Only for the types of templates; it does not exist on the element. */
  $props: PaynlessChatProps;
  /** @deprecated Only for the types of templates; it does not exist on the element. */
  $emit: EmitFn<{ [Name in keyof PaynlessChatEventMap]: (event: PaynlessChatEventMap[Name]) => void }>;
};

declare module 'vue' {
  /** Templates. */
  interface GlobalComponents {
    'paynless-chat': PaynlessChatComponent;
  }

  /** JSX. */
  interface IntrinsicElementAttributes {
    'paynless-chat': PaynlessChatProps;
  }
}
