/** The part of an emulated cellular modem that keeps messages (3GPP TS 27.005). */
import type { CellularTrap } from "./cellular_models.ts";
import { announcedBytes } from "./deliver_pdu.ts";
import { MessageStore } from "./message_store.ts";

/** What it needs of the modem around it. */
export interface EmulatedMessagesPorts {
  readonly traps: ReadonlySet<CellularTrap>;
  /** Says a line. */
  line(text: string): void;
  /** Asks for a PDU. */
  prompt(): void;
  /** Takes a PDU that the host wants to send. */
  submit(pdu: string): void;
}

type StorageName = "ME" | "SM";

const ME_SLOTS = 23;
const SM_SLOTS = 10;
const NO_HINTS = "0,0,0,0,0";
const ESCAPE = "\x1b";
const END_OF_PDU = "\x1a";

export class EmulatedMessages {
  readonly storages = { ME: new MessageStore(ME_SLOTS), SM: new MessageStore(SM_SLOTS) };
  /** Messages that had no room. */
  refused = 0;
  readonly #ports: EmulatedMessagesPorts;
  #isPdu = false;
  #hints = NO_HINTS;
  #readFrom: StorageName = "SM";
  #main: StorageName = "SM";
  #typed: string | undefined;

  constructor(ports: EmulatedMessagesPorts) {
    this.#ports = ports;
  }

  /** True while what the host says is a PDU. */
  get takesPdu(): boolean {
    return this.#typed !== undefined;
  }

  /** True when the host has asked to be told of messages that come. */
  get givesHints(): boolean {
    return this.#hints.startsWith("2,1");
  }

  /** True when reports of sent messages are handed to the host. */
  get routesReports(): boolean {
    return this.#hints.split(",")[3] === "1";
  }

  /** Forgets what it was told; messages stay. */
  restart(): void {
    this.#isPdu = false;
    this.#hints = NO_HINTS;
    this.#readFrom = this.#main = "SM";
    this.#typed = undefined;
  }

  /** A PDU comes from the network. @returns false: there was no room for it. */
  deliver(pdu: string): boolean {
    const index = this.storages[this.#main].add(pdu);
    if (index === undefined) {
      this.refused++;
      return false;
    }
    this.#hint(index);
    return true;
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
  obey(command: string): void {
    const [name = "", value = ""] = command.split("=");
    switch (name) {
      case "AT+CMGF":
        this.#isPdu = value === "0";
        return this.#ports.line("OK");
      case "AT+CNMI":
        this.#hints = value;
        return this.#ports.line("OK");
      case "AT+CPMS?":
      case "AT+CPMS":
        return this.#useStorage(command, value);
    }
    if (this.#isPdu) this.#obeyInPduMode(name, value);
    else this.#ports.line("+CMS ERROR: 303");
  }

  #obeyInPduMode(name: string, value: string): void {
    const store = this.storages[this.#readFrom];
    switch (name) {
      case "AT+CMGL":
        return this.#list(store);
      case "AT+CMGR":
        return this.#read(store, Number(value));
      case "AT+CMGD":
        return this.#ports.line(store.erase(Number(value)) ? "OK" : "+CMS ERROR: 321");
      case "AT+CMGS":
        this.#typed = "";
        return this.#ports.prompt();
    }
    this.#ports.line("ERROR");
  }

  #useStorage(command: string, value: string): void {
    const { line, traps } = this.#ports;
    if (command === "AT+CPMS=?") {
      if (traps.has("unnamed-storages")) return line("ERROR");
      const all = '("ME","SM")';
      line(`+CPMS: ${all},${all},${all}`);
      return line("OK");
    }
    if (command === "AT+CPMS?") {
      if (traps.has("no-cmee")) return line("ERROR");
      const { total, used } = this.storages[this.#readFrom];
      line(`+CPMS: "${this.#readFrom}",${used},${total}`);
      return line("OK");
    }
    this.#choose(value.split(",").map((name) => name.replaceAll('"', "")));
  }

  #choose(names: readonly string[]): void {
    const { line } = this.#ports;
    const isName = (name: string): name is StorageName => name === "ME" || name === "SM";
    if (!names.every(isName)) return line("+CMS ERROR: 302");
    const [readFrom = this.#readFrom, , main = this.#main] = names;
    this.#readFrom = readFrom;
    this.#main = main;
    const use = [readFrom, main, main].map((name) => this.storages[name]);
    line(`+CPMS: ${use.map(({ total, used }) => `${used},${total}`).join()}`);
    line("OK");
  }

  #list(store: MessageStore): void {
    const { line, traps } = this.#ports;
    if (traps.has("list-fails")) return line("ERROR");
    if (store.used === 0 && traps.has("empty-list-fails")) return line("+CMS ERROR: 321");
    for (const [index, slot] of store.entries()) {
      line(`+CMGL: ${index},${slot.status},,${announcedBytes(slot.pdu)}`);
      line(slot.pdu);
      slot.status = 1;
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
    line(`+CMGR: ${slot.status},,${announcedBytes(slot.pdu)}`);
    line(slot.pdu);
    line("OK");
  }

  #hint(index: number): void {
    const { line, traps } = this.#ports;
    if (!this.givesHints || traps.has("no-hints")) return;
    line(traps.has("wrong-hints") ? "+CMTI: ,-1" : `+CMTI: "${this.#main}",${index}`);
  }
}
