/** Runs a one-shot task at the module behind a port. */
import { setTimeout as delay } from "node:timers/promises";
import type { ModemEffect, OneShotTask } from "../../../devices/modems/modem.ts";
import type { Clock } from "../../../devices/time.ts";
import { ModemLink } from "../port/link.ts";
import type { ModemPort, OpenPort } from "../port/port.ts";

export interface OneShotPorts {
  readonly openPort: OpenPort;
  readonly clock: Clock;
  /** An alarm that is heard meanwhile is an alarm. */
  readonly onFrame?: (frame: Extract<ModemEffect, { do: "deliver" }>) => void;
}

/** A port that this program closes at this moment is free again within so long, in milliseconds. */
const LOCKED_FOR_MS = 2_000;
const LOOK_AGAIN_MS = 50;

/**
 * Opens a port, runs a task to its end and closes the port.
 * @throws Error with what to do when the port cannot be opened or goes away.
 */
export async function runOneShot<T>(
  path: string,
  baud: number,
  task: OneShotTask<T>,
  ports: OneShotPorts,
): Promise<T> {
  const port = await openSoon(path, baud, ports);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const link = new ModemLink(port, task, ports.clock, {
    onEffect: (event) => {
      if (event.do === "finished") resolve(event.result);
      else if (event.do === "deliver") ports.onFrame?.(event);
    },
  });
  link.start();
  void link.ended.then((reason) => reject(new Error(`Cannot ask "${path}": ${reason}`)));
  try {
    return await promise;
  } finally {
    await link.close();
  }
}

/** A session of this program may just be about to close it. */
async function openSoon(
  path: string,
  baud: number,
  { clock, openPort }: OneShotPorts,
): Promise<ModemPort> {
  const until = clock.monotonicMs() + LOCKED_FOR_MS;
  for (;;) {
    try {
      return await openPort(path, baud);
    } catch (error) {
      const isLocked = (error as { code?: string }).code === "EAGAIN";
      if (!isLocked || clock.monotonicMs() >= until) throw error;
      await delay(LOOK_AGAIN_MS);
    }
  }
}
