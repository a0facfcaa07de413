import { env } from 'cloudflare:workers';
import * as v from 'valibot';
import type { AnswerObject } from '../turns/answer-object.ts';

const Bindings = v.object({
  RUNNING_ANSWERS: v.custom<DurableObjectNamespace<AnswerObject>>((value) => typeof value === 'object'),
});

/** The objects that wrangler.toml binds, of the class that the tests' worker exports. */
export const { RUNNING_ANSWERS: answerObjects } = v.parse(Bindings, env);
