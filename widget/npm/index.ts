/*
 * `paynless-chat`: the class and what belongs to it, without a side effect. `paynless-chat/define` defines the tag.
 */
export type { Quota } from '../../protocol/quota.ts';
export type { MessageStatus } from '../../protocol/message.ts';
export { PaynlessAnswerEndEvent } from '../events/paynless-answer-end-event.ts';
export { PaynlessAnswerStartEvent } from '../events/paynless-answer-start-event.ts';
export { PaynlessChatChangeEvent } from '../events/paynless-chat-change-event.ts';
export { PaynlessCloseEvent } from '../events/paynless-close-event.ts';
export { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
export { PaynlessLimitReachedEvent } from '../events/paynless-limit-reached-event.ts';
export { PaynlessMessageSentEvent } from '../events/paynless-message-sent-event.ts';
export { PaynlessOpenEvent } from '../events/paynless-open-event.ts';
export { PaynlessReadyEvent } from '../events/paynless-ready-event.ts';
export { PaynlessSessionChangeEvent } from '../events/paynless-session-change-event.ts';
export { PaynlessSignUpRequestedEvent } from '../events/paynless-sign-up-requested-event.ts';
export type { TextOverrides } from '../i18n/messages.ts';
export { PaynlessChat } from '../paynless-chat/paynless-chat.ts';
export type { PaynlessChatAttributes, PaynlessChatEventMap, PaynlessChatProperties } from './attributes.ts';
