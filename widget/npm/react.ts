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
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's own shape
  namespace JSX {
    interface IntrinsicElements {
      'paynless-chat': PaynlessChatProps;
    }
  }
}
