/** What commands say where something is missing or over. */
import assert from "node:assert/strict";
import { modemInfo } from "../../../gateway/modems/service/modem_info.ts";
import type { ModemConfig } from "../../../gateway/config/config.ts";
import type { SessionStatus } from "../../../gateway/modems/session/session.ts";
import { GatewayBox } from "../../support/running_gateway.ts";

Deno.test("a backup into a folder that is not there says which, and what to do", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "add", "d-1");
  const { code, stderr } = await box.command("db", "backup", "/nowhere/b.db");
  assert.equal(code, 1);
  assert.equal(
    stderr,
    'Cannot back up to "/nowhere/b.db": "/nowhere": there is no such folder: name a file in a ' +
      "folder that this user can write\n",
  );
});

Deno.test("a sheet that is written with the assignment names the file, and one before it says how", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const sheet = `${box.folder}/sheet.html`;
  const added = await box.command("device", "add", "d-1", "--sheet", sheet);
  assert.match(
    added.stderr,
    /names no file yet: write it again with "vigil device assign d-1 --sheet FILE"/,
  );
  await box.json("device", "assign", "d-1", "--reference", "2026/00123", "--sheet", sheet);
  assert.match(Deno.readTextFileSync(sheet), /2026\/00123/);
});

Deno.test("a sheet is in the first language of the console, or in the one that is asked for", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const config = Deno.readTextFileSync(box.configPath);
  const languages = `[console]\nlanguages = ["fr", "nl"]`;
  Deno.writeTextFileSync(box.configPath, config.replace("[console]", languages));
  await box.json("device", "add", "d-1");
  const sheet = async (...more: string[]) => {
    const { code, stdout } = await box.command("device", "sheet", "d-1", ...more);
    assert.equal(code, 0);
    return stdout;
  };
  assert.match(await sheet(), /^Appareil {2,}d-1$/m);
  assert.match(await sheet("--language", "de"), /^Gerät {2,}d-1$/m);
  const { code, stderr } = await box.command("device", "sheet", "d-1", "--language", "it");
  assert.equal(code, 2);
  assert.match(stderr, /nl, fr, de, en/);
});

Deno.test("a retired wearable is not called never heard", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  for (const uid of ["d-1", "d-2"]) await box.json("device", "add", uid);
  await box.json("device", "retire", "d-2");
  const { stdout } = await box.command("device", "list");
  assert.match(stdout, /^d-1 .* never$/m);
  assert.match(stdout, /^d-2 +retired .* -$/m);
});

Deno.test("a modem that is lost has no signal", () => {
  const config = {
    name: "lora-1",
    kind: "rak3172",
    port: "/dev/x",
    radio: { frequencyHz: 869_525_000, spreadingFactor: 9, bandwidthHz: 125_000, codingRate: 5 },
  } as unknown as ModemConfig;
  const facts = (state: string) => ({
    record: undefined,
    place: "/dev/x",
    status: { name: "lora-1", state, counts: {} } as SessionStatus,
    lastHeard: { rssiDbm: -90 } as never,
    lastChange: undefined,
  });
  assert.notEqual(modemInfo(config, facts("ready")).signal, undefined);
  assert.equal(modemInfo(config, facts("lost")).signal, undefined);
});
