/**
 * The conversation with a cellular modem, which keeps messages: the protocol asks for them and has
 * each erased once the gateway says so.
 *
 *     bytes ─▶ reader ─▶ queue ───┬─ reply ─▶ the job that runs ─▶ next step
 *                                 ├─ PDU of a list ─▶ found, in the order of their sending
 *                                 └─ unasked ─▶ restarted · hint · full · registration
 *
 * One job at a time, in the order of the queue of tasks. A hint is never believed further than that it is
 * worth looking: which storage and which index it names is wrong on some modems.
 */
import { earliest, type MonotonicMs } from "../../time.ts";
import { defined } from "../../tools/defined.ts";
import { report } from "../line.ts";
import { latin1Bytes } from "../at/line_reader.ts";
import type { AnswerRules, AtEffect, PduEntry, Reply } from "../at/command.ts";
import { AtCommandQueue } from "../at/command_queue.ts";
import { meaningOf } from "./at_error.ts";
import type { CellularEffect, CellularEvent, CellularSettings, StoredPdu } from "./effects.ts";
import { FAST_MS, NO_ANSWER } from "./job.ts";
import { ScriptRunner } from "../at/script_runner.ts";
import { ListedMessages } from "./listed_messages.ts";
import { meaningOfUnasked } from "./makes.ts";
import { readRegistration } from "./network_answers.ts";
import { CellularReader } from "./reader.ts";
import { Schedule } from "./schedule.ts";
import { isTextModeHeader, readPduHeader } from "./storage_answers.ts";
import { ModemTasks } from "./modem_tasks.ts";

/** Begins a new life of the modem (3GPP TS 27.007, section 8.2). */
const RESET = "AT+CFUN=1,1";

/** How cellular modems answer: they report by themselves, and some end an answer twice. */
export const CELLULAR_RULES: AnswerRules = {
  lineEnd: "\r",
  // Out of the prompt for a message.
  interrupt: "\x1b",
  timeoutMs: FAST_MS,
  lateAnswerMs: 1_000,
  landmarkLimitMs: 10_000,
  resync: {
    // Only who was asked about a message can say that there is none; a bare AT may be refused.
    isOwnRefusal: (command, code) =>
      command === "AT" || /^AT\+CMG[LRD]/.test(command) && meaningOf(code) === "no-message",
    isTextMode: isTextModeHeader,
  },
};

/** Speaks with one modem. One value serves one opening of the port. */
export class CellularProtocol {
  readonly kind = "cellular";
  readonly #reader = new CellularReader();
  readonly #queue = new AtCommandQueue(CELLULAR_RULES);
  readonly #runner = new ScriptRunner<void, CellularEvent>((event) => this.#effects.push(event));
  readonly #schedule = new Schedule();
  readonly #listed = new ListedMessages();
  readonly #tasks: ModemTasks;
  #effects: CellularEffect[] = [];
  #now = 0 as MonotonicMs;

