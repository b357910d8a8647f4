/**
 * What the gateway says to wearables, as values (VF1 frame, "Types and bodies"). The decoders are
 * the wearable's side; they give undefined for a body that is too short.
 *
 *     stored … closed  status u8 │ time u32      rekey  KID u8      config  heartbeat u16 │ repeat u8
 */

/** Body of types 8 to 12. */
export interface StageBody {
  /** 0 in this version. */
  readonly status: number;
  /** Unix seconds; 0 = the gateway does not know the time. */
  readonly timeS: number;
}

/** Body of a config. */
export interface ConfigBody {
  /** Seconds between heartbeats, 0 to 65 535. */
  readonly heartbeatS: number;
  /** Seconds between repeats of an alarm, 0 to 255. */
  readonly repeatS: number;
}

const STAGE_BODY_BYTES = 5;
const CONFIG_BODY_BYTES = 3;
const MAX_U32 = 0xffff_ffff;

/**
 * Writes the body of stored, received, accepted, underway or closed.
 * @param timeS Whole Unix seconds; 0, or what a u32 cannot hold = the time is not known.
 */
export function encodeStageBody(timeS: number): Uint8Array {
  const body = new Uint8Array(STAGE_BODY_BYTES);
  new DataView(body.buffer).setUint32(1, timeS > 0 && timeS <= MAX_U32 ? timeS : 0);
  return body;
}

/** Reads the body of stored, received, accepted, underway or closed. */
export function decodeStageBody(body: Uint8Array): StageBody | undefined {
  if (body.length < STAGE_BODY_BYTES) return undefined;
  return { status: body[0]!, timeS: viewOf(body).getUint32(1) };
}

/** Writes the body of a rekey: the generation to change to, 0 to 255. */
export function encodeRekeyBody(newKid: number): Uint8Array {
  return new Uint8Array([newKid]);
}

/** Reads the body of a rekey. */
export function decodeRekeyBody(body: Uint8Array): { readonly newKid: number } | undefined {
  const newKid = body[0];
  return newKid === undefined ? undefined : { newKid };
}

/** Writes the body of a config. */
export function encodeConfigBody(config: ConfigBody): Uint8Array {
  const body = new Uint8Array(CONFIG_BODY_BYTES);
  viewOf(body).setUint16(0, config.heartbeatS);
  body[2] = config.repeatS;
  return body;
}

/** Reads the body of a config. */
export function decodeConfigBody(body: Uint8Array): ConfigBody | undefined {
  if (body.length < CONFIG_BODY_BYTES) return undefined;
  return { heartbeatS: viewOf(body).getUint16(0), repeatS: body[2]! };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
