/** The way of commands to the running gateway, over a real Unix socket. */
import assert from "node:assert/strict";
import { ok } from "../../../devices/result.ts";
import { ControlClient } from "../../../gateway/control/client.ts";
import type { ControlPorts } from "../../../gateway/control/protocol.ts";
import { listenForCommands } from "../../../gateway/control/server.ts";
import { IdleModemService } from "../../support/idle_modem_service.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { boxUser } from "../../support/authors.ts";

/** What is asked for beyond the modem service is tried with a whole gateway. */
function portsOf(modemService = new IdleModemService()): ControlPorts {
  return { modemService } as unknown as ControlPorts;
}

class Folder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "vigil-control-" });

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

Deno.test("without a gateway there is no answer, and a socket that was left behind changes nothing", async () => {
  using folder = new Folder();
  assert.equal(await ControlClient.find(folder.path), undefined);
  await Deno.writeTextFile(`${folder.path}/control.sock`, "");
  assert.equal(await ControlClient.find(folder.path), undefined);
  await using _server = listenForCommands(folder.path, portsOf(), new KeptLog());
  assert.notEqual(await ControlClient.find(folder.path), undefined);
});

Deno.test("each request is answered by the modem service, its refusals too", async () => {
  using folder = new Folder();
  const modemService = new IdleModemService();
  modemService.modems = () => [{ name: "lora-1", kind: "auto", port: "/dev/x", place: "/dev/x" }];
  modemService.reset = () => Promise.resolve(ok({ modem: "lora-1" }) as never);
  await using _server = listenForCommands(folder.path, portsOf(modemService), new KeptLog());
  const client = (await ControlClient.find(folder.path))!;
  assert.deepEqual((await client.modems()).map(({ name }) => name), ["lora-1"]);
  assert.deepEqual(await client.reset("lora-1", boxUser("me")), ok({ modem: "lora-1" }));
  const refusal = await client.probe("lora-9", boxUser("me"));
  assert.ok(!refusal.ok && refusal.error.code === "unknown-modem");
  const provisioned = await client.provision({
    modem: "x",
    isInConfigurationMode: false,
    by: boxUser("me"),
  });
  const tested = await client.test({ modem: "x", listenMs: 0, by: boxUser("me") });
  assert.ok(!provisioned.ok && !tested.ok);
});

Deno.test("a gateway that takes a request and does not answer keeps no command waiting", async () => {
  using folder = new Folder();
  using listener = Deno.listen({ transport: "unix", path: `${folder.path}/control.sock` });
  const client = (await ControlClient.find(folder.path))!;
  await assert.rejects(client.registryChanged(50), { name: "TimeoutError" });
  (await listener.accept()).close();
  using asked = await listener.accept();
  assert.notEqual(await asked.read(new Uint8Array(100)), null);
});

Deno.test("a line that is no request fails alone, and only the folder's owner is let in", async () => {
  using folder = new Folder();
  await using _server = listenForCommands(folder.path, portsOf(), new KeptLog());
  const path = `${folder.path}/control.sock`;
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  for (const line of ["nonsense\n", '{"do":"format"}\n']) {
    const connection = await Deno.connect({ transport: "unix", path });
    await connection.write(new TextEncoder().encode(line));
    const answer = new Uint8Array(4_096);
    const size = await connection.read(answer);
    assert.match(new TextDecoder().decode(answer.subarray(0, size!)), /"code":"failed"/);
    connection.close();
  }
  assert.deepEqual(await (await ControlClient.find(folder.path))!.modems(), []);
});

Deno.test("the gateway stops though a command says nothing", async () => {
  using folder = new Folder();
  const server = listenForCommands(folder.path, portsOf(), new KeptLog())!;
  const path = `${folder.path}/control.sock`;
  const silent = await Deno.connect({ transport: "unix", path });
  await ControlClient.find(folder.path);
  await server[Symbol.asyncDispose]();
  silent.close();
  assert.equal(await ControlClient.find(folder.path), undefined);
});

Deno.test("where no socket can be made, the gateway goes on and says so", () => {
  using folder = new Folder();
  const log = new KeptLog();
  const deep = `${folder.path}/${"x".repeat(120)}`;
  Deno.mkdirSync(deep);
  assert.equal(listenForCommands(deep, portsOf(), log), undefined);
  assert.deepEqual(log.lines.map(({ level }) => level), ["warn"]);
});
