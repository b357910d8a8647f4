/**
 * From the bytes of a reception to a frame whose sender is proved. Nothing here changes any state.
 *
 *     reception ─▶ armour ─▶ form ─▶ EID ─▶ tag ─▶ authentic
 */
import type { Uplink } from "../../db/store.ts";
import { decodeArmour } from "../../devices/frame/armour.ts";
import { type Frame, openFrame, parseFrame, type Plaintext } from "../../devices/frame/vf1.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { RejectReason } from "./judge.ts";
import type { Reception } from "../ports.ts";
import type { DeviceKeyTable, KeyedDevice } from "./device_key_table.ts";

/** A frame whose sender is proved. */
export interface AuthenticFrame {
  readonly reception: Reception;
  readonly frame: Frame;
  readonly plaintext: Plaintext;
  readonly sender: KeyedDevice;
  readonly uplink: Uplink;
}

/** Why a reception is no authentic frame. */
export interface Doubt {
  readonly code: RejectReason;
}

/** Proves who sent a frame. */
export function authenticate(
  reception: Reception,
  deviceKeys: Pick<DeviceKeyTable, "resolve">,
): Result<AuthenticFrame, Doubt> {
  const read = frameOf(reception);
  if (!read.ok) return read;
  const frame = read.value;
  const sender = deviceKeys.resolve(frame.eid);
  if (sender === undefined) return fail({ code: "unknown-device" });
  const opened = openFrame(frame, sender.generation.keys.kUp);
  if (!opened.ok) return opened;
  const uplink = uplinkOf(sender, frame);
  return ok({ reception, frame, plaintext: opened.value, sender, uplink });
}

/** Reads the form of a frame of any sender. */
export function frameOf(reception: Reception): Result<Frame, Doubt> {
  const bytes = reception.payloadForm === "text"
    ? decodeArmour(reception.payload)
    : ok(reception.payload);
  return bytes.ok ? parseFrame(bytes.value) : bytes;
}

function uplinkOf({ generation, epoch }: KeyedDevice, frame: Frame): Uplink {
  return {
    device: generation.wearable.number,
    kid: generation.kid,
    epoch,
    counter: frame.counter,
    tag: frame.tag.slice(),
  };
}
