import * as v from 'valibot';

const Journal = v.array(v.object({ body: v.unknown(), response: v.object({ status: v.number() }) }));

/**
 * What a model server was asked, of requests that contain these words.
 * @returns an entry a request
 */
export async function modelRequests(
  modelServerUrl: string,
  words: string,
): Promise<v.InferOutput<typeof Journal>> {
  const reply = await fetch(`${modelServerUrl}/__aimock/journal`);
  const entries = v.parse(Journal, await reply.json());
  return entries.filter(({ body }) => JSON.stringify(body).includes(words));
}
