/** The storages of an emulated cellular modem (3GPP TS 27.005, section 3.2.2), and what is in them. */
import { textOf } from "../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../devices/codecs/sms/decode.ts";
import { encodeHex } from "../../devices/hex.ts";

/** A message in a slot: 0 unread, 1 read, 2 not sent, 3 sent. */
export interface Slot {
  readonly pdu: string;
  status: number;
}

/** Slots of one storage, counted from 1 unless a make counts from 0. */
export class MessageStore {
  readonly #slots = new Map<number, Slot>();

  constructor(readonly total: number) {}

  get used(): number {
    return this.#slots.size;
  }

  /** Puts a message into the first free slot. @returns its index; undefined: it is full. */
  add(pdu: string, status = 0): number | undefined {
    for (let index = 1; index <= this.total; index++) {
      if (this.#slots.has(index)) continue;
      this.#slots.set(index, { pdu, status });
      return index;
    }
    return undefined;
  }

  get(index: number): Slot | undefined {
    return this.#slots.get(index);
  }

  /** @returns false: there was none. */
  erase(index: number): boolean {
    return this.#slots.delete(index);
  }

  /** By index. */
  entries(): [index: number, slot: Slot][] {
    return [...this.#slots].sort(([a], [b]) => a - b);
  }
}

export type StorageName = "ME" | "SM" | "SR";

const SM_SLOTS = 10;
const SR_SLOTS = 5;

/** All storages: the modem's own, the SIM's and that of reports, and which of them are in use. */
export class MessageStorages {
  readonly ME: MessageStore;
  readonly SM = new MessageStore(SM_SLOTS);
  readonly SR = new MessageStore(SR_SLOTS);
  /** Where messages are read from. */
  readFrom: StorageName = "SM";
  /** Where messages that come are put. */
  main: StorageName = "SM";

  /** @param slots Places in the modem's own. */
  constructor(slots: number) {
    this.ME = new MessageStore(slots);
  }

  /** As after a restart. */
  reset(): void {
    this.readFrom = this.main = "SM";
  }

  /** Takes others into use (AT+CPMS), as many as are named. @returns false: one there is not. */
  use(names: readonly string[]): boolean {
    const isName = (name: string): name is StorageName => /^(ME|SM|SR)$/.test(name);
    if (!names.every(isName)) return false;
    [this.readFrom = this.readFrom, , this.main = this.main] = names;
    return true;
  }

  /** Used and total of each in use, as +CPMS says it. */
  get counts(): string {
    const inUse = [this.readFrom, this.main, this.main].map((name) => this[name]);
    return inUse.map(({ total, used }) => `${used},${total}`).join();
  }
}

const STATUSES = ["REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"];

/** What text mode shows: the fields behind the index, and the text (sections 3.4.2 and 3.4.3). */
export function inTextMode({ pdu, status }: Slot): readonly [header: string, text: string] {
  const word = `"${STATUSES[status] ?? "REC READ"}"`;
  const tpdu = decodeTpdu(pdu);
  if (!tpdu.ok || tpdu.value.kind === "status-report") return [`${word},""`, pdu];
  const message = tpdu.value;
  const number = message.kind === "deliver" ? message.sender : message.recipient;
  const time = message.kind === "deliver" ? ',,"26/11/29,18:00:00+04"' : ",";
  const text = textOf(message.content) ?? encodeHex(message.content.body).toUpperCase();
  return [`${word},"${number}"${time}`, text];
}
