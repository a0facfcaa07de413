import type { LitElement } from 'lit';
import type { PaynlessChat } from '../paynless-chat/paynless-chat.ts';

/** What the element has beside what every element has. */
type Own = Omit<PaynlessChat, keyof LitElement>;

/*
 * A property is read-only or not, and no conditional type tells: they compare what may be assigned, where that makes no difference.
 * Two generic functions are the one thing that TypeScript compares to the letter, and for that their type parameter has to be
 * there though it is used once: https://github.com/microsoft/TypeScript/issues/27024
 */
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- see above */
type IsSame<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
/* eslint-enable */

type IsWritable<Key extends keyof Own> = IsSame<Pick<Own, Key>, { -readonly [K in Key]: Own[K] }>;

/** What can be set: neither a method nor read-only. */
type PropertyName = {
  [Key in keyof Own]: Own[Key] extends (...args: never[]) => unknown
    ? never
    : IsWritable<Key> extends true
      ? Key
      : never;
}[keyof Own];

/** The properties that are attributes too: those whose value can be written in HTML. */
type AttributeField = {
  [Key in PropertyName]: NonNullable<Own[Key]> extends string | number | boolean ? Key : never;
}[PropertyName];

/** `apiUrl` is `api-url` in HTML. */
type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

type AttributeValue<Value, Flag> = Value extends boolean ? Flag : Value;

/** The element's properties, as a framework sets them. */
export type PaynlessChatProperties = { [Key in PropertyName]?: PaynlessChat[Key] | undefined };

/**
 * The element's attributes under the names that differ from their property's, such as `api-url`.
 * @typeParam Flag what switches a boolean attribute: with frameworks that write `false` as a text, absence is the only off
 */
export type PaynlessChatAttributes<Flag = boolean> = {
  [Key in AttributeField as Exclude<Kebab<Key>, Key>]?: AttributeValue<Own[Key], Flag> | undefined;
};

/** The element's events, by name. */
export type PaynlessChatEventMap = Pick<
  HTMLElementEventMap,
  Exclude<Extract<keyof HTMLElementEventMap, `paynless-${string}`>, 'paynless-request'>
>;

/** Listeners under their event's name with a prefix, such as `onpaynless-open`. */
export type PaynlessChatListeners<Prefix extends string> = {
  [Name in keyof PaynlessChatEventMap as `${Prefix}${Name}`]?:
    ((event: PaynlessChatEventMap[Name]) => void) | undefined;
};
