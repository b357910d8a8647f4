/**
 * The life of one modem: its port is opened, spoken through, lost and opened again, for as long as
 * the gateway runs.
 *
 *     open ──▶ converse ──▶ port lost ──▶ wait (100 ms, 1 s, 2 s … 30 s, or it is back) ──▶ open …
 *
 * The modem is told as lost once: when its port cannot be opened or goes away, when it cannot be
 * configured, or is not within a time; and as recovered when it is configured again. Frames are
 * handed on in each of these states.
 */
import type { Priority } from "../devices/event.ts";
import type { ModemIdentity, ModemReport, ModemTalk } from "../devices/modems/modem.ts";
import type { Clock, MonotonicMs, UnixMs } from "../devices/time.ts";
import type { Log, Reception } from "../handlers/ports.ts";
import type { AirtimeBudget } from "./airtime_budget.ts";
import { ModemConversation, type ModemEvent } from "./modem_conversation.ts";
import { ModemCounters, type ModemCounts } from "./modem_counters.ts";
import { closePort, type OpenPort, reopenAfterMs, waitForPort } from "./modem_port.ts";
import { ModemTransmitter } from "./modem_transmitter.ts";

/** How long a modem may take to be configured before it counts as lost, in milliseconds. */
export const CONFIGURE_WITHIN_MS = 60_000;
/** A port that stayed open for so long is opened again fast, in milliseconds. */
const STABLE_MS = 10_000;
/** Between two log lines about one kind of report, in milliseconds. */
const REPORT_LOG_EVERY_MS = 60_000;

/** What a session needs, and whom it tells. */
export interface ModemSessionOptions {
  /** Name of the modem in the configuration. */
  readonly name: string;
  /** Device of its port, best by its name in /dev/serial/by-id. */
  readonly path: string;
  readonly baud: number;
  /** Makes a conversation; each opening of the port gets a new one. */
  readonly createTalk: () => ModemTalk;
  readonly openPort: OpenPort;
  readonly airtime: AirtimeBudget;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFrame: (reception: Reception) => void;
  readonly onLost: (reason: string) => void;
  readonly onRecovered: () => void;
  readonly onReport?: (reason: ModemReport, text: string, sizeBytes: number) => void;
}

/** What there is to show of a modem. */
export interface ModemStatus {
  readonly name: string;
  readonly path: string;
  readonly state: "opening" | "configuring" | "ready" | "lost";
  /** Why it is lost. */
  readonly reason?: string;
  readonly identity: ModemIdentity;
  readonly queued: number;
  readonly lastFrameAtUnixMs?: UnixMs;
  readonly counts: ModemCounts;
}

