import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import { ChatReply, ChatRequest } from '../../protocol/chat.ts';
import { ClaimReply } from '../../protocol/claim.ts';
import { DeploymentConfig } from '../../protocol/config.ts';
import { Problem, problems } from '../../protocol/errors.ts';
import { StreamPart } from '../../protocol/event-stream.ts';
import { Feedback, FeedbackReply, FeedbackRequest } from '../../protocol/feedback.ts';
import { HealthReply } from '../../protocol/health.ts';
import {
  Chat,
  ChatDetailsReply,
  ChatExport,
  ChatHistoryReply,
  RenameChatReply,
  RenameChatRequest,
} from '../../protocol/history.ts';
import { Message, TokenUsage } from '../../protocol/message.ts';
import { Quota } from '../../protocol/quota.ts';
import {
  Session,
  SessionCodeReply,
  SessionCodeRequest,
  SessionExchangeReply,
  SessionExchangeRequest,
} from '../../protocol/session-hand-off.ts';

/** What crosses the wire, under the names it has in the contract. */
export const wireSchemas = {
  AiProvidersReply,
  Chat,
  ChatDetailsReply,
  ChatExport,
  ChatHistoryReply,
  ChatReply,
  ChatRequest,
  ClaimReply,
  DeploymentConfig,
  Feedback,
  FeedbackReply,
  FeedbackRequest,
  HealthReply,
  Message,
  Problem,
  Quota,
  RenameChatReply,
  RenameChatRequest,
  Session,
  SessionCodeReply,
  SessionCodeRequest,
  SessionExchangeReply,
  SessionExchangeRequest,
  StreamPart,
  SystemPromptsReply,
  TokenUsage,
};

export type SchemaName = keyof typeof wireSchemas;

/** A JSON Schema, or any other object of the document. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Checks that JSON Schema has no words for, by what they say. The descriptions of the operations tell them. */
const checksInWords: readonly unknown[] = [
  'has no visible text',
  'is longer than 120 characters',
  'is longer than 1000 characters',
];

/** What can't be converted and is not named here throws, so that no check is lost unseen. */
const conversion: ConversionConfig = {
  target: 'draft-2020-12',
  // They refuse nothing.
  ignoreActions: ['trim', 'to_lower_case'],
  overrideAction: ({ valibotAction, jsonSchema }) =>
    'message' in valibotAction && checksInWords.includes(valibotAction.message) ? jsonSchema : undefined,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  // The one schema that valibot can't look into.
  overrideSchema: ({ valibotSchema }) =>
    valibotSchema === Problem.entries.code ? { type: 'string', enum: Object.keys(problems) } : undefined,
};

/** All of {@link wireSchemas} as JSON Schemas, which refer to each other by name. */
export function componentSchemas(): JsonObject {
  return { ...toJsonSchemaDefs(wireSchemas, conversion) };
}

/** Refers to a schema of {@link componentSchemas}. */
export function schemaRef(name: SchemaName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** The schema of a field, with what stands in a request that leaves it out. */
export function fieldSchema(schema: v.GenericSchema): JsonObject {
  // The document says for all of its schemas which dialect they are in.
  const { $schema: _dialect, ...fields } = toJsonSchema(schema, conversion);
  return fields;
}
