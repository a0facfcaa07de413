import type { ChatExport } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import { visibleBranch } from '../../protocol/visible-branch.ts';

/** What a reader should know of an answer that is not whole. */
const notes: Record<Message['status'], string | null> = {
  complete: null,
  streaming: 'This answer is still being written.',
  stopped: 'This answer was stopped.',
  interrupted: 'This answer was interrupted.',
  failed: 'This answer failed.',
};

/**
 * A chat as Markdown: the branch that its reader sees, with who wrote and when.
 * @param providerNames by id; an answer of a model that is no longer offered is the assistant's
 */
export function renderTranscript(
  { chat, messages, exportedAt }: ChatExport,
  providerNames: ReadonlyMap<string, string>,
): string {
  const branch = visibleBranch(messages);
  const spoken = messages.filter(({ role }) => role !== 'system');
  const blocks = [
    `# ${escapeMarkdown(chat.title ?? 'Untitled chat')}`,
    `Exported on ${formatTime(exportedAt)}.${describeOthers(spoken.length - branch.length)}`,
    ...branch.map((message) => renderMessage(message, providerNames)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function describeOthers(count: number): string {
  if (count === 0) return '';
  const messages =
    count === 1 ? '1 message of another branch' : `${String(count)} messages of other branches`;
  return ` ${messages} left out; the JSON export has everything.`;
}

function renderMessage(message: Message, providerNames: ReadonlyMap<string, string>): string {
  const { role, providerId, content, createdAt, status } = message;
  const model = providerId === null ? undefined : providerNames.get(providerId);
  const author = role === 'user' ? 'You' : escapeMarkdown(model ?? 'Assistant');
  const note = notes[status];
  return [`## ${author}`, `_${formatTime(createdAt)}_`, closeFence(content.trim()), note && `_${note}_`]
    .filter(Boolean)
    .join('\n\n');
}

/** `2026-11-23 04:58 UTC`: the same for every reader, wherever the file goes. */
function formatTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Names are words and no markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|~&]/g, '\\$&');
}

/** Closes the code block that an answer was cut in, so that it does not swallow the messages behind it. */
function closeFence(content: string): string {
  let open: string | null = null;
  for (const line of content.split('\n')) {
    const [, fence, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    // A fence is closed by one of its kind that is as long and has nothing behind it (CommonMark, section 4.5).
    if (open === null) open = fence.startsWith('`') && rest.includes('`') ? null : fence;
    else if (fence.startsWith(open) && rest.trim() === '') open = null;
  }
  return open === null ? content : `${content}\n${open}`;
}