  constructor(settings: CellularSettings) {
    this.#tasks = new ModemTasks({
      settings,
      schedule: this.#schedule,
      now: () => this.#now,
      found: (entry) => this.#listed.add(entry, this.#now),
      listed: () => this.#reportFound(this.#listed.takeAll()),
    });
  }

  /** True when it keeps messages and has a network. */
  get isConfigured(): boolean {
    return this.#tasks.isConfigured;
  }

  /** When it last answered what was said; undefined: never. */
  get answeredAtMs(): MonotonicMs | undefined {
    return this.#queue.answeredAtMs;
  }

  /** True when `submit` may be called. */
  get canSubmit(): boolean {
    return this.#tasks.canSubmit;
  }

  /** True when the modem hands over or keeps the reports of what was sent. */
  get hasReports(): boolean {
    return this.#tasks.hasReports;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    const times = [this.#queue.wakeAtMs, this.#runner.wakeAtMs, this.#listed.wakeAtMs];
    if (this.#queue.isIdle && !this.#runner.isBusy) times.push(this.#schedule.wakeAtMs);
    return earliest(times);
  }

  start(now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => {
      this.#schedule.begin(now);
      this.#apply(this.#queue.sync(now));
    });
  }

  feed(bytes: Uint8Array, now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => {
      for (const line of this.#reader.feed(bytes)) {
        if (line.kind === "info" && this.#isUnasked(line.text)) this.#unasked(line.text);
        if (line.kind === "call") this.#called(line.isRinging);
        else this.#apply(this.#queue.take(line, now));
      }
      if (this.#queue.answeredAtMs === now) this.#schedule.answered(now);
    });
  }

  tick(now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => {
      this.#apply(this.#queue.tick(now));
      this.#runner.tick(now);
    });
  }

  /** Looks at once for messages and at the network. */
  probe(now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => this.#schedule.readSoon(now));
  }

  /** Restarts the modem, whatever it was doing. */
  reset(now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => {
      this.#onRestart();
      this.#apply(this.#queue.sendUnconditionally(RESET, now));
    });
  }

  /** Sends a message; exactly one `submitted` or `unsubmitted` with this id follows. */
  submit(id: number, pdu: string, sizeBytes: number, now: MonotonicMs): CellularEffect[] {
    if (!this.canSubmit) throw new Error("Cannot send a message: the modem is not ready for one");
    return this.#step(now, () => this.#tasks.submit({ id, pdu, sizeBytes }));
  }

  /**
   * Takes back a message that the modem has not yet prompted for; `unsubmitted` follows. A message
   * that the modem has stays with it, and its result is reported as usual.
   */
  withdraw(pdu: string, now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => {
      this.#effects.push(...this.#tasks.withdraw(pdu));
      if (this.#tasks.isSubmitting(pdu)) this.#apply(this.#queue.giveUp(now));
    });
  }

  /** Erases a message that is stored elsewhere by now; `erase-done` follows, unless it restarts. */
  erase(entry: StoredPdu, now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => this.#tasks.erase(entry));
  }

  /** Answers `pin-needed` with the PIN, 4 to 8 digits. It is tried once. */
  enterPin(pin: string, now: MonotonicMs): CellularEffect[] {
    return this.#answerPin({ ok: true, lines: [pin], entries: [] }, now);
  }

  /** Answers `pin-needed`: no PIN may be tried. */
  withholdPin(now: MonotonicMs): CellularEffect[] {
    return this.#answerPin(NO_ANSWER, now);
  }

  #answerPin(reply: Reply, now: MonotonicMs): CellularEffect[] {
    return this.#step(now, () => void this.#runner.answerPin(reply, now));
  }

  /** Does something, goes on with what can be gone on with, and hands out what came of it all. */
  #step(now: MonotonicMs, act: () => void): CellularEffect[] {
    this.#now = now;
    act();
    this.#goOn();
    this.#reportFound(this.#listed.takeDue(now));
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #goOn(): void {
    while (this.#queue.isIdle) {
      const command = this.#runner.takeCommand();
      if (command !== undefined) return this.#apply(this.#queue.send(command, this.#now));
      const job = this.#runner.isBusy ? undefined : this.#tasks.next(this.#now);
      if (job === undefined) return;
      this.#runner.begin(job, this.#now);
    }
  }

  /** No part of the answer that is waited for; a modem that restarts says so at any time. */
  #isUnasked(text: string): boolean {
    return !this.#queue.expects(text) || meaningOfUnasked(text) === "started";
  }

  #unasked(text: string): void {
    switch (meaningOfUnasked(text)) {
      case "started":
        this.#effects.push(report("reset", text));
        this.#onRestart();
        return this.#apply(this.#queue.sync(this.#now));
      case "ready":
        return this.#schedule.readyAgain(this.#now);
      case "full":
        this.#effects.push({ do: "storage-full" });
        // Another storage may have room.
        this.#schedule.readyAgain(this.#now);
        return this.#schedule.hinted(this.#now);
      case "hint":
        return this.#schedule.hinted(this.#now);
    }
    if (readRegistration(text) !== undefined) this.#schedule.networkChanged(this.#now);
  }

  #reportFound(entries: readonly StoredPdu[]): void {
    for (const entry of entries) this.#effects.push({ do: "found", entry });
  }

  #called(isRinging: boolean): void {
    if (!isRinging) return;
    this.#schedule.ringing();
    this.#effects.push(report("call", "somebody telephones the SIM; the call is refused"));
  }

  /** The modem has restarted: its settings and the command that was under way are lost. */
  #onRestart(): void {
    this.#reportFound(this.#listed.takeAll());
    this.#runner.forget();
    this.#reader.forget();
    this.#effects.push(...this.#tasks.restarted());
    this.#schedule.restarted(this.#now);
  }

  #apply(effects: readonly AtEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "write") {
        this.#effects.push({ do: "write", bytes: latin1Bytes(effect.text) });
      } else if (effect.do === "settle") this.#settled(effect.reply);
      else if (effect.do === "stray-entry") this.#strayed(effect.entry);
      else if (effect.do === "dead") this.#died();
    }
  }

  #died(): void {
    this.#onRestart();
    const text = "it answers nothing; check power, cable, port and baud rate";
    this.#effects.push(this.#tasks.lose({ text, why: "no-answer" }));
  }

  #settled(reply: Reply): void {
    if (!reply.ok && reply.why === "timeout") {
      this.#effects.push(report("timeout", "no answer to a command"));
    }
    this.#runner.reply(reply, this.#now);
  }

  #strayed({ header, pdu }: PduEntry): void {
    // What it holds in text mode is shown as a PDU later; what it hands over is nowhere else.
    if (isTextModeHeader(header)) this.#schedule.readyAgain(this.#now);
    // The late answer to a list that timed out is found again.
    if (!/^\+(?:CMT|CDS):/.test(header)) return this.#schedule.hinted(this.#now);
    const { announcedBytes } = readPduHeader(header);
    this.#effects.push({ do: "routed", pdu, ...defined({ announcedBytes }) });
    // A modem that hands a message over (+CMT) instead of storing it has lost its settings.
    if (header.startsWith("+CMT:")) this.#schedule.readyAgain(this.#now);
  }
}
