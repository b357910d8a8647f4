import assert from "node:assert/strict";
import { LANGUAGES, MESSAGES } from "../../../../../handlers/i18n/locales.ts";
import { boxUser } from "../../../../support/authors.ts";
import { alarmOf } from "../../../../support/stored_alarms.ts";
import { ConsoleHarness } from "../console_harness.ts";
import { Visitor } from "../visitor.ts";

const BY = boxUser("root");

/** Three wearables: d-1 serves a file and has an alarm, d-2 serves another, d-3 is free. */
async function start() {
  const gateway = await ConsoleHarness.start();
  const { store } = gateway;
  for (const uid of ["d-1", "d-2", "d-3"]) {
    const rootKey = new Uint8Array(16).fill(uid.charCodeAt(2));
    await store.write("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 });
  }
  for (const [uid, reference] of [["d-1", "2026/AAA"], ["d-2", "2026/BBB"]] as const) {
    const change = { what: "assigned", reference, heartbeatS: 600 } as const;
    await store.write("changeDevice", { uid, change, by: BY, atUnixMs: 1 });
  }
  const visitor = new Visitor(gateway, await gateway.session("technician"));
  const stateOf = (uid: string) => store.read.devices.byUid(uid)!;
  return { gateway, visitor, stateOf, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

Deno.test("The list begins with what worries most, and is filtered by badge and state in its address", async () => {
  await using site = await start();
  const { gateway, visitor } = site;
  await gateway.store.write("markSilence", { uid: "d-2", isSilent: true });
  await gateway.store.write("keepDeviceHealth", [{ uid: "d-1", notChargedAtUnixMs: 1 }]);
  const order = (text: string) =>
    ["d-1", "d-2", "d-3"].filter((uid) => text.includes(`/devices/${uid}"`))
      .toSorted((a, b) => text.indexOf(`/devices/${a}"`) - text.indexOf(`/devices/${b}"`));
  const listed = async (query: string) => order((await visitor.open(`/devices${query}`)).markup);
  assert.deepEqual(await listed(""), ["d-2", "d-1", "d-3"]);
  assert.deepEqual(await listed("?order=uid"), ["d-1", "d-2", "d-3"]);
  assert.deepEqual(await listed("?badge=not-charged"), ["d-1"]);
  assert.deepEqual(await listed("?badge=silent&state=active"), ["d-2"]);
  assert.deepEqual(await listed("?state=none"), ["d-3"]);
  assert.deepEqual(await listed("?state=retired"), []);
  const { text } = await visitor.open("/devices");
  assert.match(text, /not charged today/);
  assert.match(text, /0 of 2 heard in a day/);
});

Deno.test("A wearable is found by a part of its UID or file, which is posted and in no address", async () => {
  await using site = await start();
  const found = await site.visitor.post("/devices", { search: "aaa" });
  assert.equal(found.status, 200);
  assert.match(found.text, /1 found/);
  assert.ok(found.markup.includes('href="/devices/d-1"'));
  assert.ok(!found.markup.includes('href="/devices/d-2"'));
  assert.doesNotMatch(found.markup, /(href|action)="[^"]*aaa/i);
  const none = await site.visitor.post("/devices", { search: "d-9" });
  assert.match(none.text, /0 found.*None is like that/s);
});

Deno.test("With 1 000 wearables each page has 50, and the last has no next", async () => {
  await using gateway = await ConsoleHarness.start();
  const writes = [];
  for (let number = 0; number < 1_000; number++) {
    const uid = `d-${String(number).padStart(4, "0")}`;
    const rootKey = new Uint8Array(16).fill(number % 251);
    const device = { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 };
    writes.push(gateway.store.write("addDevice", device));
  }
  await Promise.all(writes);
  const visitor = new Visitor(gateway, await gateway.session("technician"));
  const first = await visitor.open("/devices?order=uid");
  assert.equal(first.markup.match(/href="\/devices\/d-\d{4}"/g)!.length, 50);
  assert.match(first.markup, /order=uid&amp;page=2/);
  const last = await visitor.open("/devices?order=uid&page=20");
  assert.ok(last.markup.includes("d-0999") && !last.markup.includes("page=21"));
});

Deno.test("The page of a wearable says whom it serves, how it is, what to do and who did what to it", async () => {
  await using site = await start();
  const { gateway, visitor } = site;
  await gateway.store.write("acceptFrame", alarmOf(1));
  await gateway.store.write("keepDeviceHealth", [{
    uid: "d-1",
    batteryPercent: 42,
    batteryAtUnixMs: 1,
    notChargedAtUnixMs: 2,
    rssiDbm: -121,
    snrDb: -9,
    signalAtUnixMs: 3,
  }]);
  const { markup, text } = await visitor.open("/devices/d-1");
  for (const part of ["2026/AAA", "42 %", "−121 dBm, −9 dB", "weak signal", "charge it tonight"]) {
    assert.ok(text.includes(part), part);
  }
  assert.match(text, /assigned · 2026\/AAA.*root/s);
  assert.doesNotMatch(text, /51\.19/, "a technician sees no place");
  assert.doesNotMatch(markup, /href="\/incidents/, "nor the way to one");
  assert.equal((await visitor.open("/devices/d-9")).status, 404);
  const both = await gateway.person("both", "operator", "technician");
  const operator = new Visitor(gateway, gateway.sessionOf(both.person));
  assert.match((await operator.open("/devices/d-1")).markup, /href="\/incidents\/c0{30}1"/);
});

Deno.test("A wearable is assigned, swapped, put into a drill and retired by forms", async () => {
  await using site = await start();
  const { gateway, stateOf, visitor } = site;
  const post = async (path: string, fields: Record<string, string>) => {
    const { location, status } = await visitor.post(path, fields);
    return [status, location];
  };
  assert.deepEqual(
    await post("/devices/d-3/assign", { reference: "2026/C", expires: "2099-05-23" }),
    [303, "/devices/d-3"],
  );
  assert.equal(stateOf("d-3").reference, "2026/C");
  await visitor.post("/devices/d-3/retire", { confirm: "d-3", reason: "worn" });
  assert.equal(stateOf("d-3").assignment, "retired");
  await gateway.store.write("addDevice", {
    uid: "d-4",
    kid: 1,
    rootKey: new Uint8Array(16).fill(4),
    epoch: 0,
    createdAtUnixMs: 1,
  });
  const swap = { replacement: "d-4", becomes: "suspended", reason: "" };
  assert.deepEqual(await post("/devices/d-1/swap", swap), [303, "/devices/d-4"]);
  assert.deepEqual([stateOf("d-1").assignment, stateOf("d-4").reference], [
    "suspended",
    "2026/AAA",
  ]);
  assert.deepEqual(await post("/devices/d-4/drill", { minutes: "30" }), [303, "/devices/d-4"]);
  assert.match((await visitor.open("/devices/d-4")).text, /in a drill until/);
  assert.deepEqual(await post("/devices/d-4/rotate-key", {}), [303, "/devices/d-4"]);
  const own = await post("/devices/d-1/resume?from=own", {});
  assert.deepEqual(own, [303, "/devices/d-1"]);
});

Deno.test("What cannot be done is said beside its field in four languages, keeps what was typed and changes nothing", async () => {
  await using site = await start();
  const { gateway, stateOf, visitor } = site;
  const cases = [
    ["/devices/d-1/assign", { reference: "", expires: "" }, 422, "reference"],
    ["/devices/d-1/assign", { reference: "kept", expires: "2020-01-01" }, 422, "expires"],
    ["/devices/d-1/assign", { reference: "kept", expires: "soon" }, 422, "expires"],
    ["/devices/d-1/drill", { minutes: "61" }, 422, "minutes"],
    ["/devices/d-1/retire", { confirm: "d-2", reason: "kept" }, 422, "confirm"],
    ["/devices/d-1/swap", { replacement: "d-2", reason: "kept" }, 409, "replacement"],
    ["/devices/d-1/swap", { replacement: "d-9", reason: "kept" }, 404, "replacement"],
    ["/devices/d-3/swap", { replacement: "d-2", reason: "kept" }, 409, undefined],
  ] as const;
  const before = JSON.stringify(["d-1", "d-2", "d-3"].map(stateOf));
  for (const language of LANGUAGES) {
    const { problems, wrong } = MESSAGES[language].wearables;
    const known = [...Object.values(problems), ...Object.values(wrong)];
    for (const [path, fields, status, field] of cases) {
      const headers = { "accept-language": language };
      const { markup, text, ...answer } = await visitor.post(path, { ...fields }, headers);
      const where = `${language} ${path} ${JSON.stringify(fields)}`;
      assert.equal(answer.status, status, where);
      assert.ok(known.some((its) => text.includes(its)), where);
      if (field !== undefined) assert.ok(markup.includes(`id="${field}-problem"`), where);
      if (Object.values(fields).includes("kept")) assert.ok(markup.includes('value="kept"'), where);
    }
  }
  assert.equal(JSON.stringify(["d-1", "d-2", "d-3"].map(stateOf)), before);
  await gateway.store.write("acceptFrame", alarmOf(1));
  const open = await visitor.post("/devices/d-1/retire", { confirm: "d-1" });
  assert.equal(open.status, 409);
  assert.match(open.text, /An alarm of it is open/);
});

Deno.test("The sheet is in the language asked for, brings its own policy, and is one look", async () => {
  await using site = await start();
  const { gateway, visitor } = site;
  for (const language of LANGUAGES) {
    const sheet = await visitor.open(`/devices/d-1/sheet?language=${language}`);
    assert.match(sheet.markup, new RegExp(`<html lang="${language}">`));
    assert.ok(sheet.text.includes("2026/AAA"));
    assert.match(sheet.headers.get("content-security-policy")!, /style-src 'sha256-/);
  }
  const [entry] = gateway.store.read.audit.before(0, 1);
  const { details, what } = JSON.parse(entry!.entry);
  assert.deepEqual([what, details], ["wearable-viewed", { as: "sheet" }]);
  const page = await visitor.open("/devices/d-1");
  assert.match(page.headers.get("content-security-policy")!, /script-src 'self'/);
});
