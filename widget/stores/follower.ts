/* What is not needed before the first message is on its way: see load-follower.ts. */
export { readAnswer } from '../api/read-answer.ts';
export { createChatRefresher } from './refresh-chat.ts';
export { runTurn } from './run-turn.ts';
export { showStored } from './show-stored.ts';
export { stopTurn } from './stop-turn.ts';
