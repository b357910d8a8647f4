import assert from "node:assert/strict";
import type { Priority } from "../../../../devices/event.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { alarmOf } from "../../../support/stored_alarms.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";
import { until } from "../harness.ts";
import { program } from "../../../support/authors.ts";

const IN_ENGLISH = { "accept-language": "en" };
const FORM = { ...IN_ENGLISH, "content-type": "application/x-www-form-urlencoded" };

/** A console with a wearable that it knows, and an operator who is signed in. */
async function start() {
  const gateway = await ConsoleHarness.start();
  const device = { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  await gateway.store.write("addDevice", device);
  return { gateway, cookie: await gateway.session("operator") };
}

/** Stores a frame of the wearable; the id of its incident. */
async function store(gateway: ConsoleHarness, number: number, priority: Priority = "critical") {
  const frame = alarmOf(number, priority);
  await gateway.store.write("acceptFrame", frame);
  return frame.opens === undefined ? "" : encodeHex(frame.opens.id);
}

/** An answer that was read to its end. */
interface Read {
  readonly status: number;
  readonly location: string | null;
  readonly cookies: readonly string[];
  readonly text: string;
}

async function read(asked: Promise<Response>): Promise<Read> {
  const { headers, status, ...answer } = await asked.then(async (answer) => ({
    headers: answer.headers,
    status: answer.status,
    text: await answer.text(),
  }));
  return { status, location: headers.get("location"), cookies: headers.getSetCookie(), ...answer };
}

async function pageOf(gateway: ConsoleHarness, path: string, cookie: string): Promise<string> {
  return (await read(gateway.call(path, { headers: IN_ENGLISH }, cookie))).text;
}

/** The alarms that stand above everything, as their ids in the order of the page. */
function openOn(page: string): string[] {
  return [...page.matchAll(/<article[^>]* id="open-(\w+)"/g)].map(([, id]) => id!);
}

/** Posts a transition as the form of a page does. */
function move(
  gateway: ConsoleHarness,
  incident: string,
  fields: Record<string, string>,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Read> {
  const body = new URLSearchParams(fields);
  const init = { method: "POST", body, headers: { ...FORM, ...headers } };
  return read(gateway.call(`/incidents/${incident}/transitions`, init, cookie));
}

Deno.test("An alarm stays above everything until it is closed, whatever comes in after it", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incident = await store(gateway, 1);
  for (let number = 2; number <= 60; number++) await store(gateway, number, "low");
  const page = await pageOf(gateway, "/", cookie);
  assert.deepEqual(openOn(page), [incident]);
  assert.match(page, /<title>\(1\) panic d-1 ·/);
  assert.ok(!page.includes('id="event-1"'), "its event has left the newest ones");

  await move(gateway, incident, { to: "closed", outcome: "test" }, cookie);
  const after = await pageOf(gateway, "/", cookie);
  assert.deepEqual(openOn(after), []);
  assert.match(textOf(after), /No open alarm/);
});

Deno.test("Open alarms stand by how far dispatch is, the newest first, and what was rejected last", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incidents = [];
  for (let number = 1; number <= 5; number++) incidents.push(await store(gateway, number));
  const [rejected, accepted, underway, isNew, newest] = incidents as string[];
  const by = { by: program("Jan"), way: "http", via: "t", atUnixMs: 1 } as const;
  for (
    const [id, to] of [[rejected, "rejected"], [accepted, "accepted"], [
      underway,
      "underway",
    ]] as const
  ) {
    const incident = Uint8Array.from(id!.match(/../g)!, (byte) => parseInt(byte, 16));
    await gateway.store.write("moveIncident", { incident, to, ...by });
  }
  const page = await pageOf(gateway, "/", cookie);
  assert.deepEqual(openOn(page), [newest, isNew, accepted, underway, rejected]);
  assert.match(textOf(page), /rejected by Jan/);
});

