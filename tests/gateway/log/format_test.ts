import assert from "node:assert/strict";
import { colouredLine, jsonLine, plainLine } from "../../../gateway/log/format.ts";

const AT = new Date("2026-11-23T17:50:00.123Z");
const ENTRY = {
  level: "warn",
  message: "a connection to a destination ended",
  fields: { destination: "mqtt", reason: "the broker\u001b[2J said \u009bno", code: 5 },
} as const;

Deno.test("a line of the log is one JSON object for programs", () => {
  assert.deepEqual(JSON.parse(jsonLine(ENTRY, AT)), {
    time: "2026-11-23T17:50:00.123Z",
    level: "warn",
    message: "a connection to a destination ended",
    ...ENTRY.fields,
  });
});

Deno.test("a line of the log is words for a person, and no control character reaches the terminal", () => {
  const rest = "a connection to a destination ended  " +
    String.raw`destination=mqtt reason="the broker\u001b[2J said \u009bno" code=5`;
  assert.equal(plainLine(ENTRY, AT), `17:50:00.123 warn  ${rest}`);
  assert.equal(colouredLine(ENTRY, AT), `17:50:00.123 \u001b[33mwarn \u001b[39m ${rest}`);
});

Deno.test("a value of the log that is too long is cut, so that a line stays a line", () => {
  const { cause } = JSON.parse(
    jsonLine({ level: "error", message: "m", fields: { cause: "x".repeat(9_000) } }, AT),
  );
  assert.equal(cause, `${"x".repeat(2_000)}… (9000 characters)`);
});

Deno.test("neither form of a line holds what a terminal obeys", () => {
  const entry = { ...ENTRY, fields: { reason: "\u001b[2J \u009b31m \u007f \u202e321" } };
  for (const format of [jsonLine, plainLine]) {
    // deno-lint-ignore no-control-regex -- they are what must not come
    assert.doesNotMatch(format(entry, AT), /[\u0000-\u001f\u007f-\u009f\u202e]/);
  }
  assert.equal(JSON.parse(jsonLine(entry, AT)).reason, entry.fields.reason);
});
