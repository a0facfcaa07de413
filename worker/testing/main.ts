import type { AnswerHost } from '../ports/answer-host.ts';
import { AnswerObject } from '../turns/answer-object.ts';
import { objectHost } from './object-host.ts';

/* The worker that the tests run in: ours, but its objects run their answers on a host that a test gives them. */

export { default } from '../index.ts';

export class RunningAnswer extends AnswerObject {
  constructor(context: DurableObjectState, env: object) {
    const host: AnswerHost = {
      host: (turn, options) => objectHost.current.host(turn, options),
      abandon: (answerId) => objectHost.current.abandon(answerId),
      logUnended: (answerId, reason) => {
        objectHost.current.logUnended(answerId, reason);
      },
    };
    super(context, env, host);
  }
}
