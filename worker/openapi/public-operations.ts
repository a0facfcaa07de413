import { paths, servicePaths } from '../../protocol/paths.ts';
import type { Operation } from './operation.ts';

const read = { method: 'get', audience: 'all', problems: [] } as const;

/** What everybody may ask: the deployment and its health. */
export const publicOperations: readonly Operation[] = [
  {
    ...read,
    path: paths.config,
    id: 'getConfig',
    tag: 'Deployment',
    summary: 'What a widget needs to know of this deployment',
    replies: [
      { status: 200, description: 'The configuration', content: { 'application/json': 'DeploymentConfig' } },
    ],
  },
  {
    ...read,
    path: paths.aiProviders,
    id: 'listAiProviders',
    tag: 'Deployment',
    summary: 'The models one can choose',
    description: 'Only those that are active and whose key this deployment has. The first is the default.',
    replies: [
      { status: 200, description: 'The models', content: { 'application/json': 'AiProvidersReply' } },
    ],
  },
  {
    ...read,
    path: paths.systemPrompts,
    id: 'listSystemPrompts',
    tag: 'Deployment',
    summary: 'The prompts one can choose',
    description: 'Only those that are active. The first is the default. Their text stays on the server.',
    replies: [
      { status: 200, description: 'The prompts', content: { 'application/json': 'SystemPromptsReply' } },
    ],
  },
  {
    ...read,
    path: servicePaths.healthz,
    id: 'getHealth',
    tag: 'Operation',
    summary: 'Whether the worker runs',
    description: 'It asks nothing else, so it says nothing of the database.',
    replies: [{ status: 200, description: 'It runs', content: { 'application/json': 'HealthReply' } }],
  },
  {
    ...read,
    path: servicePaths.readyz,
    id: 'getReadiness',
    tag: 'Operation',
    summary: 'Whether the worker can serve: its database answers within a second',
    replies: [{ status: 200, description: 'It can', content: { 'application/json': 'HealthReply' } }],
  },
  {
    ...read,
    path: servicePaths.openapi,
    id: 'getOpenApi',
    tag: 'Operation',
    summary: 'This document',
    replies: [{ status: 200, description: 'OpenAPI 3.1', content: { 'application/json': 'text' } }],
  },
];
