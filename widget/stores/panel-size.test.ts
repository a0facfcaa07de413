import { expect, it } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createPanelSize } from './panel-size.ts';

it('is remembered until it is forgotten', () => {
  const storage = createMemoryStorage();
  expect(createPanelSize(storage).read()).toBeNull();
  createPanelSize(storage).write({ inline: 512, block: 700 });
  expect(createPanelSize(storage).read()).toEqual({ inline: 512, block: 700 });
  createPanelSize(storage).write(null);
  expect(createPanelSize(storage).read()).toBeNull();
  expect(storage.getItem('panelSize')).toBeNull();
});

it.each([
  ['{"inline":1,"block":-5}', { inline: 280, block: 320 }],
  ['{"inline":1e9,"block":500.4}', { inline: 4_000, block: 500 }],
  ['{"inline":"400","block":500}', null],
  ['{"inline":400}', null],
  ['{"inline":null,"block":500}', null],
  ['[]', null],
  ['{', null],
])('is one that a chat fits into, or none: %s', (text, size) => {
  expect(createPanelSize(createMemoryStorage({ panelSize: text })).read()).toEqual(size);
});

it('is nothing without a storage', () => {
  const { read, write } = createPanelSize(undefined);
  write({ inline: 400, block: 500 });
  expect(read()).toBeNull();
});
