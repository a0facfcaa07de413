import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { judgeAnswer, judgeStored } from './judge-answer.ts';
import type { Draft } from './read-answer.ts';

const nothing: Draft = { content: '', hasBegun: false, usage: null, finishReason: null, error: null };
const half: Draft = { ...nothing, content: 'Half of it' };
const whole: Draft = { ...half, finishReason: 'stop' };
const overloaded = new AppError('provider_overloaded');

test.each([
  ['whole', whole, undefined, 'complete', null],
  ['at the limit of tokens', { ...half, finishReason: 'length' }, undefined, 'complete', null],
  ['whole, and stopped', whole, 'stopped', 'complete', null],
  ['whole, and the count of tokens broke', { ...whole, error: overloaded }, undefined, 'complete', null],
  ['cut', half, undefined, 'interrupted', 'provider_failed'],
  ['cut before the first word', nothing, undefined, 'failed', 'provider_failed'],
  ['broken', { ...half, error: overloaded }, undefined, 'interrupted', 'provider_overloaded'],
  ['refused', { ...nothing, error: overloaded }, undefined, 'failed', 'provider_overloaded'],
  ['too slow', half, 'timeout', 'interrupted', 'provider_timeout'],
  ['too slow to begin', nothing, 'timeout', 'failed', 'provider_timeout'],
  ['stopped', half, 'stopped', 'stopped', null],
  [
    'stopped, and the abort came back as an error',
    { ...half, error: overloaded },
    'stopped',
    'stopped',
    null,
  ],
  ['stopped before the first word', nothing, 'stopped', 'interrupted', null],
  ['filtered', { ...nothing, finishReason: 'content-filter' }, undefined, 'failed', 'content_filtered'],
  ['whole, and empty', { ...whole, content: ' \n' }, undefined, 'failed', 'provider_failed'],
] as const)('an answer that is %s', (_name, draft, stopReason, status, code) => {
  expect(judgeAnswer(draft, stopReason)).toEqual({ status, code });
});

const complete = { status: 'complete', code: null } as const;
const slow = { status: 'interrupted', code: 'provider_timeout' } as const;

test.each([
  ['as it was judged', complete, 'complete', complete],
  ['as it was judged, for its own reason', slow, 'interrupted', slow],
  ['nowhere any more', slow, undefined, slow],
  ['as interrupted', complete, 'interrupted', { status: 'interrupted', code: 'provider_failed' }],
  ['as failed', slow, 'failed', { status: 'failed', code: 'provider_failed' }],
  ['as stopped', complete, 'stopped', { status: 'stopped', code: null }],
  ['as complete', slow, 'complete', complete],
] as const)('an answer that is stored %s is told so', (_name, verdict, status, told) => {
  expect(judgeStored(verdict, status)).toEqual(told);
});
