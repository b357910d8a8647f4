/** Waiting until a device has sent everything, without waiting for ever. */
import { setTimeout as delay } from "node:timers/promises";
import type { Descriptor } from "./descriptor.ts";
import { CanceledError, SerialPortError } from "./errors.ts";
import { libc } from "./libc.ts";

const TIOCOUTQ = 0x5411;
const LOOK_AGAIN_MS = 2;
/** A line that sends nothing for so long is held up. 64 bytes at 300 baud take 2.1 s. */
const STALL_MS = 5_000;

/** Bytes that the kernel has and the device has not sent; a device that is gone has none. */
export function unsentBytes(fd: number): number {
  const count = new Int32Array(1);
  return libc.ioctl(fd, TIOCOUTQ, count) === -1 ? 0 : count[0]!;
}

/**
 * Resolves when nothing is left to send, a write in progress included. It asks for the rest again
 * and again since `tcdrain` alone waits for ever when the other end holds CTS.
 * @param stallMs How long no byte may leave.
 * @throws SerialPortError "TIMEOUT"; CanceledError when the port is closed meanwhile.
 */
export async function drainOutput(descriptor: Descriptor, stallMs = STALL_MS): Promise<void> {
  let progress = "";
  let movedAtMs = performance.now();
  for (;;) {
    if (!descriptor.isOpen) throw new CanceledError("Port was closed");
    const unsent = unsentBytes(descriptor.fd);
    const unwritten = descriptor.unwrittenBytes;
    if (unsent + unwritten === 0) break;
    const nowMs = performance.now();
    if (progress !== `${unsent} ${unwritten}`) movedAtMs = nowMs;
    progress = `${unsent} ${unwritten}`;
    if (nowMs - movedAtMs >= stallMs) throw stalled(unsent + unwritten, stallMs);
    await delay(LOOK_AGAIN_MS);
  }
  // The queue is empty; for what is left in the adapter's own buffer, drivers wait in bounds.
  await libc.tcdrainAside(descriptor.fd);
}

function stalled(bytes: number, stallMs: number): SerialPortError {
  return new SerialPortError(
    "TIMEOUT",
    `none of the last ${bytes} bytes went out in ${stallMs / 1_000} s. Check the flow control: ` +
      "with rtscts the other end has to raise CTS, with xon it may have sent 0x13.",
  );
}
