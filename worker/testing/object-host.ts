import type { AnswerHost } from '../ports/answer-host.ts';

const none: AnswerHost = {
  host: () => {
    throw new Error('This test has given its objects no host');
  },
  // An alarm may still go off in an object whose test is over.
  abandon: () => Promise.resolve(),
  logUnended: () => undefined,
};

/** The host of answers that run in objects, in these tests. */
export const objectHost: { current: AnswerHost } = { current: none };
