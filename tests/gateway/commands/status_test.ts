/** What a person at the box asks for: how are things, what is open, and what he says of it. */
import assert from "node:assert/strict";
import { answered } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

Deno.test("vigil status prints open incidents, modems, destinations and degradations of a running gateway", async () => {
  await using site = await Site.start();
  const { box, wearable } = site;
  await box.json("device", "assign", wearable.uid, "--reference", "2026/00123");
  await site.press();
  const { stdout, code } = await box.command("status");
  assert.equal(code, 0);
  assert.match(stdout, /^gw-1 in zone 5415: running for \d+ s, version \S+, clock \S+$/m);
  assert.match(stdout, /^[0-9a-f]{8} +new +\S+ +2026\/00123 +\d{4}-\d\d-\d\dT\S+ +-$/m);
  assert.match(stdout, /^lora-1 +rak3172 +ready +\d{4}-/m);
  assert.match(stdout, /^dispatch-pull +stream +yes +not polled yet +\d+ +1$/m);
  const status = await box.json("status");
  assert.deepEqual([status.running, status.ready], [true, true]);
  assert.deepEqual(status.supervision, { assigned: 1, unsupervised: 1 });
  assert.match(stdout, /^not-supervised: 1 of 1 assigned wearables are not supervised: /m);
  const list = await box.command("device", "list");
  assert.match(list.stdout, / NOT SUPERVISED /);
  assert.match(list.stderr, /^1 of 1 assigned wearables are not supervised: /m);
  assert.deepEqual(
    status.openIncidents.map(({ reference, state }: Record<string, string>) => [reference, state]),
    [["2026/00123", "new"]],
  );
});

Deno.test("vigil status without a gateway says so, and prints what the store knows", async () => {
  await using site = await Site.start();
  const { box } = site;
  await site.press();
  await site.gateway.kill();
  const { stdout, code } = await box.command("status");
  assert.equal(code, 0);
  assert.match(stdout, /^gw-1 in zone 5415: no gateway runs$/m);
  assert.match(stdout, /^Open incidents: 1$/m);
  assert.match(stdout, /^lora-1 +rak3172 +no gateway runs/m);
  assert.match(stdout, /^gateway-down: No gateway runs on \S+: nothing is heard: start it$/m);
  const { degradations, destinations, running } = await box.json("status");
  assert.equal(running, false);
  assert.equal(degradations[0].code, "gateway-down");
  assert.equal(destinations[0].pending.critical, 1);
});

Deno.test("vigil status of a box where no gateway has run yet makes nothing", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  assert.equal((await box.json("status")).running, false);
  assert.deepEqual([...Deno.readDirSync(box.folder)].map(({ name }) => name), ["vigil.toml"]);
});

Deno.test("An incident is listed, shown, moved on and closed by eight digits of its id, and its wearable hears of it", async () => {
  await using site = await Site.start();
  const { box } = site;
  const dispatch = await site.dispatch();
  const message = await site.press();
  const event = await dispatch.first("panic");
  await dispatch.acknowledge(event);
  await answered(message, "received");
  const [listed] = await box.json("incident", "list", "--open");
  const short = listed.id.slice(0, 8);
  assert.equal(listed.id, event["incident"]);
  assert.match(
    (await box.command("incident", "list")).stdout,
    new RegExp(`^${short} +received`, "m"),
  );

  const moved = await box.json("incident", "transition", short, "--to", "accepted", "--by", "Jan");
  assert.deepEqual([moved.id, moved.state], [listed.id, "accepted"]);
  await answered(message, "accepted");
  const back = await box.command("incident", "transition", short, "--to", "rejected");
  assert.equal(back.code, 1);
  assert.match(
    back.stderr,
    /it is accepted, and an incident only moves on\. Possible now: underway/,
  );
  const unsaid = await box.command("incident", "transition", short, "--to", "closed");
  assert.equal(unsaid.code, 2);
  assert.match(unsaid.stderr, /closing needs --outcome/);
  const closing = ["--to", "closed", "--outcome", "false", "--reason", "pocket"];
  await box.json("incident", "transition", short, ...closing);

  const note = await box.json("incident", "note", short, "She called back", "--by", "Jan");
  assert.deepEqual(note, { number: 1 });
  assert.match(
    (await box.command("incident", "note", short, "x", "--link", "7.wav")).stderr,
    /--link must be an address/,
  );
  assert.match((await box.command("incident", "show", short)).stdout, /note .*“Jan”.*She called/);
  const shown = await box.json("incident", "show", short);
  const last = shown.transitions.at(-1);
  assert.deepEqual([last.to, last.reason, last.via], ["closed", "pocket", "command"]);
  const page = (await box.command("incident", "show", short)).stdout;
  assert.match(page, /moved +\S+ +closed by .*: pocket/);
  assert.match(page, /told +20\S+ .*"stored"/, "what the wearable was told, as on its page");
  assert.deepEqual(await box.json("incident", "list", "--open"), []);
  const proof = await box.command("incident", "proof", short);
  assert.ok(proof.stdout.includes(listed.id));
});

Deno.test("Without a gateway an incident is moved in the store, and its wearable hears of it later", async () => {
  await using site = await Site.start();
  const { box, wearable } = site;
  const dispatch = await site.dispatch();
  const message = await site.press();
  const event = await dispatch.first("panic");
  await dispatch.acknowledge(event);
  await answered(message, "received");
  await site.gateway.kill();
  const short = event["incident"]!.slice(0, 8);
  assert.equal(
    (await box.json("incident", "transition", short, "--to", "underway")).state,
    "underway",
  );
  await site.startGateway();
  const heartbeat = wearable.heartbeat();
  await until("it has heard", () => heartbeat.answers.includes("underway"));
});

Deno.test("An id that is malformed or unknown is reported", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const none = await box.command("incident", "show", "3f0a");
  assert.equal(none.code, 2);
  assert.match(none.stderr, /the id of an incident is 8 to 32 hex digits/);
  const unknown = await box.command("incident", "show", "3f0a12bc");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /Cannot find the incident 3f0a12bc: see "vigil incident list"/);
});
