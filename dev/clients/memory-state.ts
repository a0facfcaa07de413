/** What every major's `AbstractChat` asks of its state; `M` is its own type of a message. */
interface MemoryState<M> {
  status: 'submitted' | 'streaming' | 'ready' | 'error';
  error: Error | undefined;
  messages: M[];
  pushMessage(message: M): void;
  popMessage(): void;
  replaceMessage(index: number, message: M): void;
  snapshot<T>(thing: T): T;
}

/** A chat's state in plain memory, without a framework that would draw it. */
export function createMemoryState<M>(): MemoryState<M> {
  return {
    status: 'ready',
    error: undefined,
    messages: [],
    pushMessage(message) {
      this.messages = [...this.messages, message];
    },
    popMessage() {
      this.messages = this.messages.slice(0, -1);
    },
    replaceMessage(index, message) {
      this.messages = this.messages.with(index, structuredClone(message));
    },
    snapshot: (thing) => structuredClone(thing),
  };
}
