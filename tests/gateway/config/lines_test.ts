import assert from "node:assert/strict";
import { lineOf, locateKeys } from "../../../gateway/config/lines.ts";

const TEXT = `# [not.a.table]
top = """
[fake]
line = 1"""
[[modem]]
name = 'a # b'
[modem.radio]
"sync_word" = 0x12
[[modem]] # the second
radio = { sync_word = 1, list = [
  { x = 1 }, # }
  "a,]",
] }
[a.b]
c.d = [1,
  2]
`;

Deno.test("locateKeys finds keys of tables, lists of tables, inline tables and dotted keys", () => {
  assert.deepEqual(Object.fromEntries(locateKeys(TEXT)), {
    "top": 2,
    "modem": 5,
    "modem[0]": 5,
    "modem[0].name": 6,
    "modem[0].radio": 7,
    "modem[0].radio.sync_word": 8,
    "modem[1]": 9,
    "modem[1].radio": 10,
    "modem[1].radio.sync_word": 10,
    "modem[1].radio.list": 10,
    "modem[1].radio.list[0]": 11,
    "modem[1].radio.list[0].x": 11,
    "modem[1].radio.list[1]": 12,
    "a.b": 14,
    "a.b.c": 15,
    "a.b.c.d": 15,
    "a.b.c.d[0]": 15,
    "a.b.c.d[1]": 16,
  });
});

Deno.test("lineOf gives the closest table of a key that is not there", () => {
  const lines = locateKeys(TEXT);
  assert.equal(lineOf(lines, "modem[1].radio.frequency_hz"), 10);
  assert.equal(lineOf(lines, "modem[1].kind"), 9);
  assert.equal(lineOf(lines, "gateway.name"), undefined);
});

Deno.test("locateKeys gives no line of a text that is no TOML", () => {
  assert.equal(locateKeys('a = [1, [ {\n= ]] "').size, 0);
  assert.equal(locateKeys("]").size, 0);
});
