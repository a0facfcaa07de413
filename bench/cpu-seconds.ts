import { readFileSync } from 'node:fs';

/** In a second, on every Linux (`getconf CLK_TCK`). */
const ticks = 100;

/**
 * What a process has used of the CPU, for itself and in the kernel, in seconds.
 * @throws Error where there is no `/proc`: this is for Linux
 */
export function cpuSeconds(pid: number): number {
  // The second field is a name in brackets, which may have any character; fields 14 and 15 are utime and stime, proc(5).
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  const [user, system] = fields.slice(11, 13);
  return (Number(user) + Number(system)) / ticks;
}
