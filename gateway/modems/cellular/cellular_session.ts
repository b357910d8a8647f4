/**
 * One cellular modem: messages that it holds go to the inbox, answers and texts go out through it.
 *
 *     answer, text ─▶ queue ─▶ submit ─▶ the network's reference, or why not
 *     PIN needed ─▶ guard ─▶ tried once, or withheld
 */
import { encodeSubmit, type SubmitPdu } from "../../../devices/codecs/sms/encode.ts";
import type { SmsStatusReport } from "../../../devices/codecs/sms/tpdu.ts";
import type { Priority } from "../../../devices/event.ts";
import type {
  CellularEvent,
  NetworkStatus,
  PinRequest,
  StoredPdu,
} from "../../../devices/modems/cellular/effects.ts";
import type { CellularProtocol } from "../../../devices/modems/cellular/protocol.ts";
import type { MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Inbox } from "../../../handlers/short_messages/inbox.ts";
import type { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import {
  ReportedSender,
  type SubmitOutcome,
  type Submitter,
} from "../../../handlers/short_messages/reported_sender.ts";
import type { ModemLink } from "../port/link.ts";
import { ModemSession, type ModemSessionOptions, type SessionStatus } from "../session/session.ts";
import { IncomingMessages } from "./incoming_messages.ts";
import type { PinGuard } from "./pin_guard.ts";
import { PinProvider } from "./pin_provider.ts";
import { type StorageStatus, StorageWatch } from "./storage_watch.ts";
import { SubmitQueue } from "./submit_queue.ts";

/** What a session needs, and whom it informs. */
export interface CellularSessionOptions extends ModemSessionOptions<CellularProtocol> {
  readonly inbox: Pick<Inbox, "keep">;
  readonly forms: ReplyForms;
  readonly guard: PinGuard;
  /** The network gave the time. */
  readonly onTime: (unixMs: UnixMs) => void;
  /** A storage is fuller than before, or has room again. */
  readonly onStorage: (status: StorageStatus) => void;
  /** The modem says that a message had no room. */
  readonly onFull: () => void;
}

/** What there is to show of a cellular modem beyond what all have. */
export interface CellularStatus extends SessionStatus {
  readonly network?: NetworkStatus;
  readonly storages: readonly StorageStatus[];
}

/** How long the network tries to bring an answer, in minutes: a wearable repeats, and is answered. */
const ANSWER_VALIDITY_MINUTES = 10;

/** Runs one modem from `start` until it is disposed of. */
export class CellularSession extends ModemSession<CellularProtocol> implements Submitter {
  /** Sends texts and waits for their reports. */
  readonly sender: ReportedSender;
  readonly #options: CellularSessionOptions;
  readonly #incoming: IncomingMessages;
  readonly #queue: SubmitQueue;
  readonly #pins: PinProvider;
  readonly #storages = new StorageWatch();
  #network: NetworkStatus | undefined;

  constructor(options: CellularSessionOptions) {
    super(options);
    this.#options = options;
    const { clock, guard, inbox, log, name } = options;
    this.#queue = new SubmitQueue(clock);
    this.#pins = new PinProvider(guard, name, log);
    this.sender = new ReportedSender(name, this);
    this.#incoming = new IncomingMessages({
      name,
      inbox,
      log,
      isStopping: () => this.isStopping,
      onNew: () => {
        this.counters.frames++;
        this.lastFrameAtUnixMs = clock.unixMs();
      },
    });
  }

  override get status(): CellularStatus {
    const { storages } = this.#storages;
    return { ...super.status, ...defined({ network: this.#network }), storages };
  }

  /**
   * Queues an answer to a number, in the form in which that wrote. Never throws, never waits. The
   * network keeps it for its phone, which need not listen now.
   */
  answer(frame: Uint8Array, urgency: Priority, replyTo?: string): void {
    const parts = replyTo === undefined ? undefined : encodeSubmit({
      to: replyTo,
      content: this.#options.forms.contentFor(replyTo, frame),
      wantsReport: false,
      partReference: 0,
      validityMinutes: ANSWER_VALIDITY_MINUTES,
    });
    // A sender that gives a name instead of a number cannot be answered.
    if (parts === undefined || !parts.ok) return this.counters.countUnsent("refused");
    // A frame that is sent over and over, by a wearable or not, must not push out other answers.
    const missing = parts.value.filter((part) => !this.#queue.holds(part));
    for (const part of missing) void this.#submit(part, urgency, undefined, true);
  }

  /** The network says what became of a text. */
  reported(report: SmsStatusReport): void {
    this.sender.reported(report);
  }

  get hasReports(): boolean {
    return this.link?.protocol.hasReports === true;
  }

  /** Submits; takes back what the modem has not asked for within a time. */
  async submit(
    part: SubmitPdu,
    urgency: Priority,
    cut?: AbortSignal,
    takeWithinMs?: number,
  ): Promise<SubmitOutcome> {
    const late = new AbortController();
    let isTaken = true;
    const takeBack = () => {
      late.abort();
      const { link } = this;
      link?.step((now) => link.protocol.withdraw(part.pduHex, now));
      isTaken = this.#queue.holds(part);
    };
    const timer = takeWithinMs === undefined ? undefined : setTimeout(takeBack, takeWithinMs);
    const either = cut === undefined ? late.signal : AbortSignal.any([cut, late.signal]);
    const outcome = await this.#submit(part, urgency, either);
    clearTimeout(timer);
    return outcome.result === "failed" && !isTaken ? { ...outcome, isTaken } : outcome;
  }

  protected override get queued(): number {
    return this.#queue.size;
  }

  protected override interrupted(): void {
    this.#queue.interrupted();
  }

  async #submit(
    part: SubmitPdu,
    urgency: Priority,
    cut?: AbortSignal,
    isAnswer = false,
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

  protected override transmit(link: ModemLink<CellularProtocol> | undefined): void {
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
        return this.#incoming.routed(event);
      case "erase-done":
        return this.#incoming.erased(event.entry, event.outcome);
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
    // Only the link that found it knows where it lies; one that has ended does nothing.
    const { link } = this;
    this.#incoming.found(entry, () => link?.step((now) => link.protocol.erase(entry, now)));
  }

  #pinNeeded(request: PinRequest): void {
    const { link } = this;
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
