/**
 * What is said so that a modem goes on receiving, and to learn how a packet was received.
 *
 *     packet ──▶ receive again ──▶ questions about its signal ──▶ deliver
 *                  first: until then the modem is deaf    or SIGNAL_WITHIN_MS, or the next packet
 *
 * Makes that go on receiving by themselves and give the signal with the packet do not need this:
 * their packets are delivered at once.
 */
import type { MonotonicMs } from "../../time.ts";
import type { AtCommand, Reply } from "./command.ts";
import type { AtDialect, AtSignalQuestion } from "./dialect.ts";
import { delivery, type Packet, report } from "../line.ts";
import type { ModemEffect } from "../modem.ts";

/** How long a packet may wait for what is known of its signal, in milliseconds. */
export const SIGNAL_WITHIN_MS = 250;

interface Held {
  readonly packet: Packet;
  readonly questions: AtSignalQuestion[];
  readonly until: MonotonicMs;
}

/** `needed`: the modem is deaf; `precaution`: it may be. */
type Arming = "none" | "precaution" | "needed";

/** Keeps one packet at most. */
export class AtReception {
  readonly #dialect: AtDialect;
  readonly #unknownCommands = new Set<string>();
  #held: Held | undefined;
  #arming: Arming = "none";
  #said: Arming | AtSignalQuestion = "none";

  constructor(dialect: AtDialect) {
    this.#dialect = dialect;
  }

  /** When a packet is delivered though not all is known of it. */
  get wakeAtMs(): MonotonicMs | undefined {
    return this.#held?.until;
  }

  /** Takes a packet. @param mayAsk False while the modem is not ready to be asked. */
  heard(packet: Packet, mayAsk: boolean, now: MonotonicMs): ModemEffect[] {
    // The answers to come would be about the new packet.
    const earlier = this.release();
    if (this.#dialect.receiving?.endsWithPacket) this.#arming = "needed";
    const questions = (this.#dialect.signalQuestions ?? [])
      .filter(({ command }) => !this.#unknownCommands.has(command));
    if (!mayAsk || questions.length === 0) return [...earlier, this.#deliver(packet)];
    this.#held = { packet, questions, until: (now + SIGNAL_WITHIN_MS) as MonotonicMs };
    return earlier;
  }

  /** Setting the modem up has already started its reception. */
  begun(): void {
    this.#arming = "none";
  }

  /** A transmission is over, or a reception has failed. */
  ended(): void {
    this.#arming = "needed";
  }

  /** Something was odd, and may have been a packet. */
  doubt(): void {
    const { receiving } = this.#dialect;
    if (receiving?.endsWithPacket && this.#arming === "none") this.#arming = "precaution";
  }

  /** Takes away the command that is to be said, if there is one. */
  takeCommand(): AtCommand | undefined {
    const { receiving } = this.#dialect;
    if (this.#arming !== "none" && receiving !== undefined) {
      this.#said = this.#arming;
      this.#arming = "none";
      return receiving.command;
    }
    const question = this.#held?.questions.shift();
    if (question !== undefined) this.#said = question;
    return question;
  }

  /** Takes the reply to the command that was taken last. */
  answered(reply: Reply): { effects: ModemEffect[]; isDeaf: boolean } {
    if (typeof this.#said === "object") {
      return { effects: this.#learn(this.#said, reply), isDeaf: false };
    }
    const isExpected = reply.ok ||
      this.#said === "precaution" && this.#dialect.busyCodes.has(reply.code ?? "");
    const effects = isExpected ? [] : [report("refused", "the modem does not begin to receive")];
    return { effects, isDeaf: !isExpected };
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): ModemEffect[] {
    return this.#held !== undefined && now >= this.#held.until ? this.release() : [];
  }

  /** Delivers the packet that is held, with what is known of it. */
  release(): ModemEffect[] {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined ? [] : [this.#deliver(held.packet)];
  }

  #learn(question: AtSignalQuestion, reply: Reply): ModemEffect[] {
    if (!reply.ok && reply.why === "refused") this.#unknownCommands.add(question.command);
    if (this.#held === undefined) return [];
    const learnt = reply.ok ? question.learn(reply.lines) : {};
    this.#held = { ...this.#held, packet: { ...this.#held.packet, ...learnt } };
    return this.#held.questions.length === 0 ? this.release() : [];
  }

  #deliver(packet: Packet): ModemEffect {
    return delivery(packet, this.#dialect.payloadForm);
  }
}
