/** The serial port of a modem: what is needed of it, and the waiting for one to come back. */
import { stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type DelayRange, exponentialDelayMs } from "../../../devices/tools/exponential_delay.ts";
import { LinuxBinding, openSerialPort } from "../../serial/mod.ts";

/** An open port. `SerialPort` of `gateway/serial` is one. */
export interface ModemPort {
  on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
  on(event: "close" | "error", listener: (reason?: Error | null) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  write(bytes: Uint8Array): unknown;
  close(done: (error?: Error | null) => void): void;
  /** Sets the modem lines that are given. */
  set(lines: { dtr?: boolean; rts?: boolean }, done: (error: Error | null) => void): void;
  readonly isOpen: boolean;
}

/** Opens a port. Rejects with an Error whose text says what to do. */
export type OpenPort = (path: string, baud: number) => Promise<ModemPort>;

/** Before the first attempt after a loss, in milliseconds: most losses are a cable touched. */
const FIRST_RETRY_MS = 100;
const LATER_RETRIES: DelayRange = { firstMs: 1_000, lastMs: 30_000 };
/** How long DTR and RTS are dropped to reset a board, in milliseconds. */
const PULSE_MS = 250;
/** Between two looks whether the device is there again, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** Opens serial ports that share one binding, and so one thread that waits for all of them. */
export function openSerialPorts(): OpenPort {
  const binding = new LinuxBinding();
  return (path, baudRate) => openSerialPort({ path, baudRate, binding });
}

/** Milliseconds before an attempt: 100 ms, 1 s, 2 s … 30 s. @param failures So many failed. */
export function reopenAfterMs(failures: number): number {
  return failures === 0 ? FIRST_RETRY_MS : exponentialDelayMs(failures, LATER_RETRIES);
}

/** Waits, but no longer than until a device that is missing is there again, or is elsewhere. */
export async function waitForPort(
  location: { readonly path: string },
  forMs: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + forMs;
  const { path } = location;
  const wasThere = await exists(path);
  while (!signal.aborted && performance.now() < until) {
    const restMs = Math.max(0, until - performance.now());
    try {
      await delay(Math.min(LOOK_EVERY_MS, restMs), undefined, { signal });
    } catch {
      return; // Only the signal ends a delay early.
    }
    if (location.path !== path || !wasThere && await exists(path)) return;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Drops DTR and RTS for a moment, which many boards wire to the reset of their module.
 * @returns false when the port has no such lines.
 */
export async function pulseLines(port: ModemPort): Promise<boolean> {
  const set = (isOn: boolean) =>
    new Promise<boolean>((resolve) => {
      port.set({ dtr: isOn, rts: isOn }, (error) => resolve(error === null));
    });
  if (!await set(false)) return false;
  await delay(PULSE_MS);
  return await set(true);
}

/** Closes a port, whether or not its device is still there. */
export function closePort(port: ModemPort): Promise<void> {
  if (!port.isOpen) return Promise.resolve();
  return new Promise((resolve) => port.close(() => resolve()));
}
