/**
 * One cellular modem: the messages that it holds go to the inbox and are erased once they are on the
 * disk; answers and texts go out through it.
 *
 *     found ─▶ inbox.keep ─▶ committed ─▶ erase, if it is still the same
 *     answer, text ─▶ queue ─▶ submit ─▶ the network's reference, or why not
 *     PIN needed ─▶ guard ─▶ tried once, or withheld
 */
import { encodeSubmit, type SubmitPdu } from "../../../devices/codecs/sms/encode.ts";
import type { SmsStatusReport } from "../../../devices/codecs/sms/tpdu.ts";
import type { Priority } from "../../../devices/event.ts";
import type {
  CellularEvent,
  EraseOutcome,
  NetworkStatus,
  PinRequest,
  StoredPdu,
} from "../../../devices/modems/cellular/effects.ts";
import type { CellularProtocol } from "../../../devices/modems/cellular/protocol.ts";
import type { MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Sending } from "../../../handlers/ports.ts";
import type { Inbox, PrintedMessage } from "../../../handlers/short_messages/inbox.ts";
import type { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import {
  ReportedSender,
  type SubmitOutcome,
} from "../../../handlers/short_messages/reported_sender.ts";
import { ModemSession, type ModemSessionOptions, type ModemStatus } from "../session/session.ts";
import { PinProvider } from "./pin_provider.ts";
import type { PinGuard } from "./pin_guard.ts";
import { type StorageStatus, StorageWatch } from "./storage_watch.ts";
import { SubmitQueue } from "./submit_queue.ts";

/** What a session needs, and whom it tells. */
export interface CellularSessionOptions extends ModemSessionOptions<CellularProtocol> {
  readonly inbox: Pick<Inbox, "keep">;
  readonly forms: ReplyForms;
  readonly guard: PinGuard;
  /** The network told the time. */
  readonly onTime: (unixMs: UnixMs) => void;
  /** A storage is fuller than before, or has room again. */
  readonly onStorage: (status: StorageStatus) => void;
  /** The modem says that a message had no room. */
  readonly onFull: () => void;
}

/** What there is to show of a cellular modem beyond what all have. */
export interface CellularStatus extends ModemStatus {
  readonly network?: NetworkStatus;
  readonly storages: readonly StorageStatus[];
}

/** How long the network tries to bring an answer, in minutes: a wearable repeats, and is answered. */
const ANSWER_VALIDITY_MINUTES = 10;

/** Runs one modem from `start` until it is disposed of. */
export class CellularSession extends ModemSession<CellularProtocol, CellularEvent> {
  /** Sends texts and waits for their reports. */
  readonly sender: ReportedSender;
  readonly #options: CellularSessionOptions;
  readonly #queue: SubmitQueue;
  readonly #pins: PinProvider;
  readonly #storages = new StorageWatch();
  /** Messages on their way to the disk. */
  readonly #keeping = new Set<string>();
  #network: NetworkStatus | undefined;

  constructor(options: CellularSessionOptions) {
    super(options);
    this.#options = options;
    this.#queue = new SubmitQueue(options.clock);
    this.#pins = new PinProvider(options.guard, options.name, options.log);
    this.sender = new ReportedSender(options.name, this.#submitter());
  }

  override get status(): CellularStatus {
    return {
      ...super.status,
      ...defined({ network: this.#network }),
      storages: this.#storages.storages,
    };
  }

  /** Queues an answer to a number, in the form in which that wrote. Never throws, never waits. */
  answer(
    frame: Uint8Array,
    urgency: Priority,
    replyTo: string | undefined,
    _sending?: Sending, // The network keeps a message for its phone: it need not listen now.
  ): void {
    const parts = replyTo === undefined ? undefined : encodeSubmit({
      to: replyTo,
      content: this.#options.forms.contentFor(replyTo, frame),
      wantsReport: false,
      partReference: 0,
      validityMinutes: ANSWER_VALIDITY_MINUTES,
    });
    // Who writes from a name instead of a number cannot be answered.
    if (parts === undefined || !parts.ok) return this.counters.countUnsent("refused");
    // Whoever sends a frame over and over, a wearable or not, must not push out what others wait for.
    const missing = parts.value.filter((part) => !this.#queue.holds(part));
    for (const part of missing) void this.#submit(part, urgency, { isAnswer: true });
  }

  /** The network says what became of a text. */
  reported(report: SmsStatusReport): void {
    this.sender.reported(report);
  }

  protected override get queued(): number {
    return this.#queue.size;
  }

  protected override interrupted(): void {
    this.#queue.interrupted();
  }

  #submitter() {
    const isReady = () => this.life.state === "ready";
    const hasReports = () => this.life.link?.protocol.hasReports === true;
    return {
      get isReady() {
        return isReady();
      },
      get hasReports() {
        return hasReports();
      },
      submit: (part: SubmitPdu, urgency: Priority, cut?: AbortSignal, takeWithinMs?: number) =>
        takeWithinMs === undefined
          ? this.#submit(part, urgency, { ...(cut === undefined ? {} : { cut }) })
          : this.#submitWithin(part, urgency, cut, takeWithinMs),
    };
  }

  /** Submits; takes back what the modem has not asked for within a time. */
  async #submitWithin(
    part: SubmitPdu,
    urgency: Priority,
    cut: AbortSignal | undefined,
    takeWithinMs: number,
  ): Promise<SubmitOutcome> {
    const late = new AbortController();
    let isTaken = true;
    const timer = setTimeout(() => {
      late.abort();
      const { link } = this.life;
      link?.step((now) => link.protocol.withdraw(part.pduHex, now));
      isTaken = this.#queue.holds(part);
    }, takeWithinMs);
    const either = cut === undefined ? late.signal : AbortSignal.any([cut, late.signal]);
    const outcome = await this.#submit(part, urgency, { cut: either });
    clearTimeout(timer);
    return outcome.result === "failed" && !isTaken ? { ...outcome, isTaken } : outcome;
  }

  async #submit(
    part: SubmitPdu,
    urgency: Priority,
    { cut, isAnswer }: { readonly cut?: AbortSignal; readonly isAnswer?: boolean },
  ): Promise<SubmitOutcome> {
    const ending = this.#queue.add(part, urgency, cut, isAnswer);
    this.pump();
    const outcome = await ending;
    if (outcome.result === "submitted") this.counters.sent++;
    else {
      this.counters.countUnsent(outcome.result === "refused" ? "refused" : "not-ready");
      const { log, name: modem } = this.#options;
      log.warn("a short message was not sent", { modem, urgency, reason: outcome.reason });
    }
    return outcome;
  }

  protected override pump(): void {
    if (this.life.isStopping) return;
    const { link } = this.life;
    this.#queue.pump(
      link && {
        canSubmit: link.protocol.canSubmit,
        submit: (id, { pduHex, sizeBytes }) =>
          link.step((now) => link.protocol.submit(id, pduHex, sizeBytes, now)),
      },
    );
  }

  protected override onEffect(event: CellularEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "found":
        return this.#found(event.entry);
      case "routed":
        return this.#keep({ ...event, modem: this.name, place: "routed" }, () => {});
      case "erase-done":
        return this.#erased(event.entry, event.outcome);
      case "submitted":
        return this.#queue.submitted(event.id, event.reference);
      case "unsubmitted":
        return this.#queue.unsubmitted(event.id, event.why, event.code);
      case "pin-needed":
        return this.#pinNeeded(event.request);
      case "pin-tried":
        return this.#pins.tried(event.isRight);
      case "network":
        this.#network = event.status;
        return;
      case "time":
        return this.#options.onTime(event.unixMs);
      case "storage":
        return this.#storageRead(event, at);
      case "storage-full":
        return this.#options.onFull();
      default:
        return this.onCommonEffect(event, at);
    }
  }

  #found(entry: StoredPdu): void {
    if (!entry.isReceived) return; // Somebody wrote it and may want to send it.
    const { announcedBytes, index, pdu, storage } = entry;
    const length = announcedBytes === undefined ? {} : { announcedBytes };
    const { link } = this.life;
    this.#keep({ modem: this.name, pdu, ...length, place: `${storage}/${index}` }, () => {
      // Only the link that found it knows where it lies; one that has ended does nothing.
      link?.step((now) => link.protocol.erase(entry, now));
    });
  }

  #keep(message: PrintedMessage, onKept: () => void): void {
    const key = `${message.place} ${message.pdu}`;
    if (this.#keeping.has(key)) return;
    this.#keeping.add(key);
    void this.#options.inbox.keep(message).then(({ isNew, mayErase }) => {
      this.#keeping.delete(key);
      if (isNew) this.counters.frames++;
      if (isNew) this.lastFrameAtUnixMs = this.#options.clock.unixMs();
      if (mayErase) onKept();
    }, (cause) => this.#notKept(key, cause));
  }

  /** It stays in the modem, and is found again. */
  #notKept(key: string, cause: unknown): void {
    this.#keeping.delete(key);
    if (this.life.isStopping) return;
    this.#options.log.error("cannot keep a short message", {
      modem: this.name,
      cause: String(cause),
      todo: "see the storage-degraded event; the modem holds the message until then",
    });
  }

  #erased({ index, storage }: StoredPdu, outcome: EraseOutcome): void {
    if (outcome === "erased" || outcome === "gone") return;
    const { log, name: modem } = this.#options;
    log.warn("a short message was not erased", { modem, storage, index, outcome });
  }

  #pinNeeded(request: PinRequest): void {
    const { link } = this.life;
    const pin = this.#pins.pinFor(request);
    link?.step((now) =>
      pin === undefined ? link.protocol.withholdPin(now) : link.protocol.enterPin(pin, now)
    );
  }

  #storageRead({ storage, use }: CellularEvent & { do: "storage" }, at: MonotonicMs): void {
    const changed = this.#storages.read(storage, use, at);
    if (changed === undefined) return;
    const { log, name: modem, onStorage } = this.#options;
    log.warn("how full a modem is", { modem, ...changed });
    onStorage(changed);
  }
}
