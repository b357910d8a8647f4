/** The page that describes the frame, held against the code and the vectors. */
import assert from "node:assert/strict";
import { encodeArmour } from "../../devices/frame/armour.ts";
import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import { eventId, incidentId } from "../../devices/frame/identity.ts";
import { deriveKeys, expandKeys } from "../../devices/frame/keys.ts";
import { DOWN_TYPE, UP_TYPE } from "../../devices/frame/types.ts";
import { openFrame, parseFrame, sealUplink } from "../../devices/frame/vf1.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";

const page = Deno.readTextFileSync(new URL("../../docs/vf1.md", import.meta.url));

Deno.test("The worked example of the page is what the code makes of its root key", () => {
  const [, text] = /<!-- example: a panic.*?-->\n+```text\n([^]*?)\n```/.exec(page)!;
  const shown = Object.fromEntries(
    text!.split("\n").map((line) => line.split(/ {2,}/) as [string, string]),
  );
  const [kid, epoch, counter, alarm] = [1, 11, 1, 1];
  const kRoot = decodeHex(shown["K_root"]!)!;
  const keys = expandKeys(kRoot, kid);
  const { kId, kUp } = deriveKeys(kRoot, kid);
  const eid = ephemeralId(keys.kId, kid, epoch);
  const plaintext = decodeHex(shown["plaintext"]!)!;
  const frame = sealUplink({
    kUp: keys.kUp,
    eid,
    counter,
    type: UP_TYPE.panic,
    body: plaintext.subarray(1),
  });
  const header = encodeHex(frame.subarray(0, 12));

  assert.deepEqual(shown, {
    "K_root": shown["K_root"],
    "K_id": encodeHex(kId),
    "K_up": encodeHex(kUp),
    "EID": encodeHex(eid),
    header,
    "nonce": `${header}00`,
    "plaintext": encodeHex(plaintext),
    "frame": encodeHex(frame),
    "as text": encodeArmour(frame),
    "event": eventId({ device: "d-34p3", kid, epoch, counter, type: UP_TYPE.panic }),
    "incident": incidentId("d-34p3", kid, alarm),
  });
  const parsed = parseFrame(frame);
  assert.ok(parsed.ok && openFrame(parsed.value, keys.kUp).ok);
});

Deno.test("The page has every type of message and answer with its number", () => {
  for (const [name, type] of [...Object.entries(UP_TYPE), ...Object.entries(DOWN_TYPE)]) {
    assert.match(page, new RegExp(`^\\| ${type} +\\| ${name} +\\|`, "m"));
  }
});

Deno.test("The page describes every member of the vectors", () => {
  const vectors = JSON.parse(
    Deno.readTextFileSync(new URL("../vectors/vf1.json", import.meta.url)),
  );
  const members = Object.keys(vectors).filter((name) => !["format", "seed"].includes(name));
  for (const name of members) assert.match(page, new RegExp(`^\\| \`${name}\` `, "m"));
});
