/** `vigil modem …` and its routes: with a gateway that has the ports, and without one. */
import assert from "node:assert/strict";
import { RadioField } from "../../support/radio_field.ts";
import {
  bearer,
  GatewayBox,
  LAUNCHER,
  PULL,
  RunningCommand,
  runVigil,
} from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

// deno-lint-ignore no-control-regex -- terminals are told so
const CURSOR = /\x1b\[\d*[A-Z]/g;
const PROFILE = `kind = "rylr998"\n[radio]\nfrequency_hz = 868300000\nspreading_factor = 8\n`;

Deno.test("a technician finds out what is at a port, and sets it up, before any gateway is configured", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rylr998", "any");
  const port = `${box.folder}/any`;
  const probed = await runVigil(["modem", "probe", port, "--json"]);
  assert.equal(probed.code, 0, probed.stderr);
  const { found, kind, serial } = JSON.parse(probed.stdout);
  assert.deepEqual({ found, kind, serial }, {
    found: "modem",
    kind: "rylr998",
    serial: modem.emulator.serial,
  });
  const profile = `${box.folder}/profile.toml`;
  await Deno.writeTextFile(profile, PROFILE);
  const set = await runVigil(["modem", "provision", port, "--profile", profile]);
  assert.equal(set.code, 0, set.stderr);
  assert.match(set.stdout, /AT\+BAND=868300000 +\+BAND=868300000 +as wanted/);
  assert.equal(modem.emulator.tuning?.frequencyHz, 868_300_000);
  const tested = await runVigil([
    ...["modem", "test", port, "--profile", profile, "--listen", "0"],
  ]);
  assert.equal(tested.code, 0, tested.stderr);
  assert.match(tested.stdout, /^ok {2}settings .*\nok {2}transmit /);
  assert.equal((await runVigil(["modem", "test", port])).code, 1);
});

Deno.test("a setting that reads otherwise ends with status 1, and a profile that makes no sense with its line", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rylr998", "any");
  modem.emulator.faults.refuse = ["AT+BAND="];
  const profile = `${box.folder}/profile.toml`;
  await Deno.writeTextFile(profile, PROFILE);
  const provision = () =>
    runVigil(["modem", "provision", `${box.folder}/any`, "--profile", profile]);
  const refused = await provision();
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /AT\+BAND=868300000 +\+ERR=4 +refused/);
  await Deno.writeTextFile(profile, PROFILE.replace("= 8\n", "= 12\n"));
  const wrong = await provision();
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /profile:4: radio\.spreading_factor: must be 7 to 9/);
});

Deno.test("beside a running gateway, which has the ports, commands go through it", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172", "lora-1");
  field.plugIn("ebyte-e22", "lora-2");
  box.configure([
    { name: "lora-1", kind: "auto", port: `${box.folder}/lora-1` },
    { name: "lora-2", kind: "ebyte-e22", port: `${box.folder}/lora-2` },
  ]);
  const gateway = await box.start();
  await until("it is set up", () => modem.emulator.tuning !== undefined);

  const { modems, ports } = await box.json("modem", "list");
  assert.deepEqual(
    modems.map((it: Record<string, unknown>) => [it.name, it.kind, it.foundKind, it.state]),
    [["lora-1", "auto", "rak3172", "ready"], ["lora-2", "ebyte-e22", "ebyte-e22", "ready"]],
  );
  assert.equal(modems[0].serial, modem.emulator.serial);
  const listed = ports.find((it: Record<string, unknown>) => it.modem === "lora-1");
  assert.ok(listed.heldBy.some(({ pid }: { pid: number }) => pid === gateway.pid));

  const probed = await box.json("modem", "probe", `${box.folder}/lora-1`);
  assert.equal(probed.serial, modem.emulator.serial);
  const silent = await box.json("modem", "probe", "lora-2");
  assert.equal(silent.found, "not asked");
  const provisioned = await box.json("modem", "provision", "lora-1");
  assert.equal(provisioned.done, true);
  await until("it works on", async () => {
    const { modems } = await box.json("modem", "list");
    return modems[0].state === "ready" && modems[0].lastChange?.done === true;
  });
  assert.deepEqual(field.answers, []);
  const tested = await box.json("modem", "test", "lora-1", "--listen", "0");
  assert.deepEqual(
    tested.steps.map(({ result, step }: Record<string, string>) => `${step} ${result}`),
    ["settings passed", "transmit passed", "signal unknown"],
  );
  const reset = await box.command("modem", "reset", "lora-1");
  assert.equal(reset.code, 0, reset.stderr);
});

