import { expect, it } from 'vitest';
import type { Feedback } from '../../protocol/feedback.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { createScriptedManagement } from '../testing/scripted-management.ts';
import { settle } from '../testing/set-up-chat.ts';
import { createFeedback } from './feedback.ts';

const up: Feedback = { rating: 'up', comment: null };
const down: Feedback = { rating: 'down', comment: 'Too long ' };

function setUp() {
  const server = createScriptedManagement();
  server.isHolding = true;
  const store = createFeedback({ api: server.api() });
  const shown = () => [...store.$feedback.get()];
  return { server, shown, ...store };
}

it('shows what a person thinks at once, and then what is kept of it', async () => {
  const { server, rate, shown, $failedId } = setUp();
  rate(id(2), down);
  expect(shown()).toEqual([[id(2), down]]);
  await settle();
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
  expect($failedId.get()).toBeNull();
});

it('takes it back', async () => {
  const { server, rate, shown } = setUp();
  server.isHolding = false;
  rate(id(2), up);
  await settle();
  rate(id(2), null);
  expect(shown()).toEqual([[id(2), null]]);
  await settle();
  expect(server.calls).toEqual([`rate ${id(2)} up`, `withdraw ${id(2)}`]);
  expect(shown()).toEqual([[id(2), null]]);
});

it('leaves what the stored message says when it fails, and says which one', async () => {
  const { server, rate, shown, $failedId } = setUp();
  rate(id(2), up);
  await settle();
  server.held[0]?.fail();
  await settle();
  expect(shown()).toEqual([]);
  expect($failedId.get()).toBe(id(2));
  rate(id(4), up);
  expect($failedId.get()).toBeNull();
});

it('ends as the last of quick clicks, with one request at a time', async () => {
  const { server, rate, shown } = setUp();
  rate(id(2), up);
  rate(id(2), null);
  rate(id(2), down);
  await settle();
  expect(server.calls).toEqual([`rate ${id(2)} up`]);
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), down]]);
  expect(server.calls).toEqual([`rate ${id(2)} up`, `rate ${id(2)} down`]);
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
});

it('goes on with the last when one before it fails, and goes back to what the server has when the last does', async () => {
  const { server, rate, shown, $failedId } = setUp();
  rate(id(2), up);
  await settle();
  rate(id(2), down);
  server.held[0]?.fail();
  await settle();
  expect($failedId.get()).toBeNull();
  expect(shown()).toEqual([[id(2), down]]);
  rate(id(2), up);
  server.held[0]?.succeed();
  await settle();
  server.held[0]?.fail();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
  expect($failedId.get()).toBe(id(2));
});

it('lets no message wait for another', async () => {
  const { server, rate } = setUp();
  rate(id(2), up);
  rate(id(4), up);
  await settle();
  expect(server.held).toHaveLength(2);
});

it('fails when the code for it cannot be fetched', async () => {
  const { server, rate, shown, $failedId } = setUp();
  server.hasCode = false;
  rate(id(2), up);
  await settle();
  expect(shown()).toEqual([]);
  expect($failedId.get()).toBe(id(2));
});
