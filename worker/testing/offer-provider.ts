import { onTestFinished } from 'vitest';
import { insertRows, updateRows } from './database.ts';

/** What every row of `ai_providers` needs; the model server answers whatever the model is called. */
const config = {
  kind: 'openai',
  model: 'a-model-of-the-tests',
  context_window: 100_000,
  max_output_tokens: 1_000,
  price: { input: 100_000, output: 500_000 },
};

/** Offers another model until the test is over. Workers that have their catalog already do not know it. */
export async function offerProvider(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = crypto.randomUUID();
  const row = { id, name: 'A model of the tests', api_identifier: `test-${id}` };
  await insertRows('ai_providers', [{ ...row, config: { ...config, ...changes } }]);
  // Messages refer to the row, so that it can't be deleted.
  onTestFinished(() => updateRows(`ai_providers?id=eq.${id}`, { is_active: false }));
  return id;
}