Deno.test("the same by routes, for technicians only", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("wio-e5", "lora-1");
  box.configure([{ kind: "wio-e5", port: `${box.folder}/lora-1` }]);
  const gateway = await box.start();
  await until("it is set up", () => modem.emulator.tuning !== undefined);
  const technician = await box.token("technician");
  const operator = await box.token("operator");
  const post = async (path: string, token: string, body: unknown = {}) => {
    const answer = await fetch(`${gateway.url}/v1/modems/${path}`, {
      ...bearer(token),
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const list = await gateway.get("/v1/modems", technician);
  assert.equal(list.modems[0].firmware, "4.0.11");
  assert.equal(list.modems[0].radio.spreading_factor, 7);
  assert.equal((await post("lora-1/probe", technician)).body.found, "modem");
  assert.equal((await post("lora-1/probe", operator)).status, 403);
  assert.equal((await post("lora-9/probe", technician)).status, 404);
  const again = await post("lora-1/probe", technician);
  assert.deepEqual([again.status, again.body.error], [429, "too-often"]);
  const command = await box.command("modem", "probe", "lora-1");
  assert.equal(command.code, 1);
  assert.match(command.stderr, /Cannot probe "lora-1": that was done less than a minute ago/);
  const contradiction = await post("lora-1/provision", technician, {
    profile: `kind = "wio-e5"\n[radio]\n`,
  });
  assert.equal(contradiction.status, 409);
  // Nothing was done to the modem: what is right may follow at once.
  const provisioned = await post("lora-1/provision", technician);
  assert.equal(provisioned.body.done, true);
  const { modems } = await gateway.get("/v1/modems", technician);
  assert.equal(modems[0].lastChange.by, "technician-1");
  const tested = await post("lora-1/test", technician, { listenS: 0 });
  assert.equal(tested.body.passed, true, JSON.stringify(tested.body));
  assert.equal((await post("lora-1/reset", technician)).status, 200);
});

/** Runs the guide on a real terminal and answers it; its status and all that it has shown. */
async function guided(
  answers: readonly string[],
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<{ code: number; shown: string }> {
  const child = new Deno.Command("script", {
    args: ["-qec", [LAUNCHER, "modem", "provision", ...args].join(" "), "/dev/null"],
    env: { NO_COLOR: "1", XDG_STATE_HOME: "/nowhere", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  let shown = "";
  const reading = (async () => {
    for await (const bytes of child.stdout) {
      // Without what moves the cursor.
      shown += new TextDecoder().decode(bytes).replace(CURSOR, "");
    }
  })();
  for (const [asked, answer] of answers.entries()) {
    await until(`question ${asked + 1}`, () => (shown.match(/\] /g) ?? []).length > asked, 20_000);
    await writer.write(new TextEncoder().encode(`${answer}\n`));
  }
  await writer.close();
  const { code } = await child.status;
  await reading;
  return { code, shown };
}

Deno.test("at a terminal, one is guided from the port to the entry for the configuration", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172", "any");
  const { code, shown } = await guided([`${box.folder}/any`, "n", "usual", "y", "front-desk"]);
  assert.equal(code, 0, shown);
  assert.match(shown, /rak3172: rak3172, firmware RUI_/);
  assert.match(shown, /\[\[modem\]\]\r\nname = "front-desk"\r\nport = ".*any"\r\nkind = "rak3172"/);
  assert.equal(modem.emulator.tuning?.frequencyHz, 869_525_000);
  assert.doesNotMatch(shown, /unread/);
});

Deno.test("an answer that cannot be meant is asked again, with what can be", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  field.plugIn("rak3172", "any");
  const { code, shown } = await guided([
    ...["?", "99", `${box.folder}/any`],
    ...["maybe", "n", "/nowhere/profile.toml", "usual", "y"],
    ...["lora 1!", "lora-1"],
  ]);
  assert.equal(code, 0, shown);
  assert.match(shown, /There is no port "\?": write .*a name such as \/dev\/ttyUSB0\./);
  assert.match(shown, /There is no port 99: write .*its name\./);
  assert.match(shown, /"maybe" is neither yes nor no: write y or n\./);
  assert.match(shown, /Cannot read "\/nowhere\/profile\.toml": there is no such file\./);
  assert.match(shown, /A name is letters, digits, dots, dashes or underscores/);
  assert.match(shown, /name = "lora-1"/);
});

Deno.test("a cellular modem is guided to its entry, and the entry is one that the check takes", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  field.plugIn("cellular", "sms");
  const pin = `${box.folder}/pin`;
  Deno.writeTextFileSync(pin, "1234\n", { mode: 0o600 });
  const { code, shown } = await guided([`${box.folder}/sms`, "n", "pin", pin, "sms-7"]);
  assert.equal(code, 0, shown);
  assert.match(shown, /"pin" is no absolute path, beginning with \/: write none without a PIN\./);
  const entry = shown.slice(shown.indexOf("[[modem]]")).replaceAll("\r", "");
  assert.match(
    entry,
    /name = "sms-7"\nport = ".*sms"\nkind = "cellular"\n\[modem\.sim\]\npin_file = /,
  );
  box.configure([], PULL + entry);
  assert.equal((await box.command("check")).code, 0);
});

Deno.test("the modems of a simulation are listed and offered as any that is plugged in", async () => {
  await using box = new GatewayBox();
  const env = { XDG_STATE_HOME: `${box.folder}/state` };
  const args = ["simulate", "--modem", "rak3172,cellular", "--link", `${box.folder}/ports`];
  await using simulation = new RunningCommand(args, env);
  await until("it has said its ports", () => /Ctrl-C ends it/.test(simulation.stderr));
  const { code, shown } = await guided(
    [`${box.folder}/ports/modem-1`, "n", "usual", "y", "lora-1"],
    {
      env,
    },
  );
  assert.equal(code, 0, shown);
  assert.match(shown, /\d {2}\S+\/ports\/modem-1 \(\S+\), simulated rak3172/);
  assert.match(shown, /\d {2}\S+\/ports\/modem-2 \(\S+\), simulated cellular/);
  await using list = new RunningCommand(["modem", "list", "--json"], env);
  assert.equal(await list.ended, 0, list.stderr);
  const { ports } = JSON.parse(list.stdout);
  assert.deepEqual(
    ports.map(({ product }: { product?: string }) => product).filter((it?: string) =>
      it?.startsWith("simulated")
    ),
    ["simulated rak3172", "simulated cellular"],
  );
});