/** Runs one modem from `start` until it is disposed of. */
export class ModemSession implements AsyncDisposable {
  readonly #options: ModemSessionOptions;
  readonly #counters = new ModemCounters();
  readonly #transmitter: ModemTransmitter;
  readonly #stopping = new AbortController();
  readonly #reportLoggedAt = new Map<ModemReport, MonotonicMs>();
  #conversation: ModemConversation | undefined;
  #running: Promise<void> = Promise.resolve();
  #lostReason: string | undefined;
  #identity: ModemIdentity = {};
  #lastFrameAtUnixMs: UnixMs | undefined;
  #transmitTimer: ReturnType<typeof setTimeout> | undefined;
  #configureTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ModemSessionOptions) {
    this.#options = options;
    const { airtime, clock, log } = options;
    this.#transmitter = new ModemTransmitter(airtime, clock, this.#counters, log);
  }

  get name(): string {
    return this.#options.name;
  }

  get status(): ModemStatus {
    const last = this.#lastFrameAtUnixMs;
    return {
      name: this.#options.name,
      path: this.#options.path,
      state: this.#state(),
      ...(this.#lostReason === undefined ? {} : { reason: this.#lostReason }),
      identity: this.#identity,
      queued: this.#transmitter.queued,
      ...(last === undefined ? {} : { lastFrameAtUnixMs: last }),
      counts: this.#counters.snapshot(),
    };
  }

  /** Begins. Call once. */
  start(): void {
    this.#running = this.#run();
  }

  /** Queues an answer. Never throws, never waits. */
  answer(frame: Uint8Array, urgency: Priority): void {
    this.#transmitter.add(frame, urgency);
    this.#pump();
  }

  /** Closes the port. What is queued is not sent: the wearables repeat. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#transmitTimer);
    clearTimeout(this.#configureTimer);
    await this.#conversation?.close();
    await this.#running;
  }

  #state(): ModemStatus["state"] {
    if (this.#lostReason !== undefined) return "lost";
    if (this.#conversation === undefined) return "opening";
    return this.#conversation.talk.isConfigured ? "ready" : "configuring";
  }

  async #run(): Promise<void> {
    const { path, clock } = this.#options;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const openedAt = clock.monotonicMs();
      const reason = await this.#openAndConverse();
      if (signal.aborted) return;
      this.#lost(reason);
      if (clock.monotonicMs() - openedAt >= STABLE_MS) failures = 0;
      await waitForPort(path, reopenAfterMs(failures++), signal);
    }
  }

  /** Gives the reason why it ended. */
  async #openAndConverse(): Promise<string> {
    const { path, baud, openPort, createTalk, clock } = this.#options;
    let port;
    try {
      port = await openPort(path, baud);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (this.#stopping.signal.aborted) {
      await closePort(port);
      return "the gateway stops";
    }
    this.#counters.openings++;
    const conversation = new ModemConversation(port, createTalk(), clock, {
      happened: (event, at) => this.#happened(event, at),
      turned: () => this.#pump(),
      bytesCame: (count) => this.#counters.bytesReceived += count,
    });
    this.#conversation = conversation;
    this.#expectConfigured();
    conversation.start();
    const reason = await conversation.ended;
    await this.#hangUp(conversation);
    return reason;
  }

  /** At once: while an old descriptor is open, the device comes back under another name. */
  async #hangUp(conversation: ModemConversation): Promise<void> {
    this.#conversation = undefined;
    clearTimeout(this.#configureTimer);
    this.#transmitter.interrupted();
    await conversation.close();
  }

  #happened(event: ModemEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "deliver":
        return this.#deliver(event, at);
      case "sent":
        return this.#transmitter.sent(event.id);
      case "unsent":
        return this.#transmitter.unsent(event.id, event.why);
      case "configured":
        return this.#configured(event.identity);
      case "unconfigured":
        return this.#lost(event.text);
      case "report":
        return this.#reported(event.reason, event.text, event.sizeBytes, at);
    }
  }

  #deliver(event: ModemEvent & { do: "deliver" }, receivedAtMs: MonotonicMs): void {
    const { do: _, ...heard } = event;
    const receivedAtUnixMs = this.#options.clock.unixMs();
    this.#counters.frames++;
    this.#lastFrameAtUnixMs = receivedAtUnixMs;
    const { name: modem, log } = this.#options;
    try {
      this.#options.onFrame({ ...heard, modem, receivedAtMs, receivedAtUnixMs });
    } catch (error) {
      // The next frame may be an alarm: the port stays open.
      log.error("a frame could not be handed on", { modem, reason: String(error) });
    }
  }

  #configured(identity: ModemIdentity): void {
    clearTimeout(this.#configureTimer);
    this.#identity = identity;
    const { name: modem, log, onRecovered } = this.#options;
    log.info("modem configured", { modem, model: identity.model, firmware: identity.firmware });
    if (this.#lostReason === undefined) return;
    this.#lostReason = undefined;
    onRecovered();
  }

  #expectConfigured(): void {
    clearTimeout(this.#configureTimer);
    this.#configureTimer = setTimeout(
      () => this.#lost(`not configured within ${CONFIGURE_WITHIN_MS / 1_000} s`),
      CONFIGURE_WITHIN_MS,
    );
  }

  #lost(reason: string): void {
    const { name: modem, log, onLost } = this.#options;
    const isNews = this.#lostReason === undefined;
    if (this.#lostReason !== reason) log.error("modem lost", { modem, reason });
    this.#lostReason = reason;
    if (isNews) onLost(reason);
  }

  #reported(reason: ModemReport, text: string, sizeBytes: number, at: MonotonicMs): void {
    const count = this.#counters.countReport(reason);
    const { name: modem, log, onReport } = this.#options;
    onReport?.(reason, text, sizeBytes);
    // After a restart of its own the modem has so long to be configured again.
    if (reason === "reset" && this.#lostReason === undefined) this.#expectConfigured();
    const last = this.#reportLoggedAt.get(reason);
    if (last !== undefined && at - last < REPORT_LOG_EVERY_MS) return;
    this.#reportLoggedAt.set(reason, at);
    log.warn("modem report", { modem, reason, text, sizeBytes, count });
  }

  #pump(): void {
    if (this.#stopping.signal.aborted) return;
    this.#transmitter.pump(this.#conversation);
    clearTimeout(this.#transmitTimer);
    const at = this.#transmitter.wakeAtMs;
    if (at === undefined) return;
    const waitMs = Math.max(1, Math.ceil(at - this.#options.clock.monotonicMs()));
    this.#transmitTimer = setTimeout(() => this.#pump(), waitMs);
  }
}
