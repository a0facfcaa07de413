import * as v from 'valibot';

/** The categories of a trace that has the tasks of every thread, and nothing more. */
export const taskCategories = ['-*', 'toplevel'];

/** https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU: `dur` is in microseconds. */
const Trace = v.object({
  traceEvents: v.array(
    v.object({
      name: v.string(),
      pid: v.number(),
      tid: v.number(),
      dur: v.optional(v.number(), 0),
      args: v.optional(v.object({ name: v.optional(v.string()) })),
    }),
  ),
});

/**
 * The longest task on a page's main thread, in milliseconds. From a trace, since `PerformanceObserver` is silent about tasks below
 * 50 ms.
 * @param trace as Chromium writes it, of {@link taskCategories}
 */
export function longestTaskMs(trace: string): number {
  const { traceEvents } = v.parse(Trace, JSON.parse(trace));
  const threadOf = ({ pid, tid }: { pid: number; tid: number }) => `${String(pid)} ${String(tid)}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  // A task that was under way at either end of the trace has lost its own line, and still the microtasks in it.
  const tasks = traceEvents.filter((event) => event.name !== 'thread_name' && mains.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('The trace has no tasks of a page.');
  return tasks.reduce((longest, { dur }) => Math.max(longest, dur), 0) / 1_000;
}
