/** What is looked at on the box itself stands in the audit chain, under the user of the system. */
import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { join } from "node:path";
import { buildProgram } from "../../../gateway/cli/cli.ts";
import { commandTree, nodesOf } from "../../../gateway/cli/tree.ts";
import { COMMAND_SHOWS, keepLook } from "../../../gateway/commands/looks.ts";
import { DirectStore } from "../../../db/store.ts";
import { Connection } from "../../../db/sqlite/connection.ts";
import { program } from "../../support/authors.ts";
import { GatewayBox, RunningCommand } from "../../support/running_gateway.ts";
import { fillWithAlarms } from "../../support/stored_alarms.ts";
import { until } from "../../support/until.ts";

type Words = readonly string[];

/** How each command whose look is kept is called; `{}` is the path of a
 * new file, `{copy}` that of a copy of the store. */
const CALLS: Readonly<Record<string, Words>> = {
  "audit export": [],
  "audit verify": [],
  "db backup": ["{}"],
  "db salvage": ["{copy}"],
  "device list": [],
  "device sheet": ["d-1"],
  "device show": ["d-1"],
  "events export": ["--device", "d-1"],
  "incident list": [],
  "incident proof": ["{incident}"],
  "incident show": ["{incident}"],
  "report day": [],
  "status": [],
  "user list": [],
  "user sessions": ["an"],
};
const INCIDENT = `c${"8".padStart(31, "0")}`;

Deno.test("Every command says whether it shows where somebody is, a wearable's file or an account", () => {
  const tree = commandTree(buildProgram(() => {}));
  const commands = [...nodesOf(tree)]
    .filter(({ children, path }) => children.length === 0 || path.join(" ") === "simulate")
    .map(({ path }) => path.join(" "));
  assert.deepEqual(commands.toSorted(), Object.keys(COMMAND_SHOWS).toSorted());
});

Deno.test("One look of a command is one entry, of the user of the system", async () => {
  await using box = boxWithAlarms();
  const looking = Object.entries(COMMAND_SHOWS)
    .filter(([, shows]) => shows !== "change" && shows !== "nothing");
  for (const [command, what] of looking.filter(([name]) => name !== "events tail")) {
    const call = CALLS[command];
    assert.ok(call, `say in CALLS how "${command}" is called`);
    const before = entriesOf(box).length;
    const words = [...command.split(" "), ...call.map((word) => filledIn(word, box))];
    const { code, stderr } = await box.command(...words);
    assert.equal(code, 0, `${command}: ${stderr}`);
    const [entry, ...more] = entriesOf(box).slice(before);
    assert.deepEqual([entry?.what, more.length], [what, 0], command);
    assert.equal(entry!.by.kind, "box");
    assert.match(entry!.by.name, new RegExp(`(^| as )${userInfo().username}$`));
    assert.equal(entry!.details["command"], command);
  }
});

Deno.test("An entry of a look names what was shown and where it went, and no place", async () => {
  await using box = boxWithAlarms();
  const out = join(box.folder, "proof.json");
  await box.command("incident", "proof", "deadbeef", "--out", out);
  await box.command("incident", "proof", INCIDENT, "--out", out);
  const [entry, ...more] = entriesOf(box);
  assert.deepEqual(entry!.subjects, [{ kind: "incident", id: INCIDENT }]);
  assert.equal(entry!.to, out);
  assert.equal(more.length, 0, "an incident that there is not shows nothing");
  assert.doesNotMatch(JSON.stringify(entry), /51\.19|4\.36/);
});

Deno.test("What is followed as it comes is one look that goes on", async () => {
  await using box = boxWithAlarms();
  await using tail = new RunningCommand(["events", "tail", "--config", box.configPath]);
  await until("events are shown", () => tail.stdout.includes("incident"));
  await tail.end("SIGINT");
  const [entry, ...more] = entriesOf(box);
  assert.deepEqual([entry!.what, entry!.details["goesOn"], more.length], [
    "events-listed",
    true,
    0,
  ]);
});

Deno.test("What cannot be kept is shown all the same, and the person is reminded to note it", async () => {
  await using box = boxWithAlarms();
  using db = new Connection(storePath(box), "write");
  db.run("begin immediate");
  const shown = await box.command("device", "show", "d-1");
  db.run("rollback");
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, /^device +d-1$/m);
  assert.match(
    shown.stderr,
    /This look is not in the audit chain: .*write down who looked at what/,
  );
  assert.equal(entriesOf(box).length, 0);
});

Deno.test("An entry of a long list names fifty of it, and how many there were", async () => {
  await using box = boxWithAlarms();
  using store = new DirectStore(storePath(box));
  const subjects = Array.from(
    { length: 60 },
    (_, n) => ({ kind: "wearable" as const, id: `d-${n}` }),
  );
  await keepLook(store, "device list", { subjects });
  const [entry] = entriesOf(box);
  assert.deepEqual([entry!.subjects.length, entry!.details["subjects"]], [50, 60]);
});

function boxWithAlarms(): GatewayBox {
  const box = new GatewayBox();
  box.configure([]);
  Deno.mkdirSync(join(box.folder, "data"), { mode: 0o700 });
  {
    using store = new DirectStore(storePath(box));
    fillWithAlarms(store, 8, 2);
    const code = { hash: new Uint8Array(32), expiresAtUnixMs: 1 };
    const account = { id: "0".repeat(16), name: "an", fullName: "An Peeters", code };
    store.writeNow("addUser", {
      ...account,
      roles: ["operator"],
      by: program("test"),
      atUnixMs: 1,
    });
  }
  Deno.copyFileSync(storePath(box), copyPath(box));
  return box;
}

function storePath(box: GatewayBox): string {
  return join(box.folder, "data", "vigil.db");
}

function copyPath(box: GatewayBox): string {
  return join(box.folder, "copy.db");
}

function filledIn(word: string, box: GatewayBox): string {
  return word.replace("{copy}", copyPath(box)).replace("{incident}", INCIDENT)
    .replace("{}", join(box.folder, crypto.randomUUID()));
}

interface Entry {
  readonly what: string;
  readonly by: { readonly kind: string; readonly name: string };
  readonly subjects: readonly unknown[];
  readonly to?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the chain has of users of the box, in its order. */
function entriesOf(box: GatewayBox): Entry[] {
  using db = new Connection(storePath(box), "read");
  return db.all("select entry from audit order by number")
    .map(({ entry }) => JSON.parse(entry as string) as Entry)
    .filter(({ by }) => by.kind === "box");
}
