/**
 * LoRaWAN 1.0.x uplinks that a LoRa modem hears on one channel, of devices activated by
 * personalisation (ABP) whose session keys are linked.
 *
 *     frame ─▶ DevAddr linked ─▶ MIC under the old or the next upper half of the counter ─▶ payload
 *        └──▶ not ours, left to others     └──▶ bad-tag       not understood: a status, marked ◀─┘
 *     counter ─▶ new ─▶ event     ─▶ same bytes again ─▶ repeat     ─▶ else replay-suspected
 *
 * A confirmed uplink is sent again until a network acknowledges it, which needs a transmitter of a
 * LoRaWAN network: here each repeat is counted, and makes no second alarm.
 */
import { PendingPromises } from "../tools/pending_promises.ts";
import type { LinkedSender } from "../../db/store.ts";
import { payloadCodec } from "../../devices/codecs/codecs.ts";
import {
  decryptPayload,
  type LorawanUplink,
  parseLorawanUplink,
  verifiedCounter,
} from "../../devices/codecs/lorawan/frame.ts";
import { type Read, readingOf, undecoded, UNSUPPORTED } from "../../devices/codecs/reading.ts";
import { ok } from "../../devices/result.ts";
import type { AttackWatch } from "../ingest/attack_watch.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log, Reception } from "../ports.ts";
import type { ForeignReception } from "./foreign_event.ts";
import type { ForeignIntake } from "./foreign_intake.ts";

export interface LorawanPorts {
  readonly foreign: ForeignIntake;
  readonly watch: AttackWatch;
  readonly raise: Raise;
  readonly log: Log;
}

export class LorawanIntake {
  readonly #ports: LorawanPorts;
  readonly #taking = new PendingPromises();

  constructor(ports: LorawanPorts) {
    this.#ports = ports;
  }

  /**
   * Takes a frame of a linked device; undefined when it is of none. What is given resolves when the
   * frame is stored or has failed to be; it never rejects.
   */
  take(reception: Reception): Promise<void> | undefined {
    if (reception.payloadForm !== "bytes") return undefined;
    const uplink = parseLorawanUplink(reception.payload);
    if (!uplink.ok) return undefined;
    const { devAddr: address } = uplink.value;
    const linked = this.#ports.foreign.linkedSender({ kind: "lorawan", address });
    if (linked === undefined) return undefined;
    const taking = this.#take(reception, uplink.value, linked);
    return this.#taking.add(
      taking.catch((cause) =>
        this.#ports.log.error("cannot store a LoRaWAN frame", {
          modem: reception.modem,
          cause: String(cause),
          todo: "check the disk; the device may not repeat it",
        })
      ),
    );
  }

  /** Resolves when every frame taken so far is stored or has failed to be. */
  async settled(): Promise<void> {
    await this.#taking.settled();
  }

  async #take(reception: Reception, uplink: LorawanUplink, linked: LinkedSender): Promise<void> {
    const { foreign, raise, watch } = this.#ports;
    const { device, sender } = linked;
    const received: ForeignReception = { reception, codec: sender.codec, sender, linked };
    const counter = verifiedCounter(uplink, sender.key!, sender.counter);
    if (counter === undefined) {
      watch.sawBadTag(reception.modem);
      return await foreign.reject(received, "bad-tag");
    }
    // Its sender is proved: what no codec understands of it may be an alarm, and becomes an event.
    const read = readPayload(reception, uplink, linked, counter);
    const reading = read.ok ? read.value : undecoded();
    const message = { ...received, isVerified: true, number: counter, counter, reading };
    if (await foreign.take(message) !== "replayed") return;
    const reason = "replay-suspected";
    raise({ name: "security", reason, subject: `device/${device.uid}` });
    await foreign.reject(received, reason);
  }
}

/** What has no payload for the application only shows that the device lives. */
function readPayload(
  { receivedAtUnixMs }: Reception,
  uplink: LorawanUplink,
  { sender }: LinkedSender,
  counter: number,
): Read {
  const { port = 0 } = uplink;
  if (port === 0) return ok(readingOf({ kind: "heartbeat" }));
  const keys = { network: sender.key!, application: sender.applicationKey! };
  const payload = decryptPayload(uplink, keys, counter);
  return payloadCodec(sender.codec)?.read(payload, port, receivedAtUnixMs) ?? UNSUPPORTED;
}
