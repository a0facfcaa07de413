import type { LogFields, Logger } from '../ports/logger.ts';
import { describeCause } from './describe-cause.ts';

/** Writes each event as one line of JSON, which Workers Logs indexes by field. */
export function createLogger(write: (line: string) => void = writeToConsole): Logger {
  const log = (level: 'info' | 'error', event: string, fields: LogFields) => {
    write(JSON.stringify({ level, event, ...fields }));
  };
  return {
    info: (event, fields) => {
      log('info', event, fields);
    },
    error: (event, fields, cause) => {
      log('error', event, cause === undefined ? fields : { ...fields, ...describeCause(cause) });
    },
  };
}

function writeToConsole(line: string): void {
  console.log(line);
}
