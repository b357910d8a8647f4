/**
 * Messages that a cellular modem holds: each goes to the inbox, and is erased once it is on disk.
 *
 *     found ─▶ inbox.keep ─▶ committed ─▶ erase, if it is still the same
 *                   └─▶ not kept ─▶ it stays in the modem, and is found again
 */
import type { EraseOutcome, StoredPdu } from "../../../devices/modems/cellular/effects.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { Inbox, PrintedMessage } from "../../../handlers/short_messages/inbox.ts";

export interface IncomingMessagePorts {
  /** Name of the modem. */
  readonly name: string;
  readonly inbox: Pick<Inbox, "keep">;
  readonly log: Log;
  readonly isStopping: () => boolean;
  /** A message that was not known is on the disk. */
  readonly onNew: () => void;
}

export class IncomingMessages {
  readonly #ports: IncomingMessagePorts;
  /** On their way to the disk. */
  readonly #pending = new Set<string>();

  constructor(ports: IncomingMessagePorts) {
    this.#ports = ports;
  }

  /** A message lies in a storage. */
  found({ announcedBytes, index, isReceived, pdu, storage }: StoredPdu, erase: () => void): void {
    if (!isReceived) return; // A person wrote it and may want to send it.
    const place = `${storage}/${index}`;
    this.#keep({ modem: this.#ports.name, pdu, ...defined({ announcedBytes }), place }, erase);
  }

  /** A message is kept nowhere else. */
  routed({ announcedBytes, pdu }: Pick<PrintedMessage, "announcedBytes" | "pdu">): void {
    this.#keep({ modem: this.#ports.name, pdu, ...defined({ announcedBytes }), place: "routed" });
  }

  erased({ index, storage }: StoredPdu, outcome: EraseOutcome): void {
    if (outcome === "erased" || outcome === "gone") return;
    const { log, name: modem } = this.#ports;
    log.warn("a short message was not erased", { modem, storage, index, outcome });
  }

  #keep(message: PrintedMessage, onKept = () => {}): void {
    const key = `${message.place} ${message.pdu}`;
    if (this.#pending.has(key)) return;
    this.#pending.add(key);
    const { inbox, onNew } = this.#ports;
    void inbox.keep(message).then(({ isNew, mayErase }) => {
      this.#pending.delete(key);
      if (isNew) onNew();
      if (mayErase) onKept();
    }, (cause) => this.#notKept(key, cause));
  }

  #notKept(key: string, cause: unknown): void {
    this.#pending.delete(key);
    const { isStopping, log, name: modem } = this.#ports;
    if (isStopping()) return;
    log.error("cannot keep a short message", {
      modem,
      cause: String(cause),
      todo: "see the storage-degraded event; the modem holds the message until then",
    });
  }
}
