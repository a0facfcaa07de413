/**
 * News of a chat, from another tab of this browser: a message was sent, an answer began or ended. What it is stands on the
 * server, where only its owner can read it; the channel carries no words.
 */
export interface ChannelNews {
  readonly chatId: string;
}

/** Tabs of one browser that talk to one worker: a port that `session/chat-channel.ts` fills in a page. */
export interface ChatChannel {
  /** Tells all other elements of this browser, in this tab and in others, while this one listens. */
  tell: (news: ChannelNews) => void;
  /** Opens the channel, for one listener. @returns closes it */
  listen: (listener: (news: ChannelNews) => void) => () => void;
}

/** A channel without anybody else. */
export const silentChannel: ChatChannel = { tell: () => undefined, listen: () => () => undefined };
