import assert from "node:assert/strict";
import { formatProblem, parseConfig } from "../../../gateway/config/config.ts";

const GATEWAY = `[gateway]\nzone = "5415"\nname = "gw-1"\n`;
const CELLULAR =
  `[[modem]]\nname = "cell-1"\nport = "/dev/serial/by-id/usb-1"\nkind = "cellular"\n`;
const SMS = `[[destination]]\nname = "duty-sms"\ntype = "sms"\n`;

/** What is wrong with the destinations of a file. */
function problemsOf(text: string): string[] {
  const config = parseConfig(text, {});
  const problems = config.ok ? [] : config.error;
  return problems.filter(({ key }) => key.startsWith("destination"))
    .map((problem) => formatProblem("f", problem));
}

Deno.test("a short message needs a cellular modem, and the error says what to add", () => {
  assert.deepEqual(problemsOf(`${GATEWAY}${SMS}to = ["+32470123456"]\n`), [
    'f:6: destination[0].type: "sms" needs a modem that can send: add a [[modem]] with kind = ' +
    '"cellular"',
  ]);
  assert.deepEqual(problemsOf(`${GATEWAY}${CELLULAR}${SMS}to = ["+32470123456"]\n`), []);
});

Deno.test("the modem that a destination names is a cellular one", () => {
  const of = (modem: string) =>
    problemsOf(`${GATEWAY}${CELLULAR}${SMS}to = ["+32470123456"]\nmodem = "${modem}"\n`);
  assert.deepEqual(of("cell-1"), []);
  assert.deepEqual(of("lora-1"), [
    'f:12: destination[0].modem: "lora-1" is no [[modem]] of kind "cellular": use "cell-1"',
  ]);
});

Deno.test("phones are international numbers, each named once", () => {
  const of = (to: string) => problemsOf(`${GATEWAY}${CELLULAR}${SMS}to = ${to}\n`);
  assert.deepEqual(of(`["+32470123456", "0470123456"]`), [
    'f:11: destination[0].to[1]: must be a number such as +32470123456, not "0470123456"',
  ]);
  assert.deepEqual(of(`["+32470123456", "+32470123456"]`), [
    'f:11: destination[0].to[1]: "+32470123456" is there already: name each phone once',
  ]);
  assert.deepEqual(of("[]"), ["f:11: destination[0].to: must be at least 1 items, not []"]);
  assert.deepEqual(problemsOf(GATEWAY + CELLULAR + SMS), ["f:8: destination[0].to: is missing"]);
});

Deno.test("a step of an escalation that is no name is reported as such", () => {
  const escalation = `[escalation]\nafter_s = [10]\nto = ["/x"]\n`;
  const config = parseConfig(GATEWAY + escalation, {});
  assert.match(config.ok ? "" : config.error[0]!.text, /^must be letters, digits/);
});
