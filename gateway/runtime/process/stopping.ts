/**
 * Signals that ask for a stop, and one deadline around the whole of it. Everything is ended in order;
 * what is not over by then, such as a disk that does not answer, is left where it is: nothing was
 * promised that is not stored.
 *
 *     signal ─▶ orderly end ─▶ status 0
 *         ├─ 2.5 s ─▶ what the disk has not taken is given up
 *         ├─ 4.5 s ─▶ the program ends, even if parts have not stopped
 *         └─ 5 s ───▶ the kernel ends it: its event loop stands still
 */
import type { Log } from "../../../handlers/ports.ts";
import { killAfter } from "../../platform/kill_timer.ts";

const STOP_SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** What the disk has left to take what it was asked for, in ms. */
export const STORE_LIMIT_MS = 2_500;
/** What everything together may take, in ms. */
const STOP_LIMIT_MS = 4_500;
/** After so many seconds the kernel does not ask any more. */
const KILL_LIMIT_S = 5;

/**
 * Resolves with the name of the signal that asks the program to stop.
 * @param actions `onReload`: what SIGHUP does.
 */
export async function untilStopped(
  actions: { readonly onReload?: () => void } = {},
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stops = STOP_SIGNALS.map((signal) => [signal, () => resolve(signal)] as const);
  const onReload = () => actions.onReload?.();
  for (const [signal, stop] of stops) Deno.addSignalListener(signal, stop);
  Deno.addSignalListener("SIGHUP", onReload);
  const signal = await promise;
  for (const [signal, stop] of stops) Deno.removeSignalListener(signal, stop);
  Deno.removeSignalListener("SIGHUP", onReload);
  return signal;
}

/** Begins to count. @param flush Gives what was said last a moment to go out. */
export function beginStop(log: Log, flush: () => Promise<void>, status: number): void {
  killAfter(KILL_LIMIT_S);
  setTimeout(async () => {
    log.warn("stopped before everything was over: see the disk, the modems and the network");
    await flush();
    Deno.exit(status);
  }, STOP_LIMIT_MS);
}
