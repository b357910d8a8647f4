/**
 * Short messages on their way from a modem's inbox to the disk. The modem may erase one
 * once `take` has resolved.
 *
 *     message ─▶ VF1, as bytes or armoured text ─▶ Ingest, as any frame
 *         └────▶ the codec that its sender is linked with, else the one that it begins like
 *                  ─▶ ForeignIntake, as `unverified`: a number proves nothing
 *         └────▶ what no codec takes ─▶ Ingest, which rejects it and keeps it for technicians
 */
import { Buffer } from "node:buffer";
import type { LinkedSender } from "../../db/store.ts";
import type { MessageCodec, MessageContent } from "../../devices/codecs/codec.ts";
import { messageCodec, recogniseMessage } from "../../devices/codecs/codecs.ts";
import type { ShortMessage } from "../../devices/codecs/message.ts";
import type { Reading } from "../../devices/codecs/reading.ts";
import { isArmoured } from "../../devices/frame/armour.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import type { ForeignIntake } from "../foreign/foreign_intake.ts";
import type { Ingest } from "../ingest/ingest.ts";
import type { Reception } from "../ports.ts";

/** A short message as a modem had it. */
export interface ReceivedMessage {
  readonly modem: string;
  readonly message: ShortMessage;
  readonly receivedAtUnixMs: UnixMs;
  readonly receivedAtMs: MonotonicMs;
}

/** Longest message that is read by a codec: no format needs as much, and its event holds all of it. */
const MAX_BYTES = 4_096;
/** CR and LF. */
const READABLE_CONTROLS = [0x0d, 0x0a];

export interface MessagePorts {
  readonly ingest: Pick<Ingest, "takeOrFail">;
  readonly foreign: ForeignIntake;
}

export class MessageIntake {
  readonly #ports: MessagePorts;

  constructor(ports: MessagePorts) {
    this.#ports = ports;
  }

  /**
   * Takes a message. Resolves when what it means is committed: an event, a repeat, or a rejected
   * frame with its reason. The same message again makes no second event.
   * @throws when it is not known to be stored; the message must then be kept and handed over again.
   */
  async take(received: ReceivedMessage): Promise<void> {
    const { foreign, ingest } = this.#ports;
    const { message } = received;
    const reception = receptionOf(received);
    const sender = { kind: "sms", address: message.sender } as const;
    const linked = foreign.linkedSender(sender);
    const isRead = !isOwn(message) && reception.payload.length <= MAX_BYTES;
    const codecs = isRead ? codecsFor(contentOf(message), linked) : [];
    if (codecs.length === 0) return await ingest.takeOrFail(reception);
    const read = readFirst(codecs, message, linked);
    const foreignReception = { reception, codec: read.codec.name, sender, linked };
    if ("code" in read) return await foreign.reject(foreignReception, read.code);
    await foreign.take({
      ...foreignReception,
      isVerified: false,
      // Two presses may come in the same words; what the service centre dates is one of them.
      number: message.sentAtUnixMs ?? received.receivedAtUnixMs,
      reading: message.isComplete ? read.reading : incomplete(read.reading),
    });
  }
}

/** First the codec that the technician named; a wrong one must not cost an alarm. */
function codecsFor(content: MessageContent, linked: LinkedSender | undefined): MessageCodec[] {
  const named = linked && messageCodec(linked.sender.codec);
  const recognised = recogniseMessage(content);
  return [...new Set([named, recognised])].filter((codec) => codec !== undefined);
}

/** What a codec says, or why it does not. */
type FirstRead =
  & { readonly codec: MessageCodec }
  & ({ readonly reading: Reading } | { readonly code: string });

/** What the first codec says that understands the message, or why the first of all does not. */
function readFirst(
  codecs: readonly MessageCodec[],
  message: ShortMessage,
  linked: LinkedSender | undefined,
): FirstRead {
  const content = contentOf(message);
  const reads = codecs.map((codec) => ({ codec, read: codec.read(content, keyOf(codec, linked)) }));
  for (const { codec, read } of reads) if (read.ok) return { codec, reading: read.value };
  const [first] = reads;
  const code = first!.read.ok ? "unsupported" : first!.read.error.code;
  return { codec: first!.codec, code };
}

/** A key is of the format that it was given for. */
function keyOf({ name }: MessageCodec, linked: LinkedSender | undefined): Uint8Array | undefined {
  return linked?.sender.codec === name ? linked.sender.key : undefined;
}

/** Frames of this product begin with version 1 and direction up, or with their armour. */
function isOwn({ data, text }: ShortMessage): boolean {
  if (text !== undefined) return isArmoured(text);
  return data !== undefined && data[0]! >> 4 === 2 && !isReadable(data);
}

/** Some devices send their text as bytes. */
function contentOf({ data, text }: ShortMessage): MessageContent {
  if (data === undefined) return text === undefined ? {} : { text: text.trim() };
  return isReadable(data) ? { data, text: Buffer.from(data).toString("latin1").trim() } : { data };
}

/** Nothing but letters, digits and signs of ASCII: no encrypted frame is that by chance. */
function isReadable(data: Uint8Array): boolean {
  return data.length > 0 && data.every((byte) => READABLE_CONTROLS.includes(byte) || isSign(byte));
}

function isSign(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

function incomplete(reading: Reading): Reading {
  return { ...reading, anomalies: [...reading.anomalies, "short-body"] };
}

/** The message as a frame that can be answered. */
function receptionOf(
  { message, modem, receivedAtMs, receivedAtUnixMs }: ReceivedMessage,
): Reception {
  return {
    modem,
    payloadForm: message.data === undefined ? "text" : "bytes",
    payload: message.data ?? Buffer.from(message.text ?? "", "utf8"),
    receivedAtUnixMs,
    receivedAtMs,
    replyTo: message.sender,
  };
}
