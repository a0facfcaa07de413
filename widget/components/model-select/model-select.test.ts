import { html } from 'lit';
import { describeChoice } from '../../testing/describe-choice.ts';
import { define } from '../define.ts';
import { ModelSelect } from './model-select.ts';

define('paynless-model-select', ModelSelect);

describe('ModelSelect', () => {
  describeChoice({
    render: (choices) =>
      html`<paynless-model-select .providers=${choices} .selectedId=${'a'}></paynless-model-select>`,
    label: 'Model',
    request: { type: 'select-provider', id: 'b' },
  });
});