Deno.test("An alarm that the disk has not taken stands there too, and says so", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const { event, opens } = alarmOf(7);
  const write = Promise.withResolvers<void>();
  gateway.core.volatileEvents.trackUntilDurable(event, write.promise);
  await until(() => gateway.core.volatileEvents.list().length === 1);
  const page = await pageOf(gateway, "/", cookie);
  assert.deepEqual(openOn(page), [encodeHex(opens!.id)]);
  assert.match(textOf(page), /Nobody has confirmed it yet .* Only in memory, not on the disk/);
  assert.ok(!page.includes('name="to"'), "nothing that is done to it could be kept");

  const destination = { number: 1, name: "dispatch", onlyOffered: false };
  gateway.core.volatileEvents.confirm(destination, encodeHex(event.id), undefined);
  const after = textOf(await pageOf(gateway, "/", cookie));
  assert.match(after, /Dispatch has it .* Confirmed by dispatch .* not on the disk/);
  write.resolve();
});

Deno.test("The first page says what today's alarms were, which wearable was tested last, and who is heard", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const quiet = textOf(await pageOf(gateway, "/", cookie));
  assert.match(quiet, /Today: real alarm 0 · test 0 · false alarm 0 From button/);
  assert.match(quiet, /Buttons good · 0\/0/);
  const outcomes = ["real", "test", "test", "false"] as const;
  for (const [at, outcome] of outcomes.entries()) {
    const incident = await store(gateway, at + 1);
    await move(gateway, incident, { to: "closed", outcome }, cookie);
  }
  const test = {
    device: 1,
    passed: false,
    by: program("t"),
    steps: "[]",
    atUnixMs: gateway.clock.unixMs(),
  };
  await gateway.store.write("keepDeviceTest", test);
  const after = textOf(await pageOf(gateway, "/", cookie));
  assert.match(
    after,
    /Today: real alarm 1 · test 2 · false alarm 1 · last test of a wearable \d\d:\d\d:\d\d failed/,
  );
});

Deno.test("Older events and incidents are reached by links, page by page, to the first", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  for (let number = 1; number <= 130; number++) {
    await store(gateway, number, number > 60 ? "low" : "critical");
  }
  for (
    const [path, row, count] of [
      ["/", /id="event-(\d+)"/g, 130],
      ["/incidents", /href="\/incidents\/(\w{32})"/g, 60],
    ] as const
  ) {
    const found = new Set<string>();
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: string = await pageOf(gateway, next, cookie);
      for (const [, id] of page.matchAll(row)) found.add(id!);
      next = /href="(\/(?:events|incidents)\?before=\d+)"/.exec(page)?.[1];
    }
    assert.equal(found.size, count, path);
  }
  for (const before of ["x", "-1", "9".repeat(30)]) {
    assert.equal(
      (await read(gateway.call(`/events?before=${before}`, {}, cookie))).status,
      200,
      before,
    );
  }
});

Deno.test("An operator moves an incident on under the name of the token, and its wearable is answered", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incident = await store(gateway, 1);
  const accepted = await move(gateway, incident, { to: "accepted", back: "/events" }, cookie);
  assert.deepEqual([accepted.status, accepted.location], [303, "/events"]);
  const elsewhere = await move(gateway, incident, { to: "underway", back: "//evil" }, cookie);
  assert.equal(elsewhere.location, "/");
  const reason = "found asleep\r\n\u202eevil";
  const closed = await move(gateway, incident, { to: "closed", outcome: "false", reason }, cookie);
  assert.equal(closed.status, 303);
  const id = alarmOf(1).opens!.id;
  assert.deepEqual(
    gateway.store.read.incidents.transitions(id).map((
      { to, by, reason, outcome },
    ) => [to, by, reason, outcome]),
    [
      ["accepted", "operator", undefined, undefined],
      ["underway", "operator", undefined, undefined],
      ["closed", "operator", "found asleep\n\\u202eevil", "false"],
    ],
  );
  assert.deepEqual(gateway.due.map(({ stage }) => stage), ["accepted", "underway", "closed"]);
});

