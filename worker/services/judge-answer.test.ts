import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Draft } from './read-answer.ts';

const nothing: Draft = { content: '', hasBegun: false, usage: null, finishReason: null, error: null };
const half: Draft = { ...nothing, content: 'Half of it' };
const whole: Draft = { ...half, finishReason: 'stop' };
const overloaded = new AppError('provider_overloaded');

test.each([
  ['whole', whole, undefined, 'complete', null],
  ['at the limit of tokens', { ...half, finishReason: 'length' }, undefined, 'complete', null],
  ['whole, and the reader left', whole, 'left', 'complete', null],
  ['whole, and the count of tokens broke', { ...whole, error: overloaded }, undefined, 'complete', null],
  ['cut', half, undefined, 'interrupted', 'provider_failed'],
  ['cut before the first word', nothing, undefined, 'failed', 'provider_failed'],
  ['broken', { ...half, error: overloaded }, undefined, 'interrupted', 'provider_overloaded'],
  ['refused', { ...nothing, error: overloaded }, undefined, 'failed', 'provider_overloaded'],
  ['too slow', half, 'timeout', 'interrupted', 'provider_timeout'],
  ['too slow to begin', nothing, 'timeout', 'failed', 'provider_timeout'],
  ['left', half, 'left', 'stopped', null],
  ['left, and the abort came back as an error', { ...half, error: overloaded }, 'left', 'stopped', null],
  ['left before the first word', nothing, 'left', 'interrupted', null],
  ['filtered', { ...nothing, finishReason: 'content-filter' }, undefined, 'failed', 'content_filtered'],
  ['whole, and empty', { ...whole, content: ' \n' }, undefined, 'failed', 'provider_failed'],
] as const)('an answer that is %s', (_name, draft, stopReason, status, code) => {
  expect(judgeAnswer(draft, stopReason)).toEqual({ status, code });
});
