/** Words of the visitor, fit to stand in a sentence of an answer: one line, no Markdown, not too long. */
function quoted(words: string): string {
  const line = words
    .replace(/[`*_[\]<>|#\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const shown = Array.from(line).slice(0, 120).join('');
  return shown.length < line.length ? `“${shown}…”` : `“${shown}”`;
}

/** The demonstration's usual answer: prose, a list, a table and code, and it quotes what was said. */
export function helpfulAnswer(words: string): string {
  return `You wrote ${quoted(words)}. This is the built-in demonstration model: it never leaves your machine, and it answers in the exact wire format of the provider you picked, so **everything around it is real**.

Here is what happened to your message on its way:

1. The Worker checked who you are and how many messages you have left.
2. Your words were stored in Postgres, behind row level security.
3. This answer streams back to you, token by token.

| Step | Where | What is kept |
| --- | --- | --- |
| Send | Worker | your message, once |
| Answer | Provider | nothing |
| Store | Postgres | both, in order |

Put the same chat on a page of your own with one tag:

\`\`\`html
<script type="module" src="https://chat.example.com/paynless-chat.js"></script>
<paynless-chat></paynless-chat>
\`\`\`

With a real key in \`.dev.vars\` the same command talks to the real model. Try *“slow”* for a long answer, or ask me anything else.`;
}

/** What the demonstration answers under the code prompt. */
export function codeAnswer(words: string): string {
  return `For ${quoted(words)}, a small function with its edge cases handled:

\`\`\`ts
/** Splits text into chunks of at most \`size\` code points, never through one. */
export function chunk(text: string, size: number): string[] {
  const points = Array.from(text);
  const chunks: string[] = [];
  for (let start = 0; start < points.length; start += size) {
    chunks.push(points.slice(start, start + size).join(''));
  }
  return chunks;
}
\`\`\`

- An empty text gives an empty list.
- \`Array.from\` walks code points, so an emoji stays whole.

This code comes from the built-in demonstration model, which writes the same for everyone.`;
}

/** What the demonstration answers under the pirate prompt. */
export function pirateAnswer(words: string): string {
  return `Arr! Ye said ${quoted(words)}, and in the tongue o’ the seven seas that be:

> Avast, ye scurvy reader! Hoist the sails o’ yer browser, for thar be words worth more than doubloons on this here page.

| Landlubber says | Pirate says |
| --- | --- |
| Hello | Ahoy |
| My friend | Me hearty |
| Yes | Aye |`;
}

const paragraphs = [
  'Streaming lets a reader begin before the writer has ended. The first words matter most, because they tell the reader that somebody is there.',
  'A good chat keeps what it has already said. If the connection breaks in the middle, the part that arrived is still worth reading, and it has been paid for.',
  'Scrolling should follow the newest line only while the reader is at the bottom. As soon as they scroll up to read something again, the page belongs to them.',
  'Selecting a sentence must work while more text arrives below it. Finished paragraphs are therefore left alone, and only the last one is drawn again.',
  'Stopping is part of the conversation too. Whoever presses stop wants to keep what they have and go on from there.',
];

/** A long answer, for watching the stream and for trying the stop button. */
export function longAnswer(words: string): string {
  const sections = paragraphs.map(
    (paragraph, index) => `### ${String(index + 1)}. A slow thought\n\n${paragraph}`,
  );
  return [`You asked for it slowly: ${quoted(words)}.`, ...sections, 'That was the slow answer.'].join(
    '\n\n',
  );
}

/** An answer of 64 kB and more, with every kind of block in it. */
export function hugeAnswer(words: string): string {
  let answer = `A long one for ${quoted(words)}.\n\n`;
  for (let section = 1; answer.length < 64 * 1024; section += 1) {
    answer += `## Section ${String(section)}\n\n${paragraphs[section % paragraphs.length] ?? ''}\n\n- one **bold** point\n- one \`code\` point\n\n\`\`\`js\nconst section = ${String(section)};\n\`\`\`\n\n`;
  }
  return answer;
}

/** A title as a model would give it: the first words of the message, each with a capital. */
export function titleAnswer(request: string): string {
  const [, message = request] = /<message>\s*(.*?)\s*<\/message>/su.exec(request) ?? [];
  const words = message.match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['Untitled'];
  return words
    .slice(0, 4)
    .map((word) => word.replace(/^./u, (letter) => letter.toUpperCase()))
    .join(' ');
}
