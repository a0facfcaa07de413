/** Vite gives a file with this suffix as a string. */
declare module '*.sse?raw' {
  const text: string;
  export default text;
}
