/** Signals, and what is done about them. */

const STOP_SIGNALS = ["SIGTERM", "SIGINT"] as const;

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
