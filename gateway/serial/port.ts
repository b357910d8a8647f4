// deno-lint-ignore-file require-await -- whatever fails here has to be a rejection
/** One open serial port, as `@serialport/stream` drives it. */
import type {
  BindingPortInterface,
  OpenOptions,
  PortStatus,
  SetOptions,
  UpdateOptions,
} from "@serialport/bindings-interface";
import type { Buffer } from "node:buffer";
import { defined } from "../../devices/tools/defined.ts";
import type { Descriptor } from "./descriptor.ts";
import { drainOutput, unsentBytes } from "./drain.ts";
import { check, ERRNO, explain, SerialPortError, SystemError } from "./errors.ts";
import { libc } from "./libc.ts";
import { applyLineSettings, readBaudRate } from "./line_settings.ts";
import {
  type LineErrorCounters,
  readLineErrorCounters,
  readModemLines,
  setModemLines,
} from "./modem_lines.ts";

const TCOFLUSH = 1;
const TCIOFLUSH = 2;
const LOCK_EXCLUSIVE_OR_FAIL = 2 | 4;
const TIOCEXCL = 0x540c;
const TIOCNXCL = 0x540d;
const GONE: readonly number[] = [ERRNO.EIO, ERRNO.ENXIO, ERRNO.ENODEV, ERRNO.EBADF];

/**
 * An open port. Whatever fails rejects with SerialPortError, except waits that `close` ended:
 * these reject with `canceled`, as the stream wants it. A device that went away is "DISCONNECTED".
 */
export class LinuxPort implements BindingPortInterface {
  #openOptions: Required<OpenOptions>;
  readonly #descriptor: Descriptor;
  #draining: Promise<unknown> = Promise.resolve();

  /** @param descriptor Open, locked and set to `openOptions`. */
  constructor(openOptions: Required<OpenOptions>, descriptor: Descriptor) {
    this.#openOptions = openOptions;
    this.#descriptor = descriptor;
  }

  get openOptions(): Required<OpenOptions> {
    return this.#openOptions;
  }

  get isOpen(): boolean {
    return this.#descriptor.isOpen;
  }

  /**
   * Ends waiting reads and writes at once. What the device has not sent by then is given up, since
   * waiting for a stuck one could take half a minute: drain first to have it sent.
   */
  async close(): Promise<void> {
    const { fd } = this.#descriptor;
    if (!this.isOpen) return;
    // A device that is gone fails both calls; its descriptor is closed nevertheless.
    if (unsentBytes(fd) !== 0) libc.tcflush(fd, TCOFLUSH);
    if (this.#openOptions.lock) unlockPort(fd);
    await this.#descriptor.close();
    await this.#draining;
  }

  /** Waits for bytes, at least one and at most `length`. */
  async read(buffer: Buffer, offset: number, length: number) {
    const into = buffer.subarray(offset, offset + length);
    const bytesRead = await this.#transfer("read from", async () => {
      const count = await this.#descriptor.read(into);
      if (count === 0) throw hungUp();
      return count;
    });
    return { buffer, bytesRead };
  }

  /** Resolves when the kernel has all the bytes; it need not have sent them. */
  async write(buffer: Buffer): Promise<void> {
    await this.#transfer("write to", () => this.#descriptor.write(buffer));
  }

  /** Changes the speed, and reads it back. */
  async update(options: UpdateOptions): Promise<void> {
    const changed = { ...this.#openOptions, baudRate: options.baudRate };
    this.#control("change the speed of", (fd) => applyLineSettings(fd, changed));
    this.#openOptions = changed;
  }

  /** Sets DTR, RTS and break as far as they are given. */
  async set(options: SetOptions): Promise<void> {
    this.#control("set the modem lines of", (fd) => setModemLines(fd, options));
  }

  /** Reads CTS, DSR and DCD. */
  async get(): Promise<PortStatus> {
    return this.#control("read the modem lines of", readModemLines);
  }

  /** The speed that the driver really uses, in bits a second. */
  async getBaudRate(): Promise<{ baudRate: number }> {
    return { baudRate: this.#control("read the speed of", readBaudRate) };
  }

  /** What was lost or damaged on the line; undefined when the driver does not count. */
  async errorCounters(): Promise<LineErrorCounters | undefined> {
    return this.#control("read the error counters of", readLineErrorCounters);
  }

  /** Discards what was received and not read, and what was written and not sent. */
  async flush(): Promise<void> {
    this.#control("flush", (fd) => check("tcflush", libc.tcflush(fd, TCIOFLUSH)));
  }

  /** Waits until everything is sent; rejects when nothing leaves for five seconds. */
  async drain(): Promise<void> {
    const drained = this.#transfer("drain", () => drainOutput(this.#descriptor));
    this.#draining = drained.catch(() => {});
    await drained;
  }

  #control<T>(doing: string, action: (fd: number) => T): T {
    const what = `${doing} port "${this.#openOptions.path}"`;
    if (!this.isOpen) throw new SerialPortError("CLOSED", `Cannot ${what}: it is closed. Open it.`);
    try {
      return action(this.#descriptor.fd);
    } catch (error) {
      throw explain(what, error);
    }
  }

  async #transfer<T>(doing: string, action: () => Promise<T>): Promise<T> {
    const what = `${doing} port "${this.#openOptions.path}"`;
    try {
      return await action();
    } catch (error) {
      const isGone = error instanceof SystemError && GONE.includes(error.errno);
      throw explain(what, isGone ? hungUp(error) : error);
    }
  }
}

/**
 * Keeps a port for one program: `flock` against those who ask, TIOCEXCL against who does not, but
 * for root. @throws SystemError EAGAIN when another program has it.
 */
export function lockPort(fd: number): void {
  check("flock", libc.flock(fd, LOCK_EXCLUSIVE_OR_FAIL));
  check("TIOCEXCL", libc.ioctl(fd, TIOCEXCL, null));
}

/**
 * Lets others open the port again. TIOCEXCL is a state of the device, not of the descriptor: it
 * would stay while anybody else has the device open. Closing gives the `flock` back.
 */
export function unlockPort(fd: number): void {
  libc.ioctl(fd, TIOCNXCL, null);
}

/** What a read or write says when the device was unplugged, by driver. */
function hungUp(cause?: SystemError): SerialPortError {
  const reason = cause === undefined ? "" : ` (${cause.code} from ${cause.call})`;
  return new SerialPortError(
    "DISCONNECTED",
    `the device is gone${reason}. Plug it in again; \`ls -l /dev/serial/by-id\` shows what is there.`,
    defined({ cause }),
  );
}
