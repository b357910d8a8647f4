import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { messageCodec, payloadCodec, recogniseMessage } from "../../../devices/codecs/codecs.ts";
import type { Read, Reading } from "../../../devices/codecs/reading.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import vectors from "../../vectors/devices.json" with { type: "json" };

interface DeviceVector {
  readonly id: string;
  readonly codec: string;
  readonly port?: number;
  readonly receivedAt?: number;
  readonly hex?: string;
  readonly text?: string;
  readonly keyText?: string;
  readonly expect?: Reading;
  readonly problem?: string;
}
const VECTORS = vectors as unknown as readonly DeviceVector[];

function contentOf({ hex, text }: DeviceVector) {
  return text === undefined ? { data: decodeHex(hex!)! } : { text };
}

function read(vector: DeviceVector): Read {
  const { codec, keyText, port, receivedAt = 0 } = vector;
  if (port !== undefined) {
    return payloadCodec(codec)!.read(decodeHex(vector.hex!)!, port, receivedAt as UnixMs);
  }
  const key = keyText === undefined ? undefined : Buffer.from(keyText);
  return messageCodec(codec)!.read(contentOf(vector), key);
}

for (const vector of VECTORS) {
  const { codec, expect, id, port, problem } = vector;
  const outcome = problem === undefined ? `says ${expect!.kind}` : `is refused as ${problem}`;
  Deno.test(`Message ${id} of ${codec} ${outcome}`, () => {
    const reading = read(vector);
    if (problem === undefined) assert.deepEqual(reading, { ok: true, value: expect });
    else assert.deepEqual(reading, { ok: false, error: { code: problem } });
  });
  if (port === undefined) {
    Deno.test(`Message ${id} is recognised as ${codec} by its beginning`, () => {
      assert.equal(recogniseMessage(contentOf(vector))?.name, codec);
    });
  }
}
