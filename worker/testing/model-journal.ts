import { inject } from 'vitest';
import * as v from 'valibot';
import { addressOf } from './address-of.ts';
import './stack.ts';

const Journal = v.array(
  v.object({ body: v.unknown(), response: v.object({ interrupted: v.optional(v.boolean()) }) }),
);

/**
 * What the model server was asked, of requests that contain these words.
 * @returns an entry a request
 */
export async function modelRequests(words: string): Promise<v.InferOutput<typeof Journal>> {
  const reply = await fetch(`${inject('stack').modelServerUrl}/__aimock/journal`);
  const entries = v.parse(Journal, await reply.json());
  return entries.filter(({ body }) => JSON.stringify(body).includes(words));
}

/** True for an address of the model server, where both vendors' paths begin alike. */
export function isModelUrl(url: RequestInfo | URL): boolean {
  return addressOf(url).startsWith(inject('stack').modelServerUrl);
}

/** A vendor that takes the request and then says nothing until it is cancelled. */
export const silentModel: typeof fetch = (input, init) => {
  if (!isModelUrl(input)) return fetch(input, init);
  return new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => {
      reject(new DOMException('Aborted', 'AbortError'));
    });
  });
};

/** A vendor that holds every request until it is released: what happens meanwhile happens in the middle of a turn. */
export function holdModel(): { fetch: typeof fetch; isAsked: () => boolean; release: () => void } {
  const held = Promise.withResolvers<undefined>();
  let asked = false;
  return {
    fetch: async (input, init) => {
      if (isModelUrl(input)) {
        asked = true;
        await held.promise;
      }
      return fetch(input, init);
    },
    isAsked: () => asked,
    release: () => {
      held.resolve(undefined);
    },
  };
}

/**
 * Stands between the worker and its models.
 * @param answer the reply to a request, counted from 0, at such a path; undefined lets the model server answer
 */
export function betweenModels(
  answer: (request: number, path: string) => Response | Promise<Response> | undefined,
): typeof fetch {
  let requests = 0;
  return async (input, init) => {
    if (!isModelUrl(input)) return fetch(input, init);
    requests += 1;
    return (await answer(requests - 1, new URL(addressOf(input)).pathname)) ?? fetch(input, init);
  };
}
