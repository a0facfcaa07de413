/**
 * Writes the values of many keys: those of one key one after another, so that the newest is what stays, and what was overtaken
 * while another was on its way is left out.
 * @param write one value of a key; a rejection is a failure
 * @param onSettled hears that nothing is left to be written for a key, and whether the newest value failed
 * @returns takes the newest value of a key
 */
export function createLatestWrites<Value>(
  write: (key: string, value: Value) => Promise<void>,
  onSettled: (key: string, hasFailed: boolean) => void,
): (key: string, value: Value) => Promise<void> {
  const newest = new Map<string, Value>();

  async function run(key: string, value: Value): Promise<void> {
    const hasFailed = await write(key, value).then(
      () => false,
      () => true,
    );
    const next = newest.get(key);
    if (next !== undefined && next !== value) return run(key, next);
    newest.delete(key);
    onSettled(key, hasFailed);
  }

  return async (key, value) => {
    const isRunning = newest.has(key);
    newest.set(key, value);
    if (!isRunning) await run(key, value);
  };
}
