let isMissing = false;

/** Whether the last try to load it has failed: an answer could not be read. */
export const isFollowerMissing = () => isMissing;

/**
 * What reads answers and stored chats, and what helps when a connection breaks: one file apart, so that a panel can open and send
 * without it. It is loaded as soon as a panel can send, while there is a network and a server that has this very version of it.
 */
export async function loadFollower() {
  try {
    const follower = await import('./follower.ts');
    isMissing = false;
    return follower;
  } catch (error) {
    isMissing = true;
    throw error;
  }
}