Deno.test("A form that cannot be done says why, and keeps what was typed", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incident = await store(gateway, 1);
  const without = await move(gateway, incident, { to: "closed", reason: "<b>seen</b>" }, cookie);
  assert.equal(without.status, 422);
  const again = without.text;
  assert.match(textOf(again), /Choose what it was/);
  assert.match(again, /<textarea[^>]*>&lt;b&gt;seen&lt;\/b&gt;<\/textarea>/);
  const long = { to: "closed", outcome: "real", reason: "x".repeat(1_001) };
  const tooLong = await move(gateway, incident, long, cookie);
  assert.equal(tooLong.status, 422);
  assert.match(tooLong.text, /value="real"[^>]*checked/);

  await move(gateway, incident, { to: "closed", outcome: "real" }, cookie);
  const late = await move(gateway, incident, { to: "accepted" }, cookie);
  assert.deepEqual([late.status, late.location], [303, `/incidents/${incident}?said=overtaken`]);
  const page = await pageOf(gateway, late.location!, cookie);
  assert.match(textOf(page), /another person was first. The incident is now: closed/);
});

Deno.test("What the store does not keep is said to be uncertain, and what was typed stays", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incident = await store(gateway, 1);
  gateway.isDiskGone = true;
  const accepted = await move(gateway, incident, { to: "accepted" }, cookie);
  assert.equal(accepted.location, `/incidents/${incident}?said=not-kept`);
  assert.match(
    textOf(await pageOf(gateway, accepted.location!, cookie)),
    /not certain that this was/,
  );
  const fields = { to: "closed", outcome: "real", reason: "Taken to safety" };
  const closed = await move(gateway, incident, fields, cookie);
  assert.equal(closed.status, 503);
  assert.match(textOf(closed.text), /not certain that this was recorded.*Taken to safety/);
});

Deno.test("Only an operator moves an incident, and no page of another origin does", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const incident = await store(gateway, 1);
  const to = { to: "accepted" };
  const evil = await move(gateway, incident, to, cookie, { origin: "https://evil.example" });
  assert.equal(evil.status, 403);
  const technician = await move(gateway, incident, to, await gateway.session("technician"));
  assert.equal(technician.status, 403);
  assert.match(textOf(technician.text), /It is for the role: operator\. You have: technician\./);
  assert.equal((await move(gateway, incident, to, "vigil-session=x")).status, 302);
  assert.equal((await move(gateway, incident, { to: "received" }, cookie)).status, 403);
  assert.equal((await move(gateway, "0".repeat(32), to, cookie)).status, 404);
  assert.equal(gateway.store.read.incidents.byId(alarmOf(1).opens!.id)!.state, "new");
});

Deno.test("A reader chooses language and colours, and comes back to the same page", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const choose = (fields: Record<string, string>, headers = {}) => {
    const body = new URLSearchParams({ back: "/incidents", ...fields });
    return read(
      gateway.call("/preferences", { method: "POST", body, headers: { ...FORM, ...headers } }),
    );
  };
  const chosen = await choose({ language: "fr", theme: "dark" });
  assert.equal(chosen.location, "/incidents");
  const cookies = [cookie, ...chosen.cookies.map((its) => its.split(";")[0])];
  const page = await pageOf(gateway, "/", cookies.join("; "));
  assert.match(page, /<html lang="fr" data-theme="dark">/);
  assert.deepEqual((await choose({ language: "xx", theme: "pink" })).cookies, []);
  const evil = await choose({ language: "de" }, { origin: "https://evil.example" });
  assert.deepEqual(evil.cookies, []);
});

Deno.test("Eight digits lead to the page of an incident, unless two begin so: then that is said", async () => {
  const { cookie, gateway } = await start();
  await using _ = gateway;
  const id = await store(gateway, 1);
  const short = id.slice(0, 8);
  const at = (path: string) => read(gateway.call(path, { headers: IN_ENGLISH }, cookie));
  assert.equal((await at(`/incidents/${short}`)).status, 200);
  assert.ok((await at(`/incidents/${short}`)).text.includes(id));

  const twin = await store(gateway, 2);
  assert.equal(twin.slice(0, 8), short, "the ids of this test differ in their last digits");
  const { status, text } = await at(`/incidents/${short}`);
  assert.equal(status, 409);
  assert.match(textOf(text), /Several incidents begin with these digits: enter more of them/);
  assert.equal((await at(`/incidents/${id}`)).status, 200);
});
