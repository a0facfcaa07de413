/**
 * The longest title, and the longest text to search for. The same as `titleCharactersMax` of the contract, whose module would
 * bring its schemas along.
 */
export const textMax = 120;
