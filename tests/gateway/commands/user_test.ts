import assert from "node:assert/strict";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { DirectStore } from "../../../db/store.ts";
import { SystemClock } from "../../../gateway/platform/clock.ts";
import { Accounts } from "../../../handlers/accounts/accounts.ts";
import { RunningClock } from "../../support/clocks.ts";
import { valueOf } from "../../support/people.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

/** Sets an account up by its code, as the page does. */
async function setUp(box: GatewayBox, code: string): Promise<void> {
  using store = new DirectStore(join(box.folder, "data/vigil.db"));
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  await using accounts = new Accounts({ store, clock: new RunningClock(), raise() {}, log });
  const { ticket } = valueOf(await accounts.beginSetUp(code, "127.0.0.1"));
  const secret = Secret.fromBase32(valueOf(accounts.setUpSecret(ticket)).secret);
  const input = { ticket, password: "drie blauwe fietsen", totp: new TOTP({ secret }).generate() };
  valueOf(await accounts.finishSetUp(input, "127.0.0.1"));
}

/** Leaves sessions in the file as the gateway does: one that holds, one idle, one of before, another's. */
function signedIn(box: GatewayBox): void {
  using store = new DirectStore(join(box.folder, "data/vigil.db"));
  using clock = new SystemClock();
  const { generation, id: account, number: user } = store.read.users.byName("an.peeters")!;
  const now = clock.monotonicMs();
  const one = { user, account, generation, source: "192.0.2.7", startedAtMs: now, usedAtMs: now };
  const sessions = {
    a: { ...one, agent: "Firefox" },
    b: { ...one, agent: "idle", usedAtMs: now - 20 * 60_000 },
    c: { ...one, agent: "of before", generation: generation - 1 },
    d: { ...one, agent: "of another", user: user + 1 },
  };
  const text = JSON.stringify({ bootId: clock.bootId, sessions });
  Deno.writeTextFileSync(join(box.folder, "data/console-sessions.json"), text);
}

Deno.test("vigil user makes, lists, changes and ends accounts, and prints a code once, for its page", async () => {
  await using box = new GatewayBox();
  box.configure([], "");
  const add = await box.command(
    ...["user", "add", "an.peeters", "--full-name", "An Peeters"],
    ...["--role", "operator", "--role", "admin"],
  );
  assert.equal(add.code, 0, add.stderr);
  assert.match(add.stdout, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$/);
  assert.match(
    add.stderr,
    /Give it to An Peeters, who opens\nhttp:\/\/127\.0\.0\.1:0\/set-up within/,
  );
  const again = await box.command(
    "user",
    "add",
    "an.peeters",
    "--full-name",
    "X",
    "--role",
    "admin",
  );
  assert.deepEqual([again.code, again.stdout], [1, ""]);
  assert.match(again.stderr, /^Cannot add "an\.peeters": there is an account/);
  const wrong = await box.command("user", "add", "An", "--full-name", "X", "--role", "admin");
  assert.equal(wrong.code, 2, wrong.stderr);

  const token = await box.command("token", "create", "An.Peeters", "--role", "operator");
  assert.equal(token.code, 1);
  assert.match(token.stderr, /"An\.Peeters" is the name of an account: choose another name/);

  const [listed] = await box.json("user", "list");
  assert.deepEqual([listed.name, listed.fullName, listed.roles, listed.state], [
    "an.peeters",
    "An Peeters",
    ["operator", "admin"],
    "waits-for-set-up",
  ]);
  await setUp(box, add.stdout.trim());
  assert.equal((await box.json("user", "role", "an.peeters", "auditor")).roles[0], "auditor");
  signedIn(box);
  const sessions = await box.json("user", "sessions", "an.peeters");
  assert.deepEqual(sessions.map(({ agent }: { agent: string }) => agent), ["Firefox"]);
  assert.equal((await box.command("user", "sessions", "an.peeters", "--end")).code, 0);
  assert.deepEqual(await box.json("user", "sessions", "an.peeters"), []);
  const { code, open } = await box.json("user", "reset", "an.peeters");
  assert.match(open, /\/set-up$/);
  await setUp(box, code);
  assert.equal((await box.command("user", "disable", "an.peeters")).code, 0);
  assert.equal((await box.json("user", "list"))[0].state, "disabled");
  assert.match((await box.json("user", "enable", "an.peeters")).code, /^[0-9A-Z-]{19}$/);
  const unknown = await box.command("user", "disable", "no-such");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /^Cannot disable "no-such": there is no account of this name/);
});

Deno.test("The gateway prints a claim while no administrator can sign in, and status and check say so", async () => {
  await using box = new GatewayBox();
  box.configure([], "");
  const gateway = await box.start();
  assert.match(gateway.stdout, /^ready [^\n]*\n$/);
  const CLAIM =
    /^claim: open (http:\/\/127\.0\.0\.1:\d+)\/claim and enter the code [0-9A-Z-]{19}: it makes/m;
  await until("it is said how to claim it", () => CLAIM.test(gateway.stderr));
  assert.equal(CLAIM.exec(gateway.stderr)![1], gateway.consoleUrl);
  const codes = async () =>
    (await box.json("status")).degradations.map(({ code }: { code: string }) => code);
  assert.ok((await codes()).includes("no-admin"));
  assert.match((await box.command("check")).stderr, /warning: .*no administrator can sign in/);

  const add = await box.json("user", "add", "chief", "--full-name", "Chief", "--role", "admin");
  assert.ok((await codes()).includes("no-admin"));
  await setUp(box, add.code);

  assert.ok(!(await codes()).includes("no-admin"));
  assert.doesNotMatch((await box.command("check")).stderr, /administrator/);
  await gateway.stop();
  assert.doesNotMatch((await box.start()).stderr, /claim:/);
});
