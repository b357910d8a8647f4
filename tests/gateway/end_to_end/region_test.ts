/** The consumer of a region: what it takes is kept before it is confirmed, whatever ends meanwhile. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { RegionRecords } from "../../../db/region/region_records.ts";
import { Mosquitto } from "../../support/mosquitto.ts";
import { answered } from "../../support/radio_field.ts";
import { PULL, RunningCommand } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** What programs read the records by. */
const TOKEN = "a-token-of-this-test";

/** A configuration of `vigil dispatch` with its records in a file. @param sources TOML. */
function configure(folder: string, sources: string): { config: string; records: string } {
  const config = join(folder, "dispatch.toml");
  const records = join(folder, "records.db");
  const tokenFile = join(folder, "reader.token");
  Deno.writeTextFileSync(tokenFile, `${TOKEN}\n`);
  Deno.writeTextFileSync(
    config,
    `[dispatch]\nname = "region"\nrecords = "${records}"\ngateways = ["5415/gw-1", "5415/gw-9"]\n` +
      `[http]\nport = 0\ntoken_file = "${tokenFile}"\n${sources}`,
  );
  return { config, records };
}

async function start(config: string): Promise<RunningCommand> {
  const dispatch = new RunningCommand(["dispatch", "--config", config]);
  await until("dispatch is ready", () => dispatch.stdout.includes("ready "));
  return dispatch;
}

/** The alarms that the records hold, each with its type. */
async function panicsIn(path: string): Promise<number> {
  await using records = await RegionRecords.open(path);
  const events = await records.eventsAfter(0, 1_000);
  return events.filter(({ type }) => type === "vigil.panic.v1").length;
}

function pollSource(site: Site, tokenFile: string): string {
  return `[[source]]\ntype = "poll"\nname = "gw-1"\ngateway = "5415/gw-1"\nurl = "${site.gateway.url}"\n` +
    `stream = "dispatch-pull"\ntoken_file = "${tokenFile}"\n`;
}

Deno.test("Killed at any instant, dispatch has each alarm once, and what it has not kept it has not confirmed", async () => {
  await using site = await Site.start();
  const tokenFile = join(site.box.folder, "token");
  Deno.writeTextFileSync(tokenFile, `${await site.dispatchToken()}\n`);
  const { config, records } = configure(site.box.folder, pollSource(site, tokenFile));
  for (let life = 1; life <= 3; life++) {
    const dispatch = await start(config);
    const message = await site.press();
    if (life === 1) await answered(message, "received");
    await dispatch.end("SIGKILL");
  }
  await using dispatch = await start(config);
  await until("the wearable is at peace", () => site.wearable.unconfirmed.length === 0);
  assert.equal(await panicsIn(records), 3);
  await using kept = await RegionRecords.open(records);
  assert.deepEqual((await kept.incidents(10)).map(({ sources }) => sources), [
    ["urn:vigil:5415:gw-1"],
    ["urn:vigil:5415:gw-1"],
    ["urn:vigil:5415:gw-1"],
  ]);
  const [stream] = await kept.streams();
  assert.deepEqual([stream!.name, stream!.broken, stream!.missing], [
    "urn:vigil:5415:gw-1/dispatch-pull",
    0,
    [],
  ]);

  const page = /page=(\S+)/.exec(dispatch.stdout)![1]!;
  const html = await (await fetch(page)).text();
  assert.match(html, /<td>5415\/gw-1<\/td><td>heard<\/td>/);
  assert.match(html, /<td>panic<\/td><td>[^<]+<\/td><td>5415\/gw-1<\/td>/);
  assert.doesNotMatch(html, /\d\.\d{4}/, "no place is on the page");
  const headers = { authorization: `Bearer ${TOKEN}` };
  const read = async (address: string, its: HeadersInit = headers) => {
    const answer = await fetch(new URL(address, page), { headers: its });
    return { status: answer.status, ...await answer.json() };
  };
  assert.equal((await read("/v1/events", {})).status, 401);
  assert.equal((await read("/v1/events", { authorization: "Bearer wrong" })).status, 401);
  assert.equal((await read("/v1/events?after=x")).status, 422);
  const { events, next } = await read("/v1/events?after=0&limit=1");
  const further = (await read(`/v1/events?after=${next}`)).events;
  assert.deepEqual([events.length, events[0].number, further[0].number], [1, 1, 2]);
  assert.equal(await dispatch.end("SIGTERM"), 0);
});

Deno.test("Over a broker an alarm ends at its gateway by the receipt of dispatch, and waits while dispatch is away", async () => {
  await using broker = await Mosquitto.start();
  const mqtt =
    `[[destination]]\nname = "broker"\ntype = "mqtt"\nurl = "${broker.url}"\nrequired = true\n` +
    `republish_critical_s = 1\n`;
  await using site = await Site.start({
    destinations: PULL.replace("required = true\n", "") + mqtt,
  });
  const source = `[[source]]\ntype = "mqtt"\nname = "broker"\nurl = "${broker.url}"\n`;
  const { config, records } = configure(site.box.folder, source);
  const first = await start(config);
  await answered(await site.press(), "received");
  await first.end("SIGKILL");
  const waiting = await site.press();
  assert.ok(!waiting.answers.includes("received"));
  await using _second = await start(config);
  await answered(waiting, "received");
  assert.equal(await panicsIn(records), 2);
});

Deno.test("A file that dispatch cannot use is refused with all its problems, and nothing is written", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-test-" });
  const config = join(folder, "dispatch.toml");
  Deno.writeTextFileSync(
    config,
    `[dispatch]\nname = "region"\nrecords = "records.db"\ngateways = ["5415.gw-1"]\n[sources]\n`,
  );
  await using dispatch = new RunningCommand(["dispatch", "--config", config]);
  assert.equal(await dispatch.ended, 1);
  assert.match(dispatch.stderr, /dispatch\.records: must be an absolute path, or postgres:/);
  assert.match(dispatch.stderr, /dispatch\.gateways\[0\]: must be ZONE\/GATEWAY/);
  assert.match(dispatch.stderr, /sources: did you mean source\?/);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["dispatch.toml"]);
  await Deno.remove(folder, { recursive: true });
});
