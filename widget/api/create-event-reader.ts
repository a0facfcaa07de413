/**
 * Reads server-sent events out of a text that comes in pieces of any size. Of an event's fields only `data` and `id` are
 * looked at: a streamed answer has no other. Comments, by which a server notices that its reader has left, are passed over.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * @param onEvent called with the data of each event that is complete, and the last id that was told, empty before the first
 * @returns takes the next piece of the text
 */
export function createEventReader(onEvent: (data: string, eventId: string) => void): (piece: string) => void {
  let rest = '';
  let data: string[] = [];
  let eventId = '';
  const valueOf = (line: string, from: number) => line.slice(line.startsWith(' ', from) ? from + 1 : from);
  return (piece) => {
    // A carriage return at the very end may be the first half of a line end whose other half is still to come.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(valueOf(line, 5));
      if (line.startsWith('id:')) eventId = valueOf(line, 3);
      if (line !== '' || data.length === 0) continue;
      onEvent(data.join('\n'), eventId);
      data = [];
    }
  };
}
