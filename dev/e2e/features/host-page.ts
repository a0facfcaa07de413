/** Where the host page of these tests stands, on the origin of the stack. */
export const hostPath = '/host';

/** What differs from host page to host page. */
export interface HostPage {
  /** What stands on the page, given the query of its address; one floating chat when left out. */
  readonly body?: (query: URLSearchParams) => string;
  /** Up to four messages that the chats offer to begin with. */
  readonly starters?: readonly string[];
}

/** A page of somebody's site. It is higher than any window, so that one sees when it is scrolled. */
export function writeHostPage({
  lang,
  dir,
  body = () => '<paynless-chat></paynless-chat>',
  starters = [],
  address,
}: HostPage & { lang: string; dir: string; address: string }): string {
  return `<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Host</title>
        <link rel="icon" href="data:," />
        <style>main { min-block-size: 3000px }</style>
        <script type="module" src="/paynless-chat.js"></script>
      </head>
      <body>
        <main><h1>Host</h1><a href="#top">A link of the host</a></main>
        ${body(new URL(address).searchParams)}
        <script>
          for (const chat of document.querySelectorAll('paynless-chat')) chat.starters = ${JSON.stringify(starters)};
        </script>
      </body>
    </html>`;
}
