import assert from "node:assert/strict";
import { ROOT } from "./sources.ts";

const FOLDER = new URL("gateway/deploy/", ROOT);
const NAMES = ["70-vigil.rules", "86-vigil-brltty.rules"];
/** Rules of ModemManager and of brltty, by the numbers that Debian gives them. */
const MODEM_MANAGER = 77;
const BRLTTY = 85;

/** One `KEY=="value"` of a rule. */
const TERM = /^[A-Z]+(?:\{[^}"]+\})?(?:==|!=|\+=|:=|=)"[^"]*"$/;

async function rulesOf(name: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL(name, FOLDER));
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

for (const name of NAMES) {
  Deno.test(`${name}: every rule is well-formed, and every jump has its goal further down`, async () => {
    const rules = await rulesOf(name);
    for (const rule of rules) for (const term of rule.split(", ")) assert.match(term, TERM, rule);
    rules.forEach((rule, index) => {
      const goal = /GOTO="(\w+)"/.exec(rule)?.[1];
      if (goal === undefined) return;
      assert.ok(rules.indexOf(`LABEL="${goal}"`) > index, `${goal} lies ahead`);
    });
  });
}

Deno.test("the rules come before ModemManager's, and after those of brltty", () => {
  const [before, after] = NAMES.map((name) => Number(name.slice(0, 2)));
  assert.ok(before! < MODEM_MANAGER);
  assert.ok(after! > BRLTTY);
});

Deno.test("what is marked for us is what ModemManager leaves alone", async () => {
  const rules = await rulesOf("70-vigil.rules");
  const marked = rules.findLastIndex((rule) => rule.endsWith('ENV{VIGIL_ADAPTER}="1"'));
  assert.deepEqual(rules.slice(marked + 1, marked + 3), [
    'ENV{VIGIL_ADAPTER}!="1", GOTO="vigil_end"',
    'ENV{ID_MM_DEVICE_IGNORE}="1"',
  ]);
});

Deno.test("an FTDI adapter holds no byte back for longer than 1 ms, once its driver is bound", async () => {
  const rules = await rulesOf("70-vigil.rules");
  const start = rules.indexOf('LABEL="vigil_serial"');
  assert.ok(rules.indexOf('SUBSYSTEM=="usb-serial", GOTO="vigil_serial"') < start);
  assert.deepEqual(rules.slice(start + 1, start + 3), [
    'ACTION!="remove", DRIVER=="ftdi_sio", TEST=="latency_timer", ATTR{latency_timer}="1"',
    'GOTO="vigil_end"',
  ]);
});
