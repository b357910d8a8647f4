import type { Socket } from "node:net";

/** Connections open at once, and how many of them one address may have. */
const TOTAL_LIMIT = 512;
const PER_SOURCE_LIMIT = 256;

/** Closes connections over the limit, so that one address cannot keep all others out. */
export class ConnectionLimit {
  readonly #bySource = new Map<string, number>();
  #total = 0;

  take(socket: Socket): void {
    const source = socket.remoteAddress ?? "";
    const count = (this.#bySource.get(source) ?? 0) + 1;
    if (count > PER_SOURCE_LIMIT || this.#total >= TOTAL_LIMIT) {
      socket.destroy();
      return;
    }
    this.#total++;
    this.#bySource.set(source, count);
    socket.once("close", () => this.#release(source));
  }

  #release(source: string): void {
    this.#total--;
    const count = this.#bySource.get(source)! - 1;
    if (count > 0) this.#bySource.set(source, count);
    else this.#bySource.delete(source);
  }
}
