import * as v from 'valibot';
import { Uuid } from './uuid.ts';

/** A model that a visitor may choose. Its key, its vendor's name for it and its price stay on the server. */
export const AiProvider = v.object({ id: Uuid, name: v.string(), description: v.nullable(v.string()) });
export type AiProvider = v.InferOutput<typeof AiProvider>;

/** `GET /api/ai-providers` */
export const AiProvidersReply = v.object({ providers: v.array(AiProvider) });
export type AiProvidersReply = v.InferOutput<typeof AiProvidersReply>;

/** A way of answering that a visitor may choose. Its text stays on the server. */
export const SystemPrompt = v.object({ id: Uuid, name: v.string(), description: v.nullable(v.string()) });
export type SystemPrompt = v.InferOutput<typeof SystemPrompt>;

/** `GET /api/system-prompts` */
export const SystemPromptsReply = v.object({ prompts: v.array(SystemPrompt) });
export type SystemPromptsReply = v.InferOutput<typeof SystemPromptsReply>;
