/** The part of an emulated cellular modem that keeps messages (3GPP TS 27.005). */
import type { CellularTrap } from "./cellular_models.ts";
import { announcedBytes } from "./deliver_pdu.ts";
import { inTextMode, MessageStorages, type MessageStore, type Slot } from "./message_store.ts";

/** What it needs of the modem around it. */
export interface EmulatedMessagesPorts {
  readonly traps: ReadonlySet<CellularTrap>;
  /** Says a line. */
  line(text: string): void;
  /** Asks for a PDU. @param behind What comes right behind the prompt. */
  prompt(behind: string): void;
  /** Restarts. */
  restart(): void;
  /** Takes a PDU that the host wants to send. */
  submit(pdu: string): void;
  /** Places in the modem's own storage; default: ME_SLOTS. */
  readonly slots?: number;
}

const ME_SLOTS = 23;
/** A draft: a message that was stored and never sent. */
const DRAFT = "0011000B914821030000F10000AA0AE8329BFD4697D9EC37";
const DRAFT_STATUS = 2;
const CREG_HINT = "+CREG: 1\r\n";
const NO_HINTS = "0,0,0,0,0";
const ESCAPE = "\x1b";
const END_OF_PDU = "\x1a";

export class EmulatedMessages {
  readonly storages: MessageStorages;
  readonly #ports: EmulatedMessagesPorts;
  /** False: in text mode, in which a modem starts. */
  isPdu = false;
  #readings = 0;
  #hints = NO_HINTS;
  #typed: string | undefined;
  #hasRestarted = false;

  constructor(ports: EmulatedMessagesPorts) {
    this.#ports = ports;
    this.storages = new MessageStorages(ports.slots ?? ME_SLOTS);
    if (!ports.traps.has("full-storage")) return;
    for (let count = 0; count < ME_SLOTS; count++) this.storages.ME.add(DRAFT, DRAFT_STATUS);
  }

  /** True while what the host says is a PDU. */
  get takesPdu(): boolean {
    return this.#typed !== undefined;
  }

  /** True when the host has switched hints of new messages on (AT+CNMI). */
  get givesHints(): boolean {
    return this.#hints.startsWith("2,1");
  }

  /** Forgets its settings; messages stay. */
  restart(): void {
    this.isPdu = false;
    this.#hints = NO_HINTS;
    this.storages.reset();
    this.#typed = undefined;
  }

  /** A PDU comes from the network. @returns false: there was no room for it. */
  deliver(pdu: string): boolean {
    const { main } = this.storages;
    const index = this.storages[main].add(pdu);
    if (index === undefined) return false;
    this.#hint(index);
    return true;
  }

  /** A report of a message that was sent comes from the network. */
  report(pdu: string): void {
    const { line } = this.#ports;
    const way = this.#hints.split(",")[3];
    if (way === "1") {
      line(`+CDS: ${announcedBytes(pdu)}`);
      line(pdu);
    }
    const index = way === "2" ? this.storages.SR.add(pdu) : undefined;
    if (index !== undefined) line(`+CDSI: "SR",${index}`);
  }

  /** A character of a PDU. */
  type(character: string): void {
    if (character === ESCAPE) {
      this.#typed = undefined;
      this.#ports.line("OK");
    } else if (character === END_OF_PDU) {
      const pdu = this.#typed ?? "";
      this.#typed = undefined;
      this.#ports.submit(pdu);
    } else this.#typed += character;
  }

  /** Answers one of the commands about messages. */
  apply(command: string): void {
    const { line, prompt, traps } = this.#ports;
    const [name = "", value = ""] = command.split("=");
    const store = this.storages[this.storages.readFrom];
    switch (name) {
      case "AT+CMGF":
        this.isPdu = value === "0";
        return line("OK");
      case "AT+CNMI":
        if (value.split(",")[3] === (traps.has("stores-reports") ? "1" : "2")) return line("ERROR");
        this.#hints = value;
        return line("OK");
      case "AT+CPMS?":
      case "AT+CPMS":
        return this.#useStorage(command, value);
      case "AT+CMGL":
        return this.#list(store);
      case "AT+CMGR":
        return this.#read(store, Number(value));
      case "AT+CMGD":
        return line(store.erase(Number(value)) ? "OK" : "+CMS ERROR: 321");
      case "AT+CMGS":
        if (!this.isPdu) return line("+CMS ERROR: 303");
        this.#typed = "";
        return prompt(traps.has("glued-prompts") ? CREG_HINT : "");
    }
    line("ERROR");
  }

  #useStorage(command: string, value: string): void {
    const { line, traps } = this.#ports;
    if (command === "AT+CPMS=?") {
      if (traps.has("unnamed-storages")) return line("ERROR");
      const all = '("ME","SM")';
      const read = traps.has("stores-reports") ? '("ME","SM","SR")' : all;
      line(`+CPMS: ${read},${all},${all}`);
      return line("OK");
    }
    const { readFrom } = this.storages;
    if (command === "AT+CPMS?") {
      if (traps.has("no-cmee")) return line("ERROR");
      const { total, used } = this.storages[readFrom];
      line(`+CPMS: "${readFrom}",${used},${total}`);
      return line("OK");
    }
    const names = value.split(",").map((name) => name.replaceAll('"', ""));
    if (!this.storages.use(names)) return line("+CMS ERROR: 302");
    line(`+CPMS: ${this.storages.counts}`);
    line("OK");
  }

  #list(store: MessageStore): void {
    const { line, traps } = this.#ports;
    if (traps.has("list-fails")) return line("ERROR");
    if (store.used === 0 && traps.has("empty-list-fails")) return line("+CMS ERROR: 321");
    if (traps.has("restarts-once") && !this.#hasRestarted) {
      this.#hasRestarted = true;
      return this.#ports.restart();
    }
    this.#mayForgetPduMode();
    for (const [index, slot] of store.entries()) {
      this.#show(`+CMGL: ${index},`, slot);
      if (slot.status === 0) slot.status = 1;
    }
    line("OK");
  }

  #read(store: MessageStore, index: number): void {
    const { line, traps } = this.#ports;
    if (traps.has("read-fails-twice")) {
      line("ERROR");
      return line("OK");
    }
    const slot = store.get(index);
    if (slot === undefined) return line("+CMS ERROR: 321");
    this.#mayForgetPduMode();
    this.#show("+CMGR: ", slot);
    line("OK");
  }

  #show(start: string, slot: Slot): void {
    const [header, body] = this.isPdu
      ? [`${slot.status},,${announcedBytes(slot.pdu)}`, slot.pdu]
      : inTextMode(slot);
    this.#ports.line(start + header);
    this.#ports.line(body);
  }

  #mayForgetPduMode(): void {
    if (this.#ports.traps.has("forgets-pdu-mode") && this.#readings++ % 2 === 0) this.isPdu = false;
  }

  #hint(index: number): void {
    const { line, traps } = this.#ports;
    if (!this.givesHints || traps.has("no-hints")) return;
    line(traps.has("wrong-hints") ? "+CMTI: ,-1" : `+CMTI: "${this.storages.main}",${index}`);
  }
}
