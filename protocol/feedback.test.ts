import { parse, safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { commentCharactersMax, FeedbackRequest } from './feedback.ts';

describe('FeedbackRequest', () => {
  it.each([
    ['no comment', { rating: 'up' }, null],
    ['null for none', { rating: 'down', comment: null }, null],
    ['a comment, without the space around it', { rating: 'down', comment: ' Too long \n' }, 'Too long'],
    ['an empty comment, which is none in the end', { rating: 'up', comment: '  ' }, ''],
  ])('accepts %s', (_what, body, comment) => {
    expect(parse(FeedbackRequest, body)).toEqual({ rating: body.rating, comment });
  });

  it('counts the characters of a comment as a person does, without the space around it', () => {
    const accepts = (comment: string) => safeParse(FeedbackRequest, { rating: 'up', comment }).success;
    const longest = '🦊'.repeat(commentCharactersMax);
    expect(accepts(` ${longest} `)).toBe(true);
    expect(accepts(`${longest}!`)).toBe(false);
  });

  it.each([
    ['no rating', { comment: 'Good' }],
    ['another rating', { rating: 'sideways' }],
    ['a rating that is a number', { rating: 1 }],
    ['a comment that is no text', { rating: 'up', comment: ['Good'] }],
    ['whose it is', { rating: 'up', userId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' }],
    ['another message', { rating: 'up', messageId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' }],
  ])('refuses %s', (_what, body) => {
    expect(safeParse(FeedbackRequest, body).success).toBe(false);
  });
});
