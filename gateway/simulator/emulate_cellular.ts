/**
 * A cellular modem with its SIM. Sources: 3GPP TS 27.005 and 27.007, the makers'
 * command manuals, and what oFono's phonesim does; its habits (`CellularTrap`) can be chosen.
 *
 *     network ─ deliver ─▶ storage ─ +CMTI ─▶ host ─ AT+CMGL, AT+CMGR, AT+CMGD ─▶ storage
 *     host ─ AT+CMGS, PDU ─▶ network ─▶ +CDS
 */
import { decodeTpdu } from "../../devices/codecs/sms/decode.ts";
import { encodeArmour } from "../../devices/frame/armour.ts";
import { latin1, latin1Bytes } from "../../devices/modems/at/line_reader.ts";
import type { UnixMs } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";
import {
  CELLULAR_MODELS,
  type CellularModel,
  type CellularOptions,
  type CellularTrap,
} from "./cellular_models.ts";
import { EmulatedCaller } from "./emulated_caller.ts";
import { EmulatedMessages } from "./emulated_messages.ts";
import { EmulatedNetwork, type NetworkDelivery } from "./emulated_network.ts";
import { EmulatedSim } from "./emulated_sim.ts";
import { type EmulatorPorts, ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

/** Frequencies are the network's business. */
const ANYTHING: Tuning = { frequencyHz: 0, spreadingFactor: 0, bandwidthHz: 0 };
const ESCAPE = "\x1b";
const REFUSE_CALLS = "AT+GSMBUSY=1";
/** Commands about messages that are refused under `late-storages`. */
const LATE_COMMANDS = 8;
/** How late some answers are under `late-sim-answers`, in milliseconds. */
const LATE_MS = 500;
/** Longest data of one message; a frame is never parted. */
const MAX_DATA_BYTES = 140;
/** The number that simulated wearables send from. */
const WEARABLE_NUMBER = "+32470000001";

/** The module; give it to a pseudo-terminal. */
export class CellularEmulator extends ModemEmulator {
  readonly traps: Set<CellularTrap>;
  readonly messages: EmulatedMessages;
  /** Calls its SIM; undefined: no calls come. */
  readonly caller: EmulatedCaller | undefined;
  /** Everything that the host has said, for tests that look for what must not be said. */
  readonly commands: string[] = [];
  readonly network: EmulatedNetwork;
  readonly sim: EmulatedSim;
  readonly #options: CellularOptions;
  readonly #model: CellularModel;
  #refusedLate = 0;
  #hasEcho = true;

  constructor(ports: EmulatorPorts, options: CellularOptions = {}) {
    super(ports);
    this.#options = options;
    this.#model = CELLULAR_MODELS[options.model ?? "sim7600"];
    this.traps = new Set(options.traps);
    this.sim = new EmulatedSim(options.pin);
    this.messages = new EmulatedMessages({
      traps: this.traps,
      line: (text) => this.#line(text),
      prompt: (behind) => this.say(`\r\n> ${behind}`),
      restart: () => this.restart(false),
      submit: (pdu) => this.#submit(pdu),
      ...defined({ slots: options.slots }),
    });
    this.network = new EmulatedNetwork({
      unixMs: () => this.#now(),
      store: (pdu) => this.messages.deliver(pdu),
      report: (pdu) => this.messages.report(pdu),
      later: (delayMs, run) => this.later(delayMs, run),
      onSubmit: (message) => options.onSubmit?.(message),
      onTransmit: (frame) => ports.onTransmit(frame),
    });
    const { calledEveryMs } = options;
    this.caller = calledEveryMs === undefined ? undefined : new EmulatedCaller({
      line: (text) => this.#ring(text),
      after: ports.after,
    }, calledEveryMs);
  }

  /** Every phone reaches it, once its host has asked for announcements of messages. */
  override get tuning(): Tuning | undefined {
    return this.messages.givesHints ? ANYTHING : undefined;
  }

  /** Its storages are kept, its settings are not; the SIM is locked again. */
  override restart(_losesSettings: boolean): void {
    this.forget();
    this.messages.restart();
    this.#hasEcho = true;
    this.#refusedLate = 0;
    if (this.caller !== undefined) this.caller.isRefused = false;
    this.sim.lock();
    for (const [afterMs, line] of this.#model.banner) {
      if (line !== "+CPIN: READY" || this.sim.isUnlocked) this.#line(line, afterMs);
    }
  }

  /** A wearable sends a frame, as a message. */
  override hear(frame: Uint8Array, _signal: Signal): boolean {
    if (!this.network.isRegistered || frame.length > MAX_DATA_BYTES) return false;
    const content = this.#options.sendsText === true
      ? { text: encodeArmour(frame) }
      : { data: frame };
    return this.deliver({ sender: WEARABLE_NUMBER, content });
  }

  /** A message arrives. @returns false: there was no room for it. */
  deliver(delivery: NetworkDelivery): boolean {
    return this.network.deliver(delivery);
  }

  override receive(bytes: Uint8Array): void {
    for (const character of latin1(bytes)) {
      if (this.messages.takesPdu) this.messages.type(character);
      else if (character !== ESCAPE) super.receive(latin1Bytes(character));
    }
  }

  protected override received(): string {
    return "";
  }

  protected override refuse(): void {
    this.#line("ERROR");
  }

  protected override apply(command: string): void {
    this.commands.push(command);
    if (this.#hasEcho || this.traps.has("echo")) this.say(`${command}\r`);
    if (command === REFUSE_CALLS) this.#refuseCalls();
    const own = this.#model.own[command];
    if (own !== undefined) return this.#answer(this.#fill(own));
    if (/^AT\+C(?:MG|PMS|NMI)/.test(command)) return this.#applyToMessages(command);
    this.#applyToEquipment(command);
  }

  #applyToMessages(command: string): void {
    if (!this.sim.isUnlocked) return this.#line("+CMS ERROR: 311");
    const isLate = this.traps.has("late-storages") && !command.startsWith("AT+CMGF");
    if (isLate && this.#refusedLate++ < LATE_COMMANDS) return this.#line("+CMS ERROR: 314");
    const isUnknown = this.traps.has("no-storages") && command.startsWith("AT+CPMS");
    return isUnknown ? this.refuse() : this.messages.apply(command);
  }

  #applyToEquipment(command: string): void {
    const line = this.#factsFor(command)[command];
    if (line !== undefined) return this.#answer(line);
    switch (command) {
      case "AT":
        return this.traps.has("bare-at-fails") ? this.refuse() : this.#answer();
      case "ATE0":
        this.#hasEcho = false;
        return this.#answer();
      case "AT+CPIN?":
        return this.#answer(`+CPIN: ${this.sim.state}`, this.#lateMs());
      case "AT+COPS?":
        return this.#answer('+COPS: 0,0,"Simulated",7', this.#lateMs());
      case "AT+CHUP":
      case "ATH":
        this.caller?.hangUp();
        return this.#answer();
      case "AT+CFUN=1,1":
        this.#answer();
        return this.restart(false);
      case "AT+CMEE=1":
        return this.traps.has("no-cmee") ? this.refuse() : this.#answer();
    }
    if (command.startsWith('AT+CPIN="')) {
      return this.sim.enter(command.slice(9, -1)) ? this.#answer() : this.#line("+CME ERROR: 16");
    }
    if (/^AT\+C(?:REG|TZU)=|^ATV1$/.test(command)) return this.#answer();
    if (!this.traps.has("silent-refusals")) this.refuse();
  }

  /** What it says of itself, its network and its clock, by the question. */
  #factsFor(command: string): Readonly<Record<string, string>> {
    const { firmware, manufacturer, model } = this.#model;
    return {
      "AT+CGMI": manufacturer,
      "AT+CGMM": model,
      "AT+CGMR": firmware,
      "AT+CGSN": `861107${this.#digits(9)}`,
      "AT+CSQ": "+CSQ: 17,99",
      "AT+CREG?": `+CREG: 2,${this.network.registration}`,
      "AT+CSMS=0": "+CSMS: 1,1,1",
      "AT+CCLK?": this.#clock(command),
      "AT+QLTS=1": this.#clock(command),
    };
  }

  #refuseCalls(): void {
    const isHonest = this.#options.ringsAnyway !== true && REFUSE_CALLS in this.#model.own;
    if (this.caller !== undefined && isHonest) this.caller.isRefused = true;
  }

  /** A call rings in the middle of an answer too, but not while the host writes a message. */
  #ring(text: string): void {
    if (!this.faults.silent && !this.messages.takesPdu) {
      this.ports.write(latin1Bytes(`\r\n${text}\r\n`));
    }
  }

  #submit(pdu: string): void {
    this.commands.push(pdu);
    if (this.faults.busyTimes > 0) {
      this.faults.busyTimes--;
      return this.#line("+CMS ERROR: 332");
    }
    const message = decodeTpdu(pdu);
    if (!message.ok || message.value.kind !== "submit") return this.#line("+CMS ERROR: 304");
    const reference = this.network.nextReference();
    this.#answer(`+CMGS: ${reference}`);
    this.network.send(message.value, reference);
  }

  #fill(own: string): string {
    const { number = `893204200000${this.#digits(8)}`, pinAttempts } = this.sim;
    return own.replace("<sim>", number).replace("<pin>", String(pinAttempts));
  }

  /** Its serial number, as so many decimal digits. */
  #digits(count: number): string {
    return String(Number.parseInt(this.serial.slice(-6), 16)).padStart(count, "0");
  }

  #clock(command: string): string {
    const iso = new Date(this.#now()).toISOString();
    const time = `${iso.slice(2, 10).replaceAll("-", "/")},${iso.slice(11, 19)}+00`;
    return command === "AT+CCLK?" ? `+CCLK: "${time}"` : `+QLTS: "20${time},0"`;
  }

  #lateMs(): number {
    return this.traps.has("late-sim-answers") ? LATE_MS : 0;
  }

  #answer(line = "", delayMs = 0): void {
    if (line !== "") this.#line(line, delayMs);
    this.#line("OK", delayMs);
  }

  #line(line: string, delayMs = 0): void {
    const end = this.traps.has("double-ends") ? "\r\r\n" : "\r\n";
    this.say(`${end}${line}${end}`, delayMs);
  }

  #now(): UnixMs {
    return (this.#options.unixMs?.() ?? Date.now()) as UnixMs;
  }
}
