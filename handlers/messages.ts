/**
 * Short messages on their way from a modem's inbox to the disk. Whoever hands one over may erase it
 * once `take` has resolved.
 *
 *     message ─▶ VF1, as bytes or armoured text ─▶ Ingest, as any frame
 *         └────▶ what nobody takes ──────────────▶ rejected, kept for technicians
 */
import { Buffer } from "node:buffer";
import type { ShortMessage } from "../devices/codecs/message.ts";
import type { MonotonicMs, UnixMs } from "../devices/time.ts";
import type { Ingest } from "./ingest.ts";
import type { Reception } from "./ports.ts";

/** A short message as a modem had it. */
export interface ReceivedMessage {
  readonly modem: string;
  readonly message: ShortMessage;
  readonly receivedAtUnixMs: UnixMs;
  readonly receivedAtMs: MonotonicMs;
}

export interface MessagePorts {
  readonly ingest: Pick<Ingest, "takeOrFail">;
}

export class MessageIntake {
  constructor(readonly ports: MessagePorts) {}

  /**
   * Takes a message. Resolves when what it means is committed: an event, a repeat, or a rejected
   * frame with its reason. The same message again makes no second event.
   * @throws when it is not known to be stored; the message must then be kept and handed over again.
   */
  async take(received: ReceivedMessage): Promise<void> {
    await this.ports.ingest.takeOrFail(receptionOf(received));
  }
}

/** The message as a frame that can be answered. */
function receptionOf(
  { message, modem, receivedAtMs, receivedAtUnixMs }: ReceivedMessage,
): Reception {
  return {
    modem,
    carrier: message.data === undefined ? "text" : "bytes",
    payload: message.data ?? Buffer.from(message.text ?? "", "utf8"),
    receivedAtUnixMs,
    receivedAtMs,
    replyTo: message.sender,
  };
}
