/**
 * Whether what one person has written may be shown to another, and be sent by them. Whoever signs in was the visitor before, and takes
 * their words along; whoever comes after a user is somebody else, for all we know.
 * @param former null as long as nobody knew who writes
 */
export function mayTakeOver(former: string | null, person: string | null): boolean {
  return former === null || former === 'visitor' || former === person;
}
