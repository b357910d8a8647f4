/** What must not start does not, and says why. */
import assert from "node:assert/strict";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";

Deno.test("A key that does not exist keeps the gateway from starting: status 1 and its line", async () => {
  await using box = new GatewayBox();
  box.configure([], `${PULL}colour = "red"\n`);
  const { code, stdout, stderr } = await box.command("run");
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.equal(
    stderr.split("\n")[0],
    `${box.configPath}:13: destination[0].colour: is no key here with type = "stream": ` +
      "correct or remove it",
  );
});

Deno.test("A password file that is not there keeps the gateway from starting, and nothing is touched", async () => {
  await using box = new GatewayBox();
  const mqtt = `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtts://localhost:8883"\n`;
  box.configure([], `${mqtt}username = "u"\npassword_file = "${box.folder}/none"\n`);
  const { code, stdout, stderr } = await box.command("run");
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /^\S+:\d+: destination\[0\]\.password_file: /);
  assert.deepEqual([...Deno.readDirSync(box.folder)].map(({ name }) => name), ["vigil.toml"]);
});

Deno.test("A second gateway on the same data folder is refused, and the first goes on", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const first = await box.start();
  const { code, stdout, stderr } = await box.command("run");
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /another gateway runs on it\. Stop that one, or set another/);
  const alive = await fetch(`${first.url}/healthz`);
  await alive.body?.cancel();
  assert.equal(alive.status, 200);
  await first.kill();
  await box.start();
});

/** The commit of telemetry may wait 8 s for others: what fails to start waits for nothing. */
const AT_ONCE_MS = 6_000;

Deno.test("A port that is taken keeps the gateway from starting, and says which, once and at once", async () => {
  await using box = new GatewayBox();
  await using other = new GatewayBox();
  box.configure([]);
  const { url } = await box.start();
  const port = new URL(url).port;
  other.configure([]);
  const text = Deno.readTextFileSync(other.configPath);
  Deno.writeTextFileSync(other.configPath, text.replace("port = 0", `port = ${port}`));
  const startedAtMs = performance.now();
  const { code, stderr } = await other.command("run");
  const tookMs = performance.now() - startedAtMs;
  assert.equal(code, 1);
  assert.equal(
    stderr.split("\n").filter((line) => !line.startsWith("{")).join(""),
    `vigil: Cannot listen on 127.0.0.1:${port}: another program uses it: stop that one, or ` +
      "choose another port",
  );
  assert.ok(tookMs < AT_ONCE_MS, `took ${tookMs} ms`);
});

Deno.test("What is doubtful in the configuration is in the log of the gateway that starts with it", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start({ VIGIL_HTPP_PORT: "1" });
  const reasons = gateway.stderr.split("\n").filter((line) => line.includes('"configuration"'))
    .map((line) => JSON.parse(line)).map(({ level, reason }) => `${level}: ${reason}`);
  assert.deepEqual(reasons, [
    "warn: only one takes critical events: when its path is down nobody hears of a panic: add a " +
    "second path of another kind",
    "warn: names no section of this file and sets nothing: did you mean VIGIL_HTTP_PORT?",
  ]);
});
