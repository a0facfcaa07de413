/** Where a store remembers small choices between visits. It never throws: see `createSafeStorage`. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
