/** `vigil doctor` on a real folder, beside a gateway and without one. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Tone } from "../../../handlers/doctor/doctor.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";

interface Printed {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly code: string;
    readonly tone: Tone;
    readonly what: string;
    readonly command?: string;
  }[];
}

async function doctor(box: GatewayBox): Promise<Printed & { readonly status: number }> {
  const { code, stdout } = await box.command("doctor", "--json");
  return { ...JSON.parse(stdout), status: code };
}

Deno.test("Where no gateway runs the doctor says so and how to start it, and leaves nothing behind", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "add", "d-1");
  const files = () =>
    [...Deno.readDirSync(join(box.folder, "data"))].map(({ name }) => name).sort();
  const before = files();
  const { findings, ok, status } = await doctor(box);
  assert.deepEqual([ok, status], [false, 1]);
  const down = findings.find(({ code }) => code === "gateway-down")!;
  assert.deepEqual([down.tone, down.command], ["bad", "systemctl start vigil"]);
  for (
    const code of ["store-good", "admin-missing", "audit-good", "modems-none", "backup-not-set"]
  ) {
    assert.ok(findings.some((its) => its.code === code), code);
  }
  assert.deepEqual(files(), before);
});

Deno.test("Beside a gateway that runs the doctor has its word for modems, destinations and degradations", async () => {
  await using box = new GatewayBox();
  const modem = { kind: "rak3172", port: "/dev/ttyUSB97" };
  box.configure([modem], `${PULL}[backup]\ndir = "${box.folder}/backups"\n`);
  await box.start();
  const { findings } = await doctor(box);
  const codes = findings.map(({ code }) => code);
  assert.ok(codes.includes("gateway-running"), codes.join(" "));
  assert.ok(codes.includes("port-missing"));
  assert.ok(codes.includes("backup-missing"));
  assert.ok(!codes.includes("gateway-down"));
});

Deno.test("A configuration that is not valid is found, and what does not need it is looked at", async () => {
  await using box = new GatewayBox();
  Deno.writeTextFileSync(box.configPath, "[gateway]\nzone = 3\n");
  const { findings, status } = await doctor(box);
  assert.equal(status, 1);
  const codes = findings.map(({ code }) => code);
  assert.ok(codes.includes("configuration-invalid") && codes.includes("versions"), codes.join(" "));
});

Deno.test("A damaged store and files that others can read are found, each with what mends it", async () => {
  await using box = new GatewayBox();
  const secret = join(box.folder, "secret");
  Deno.writeTextFileSync(secret, "s", { mode: 0o644 });
  box.configure(
    [],
    `[[destination]]\nname = "hook"\ntype = "webhook"\nurl = "http://127.0.0.1:1/"\n` +
      `secret_file = "${secret}"\n`,
  );
  await box.json("device", "add", "d-1");
  const data = join(box.folder, "data");
  Deno.chmodSync(data, 0o755);
  const store = Deno.readFileSync(join(data, "vigil.db"));
  Deno.writeFileSync(join(data, "vigil.db"), store.subarray(0, store.length - 4_096));
  const { findings } = await doctor(box);
  const commands = Object.fromEntries(findings.map(({ code, command }) => [code, command]));
  assert.equal(commands["secret-readable"], `chmod o= ${secret}`);
  assert.equal(commands["folder-readable"], `chmod 700 ${data}`);
  assert.equal(commands["store-damaged"], "systemctl restart vigil");
  assert.ok("connection-failed" in commands);
});

Deno.test("For people it prints part by part, plain where no terminal reads it, and 2 for wrong use", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const { stdout } = await box.command("doctor");
  assert.match(stdout, /^Gateway\n {2}wrong {3}No gateway runs on /);
  assert.match(stdout, /\n\nStorage\n/);
  assert.match(stdout, /\n\d+ wrong, \d+ warnings, \d+ good\n$/);
  assert.ok(!stdout.includes("\u001b"), "no colours");
  assert.equal((await box.command("doctor", "--fix")).code, 2);
});
