/**
 * Short messages on their way from a modem to what they mean.
 *
 *     PDU ─▶ report of what was sent ─▶ passed on, at once
 *         ─▶ of our own ─▶ left where it is
 *         ─▶ kept, committed ─▶ the modem may erase it
 *                 └─▶ no reader for it   ─▶ rejected
 *                 └─▶ put together with its parts ─▶ `MessageIntake` ─▶ done
 *
 * What is kept and not done is taken up again at the next start, so that a message is lost neither
 * between the modem and the disk nor between the disk and its event.
 */
import { createHash } from "node:crypto";
import type { StoreAccess } from "../../db/store.ts";
import { type Assembled, SmsAssembler } from "../../devices/codecs/sms/assembler.ts";
import { decodeTpdu } from "../../devices/codecs/sms/decode.ts";
import type { SmsDeliver, SmsStatusReport, SmsTpdu } from "../../devices/codecs/sms/tpdu.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { Clock, MonotonicMs, UnixMs } from "../../devices/time.ts";
import type { MessageIntake } from "./messages.ts";
import type { Log } from "../ports.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import type { ReplyForms } from "./reply_forms.ts";

/** A message as a modem printed it. */
export interface PrintedMessage {
  readonly modem: string;
  /** Hex digits, or what stood in their place. */
  readonly pdu: string;
  /** Octets without the service centre's address, as the modem said. */
  readonly announcedBytes?: number;
  /** Where it lies, as in `ME/3`. */
  readonly place: string;
}

/** What became of a message that a modem holds. */
export interface KeepOutcome {
  /** False: it was written here, to be sent. */
  readonly mayErase: boolean;
  /** False: it was taken up before, or was not sent to us. */
  readonly isNew: boolean;
}

export interface InboxPorts {
  readonly store: StoreAccess;
  readonly intake: Pick<MessageIntake, "take">;
  readonly forms: ReplyForms;
  readonly clock: Clock;
  readonly log: Log;
  /** Before what could not be stored is tried again, in ms; default: RETRY_MS. */
  readonly retryMs?: number;
  /** What became of a message that was sent. */
  readonly onReport: (modem: string, report: SmsStatusReport) => void;
}

/** What a part is known by until it is done. */
interface Kept {
  readonly digest: Uint8Array;
  readonly modem: string;
  readonly receivedAtUnixMs: UnixMs;
  readonly receivedAtMs: MonotonicMs;
}

/** Longest text that is kept of a PDU that is none. */
const MAX_PDU_CHARACTERS = 2_048;
/** Before a message whose meaning could not be stored is tried again, in ms. */
export const RETRY_MS = 5_000;
/** Why a message that cannot be read is rejected. */
const UNREADABLE = "pdu";

export class Inbox implements AsyncDisposable {
  readonly #ports: InboxPorts;
  readonly #assembler = new SmsAssembler<Kept>();
  readonly #working = new PendingPromises();
  /** Digests of what this run has taken up and not brought to its end, in hex. */
  readonly #inHand = new Set<string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  /** Takes up what an earlier run kept and did not bring to its end. Call once. */
  resume(): void {
    const { clock, store } = this.#ports;
    for (const { bootId, uptimeMs, receivedUnixMs, ...message } of store.read.inbox.waiting()) {
      // How long ago another boot received something is not known.
      const receivedAtMs = (bootId === clock.bootId ? uptimeMs : 0) as MonotonicMs;
      const kept = { ...message, receivedAtMs, receivedAtUnixMs: receivedUnixMs as UnixMs };
      this.#inHand.add(encodeHex(kept.digest));
      this.#understand(kept, readPdu(message.pdu, message.announcedBytes));
    }
  }

  /**
   * Takes a message that a modem holds. Resolves after the commit.
   * @throws StoreError when it is not known to be kept: the modem must not erase it.
   */
  async keep(printed: PrintedMessage): Promise<KeepOutcome> {
    const tpdu = readPdu(printed.pdu, printed.announcedBytes);
    if (tpdu?.kind === "submit") return { mayErase: false, isNew: false };
    if (tpdu?.kind === "status-report") {
      this.#ports.onReport(printed.modem, tpdu);
      return { mayErase: true, isNew: false };
    }
    const { isNew, kept } = await this.#store(printed);
    if (isNew) this.#understand(kept, tpdu);
    return { mayErase: true, isNew };
  }

