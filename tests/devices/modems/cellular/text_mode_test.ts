/** A modem that falls back to text mode without a word, and messages that are none. */
import assert from "node:assert/strict";
import { encodeSubmit } from "../../../../devices/codecs/sms/encode.ts";
import { SWEEP_EVERY_MS } from "../../../../devices/modems/cellular/schedule.ts";
import type { CellularTrap } from "../../../../gateway/simulator/cellular_models.ts";
import { PlayedModem } from "./played_modem.ts";

const FRAME = { sender: "+32470123456", content: { text: `VF1:${"A".repeat(47)}` } };
/** From +32470123456, by oFono's simulated telephone. */
const DELIVER = "07812374151616F6100B912374103254F60111621132819384040A416650DA04C1603419";
const DRAFT = "0011000B914821030000F10000AA0AE8329BFD4697D9EC37";
const SENT = 3;

function heldBy(played: PlayedModem): number {
  return played.modem.messages.storages.ME.used;
}

function eraseFound(played: PlayedModem): void {
  const received = played.all("found").map(({ entry }) => entry).filter((it) => it.isReceived);
  for (const entry of received) played.do((now) => played.protocol.erase(entry, now));
}

for (const traps of [[], ["list-fails"]] as CellularTrap[][]) {
  Deno.test(`text mode is left at the first message that shows it${traps.map((it) => `, with "${it}"`)}`, () => {
    const played = new PlayedModem({ traps }).open();
    played.modem.messages.isPdu = false;
    played.modem.deliver(FRAME);
    const stored = played.modem.messages.storages.ME.get(1)?.pdu;
    played.run(10_000);
    assert.equal(played.modem.messages.isPdu, true);
    const found = played.all("found").map(({ entry }) => entry.pdu);
    assert.ok(found.length > 0);
    assert.ok(found.every((pdu) => pdu === stored), found.join());
    eraseFound(played);
    played.run(10_000);
    assert.equal(heldBy(played), 0);
  });
}

Deno.test("nothing is erased in text mode, which comes back between reading and erasing", () => {
  const played = new PlayedModem().open();
  played.modem.deliver(FRAME);
  played.run(1_000);
  played.modem.messages.isPdu = false;
  eraseFound(played);
  played.run(5_000);
  assert.deepEqual(played.all("erase-done").map(({ outcome }) => outcome), ["erased"]);
  assert.equal(played.modem.messages.isPdu, true);
});

Deno.test("a message is sent as a PDU though the modem has fallen back to text mode", () => {
  const played = new PlayedModem().open();
  played.modem.messages.isPdu = false;
  const parts = encodeSubmit({
    to: "+32470111222",
    content: { text: "hello" },
    wantsReport: false,
    partReference: 1,
  });
  assert.ok(parts.ok);
  const { pduHex, sizeBytes } = parts.value[0]!;
  played.do((now) => played.protocol.submit(1, pduHex, sizeBytes, now));
  played.run(2_000);
  assert.equal(played.all("submitted").length, 1);
});

for (const garbage of ["Help", "NOT A PDU", "+nothing", "0011zz", "VF1:AAAA"]) {
  Deno.test(`what is no PDU, as "${garbage}", is reported as found and leaves its slot`, () => {
    const played = new PlayedModem().open();
    played.modem.messages.storages.ME.add(garbage, 1);
    played.run(SWEEP_EVERY_MS + 2_000);
    assert.equal(played.all("found")[0]?.entry.pdu, garbage);
    eraseFound(played);
    played.run(5_000);
    assert.equal(heldBy(played), 0);
  });
}

for (const traps of [[], ["list-fails"]] as CellularTrap[][]) {
  Deno.test(`what the network sent is received though it is filed as sent, and a draft is not${traps.map((it) => `, with "${it}"`)}`, () => {
    const played = new PlayedModem({ traps });
    played.modem.messages.storages.ME.add(DRAFT, SENT);
    played.modem.messages.storages.ME.add(DELIVER, SENT);
    played.open();
    const received = played.all("found").filter(({ entry }) => entry.isReceived);
    assert.deepEqual([...new Set(received.map(({ entry }) => entry.pdu))], [DELIVER]);
    eraseFound(played);
    played.run(10_000);
    assert.equal(heldBy(played), 1);
  });
}

Deno.test("a hint behind the prompt for a message costs it no time", () => {
  const played = new PlayedModem({ traps: ["glued-prompts"] }).open();
  const parts = encodeSubmit({
    to: "+32470111222",
    content: { text: "hello" },
    wantsReport: false,
    partReference: 1,
  });
  assert.ok(parts.ok);
  const { pduHex, sizeBytes } = parts.value[0]!;
  played.do((now) => played.protocol.submit(1, pduHex, sizeBytes, now));
  played.run(1_000);
  assert.equal(played.all("submitted").length, 1);
});
