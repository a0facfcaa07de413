/** Vite gives a file with one of these suffixes as a string. */
declare module '*.sse?raw' {
  const text: string;
  export default text;
}

declare module '*.md?raw' {
  const text: string;
  export default text;
}
