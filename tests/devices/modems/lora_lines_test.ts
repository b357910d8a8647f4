/** Lines of real modules, in chunks of every size. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Line } from "../../../devices/modems/line.ts";
import { Rui3Reader } from "../../../devices/modems/rui3.ts";
import { Rylr998Reader } from "../../../devices/modems/rylr998_reader.ts";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import vectors from "../../vectors/lora-lines.json" with { type: "json" };

const NOW = 0 as MonotonicMs;
const CHUNK_SIZES = [1, 2, 3, 7, 64, 100_000];

interface Expected {
  readonly payloadHex?: string;
  readonly rssi?: number;
  readonly snr?: number;
  readonly malformed?: boolean;
  readonly error?: number | string;
  readonly event?: string;
}

function bytesOf(vector: { line?: string; lineHex?: string }): Uint8Array {
  return vector.lineHex === undefined
    ? new Uint8Array(Buffer.from(`${vector.line}\r\n`, "latin1"))
    : decodeHex(vector.lineHex) ?? new Uint8Array();
}

function read(dialect: string, bytes: Uint8Array, chunkSize: number): Line[] {
  const rui3 = new Rui3Reader();
  const rylr998 = new Rylr998Reader();
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; from += chunkSize) {
    const chunk = bytes.subarray(from, from + chunkSize);
    lines.push(...(dialect.startsWith("rak") ? rui3.feed(chunk) : rylr998.feed(chunk, NOW)));
  }
  // A declared length longer than the packet is only known for wrong when nothing more comes.
  return [...lines, ...rylr998.tick(2_000 as MonotonicMs)];
}

function check(lines: readonly Line[], expect: Expected): void {
  const [first] = lines;
  if (expect.malformed) {
    assert.ok(first?.kind === "odd" && first.reason === "malformed");
    assert.ok(lines.every(({ kind }) => kind === "odd"), "the rest of it is no answer");
  } else if (expect.payloadHex !== undefined) {
    assert.equal(lines.length, 1);
    assert.ok(first?.kind === "frame");
    assert.equal(encodeHex(first.payload), expect.payloadHex.toLowerCase());
    assert.equal(first.rssiDbm, expect.rssi);
    assert.equal(first.snrDb, expect.snr);
  } else if (expect.error !== undefined) {
    assert.deepEqual(lines, [{ kind: "final", ok: false, code: `+ERR=${expect.error}` }]);
  } else {
    assert.equal(lines.length, 1);
    assert.equal(first?.kind, expect.event === "ready" ? "reset" : "odd");
  }
}

for (
  const vector of vectors as { id: string; dialect: string; line?: string; expect: Expected }[]
) {
  const isP2p = vector.dialect.endsWith("-p2p") || vector.dialect === "reyax-rylr";
  if (!isP2p || !/^(?:rak|reyax)/.test(vector.dialect)) continue;
  Deno.test(`${vector.id} means what is known of it, however it is cut`, () => {
    for (const size of CHUNK_SIZES) {
      check(
        read(vector.dialect, bytesOf(vector), size),
        vector.expect,
      );
    }
  });
}

for (const vector of vectors.filter(({ dialect }) => dialect === "rak-rui3-lorawan")) {
  Deno.test(`${vector.id} of LoRaWAN mode is no frame from a wearable`, () => {
    const lines = read(vector.dialect, bytesOf(vector), 100);
    assert.deepEqual(lines.map(({ kind }) => kind), ["odd"]);
    assert.doesNotMatch(JSON.stringify(lines), /beef|000102/i);
  });
}
