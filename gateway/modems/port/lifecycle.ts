/**
 * The life of one modem, whatever it speaks: its port is opened, spoken through, lost and opened
 * again, for as long as the gateway runs.
 *
 *     open ──▶ speak ─────▶ port lost ──▶ wait (100 ms, 1 s, 2 s … 30 s, or it is back) ──▶ open …
 *
 * The modem is told as lost once: when its port cannot be opened or goes away, when it cannot be
 * configured, or is not within a time; and as recovered when it is configured again.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { LossReason } from "../../../devices/modems/modem.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { RecoveryActions } from "../recovery/actions.ts";
import { type LinkListener, type ModemEvent, ModemLink, type Protocol } from "./link.ts";
import type { ModemAccess, ModemPlace } from "./place.ts";
import { closePort, type ModemPort, type OpenPort, reopenAfterMs, waitForPort } from "./port.ts";
import { Turns } from "./turns.ts";

/** How long a modem may take to be configured before it counts as lost, in milliseconds. */
export const CONFIGURE_WITHIN_MS = 60_000;
/** How recent the last answer of a modem is that counts as one that answers, in milliseconds. */
const ANSWERING_MS = 10_000;
/** A port that stayed open for so long is opened again fast, in milliseconds. */
const STABLE_MS = 10_000;
/** Between two looks whether a port that is to be lent is free, in milliseconds. */
const LOOK_AGAIN_MS = 20;
const STOPPING = "the gateway stops";

/** What a life needs of the program around it. */
export interface ModemLifeOptions<T> {
  /** Name of the modem in the configuration. */
  readonly name: string;
  readonly place: ModemPlace<T>;
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: CONFIGURE_WITHIN_MS. */
  readonly configureWithinMs?: number;
  /** `text` is for people. */
  readonly onLost: (text: string, why: LossReason) => void;
  readonly onRecovered: () => void;
}

/** Whom a life tells what its modem does. */
export interface ModemLifeListener<E extends ModemEvent> extends LinkListener<E> {
  onOpen(): void;
  /** The link is over, and so is what was being said. */
  onHangUp(): void;
}

export type ConnectionState = "opening" | "configuring" | "ready" | "lost";

/** Runs one modem from `start` until it is disposed of. */
export class ModemLife<
  T extends Protocol<E> & { readonly isConfigured: boolean },
  E extends ModemEvent,
> implements RecoveryActions, AsyncDisposable {
  readonly #options: ModemLifeOptions<T>;
  readonly #listener: ModemLifeListener<E>;
  readonly #stopping = new AbortController();
  /** Of whoever uses the port: the link, or who has borrowed it. */
  readonly #turns = new Turns();
  #link: ModemLink<T, E> | undefined;
  #running: Promise<void> = Promise.resolve();
  #lostReason: string | undefined;
  #isReopening = false;
  #configureTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ModemLifeOptions<T>, listener: ModemLifeListener<E>) {
    this.#options = options;
    this.#listener = listener;
  }

  /** The link while the port is open. */
  get link(): ModemLink<T, E> | undefined {
    return this.#link;
  }

  get state(): ConnectionState {
    if (this.#lostReason !== undefined) return "lost";
    if (this.#link === undefined) return "opening";
    return this.#link.protocol.isConfigured ? "ready" : "configuring";
  }

  /** Why it is lost; undefined: it is not. */
  get lostReason(): string | undefined {
    return this.#lostReason;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Begins. Call once. */
  start(): void {
    this.#running = this.#run();
  }

  /** The modem has its settings and works. */
  configured(): void {
    clearTimeout(this.#configureTimer);
    if (this.#lostReason === undefined) return;
    this.#lostReason = undefined;
    this.#options.onRecovered();
  }

  /** The modem does not work; told once, until it is configured again. */
  lost(reason: string, why: LossReason): void {
    const { name: modem, log, onLost } = this.#options;
    const isNews = this.#lostReason === undefined;
    if (this.#lostReason !== reason) log.error("modem lost", { modem, reason });
    this.#lostReason = reason;
    if (isNews) onLost(reason, why);
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

  /**
   * Gives the port to the work alone, and closes it before: nothing is heard meanwhile, and the
   * modem is not told as lost.
   */
  async withExclusivePort<R>(work: (path: string) => Promise<R>): Promise<R> {
    let hasBegun = false;
    const turn = this.#turns.take(() => {
      hasBegun = true;
      return work(this.#options.place.path);
    });
    // A port that is just being opened is closed once it is open.
    while (!hasBegun) {
      await this.reopen();
      await delay(LOOK_AGAIN_MS);
    }
    return await turn;
  }

  reset(): boolean {
    return this.#link?.reset() ?? false;
  }

  pulseLines(): Promise<boolean> {
    return this.#link?.pulseLines() ?? Promise.resolve(false);
  }

  /** From now on the modem has so long to be configured. */
  expectConfigured(): void {
    clearTimeout(this.#configureTimer);
    const { configureWithinMs: withinMs = CONFIGURE_WITHIN_MS } = this.#options;
    this.#configureTimer = setTimeout(() => this.#notConfigured(withinMs), withinMs);
  }

  /** A modem that answers is busy, and tells itself what is wrong with it. */
  #notConfigured(withinMs: number): void {
    const { answeredAtMs } = this.#link?.protocol ?? {};
    const isAnswering = answeredAtMs !== undefined &&
      this.#options.clock.monotonicMs() - answeredAtMs < ANSWERING_MS;
    if (isAnswering) return this.expectConfigured();
    this.lost(`not configured within ${withinMs / 1_000} s`, "not-configured");
  }

  /** Closes the port. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#configureTimer);
    await this.#link?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { place, clock } = this.#options;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const openedAt = clock.monotonicMs();
      const reason = await this.#turns.take(() => this.#openAndConverse());
      if (signal.aborted) return;
      const isOnPurpose = this.#isReopening;
      this.#isReopening = false;
      if (!isOnPurpose) this.lost(reason, "port");
      if (clock.monotonicMs() - openedAt >= STABLE_MS) failures = 0;
      await waitForPort(place, reopenAfterMs(isOnPurpose ? 0 : failures++), signal);
    }
  }

  /** Gives the reason why it ended. */
  async #openAndConverse(): Promise<string> {
    if (this.isStopping) return STOPPING;
    const { place, openPort } = this.#options;
    let access, port;
    try {
      access = await place.find();
      port = await openPort(access.path, access.baud);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (!this.isStopping) return await this.#converse(port, access);
    await closePort(port);
    return STOPPING;
  }

  async #converse(port: ModemPort, { createProtocol }: ModemAccess<T>): Promise<string> {
    const { clock } = this.#options;
    this.#listener.onOpen();
    const link = new ModemLink<T, E>(port, createProtocol(), clock, this.#listener);
    this.#link = link;
    this.expectConfigured();
    link.start();
    const reason = await link.ended;
    // At once: while an old descriptor is open, the device comes back under another name.
    this.#link = undefined;
    clearTimeout(this.#configureTimer);
    this.#listener.onHangUp();
    await link.close();
    return reason;
  }
}
