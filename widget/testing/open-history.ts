import { type Mock, vi } from 'vitest';
import { createHistory } from '../stores/history.ts';
import { chatOf, createScriptedManagement } from './scripted-management.ts';

/** An open list with the chats 3, 2 and 1. */
export async function openHistory() {
  const server = createScriptedManagement([chatOf(3), chatOf(2), chatOf(1, null)]);
  const onDelete: Mock<(chatId: string) => void> = vi.fn();
  const onRemove: Mock<(chatId: string) => void> = vi.fn();
  const onRename: Mock<(chatId: string, title: string | null) => void> = vi.fn();
  const history = createHistory({ api: server.api(), onRemove, onDelete, onRename });
  await history.loadChatHistory();
  server.calls.length = 0;
  const titles = () => history.$history.get().chats.map(({ title }) => title);
  return { server, history, titles, onRemove, onDelete, onRename };
}
