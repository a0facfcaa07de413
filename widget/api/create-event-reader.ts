/**
 * Reads server-sent events out of a text that comes in pieces of any size. Of an event's fields only `data` is looked at:
 * a streamed answer has no other. Comments, by which a server notices that its reader has left, are passed over.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * @param onData called with the data of each event that is complete
 * @returns takes the next piece of the text
 */
export function createEventReader(onData: (data: string) => void): (piece: string) => void {
  let rest = '';
  let data: string[] = [];
  return (piece) => {
    // A carriage return at the very end may be the first half of a line end whose other half is still to come.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line.startsWith(' ', 5) ? 6 : 5));
      if (line !== '' || data.length === 0) continue;
      onData(data.join('\n'));
      data = [];
    }
  };
}
