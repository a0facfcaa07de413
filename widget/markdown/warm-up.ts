import { Lexer } from 'marked';
import { lexMarkdown } from './lex-markdown.ts';

/** Patterns that are shorter are compiled in next to no time. */
const costlyLength = 200;

/**
 * Has everything compiled that the first words of an answer need, in steps: browsers compile a pattern or a function when it is
 * used for the first time, and for all that the lexer has it takes longer than a frame.
 */
export function* warmUp(): Generator<void, void> {
  const { block, inline } = Lexer.rules;
  for (const rule of [...Object.values(block.gfm), ...Object.values(inline.gfm)]) {
    if (rule.source.length < costlyLength) continue;
    // Leaves the place where a pattern goes on as it was. By the second use it is compiled for good.
    'a'.search(rule);
    'a'.search(rule);
    yield;
  }
  lexMarkdown('# a\n- **b** `c`\n\n[d](e)\n\n|f|\n|-|');
  yield;
}
