/* What every contender shows: the same words, so that nobody is quick by having less to do. */

/** A message of the long conversation, in nobody's wire format. */
export interface PastMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** The last words of every answer: when they are on screen, it is. */
export const lastWords = 'And that is all of it.';

const sentences = [
  'A harbour town wakes before its market does, and the first boats are already back.',
  'Rain on a tin roof sounds louder to those who have nothing else to listen to.',
  'Whoever repairs a clock has to know what each wheel is for, and which one is worn.',
];

const sentence = (index: number) => sentences[index % sentences.length] ?? '';

const codeLines = [
  'function total(items) {',
  '  // each price is in cents',
  '  const sum = items.reduce((all, { price }) => all + price, 0);',
  '  return `total: ${sum / 100}`;',
  '}',
];

const table = '| Harbour | Boats | Rank |\n| --- | ---: | --- |\n| east | 12 | one |\n| west | 7 | two |\n';

function section(index: number, codeFence: string): string {
  const words = `${sentence(index)} ${sentence(index + 1)} **Strong ${String(index)}**, _slanted_, \`inline code\``;
  const list = `- first of ${String(index)}\n- second, **strong**\n- third, \`code\`\n`;
  const code = `${codeFence}\n${codeLines.join('\n')}\n\`\`\`\n`;
  const link = `a [link](https://example.com/${String(index)})`;
  return `## Part ${String(index)}\n\n${words} and ${link}.\n\n${list}\n${index % 2 === 1 ? code : table}\n`;
}

/**
 * An answer in Markdown with all that models write: headings, emphasis, links, lists, tables, code.
 * @param characters how long it is, its last words included
 * @param codeFence begins a block of code; the default names its language
 */
export function writeAnswer(characters: number, codeFence = '```js'): string {
  const end = `\n\n${lastWords}`;
  let text = '';
  for (let index = 1; text.length < characters; index += 1) text += section(index, codeFence);
  // Cut at the end of a paragraph, or an open block of code would swallow the last words.
  const whole = text.slice(0, text.lastIndexOf('\n## ', characters - end.length));
  return `${whole}\n`.padEnd(characters - end.length, 'And so on. ') + end;
}

/** The text in pieces of this many characters. */
export function cut(text: string, characters: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += characters) pieces.push(text.slice(at, at + characters));
  return pieces;
}

/** Words of the oldest and of the newest message of {@link writePast}. */
export const oldestWords = 'Question 1 of many';

/** See {@link oldestWords}. @param count of messages */
export function newestWords(count: number): string {
  return `Answer ${String(count / 2)} of many`;
}

/** A long conversation: questions and answers in turn, each answer with a list, and every fifth with code. */
export function writePast(count: number): PastMessage[] {
  return Array.from({ length: count }, (_, index): PastMessage => {
    const number = Math.floor(index / 2) + 1;
    if (index % 2 === 0)
      return { role: 'user', text: `Question ${String(number)} of many: what is done at ${String(index)}?` };
    const more = number % 5 === 0 ? `\`\`\`js\n${codeLines.join('\n')}\n\`\`\`` : sentence(index + 1);
    const list = '- a point, **strong**\n- a point, `code`';
    return {
      role: 'assistant',
      text: `Answer ${String(number)} of many. ${sentence(index)}\n\n${list}\n\n${more}`,
    };
  });
}
