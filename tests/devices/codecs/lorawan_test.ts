import assert from "node:assert/strict";
import {
  decryptPayload,
  parseLorawanUplink,
  verifiedCounter,
} from "../../../devices/codecs/lorawan/frame.ts";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import vectors from "../../vectors/lorawan-vectors.json" with { type: "json" };

interface LorawanVector {
  readonly id: string;
  readonly kind: string;
  readonly phyPayload?: string;
  readonly nwkSKey?: string;
  readonly appSKey?: string;
  readonly micValid?: boolean;
  readonly expect: Readonly<Record<string, unknown>>;
}
const VECTORS = vectors as readonly LorawanVector[];
const UPLINKS = VECTORS.filter(({ kind, expect }) => kind === "data" && expect["dir"] !== "down");
const OTHERS = VECTORS.filter((vector) => vector.phyPayload && !UPLINKS.includes(vector));

function parsed(hex: string) {
  const uplink = parseLorawanUplink(decodeHex(hex)!);
  assert.ok(uplink.ok);
  return uplink.value;
}

for (const { id, phyPayload, nwkSKey, appSKey, micValid, expect } of UPLINKS) {
  Deno.test(`LoRaWAN uplink ${id} is taken apart as its source says`, () => {
    const uplink = parsed(phyPayload!);

    const shown: Record<string, unknown> = {
      devAddr: uplink.devAddr,
      fCnt: uplink.counterLow,
      fPort: uplink.port,
      fOpts: encodeHex(uplink.options),
      frmPayload: encodeHex(uplink.payload),
      mtype: uplink.isConfirmed ? "ConfirmedDataUp" : "UnconfirmedDataUp",
    };
    for (const name of Object.keys(shown).filter((name) => expect[name] !== undefined)) {
      assert.equal(shown[name], expect[name], name);
    }
  });
  if (nwkSKey === undefined) continue;
  Deno.test(`LoRaWAN uplink ${id} ${micValid ? "has" : "does not have"} the right MIC`, () => {
    const counter = verifiedCounter(parsed(phyPayload!), decodeHex(nwkSKey)!, -1);

    assert.equal(counter, micValid ? parsed(phyPayload!).counterLow : undefined);
  });
  if (appSKey === undefined) continue;
  Deno.test(`LoRaWAN uplink ${id} is decrypted as its source says`, () => {
    const uplink = parsed(phyPayload!);
    const keys = { network: decodeHex(nwkSKey)!, application: decodeHex(appSKey)! };

    const clear = decryptPayload(uplink, keys, uplink.counterLow);

    assert.equal(encodeHex(clear), expect["decrypted"]);
  });
}

for (const { id, kind, phyPayload } of OTHERS) {
  Deno.test(`LoRaWAN frame ${id}, a ${kind}, is no data uplink`, () => {
    assert.deepEqual(parseLorawanUplink(decodeHex(phyPayload!)!), {
      ok: false,
      error: { code: "unsupported" },
    });
  });
}

Deno.test("No prefix of a LoRaWAN uplink is taken for one with the right MIC", () => {
  const { phyPayload, nwkSKey } = UPLINKS[0]!;
  const frame = decodeHex(phyPayload!)!;
  for (let size = 0; size < frame.length; size++) {
    const cut = parseLorawanUplink(frame.slice(0, size));
    const counter = cut.ok ? verifiedCounter(cut.value, decodeHex(nwkSKey!)!, -1) : undefined;
    assert.equal(counter, undefined);
  }
});
