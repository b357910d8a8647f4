/** The binding that `@serialport/stream` opens ports with. */
import type { BindingInterface, OpenOptions } from "@serialport/bindings-interface";
import { Descriptor } from "./descriptor.ts";
import { check, explain, SystemError } from "./errors.ts";
import { describeHolders, findPortHolders } from "./holders.ts";
import { cString, libc, OPEN_FLAGS } from "./libc.ts";
import { applyLineSettings, RAW_LINE } from "./line_settings.ts";
import { listSerialPorts, type SerialPortInfo } from "./list.ts";
import { LinuxPort, lockPort, unlockPort } from "./port.ts";
import { Readiness } from "./readiness.ts";

/**
 * Opens and lists serial ports on Linux under Deno. One of these serves any number of ports with
 * one thread; make one for the program and hand it around.
 */
export class LinuxBinding implements BindingInterface<LinuxPort, OpenOptions, SerialPortInfo> {
  readonly #readiness: Readiness;

  /** @param readiness Shared with pseudo-terminals, to need one thread for all. */
  constructor(readiness = new Readiness()) {
    this.#readiness = readiness;
  }

  /** @see listSerialPorts */
  list(): Promise<SerialPortInfo[]> {
    return listSerialPorts();
  }

  /**
   * Opens a port: raw, 8 data bits, no parity, one stop bit, no flow control by default; locked
   * against every program that locks, and against every program but root's that does not.
   * Opening raises DTR and RTS: Linux does so.
   * @throws SerialPortError as a rejection, with the reason and what to do.
   */
  async open(options: OpenOptions): Promise<LinuxPort> {
    const settings = { ...RAW_LINE, lock: true, ...options };
    try {
      const fd = check("open", libc.open(cString(options.path), OPEN_FLAGS));
      return this.#take(fd, settings);
    } catch (error) {
      throw explain(`open port "${options.path}"`, error, await holdersOf(options.path, error));
    }
  }

  #take(fd: number, settings: Required<OpenOptions>): LinuxPort {
    let isLocked = false;
    try {
      if (settings.lock) lockPort(fd);
      isLocked = settings.lock;
      applyLineSettings(fd, settings);
      return new LinuxPort(settings, new Descriptor(fd, this.#readiness));
    } catch (error) {
      // A lock that was refused is another program's and stays.
      if (isLocked) unlockPort(fd);
      libc.close(fd);
      throw error;
    }
  }
}

/** Who has a port that could not be taken, in words; undefined where that was not the reason. */
async function holdersOf(path: string, error: unknown): Promise<string | undefined> {
  const isHeld = error instanceof SystemError && ["EAGAIN", "EBUSY"].includes(error.code);
  if (!isHeld) return undefined;
  const holders = await findPortHolders(path);
  const others = holders.filter(({ pid }) => pid !== Deno.pid);
  return describeHolders(others.length > 0 ? others : holders);
}
