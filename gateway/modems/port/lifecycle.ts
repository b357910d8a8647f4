/**
 * The port of one modem, whatever the modem speaks: opened, spoken through, lost and opened again,
 * for as long as the gateway runs.
 *
 *     open ──▶ speak ─────▶ port lost ──▶ wait (100 ms, 1 s, 2 s … 30 s, or it is back) ──▶ open …
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../../devices/time.ts";
import type { RecoveryActions } from "../recovery/recovery.ts";
import { type LinkListener, ModemLink, type Protocol } from "./link.ts";
import { closePort, type ModemPort, type OpenPort, reopenAfterMs, waitForPort } from "./port.ts";

/** A port that stayed open for so long is opened again fast, in milliseconds. */
const STABLE_MS = 10_000;
/** Between two looks whether a port that is wanted exclusively is free, in milliseconds. */
const LOOK_AGAIN_MS = 20;
const STOPPING = "the gateway stops";

/** One opening of a port. */
export interface ModemAccess<P> {
  /** Device, best by its name in /dev/serial/by-id. */
  readonly path: string;
  readonly baud: number;
  /** Makes the protocol; each opening of the port gets a new one. */
  readonly createProtocol: () => P;
}

/** Where a modem is, and in which language it is spoken to; asked before each opening. */
export interface ModemLocation<P> {
  /** Its port, as far as is known without looking. */
  readonly path: string;
  /** @throws Error with what to do when the modem cannot be found. */
  find(): Promise<ModemAccess<P>>;
}

export interface PortLifecycleOptions<P> {
  readonly location: ModemLocation<P>;
  readonly openPort: OpenPort;
  readonly clock: Clock;
}

export interface PortListener<P extends Protocol> extends LinkListener<P> {
  onOpen(): void;
  /** The link is over, and so is what was being said. */
  onHangUp(): void;
  /** The port cannot be opened, or went away. `reason` is for people. */
  onPortLost(reason: string): void;
}

/** Keeps one port open from `start` until it is disposed of. */
export class PortLifecycle<P extends Protocol> implements RecoveryActions, AsyncDisposable {
  readonly #options: PortLifecycleOptions<P>;
  readonly #listener: PortListener<P>;
  readonly #stopping = new AbortController();
  /** Of the port: by the link, or by work that has it exclusively. */
  #lastUse: Promise<unknown> = Promise.resolve();
  #link: ModemLink<P> | undefined;
  #running: Promise<void> = Promise.resolve();
  #isReopening = false;

  constructor(options: PortLifecycleOptions<P>, listener: PortListener<P>) {
    this.#options = options;
    this.#listener = listener;
  }

  /** The link while the port is open. */
  get link(): ModemLink<P> | undefined {
    return this.#link;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Begins. Call once. */
  start(): void {
    this.#running = this.#run();
  }

  probe(): boolean {
    return this.#link?.probe() ?? false;
  }

  async reopen(): Promise<boolean> {
    if (this.#link === undefined) return false;
    this.#isReopening = true;
    await this.#link.close("the port is opened again");
    return true;
  }

  reset(): boolean {
    return this.#link?.reset() ?? false;
  }

  pulseLines(): Promise<boolean> {
    return this.#link?.pulseLines() ?? Promise.resolve(false);
  }

  /**
   * Gives the port to the work alone, and closes it before: nothing is heard meanwhile, and the
   * modem is not reported as lost.
   */
  async withExclusivePort<R>(work: (path: string) => Promise<R>): Promise<R> {
    let hasBegun = false;
    const result = this.#afterLastUse(() => {
      hasBegun = true;
      return work(this.#options.location.path);
    });
    // A port that is just being opened is closed once it is open.
    while (!hasBegun) {
      await this.reopen();
      await delay(LOOK_AGAIN_MS);
    }
    return await result;
  }

  /** Closes the port. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#link?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { location, clock } = this.#options;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const openedAt = clock.monotonicMs();
      const reason = await this.#afterLastUse(() => this.#openAndConverse());
      if (signal.aborted) return;
      const isOnPurpose = this.#isReopening;
      this.#isReopening = false;
      if (!isOnPurpose) this.#listener.onPortLost(reason);
      if (clock.monotonicMs() - openedAt >= STABLE_MS) failures = 0;
      await waitForPort(location, reopenAfterMs(isOnPurpose ? 0 : failures++), signal);
    }
  }

  /** One use at a time, in the order asked for. */
  #afterLastUse<R>(use: () => Promise<R>): Promise<R> {
    const result = this.#lastUse.then(use);
    this.#lastUse = result.catch(() => {});
    return result;
  }

  /** Gives the reason why it ended. */
  async #openAndConverse(): Promise<string> {
    if (this.isStopping) return STOPPING;
    const { location, openPort } = this.#options;
    let access, port;
    try {
      access = await location.find();
      port = await openPort(access.path, access.baud);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (!this.isStopping) return await this.#converse(port, access);
    await closePort(port);
    return STOPPING;
  }

  async #converse(port: ModemPort, { createProtocol }: ModemAccess<P>): Promise<string> {
    const link = new ModemLink(port, createProtocol(), this.#options.clock, this.#listener);
    this.#link = link;
    this.#listener.onOpen();
    link.start();
    const reason = await link.ended;
    // At once: while an old descriptor is open, the device comes back under another name.
    this.#link = undefined;
    this.#listener.onHangUp();
    await link.close();
    return reason;
  }
}
