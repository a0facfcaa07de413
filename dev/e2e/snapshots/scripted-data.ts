import type { AiProvider, SystemPrompt } from '../../../protocol/catalog.ts';
import type { DeploymentConfig } from '../../../protocol/config.ts';
import type { ChatDetailsReply, ChatHistoryReply } from '../../../protocol/history.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Quota } from '../../../protocol/quota.ts';

/** When all pictures are taken. */
export const now = '2026-11-23T10:00:00.000Z';

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const chatId = idOf(1);
export const answerId = idOf(9);

export const providers: AiProvider[] = [
  { id: idOf(21), name: 'Quick', description: 'Short answers at once' },
  { id: idOf(22), name: 'Thorough', description: 'Takes its time, and says why' },
  { id: idOf(23), name: 'Patient', description: null },
];

export const prompts: SystemPrompt[] = [
  { id: idOf(31), name: 'Helpful', description: 'Says what to do next' },
  { id: idOf(32), name: 'Concise', description: 'As few words as will do' },
];

export const config: DeploymentConfig = {
  supabaseUrl: 'http://127.0.0.1:9',
  supabaseKey: 'publishable',
  registerUrl: '/register',
  signInUrl: '/sign-in',
  anonymousLimit: 3,
  defaults: { providerId: idOf(21), promptId: idOf(31) },
  texts: {},
};

export const quota: Quota = { limit: 3, used: 1, remaining: 2, resetsAt: '2026-11-24T09:30:00.000Z' };

const message = (id: number, parentId: number | null, role: Message['role'], content: string): Message => ({
  id: idOf(id),
  parentId: parentId === null ? null : idOf(parentId),
  role,
  content,
  status: 'complete',
  finishReason: role === 'assistant' ? 'stop' : null,
  providerId: role === 'assistant' ? idOf(21) : null,
  promptId: null,
  usage: role === 'assistant' ? { inputTokens: 120, outputTokens: 240 } : null,
  createdAt: '2026-11-23T09:41:00.000Z',
});

const answer = `A good page has **margins**, a \`grid\` and a [reason](https://example.com/why).

### What to compare

| Paper | Weight | Ink |
| --- | ---: | --- |
| Dotted | 90 g | holds |
| Ruled | 80 g | bleeds a little |

1. Write on it
2. Turn it over

> What shows through tells you the rest.

\`\`\`ts
const sheets: number = 192; // one book
\`\`\``;

export const chatDetails: ChatDetailsReply = {
  chat: { id: chatId, title: 'Paper for a fountain pen', updatedAt: now },
  messages: [
    message(11, null, 'user', 'Which paper suits a fountain pen?'),
    message(12, 11, 'assistant', answer),
    message(13, 11, 'assistant', answer),
  ],
};

export const chatHistory: ChatHistoryReply = {
  chats: [
    { id: chatId, title: 'Paper for a fountain pen', updatedAt: '2026-11-23T09:41:00.000Z' },
    { id: idOf(2), title: 'Dotted or ruled', updatedAt: '2026-11-23T08:00:00.000Z' },
    {
      id: idOf(3),
      title: 'A title that is much too long for the width that the list of chats has',
      updatedAt: '2026-11-22T08:00:00.000Z',
    },
    { id: idOf(4), title: null, updatedAt: '2026-11-02T08:00:00.000Z' },
  ],
  nextCursor: null,
};

/** What a running answer has said so far. */
export const runningText =
  'Three things decide it:\n\n- how the paper is **sized**\n- how much it weighs\n- how wet the pen';
