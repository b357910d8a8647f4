import { decryptPayload, parseLorawanUplink } from "../../devices/codecs/lorawan/frame.ts";
import { CmacKey } from "../../devices/frame/cmac.ts";
import type { Intake } from "./intake.ts";
import { program } from "./authors.ts";

const CONFIRMED = 0x80;
const UNCONFIRMED = 0x40;

/** A LoRaWAN device activated by personalisation, as its maker makes it. */
export class LorawanDevice {
  readonly network = new Uint8Array(16).fill(0x11);
  readonly application = new Uint8Array(16).fill(0x22);
  counter = 0;

  constructor(readonly uid = "b-1", readonly devAddr = "26011bda") {}

  /** Makes it known to a gateway. */
  async link(intake: Intake, codec = "abeeway-at3"): Promise<void> {
    await intake.store.write("addForeignDevice", {
      by: program("technician"),
      atUnixMs: intake.clock.unixMs(),
      link: {
        kind: "lorawan",
        address: this.devAddr,
        uid: this.uid,
        codec,
        key: this.network,
        applicationKey: this.application,
      },
    });
  }

  /** Seals a payload under the counter, which goes on by one. */
  send(payload: Uint8Array, port: number, isConfirmed = false): Uint8Array {
    const counter = this.counter++;
    const header = new Uint8Array(9);
    const view = new DataView(header.buffer);
    header[0] = isConfirmed ? CONFIRMED : UNCONFIRMED;
    view.setUint32(1, Number.parseInt(this.devAddr, 16), true);
    view.setUint16(6, counter & 0xffff, true);
    header[8] = port;
    // Encryption and decryption are the same: the payload is added to a key stream.
    const clear = parseLorawanUplink(new Uint8Array([...header, ...payload, 0, 0, 0, 0]));
    if (!clear.ok) throw new Error("The frame cannot be taken apart");
    const sealed = decryptPayload(clear.value, this, counter);
    return this.#withMic(new Uint8Array([...header, ...sealed]), counter);
  }

  #withMic(message: Uint8Array, counter: number): Uint8Array {
    const block = new Uint8Array(16);
    block[0] = 0x49;
    block.set(message.subarray(1, 5), 6);
    new DataView(block.buffer).setUint32(10, counter, true);
    block[15] = message.length;
    const code = new CmacKey(this.network).code(new Uint8Array([...block, ...message]));
    return new Uint8Array([...message, ...code.subarray(0, 4)]);
  }
}
