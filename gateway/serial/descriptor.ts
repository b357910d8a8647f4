/** A terminal's descriptor that is read and written without ever blocking the program. */
import { CanceledError, ERRNO, SystemError } from "./errors.ts";
import { errno, libc } from "./libc.ts";
import type { Readiness, Watch } from "./readiness.ts";

/** After so many reads that found bytes at once, timers and other ports get a turn. */
const READS_IN_A_ROW = 16;
/** And after so long, in ms: what is done with the bytes of one read may take a while. */
const TURN_MS = 5;

/** Owns a nonblocking descriptor until `close`. Failures are {@link SystemError}. */
export class Descriptor {
  readonly #watch: Watch;
  #isOpen = true;
  #readsInARow = 0;
  #turnBeganMs = 0;
  #unwrittenBytes = 0;

  /** @param fd Opened with O_NONBLOCK; from here on it is closed here and nowhere else. */
  constructor(readonly fd: number, readiness: Readiness) {
    this.#watch = readiness.watch(fd);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What a write in progress has not yet handed to the kernel. */
  get unwrittenBytes(): number {
    return this.#unwrittenBytes;
  }

  /** Waits for bytes and gives their count; 0 means that the other end is gone. */
  async read(into: Uint8Array): Promise<number> {
    for (;;) {
      const count = this.#try("read", () => libc.read(this.fd, view(into), BigInt(into.length)));
      if (count !== undefined) {
        await this.#giveWay();
        return count;
      }
      this.#readsInARow = 0;
      await this.#watch.readable();
    }
  }

  /** Hands all bytes to the kernel, in as many parts as it asks for. One write at a time. */
  async write(bytes: Uint8Array): Promise<void> {
    let rest = view(bytes);
    try {
      while (rest.length > 0) {
        this.#unwrittenBytes = rest.length;
        const count = this.#try("write", () => libc.write(this.fd, rest, BigInt(rest.length)));
        if (count === undefined) await this.#watch.writable();
        else rest = rest.subarray(count);
      }
    } finally {
      this.#unwrittenBytes = 0;
    }
  }

  /** Ends waiting reads and writes with {@link CanceledError}, then closes. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#watch.close();
    await libc.closeAside(this.fd);
  }

  /** Undefined: not now. */
  #try(call: string, attempt: () => bigint): number | undefined {
    if (!this.#isOpen) throw new CanceledError("Port was closed");
    const count = Number(attempt());
    if (count >= 0) return count;
    const reason = errno();
    if (reason === ERRNO.EAGAIN || reason === ERRNO.EINTR) return undefined;
    throw new SystemError(call, reason);
  }

  async #giveWay(): Promise<void> {
    if (this.#readsInARow++ === 0) this.#turnBeganMs = performance.now();
    const isShort = performance.now() - this.#turnBeganMs < TURN_MS;
    if (this.#readsInARow < READS_IN_A_ROW && isShort) return;
    this.#readsInARow = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Foreign functions take no shared memory by type; no caller hands us any. */
function view(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
