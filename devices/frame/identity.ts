/**
 * Names that do not depend on who heard a frame or how (VF1 frame, section "Identity"): two gateways
 * that hear one press, or one press over LoRa and SMS, give the same ones.
 */
import { createHash } from "node:crypto";

/** What makes an uplink this uplink. */
export interface UplinkIdentity {
  /** UID of the device. */
  readonly device: string;
  readonly kid: number;
  readonly epoch: number;
  readonly counter: number;
  readonly type: number;
  /** Only for a counter collision: the tag of the frame, without which its id is not its own. */
  readonly collisionTag?: Uint8Array;
}

const ID_DIGITS = 32;

/** The id of the event that an uplink becomes: 32 hex digits. */
export function eventId(uplink: UplinkIdentity): string {
  const numbers = new DataView(new ArrayBuffer(9));
  numbers.setUint8(0, uplink.kid);
  numbers.setUint32(1, uplink.epoch);
  // Counter and type share the last four bytes: three of the one, one of the other.
  numbers.setUint32(5, uplink.counter * 0x100 + uplink.type);
  return idOf("vigil event 1", uplink.device, numbers, uplink.collisionTag);
}

/**
 * The id of the incident that an alarm of a device belongs to: 32 hex digits.
 * @param alarm 1 to 65 535.
 */
export function incidentId(device: string, kid: number, alarm: number): string {
  const numbers = new DataView(new ArrayBuffer(3));
  numbers.setUint8(0, kid);
  numbers.setUint16(1, alarm);
  return idOf("vigil incident 1", device, numbers);
}

function idOf(label: string, device: string, numbers: DataView, tail?: Uint8Array): string {
  const hash = createHash("sha256").update(`${label}\0${device}\0`, "utf8").update(numbers);
  if (tail !== undefined) hash.update(tail);
  return hash.digest("hex").slice(0, ID_DIGITS);
}
