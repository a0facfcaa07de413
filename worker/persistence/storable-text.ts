/** Text as Postgres can store it: it has no NUL, and JSON to it must not hold half of a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
