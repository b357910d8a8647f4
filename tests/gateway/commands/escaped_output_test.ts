/** Names and references that were stored before they were refused cannot command a terminal. */
import assert from "node:assert/strict";
import { DirectStore } from "../../../db/store.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { program } from "../../support/authors.ts";

const HOSTILE = "2026/1\x1b[2J\x9b31m\nd-9  active\u202e";
const SHOWN = "2026/1\\u001b[2J\\u009b31m\\nd-9  active\\u202e";
// deno-lint-ignore no-control-regex -- they are what must not come
const COMMANDS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

async function boxWithHostileNames(): Promise<GatewayBox> {
  const box = new GatewayBox();
  box.configure([]);
  await box.json("device", "add", "d-1");
  using store = new DirectStore(`${box.folder}/data/vigil.db`);
  await store.write("changeDevice", {
    uid: "d-1",
    by: program(HOSTILE),
    atUnixMs: 1,
    change: { what: "assigned", reference: HOSTILE },
  });
  const token = { id: "0011223344556677", name: HOSTILE, role: "monitor" } as const;
  await store.write("createToken", {
    ...token,
    by: program("jan"),
    hash: new Uint8Array(32),
    createdAtUnixMs: 1,
  });
  return box;
}

Deno.test("Lists, sheets and histories show control characters that are stored, and obey none", async () => {
  await using box = await boxWithHostileNames();
  for (
    const args of [["device", "list"], ["device", "show", "d-1"], ["device", "sheet", "d-1"], [
      "token",
      "list",
    ]]
  ) {
    const { code, stdout, stderr } = await box.command(...args);
    assert.equal(code, 0, stderr);
    assert.ok(stdout.includes(SHOWN), `${args.join(" ")}: ${stdout}`);
    assert.doesNotMatch(stdout, COMMANDS, args.join(" "));
  }
});

Deno.test("JSON for programs holds the same text, in escapes that a terminal does not obey", async () => {
  await using box = await boxWithHostileNames();
  const { stdout } = await box.command("device", "show", "d-1", "--json");
  assert.doesNotMatch(stdout, COMMANDS);
  assert.equal(JSON.parse(stdout).reference, HOSTILE);
});

Deno.test("Errors that quote what was typed obey none of it", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  for (
    const args of [
      ["device", "show", HOSTILE],
      ["incident", "proof", HOSTILE],
      ["db", "check", HOSTILE],
      [HOSTILE],
      ["device", `--${HOSTILE}`],
    ]
  ) {
    const { stderr } = await box.command(...args);
    assert.doesNotMatch(stderr, COMMANDS, args.join(" "));
  }
});

Deno.test("A reference, a token's name and a reason with control characters are refused, with what is wrong", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "add", "d-1");
  const assign = await box.command("device", "assign", "d-1", "--reference", HOSTILE);
  assert.equal(assign.code, 2);
  assert.match(assign.stderr, /reference must have 1 to \d+ characters, none of them a control/);
  const create = await box.command("token", "create", "a\tb", "--role", "monitor");
  assert.equal(create.code, 1);
  assert.match(create.stderr, /a name has 1 to 64 characters, all of which are seen/);
  const retire = await box.command("device", "retire", "d-1", "--reason", "lost\x1b[2J");
  assert.equal(retire.code, 2);
  assert.match(retire.stderr, /--reason must be without control characters/);
  assert.equal((await box.json("device", "show", "d-1")).state, "none");
});
