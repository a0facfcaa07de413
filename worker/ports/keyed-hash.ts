/** Turns a value into a pseudonym that can't be reversed or guessed without the deployment's secret. */
export type KeyedHash = (value: string) => Promise<string>;
