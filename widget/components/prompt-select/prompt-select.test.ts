import { html } from 'lit';
import { describeChoice } from '../../testing/describe-choice.ts';
import { define } from '../define.ts';
import { PromptSelect } from './prompt-select.ts';

define('paynless-prompt-select', PromptSelect);

describe('PromptSelect', () => {
  describeChoice({
    render: (choices) =>
      html`<paynless-prompt-select .prompts=${choices} .selectedId=${'a'}></paynless-prompt-select>`,
    label: 'Style',
    request: { type: 'select-prompt', id: 'b' },
  });
});
