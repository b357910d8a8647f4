/**
 * Pseudo-terminals: a serial port without hardware, of which the program is the other end.
 *
 *     simulated modem ─ write / onData ─ master ║ slave ─ /dev/pts/7 ◀─ link ─ openSerialPort
 *
 * A slave descriptor stays open inside, so that ports may come and go: without one the master
 * reads EIO. The kernel's buffer is some 16 kB a direction; beyond it writes wait for the reader.
 */
import { lstatSync, readlinkSync, symlinkSync, unlinkSync } from "node:fs";
import { Descriptor } from "./descriptor.ts";
import { CanceledError, check, explain, SerialPortError, SystemError } from "./errors.ts";
import { cString, libc, OPEN_FLAGS } from "./libc.ts";
import { applyLineSettings, RAW_LINE } from "./line_settings.ts";
import { Readiness } from "./readiness.ts";

const READ_BYTES = 64 * 1024;
const NAME_BYTES = 128;

/** How to make a pseudo-terminal. */
export interface PseudoTerminalOptions {
  /** A symbolic link to make for it; one that is there already is replaced. Removed on close. */
  readonly link?: string;
  /** Shared with others, to need one thread for all. */
  readonly readiness?: Readiness;
}

/** The master side of a pseudo-terminal. */
export class PseudoTerminal implements AsyncDisposable {
  /** The device to open as a serial port, as "/dev/pts/7". */
  readonly path: string;
  readonly #master: Descriptor;
  readonly #slave: number;
  readonly #link: string | undefined;
  #listener: ((bytes: Uint8Array) => void) | undefined;
  #reading: Promise<void> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();

  /** Makes a pseudo-terminal. @throws SerialPortError */
  constructor(options: PseudoTerminalOptions = {}) {
    const { link, readiness = new Readiness() } = options;
    if (link !== undefined) removeLink(link);
    try {
      const pair = openPair();
      this.path = pair.path;
      this.#slave = pair.slave;
      this.#link = link;
      this.#master = new Descriptor(pair.master, readiness);
    } catch (error) {
      throw explain("make a pseudo-terminal", error);
    }
    if (link !== undefined) symlinkSync(this.path, link);
  }

  /** The link if there is one, else the path. */
  get name(): string {
    return this.#link ?? this.path;
  }

  /**
   * Says who gets what the slave side writes, in chunks of any size. One listener: a second takes
   * the place of the first. Until there is one, bytes wait in the kernel.
   */
  onData(listener: (bytes: Uint8Array) => void): void {
    const isFirst = this.#listener === undefined;
    this.#listener = listener;
    if (isFirst) this.#reading = this.#read();
  }

  /** Sends to the slave side, in the order of the calls. Resolves when the kernel has it all. */
  async write(bytes: Uint8Array): Promise<void> {
    const written = this.#writing.then(() => this.#master.write(bytes));
    this.#writing = written.catch(() => {});
    try {
      await written;
    } catch (error) {
      throw explain(`write to pseudo-terminal "${this.path}"`, error);
    }
  }

  /** Unplugs: a program that has the slave side open finds its device gone. */
  async close(): Promise<void> {
    if (!this.#master.isOpen) return;
    if (this.#link !== undefined && isLinkTo(this.#link, this.path)) unlinkSync(this.#link);
    libc.close(this.#slave);
    await this.#master.close();
    await this.#reading;
    await this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    try {
      while (this.#master.isOpen) {
        const count = await this.#master.read(buffer);
        this.#listener?.(buffer.slice(0, count));
      }
    } catch (error) {
      if (!(error instanceof CanceledError)) throw error;
    }
  }
}

function openPair(): { master: number; slave: number; path: string } {
  const master = check("posix_openpt", libc.posix_openpt(OPEN_FLAGS));
  try {
    check("grantpt", libc.grantpt(master));
    check("unlockpt", libc.unlockpt(master));
    const name = new Uint8Array(NAME_BYTES);
    const reason = libc.ptsname_r(master, name, BigInt(NAME_BYTES));
    if (reason !== 0) throw new SystemError("ptsname_r", reason);
    const path = new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
    const slave = check("open", libc.open(cString(path), OPEN_FLAGS));
    // Raw: no echo, no translation, for every program that opens it. The speed means nothing here.
    applyLineSettings(slave, { ...RAW_LINE, baudRate: 115_200 });
    return { master, slave, path };
  } catch (error) {
    libc.close(master);
    throw error;
  }
}

/** Makes room for a link, or throws when something else has its name. */
function removeLink(link: string): void {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSymbolicLink()) {
    throw new SerialPortError(
      "EEXIST",
      `Cannot make the link "${link}": there is a file of that name. Move it away.`,
    );
  }
  unlinkSync(link);
}

/** A link that points elsewhere meanwhile belongs to another program. */
function isLinkTo(link: string, target: string): boolean {
  const found = lstatSync(link, { throwIfNoEntry: false });
  return found !== undefined && found.isSymbolicLink() && readlinkSync(link) === target;
}
