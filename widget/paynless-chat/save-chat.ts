import type { HistoryStore } from '../stores/history.ts';

/** Saves a chat as a file of the person's own. What goes wrong stands in the list's notice. */
export async function saveChat(history: HistoryStore, id: string, format: 'md' | 'json'): Promise<void> {
  const exported = await history.export(id, format).catch(() => null);
  if (exported === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(exported.file);
  link.download = exported.name;
  link.click();
  // The download has its own hold on the file by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