  /**
   * Commits it. A message that an earlier attempt committed without an answer counts as new: the store
   * has it, but this run has not taken it up yet.
   */
  async #store(printed: PrintedMessage): Promise<{ isNew: boolean; kept: Kept }> {
    const { clock, store } = this.#ports;
    const receivedAtMs = clock.monotonicMs();
    const receivedAtUnixMs = clock.unixMs();
    const pdu = printed.pdu.slice(0, MAX_PDU_CHARACTERS);
    const digest = createHash("sha256").update(pdu).digest();
    const { isDone } = await store.write("keepMessage", {
      ...printed,
      pdu,
      digest,
      receivedUnixMs: receivedAtUnixMs,
      bootId: clock.bootId,
      uptimeMs: Math.round(receivedAtMs),
    });
    const isNew = !isDone && !this.#inHand.has(encodeHex(digest));
    const kept = { digest, modem: printed.modem, receivedAtMs, receivedAtUnixMs };
    if (isNew) this.#inHand.add(encodeHex(digest));
    return { isNew, kept };
  }

  /** Ends; what is not done stays kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#gapTimer);
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#working.settled();
  }

  #understand(kept: Kept, tpdu: SmsTpdu | undefined): void {
    if (tpdu?.kind === "deliver") this.#assemble(tpdu, kept);
    else this.#work(() => this.#reject(kept));
  }

  #assemble(message: SmsDeliver, kept: Kept): void {
    const now = this.#ports.clock.monotonicMs();
    this.#handOver(this.#assembler.take(message, kept, now));
    this.#waitForGaps();
  }

  /** A message that lacks parts is shown with its gaps after a while. */
  #waitForGaps(): void {
    clearTimeout(this.#gapTimer);
    const { wakeAtMs } = this.#assembler;
    if (wakeAtMs === undefined || this.#isStopped) return;
    const { clock } = this.#ports;
    this.#gapTimer = setTimeout(() => {
      this.#handOver(this.#assembler.tick(clock.monotonicMs()));
      this.#waitForGaps();
    }, Math.max(1, Math.ceil(wakeAtMs - clock.monotonicMs())));
  }

  #handOver(messages: readonly Assembled<Kept>[]): void {
    for (const assembled of messages) this.#work(() => this.#take(assembled));
  }

  async #take({ message, tags }: Assembled<Kept>): Promise<void> {
    const last = tags.at(-1);
    if (last === undefined) return;
    const { forms, intake, store } = this.#ports;
    forms.heard(message);
    const { modem, receivedAtMs, receivedAtUnixMs } = last;
    await intake.take({ modem, message, receivedAtMs, receivedAtUnixMs });
    const digests = tags.map(({ digest }) => digest);
    await store.write("finishMessages", { digests });
    this.#letGo(digests);
  }

  async #reject({ digest, modem }: Kept): Promise<void> {
    this.#ports.log.warn("a short message cannot be read", { modem });
    await this.#ports.store.write("rejectMessage", { digest, reason: UNREADABLE });
    this.#letGo([digest]);
  }

  #letGo(digests: readonly Uint8Array[]): void {
    for (const digest of digests) this.#inHand.delete(encodeHex(digest));
  }

  /** Does something now, and again later when the store could not. */
  #work(step: () => Promise<void>): void {
    const working = step().catch((cause) => {
      this.#ports.log.error("cannot store what a short message means", {
        cause: String(cause),
        todo: "see the storage-degraded event; the message is kept and tried again",
      });
      this.#tryLater(step);
    });
    void this.#working.add(working);
  }

  #tryLater(step: () => Promise<void>): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#work(step);
    }, this.#ports.retryMs ?? RETRY_MS);
    this.#timers.add(timer);
  }
}

/**
 * Reads a PDU; undefined: it cannot be read. A modem that announces a wrong length is believed less
 * than the PDU: what was damaged on the cable is not the same when it is read again, and stays.
 */
function readPdu(pdu: string, announcedBytes: number | undefined): SmsTpdu | undefined {
  const read = decodeTpdu(pdu, announcedBytes);
  if (read.ok) return read.value;
  if (read.error.code !== "wrong-length") return undefined;
  const unmeasured = decodeTpdu(pdu);
  return unmeasured.ok ? unmeasured.value : undefined;
}
