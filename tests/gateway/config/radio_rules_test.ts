import assert from "node:assert/strict";
import { DEFAULT_BAUD, parseConfig } from "../../../gateway/config/config.ts";
import type { LoraKind } from "../../../gateway/config/schema_modem.ts";

function parse(kind: string, radio: string) {
  return parseConfig(
    `
    [gateway]
    zone = "5415"
    name = "gw-1"
    [[modem]]
    name = "lora-1"
    port = "/dev/ttyUSB0"
    kind = "${kind}"
    [modem.radio]
    ${radio}
    `,
    {},
  );
}

function problemsOf(kind: string, radio: string): string[] {
  const config = parse(kind, radio);
  return config.ok ? [] : config.error.map(({ key, text }) => `${key}: ${text}`);
}

Deno.test("each make gets the speed that its firmware leaves the factory with", () => {
  const speeds = Object.entries({
    rak3172: 115_200,
    rylr998: 115_200,
    "wio-e5": 9_600,
    rn2483: 57_600,
    "ebyte-e22": 9_600,
  });
  for (const [kind, baud] of speeds) {
    assert.equal(DEFAULT_BAUD[kind as LoraKind], baud);
  }
});

Deno.test("a LoRa-E5 takes factors 7 to 12, coding rate 5 and two sync words", () => {
  assert.deepEqual(problemsOf("wio-e5", "spreading_factor = 12\nsync_word = 0x34"), []);
  assert.deepEqual(problemsOf("wio-e5", "spreading_factor = 6\ncoding_rate = 8\nsync_word = 1"), [
    'modem[0].radio.spreading_factor: must be 7 to 12 for kind "wio-e5", not 6',
    "modem[0].radio.coding_rate: must be 5 for a wio-e5, not 8",
    "modem[0].radio.sync_word: must be 0x12 or 0x34 for a wio-e5, not 1",
  ]);
});

Deno.test("an RN2483 takes factors 7 to 12 in the bands that it has filters for", () => {
  assert.deepEqual(problemsOf("rn2483", "coding_rate = 8\nsync_word = 0x56"), []);
  assert.deepEqual(problemsOf("rn2483", 'frequency_hz = 434000000\nduty_cycle = "none"'), []);
  assert.deepEqual(
    problemsOf("rn2483", 'spreading_factor = 5\nfrequency_hz = 915000000\nduty_cycle = "none"'),
    [
      'modem[0].radio.spreading_factor: must be 7 to 12 for kind "rn2483", not 5',
      "modem[0].radio.frequency_hz: must be 433050000 to 434790000 or 863000000 to 870000000 " +
      "for an rn2483, not 915000000",
    ],
  );
});

Deno.test("an Ebyte E22 is on one of its channels, and its sync word is its own", () => {
  const valid = "frequency_hz = 867125000\nspreading_factor = 11\nbandwidth_hz = 500000";
  assert.deepEqual(problemsOf("ebyte-e22", valid), []);
  assert.deepEqual(problemsOf("ebyte-e22", "sync_word = 0x12"), [
    "modem[0].radio.frequency_hz: must be a channel of the ebyte-e22, a whole MHz and 125 kHz, " +
    "as in 867125000, not 869525000",
    "modem[0].radio.sync_word: cannot be set on an ebyte-e22: leave it out",
  ]);
});

Deno.test("the factory's channel of an Ebyte E22 at its factory rate fits no sub-band", () => {
  const factory = "frequency_hz = 868125000\nspreading_factor = 11\nbandwidth_hz = 500000";
  assert.match(problemsOf("ebyte-e22", factory).join(), /does not lie wholly inside a sub-band/);
});
