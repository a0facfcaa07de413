import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { PaynlessChatAttributes, PaynlessChatListeners, PaynlessChatProperties } from './attributes.ts';
import type { PaynlessChat } from './index.ts';

/**
 * What `<paynless-chat>` takes in JSX. React 19 sets properties where the element has them, attributes otherwise, and listens to
 * the event whose name follows `on`: https://react.dev/reference/react-dom/components#custom-html-elements
 */
export type PaynlessChatProps = Omit<
  DetailedHTMLProps<HTMLAttributes<PaynlessChat>, PaynlessChat>,
  keyof PaynlessChatProperties
> &
  PaynlessChatProperties &
  PaynlessChatAttributes &
  PaynlessChatListeners<'on'>;

declare module 'react' {
  // React 19 looks for elements in this namespace and nowhere else, so it is the one place to name ours:
  // https://react.dev/blog/2024/04/25/react-19-upgrade-guide#the-jsx-namespace-in-typescript
  // eslint-disable-next-line @typescript-eslint/no-namespace -- a module can't merge into it in another way
  namespace JSX {
    interface IntrinsicElements {
      'paynless-chat': PaynlessChatProps;
    }
  }
}
