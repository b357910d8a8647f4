/** Somebody telephones the SIM, at any moment and on every make. */
import assert from "node:assert/strict";
import { encodeSubmit } from "../../../../devices/codecs/sms/encode.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import { SWEEP_EVERY_MS } from "../../../../devices/modems/cellular/schedule.ts";
import {
  CELLULAR_MODELS,
  type CellularModelName,
} from "../../../../gateway/simulator/cellular_models.ts";
import { PlayedModem } from "./played_modem.ts";

const HELP = { sender: "+32470123456", content: { text: "ALARM 0042" } };
const MODELS = Object.keys(CELLULAR_MODELS) as CellularModelName[];
/** What an answer takes on a slow modem, in ms. */
const SLOW_MS = 150;
/** How late an alarm may be found on it, in ms: two looks and what is being said. */
const FOUND_WITHIN_MS = 5_000;

function pduOf(text: string) {
  const parts = encodeSubmit({
    to: "+32470123456",
    content: { text },
    wantsReport: false,
    partReference: 1,
  });
  assert.ok(parts.ok);
  return parts.value[0]!;
}

/** Everything that was ever said to the modem as a PDU. */
function typedPdus({ modem }: PlayedModem): string[] {
  return modem.commands.filter((it) => !it.startsWith("AT"));
}

for (const model of MODELS) {
  Deno.test(`${model}: calls delay no alarm on a slow modem, and what is sent is sent`, () => {
    const played = new PlayedModem({ model, calledEveryMs: 700, ringsAnyway: true });
    played.modem.faults.answerDelayMs = SLOW_MS;
    played.open();
    assert.equal(played.protocol.isConfigured, true);
    const sent: string[] = [];
    for (let round = 1; round <= 7; round++) {
      const at = played.now;
      const before = played.all("found").length;
      played.modem.deliver({ ...HELP, content: { text: `ALARM ${round}` } });
      const { pduHex, sizeBytes } = pduOf(`answer ${round}`);
      sent.push(pduHex);
      played.do((now) => played.protocol.submit(round, pduHex, sizeBytes, now));
      while (played.all("found").length === before && played.now - at < 60_000) played.run(100);
      assert.ok(played.now - at <= FOUND_WITHIN_MS, `found after ${played.now - at} ms`);
      played.run(5_000);
    }
    assert.deepEqual(played.all("submitted").map(({ id }) => id), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(typedPdus(played), sent);
    assert.deepEqual(played.all("unconfigured"), []);
    assert.ok(played.modem.caller!.calls > 50);
  });
}

Deno.test("a call that rings is refused, and reported once a ring", () => {
  const played = new PlayedModem({ calledEveryMs: 5_000, ringsAnyway: true }).open();
  assert.ok(played.modem.caller!.hungUp > 0);
  assert.ok(played.all("report").some(({ reason }) => reason === "call"));
});

Deno.test("a make that can refuse calls by itself is set to do so", () => {
  for (const model of ["sim800", "sim7600"] as const) {
    const played = new PlayedModem({ model, calledEveryMs: 1_000, ringsAnyway: false }).open();
    assert.ok(played.modem.commands.includes("AT+GSMBUSY=1"), model);
  }
  const played = new PlayedModem({ model: "sim800", calledEveryMs: 1_000, ringsAnyway: false })
    .open();
  const { calls } = played.modem.caller!;
  played.run(60_000);
  assert.equal(played.modem.caller!.calls, calls);
});

function eraseFound(played: PlayedModem): void {
  for (const { entry } of played.all("found")) {
    played.do((now) => played.protocol.erase(entry, now));
  }
}

/** Ends of answers, and what looks like one. */
const STRAYS = ["ERROR", "OK", "+CMS ERROR: 500", "NO CARRIER", "+CME ERROR: 100", "> "];

for (const stray of STRAYS) {
  Deno.test(`"${stray}" out of nowhere: no answer is taken for another's, and no command for a PDU`, () => {
    const played = new PlayedModem();
    played.modem.faults.answerDelayMs = SLOW_MS;
    played.open();
    let id = 0;
    const ours = new Set<string>();
    // At each of so many moments of what is being said.
    for (let moment = 0; moment < 120; moment++) {
      if (played.protocol.canSubmit) {
        const { pduHex, sizeBytes } = pduOf(`answer ${++id}`);
        ours.add(pduHex);
        const number = id;
        played.do((now) => played.protocol.submit(number, pduHex, sizeBytes, now));
      }
      if (moment % 10 === 0) played.modem.deliver(HELP);
      played.run(370 + moment * 7);
      const line = stray === "> " ? stray : `\r\n${stray}\r\n`;
      played.do((now) => played.protocol.feed(latin1Bytes(line), now));
      eraseFound(played);
    }
    played.run(SWEEP_EVERY_MS);
    eraseFound(played);
    played.run(SWEEP_EVERY_MS);
    assert.ok(typedPdus(played).every((pdu) => ours.has(pdu)), typedPdus(played).join());
    const ended = [...played.all("submitted"), ...played.all("unsubmitted")].map((it) => it.id);
    assert.deepEqual(
      ended.toSorted((a, b) => a - b),
      Array.from({ length: id }, (_, at) => at + 1),
    );
    assert.equal(played.modem.messages.storages.ME.used, 0, "all was found, and erased");
    for (const { identity } of played.all("configured")) {
      assert.equal(identity.model, "SIMCOM_SIM7600E-H");
    }
    assert.equal(played.protocol.isConfigured, true);
  });
}
