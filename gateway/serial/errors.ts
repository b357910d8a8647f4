/** What can go wrong with a serial port, in words that say what to do next. */
import { errno } from "./libc.ts";

/** Error numbers of Linux (the same on x86-64 and arm64) that this folder decides on. */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EAGAIN: 11,
  EACCES: 13,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
  EMFILE: 24,
  ENOTTY: 25,
} as const;

const WHO_HAS_IT = "Stop the program that uses it; `fuser -v` with the path names it.";
const IS_IT_THERE = "Check the cable and the name; `ls -l /dev/serial/by-id` shows what is there.";
const NOT_HERE = "Use a real serial port for this; pseudo-terminals and files have none of it.";

/** For each error: the state, then what to do. */
const ADVICE: Readonly<Record<string, readonly [state: string, next: string]>> = {
  EPERM: ["not permitted", "Run it as a user who owns the port."],
  ENOENT: ["no such device", IS_IT_THERE],
  EIO: ["input/output error: the device is gone or does not work", IS_IT_THERE],
  ENXIO: ["the device is gone", IS_IT_THERE],
  EAGAIN: ["locked by another program", WHO_HAS_IT],
  EACCES: [
    "permission denied",
    "Add this user to the group that owns the port (often dialout) and log in again.",
  ],
  EBUSY: ["busy, another program has it for itself", WHO_HAS_IT],
  ENODEV: ["the device is gone", IS_IT_THERE],
  EINVAL: ["the driver refuses this setting", "Choose another value, or another adapter."],
  EMFILE: ["too many open files", "Raise the limit of open files, or close ports."],
  ENOTTY: ["not supported by this device", NOT_HERE],
};

/** A call to the C library that failed. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  /** "EACCES" and so on; "E" and the number when it is none that we decide on. */
  readonly code: string;

  /**
   * @param call Name of the C function.
   * @param errno Linux error number.
   */
  constructor(readonly call: string, readonly errno: number) {
    const code = Object.entries(ERRNO).find(([, number]) => number === errno)?.[0] ?? `E${errno}`;
    super(`${call}: ${code}`);
    this.code = code;
  }
}

/** A wait that ended because its own side closed the port: not a fault of the device. */
export class CanceledError extends Error {
  override readonly name = "CanceledError";
  /** By this `@serialport/stream` knows that the device was not unplugged. */
  readonly canceled = true;
}

/** A serial port that could not do what it was asked to. The message says what to do next. */
export class SerialPortError extends Error {
  override readonly name = "SerialPortError";

  /** @param code "EACCES", "EBUSY", … or "MISMATCH", "DISCONNECTED", "TIMEOUT", "INVALID". */
  constructor(readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Takes a C result: a failure (-1) is thrown as {@link SystemError}, all else handed through. */
export function check(call: string, result: number): number {
  if (result === -1) throw new SystemError(call, errno());
  return result;
}

/**
 * Puts a failure into words, as `Cannot open port "/dev/ttyUSB0": permission denied (EACCES …). …`.
 * What is neither a {@link SystemError} nor a {@link SerialPortError} is handed through.
 * @param doing What was being done: `open port "/dev/ttyUSB0"`.
 * @param holders Who has the port, if that is the reason: `process 812 (minicom)`.
 */
export function explain(doing: string, error: unknown, holders = ""): unknown {
  if (error instanceof SerialPortError) {
    return new SerialPortError(error.code, `Cannot ${doing}: ${error.message}`, { cause: error });
  }
  if (!(error instanceof SystemError)) return error;
  const [state, next] = ADVICE[error.code] ?? ["the system refused", "See dmesg for the reason."];
  const who = holders === "" ? "" : `, by ${holders}`;
  const message = `Cannot ${doing}: ${state} (${error.code} from ${error.call})${who}. ${next}`;
  return new SerialPortError(error.code, message, { cause: error });
}
