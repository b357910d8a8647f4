import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import decodeQR from "qr/decode.js";
import { decodeHex } from "../../../../devices/hex.ts";
import { HAS_BROWSER, TestBrowser, warnWithoutBrowser } from "../../../support/browser.ts";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";
import { Harness } from "../harness.ts";

/** A caller with the role of a technician. */
async function technician() {
  const gateway = await Harness.start();
  const call = async (method: string, path: string, body?: unknown, role = "technician") => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await gateway.call(`/v1/devices${path}`, role, init);
    return [answer.status, await answer.json()] as const;
  };
  return { gateway, call, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

Deno.test("A wearable is issued over HTTP, its key shown once, and it is listed without it", async () => {
  await using site = await technician();
  const { call, gateway } = site;
  const [status, issued] = await call("POST", "", { device: "d-1", kid: 3, heartbeatS: 600 });
  assert.equal(status, 201);
  assert.deepEqual([issued.device, issued.kid], ["d-1", 3]);
  assert.match(issued.rootKey, /^[0-9a-f]{32}$/);
  const { number } = gateway.store.read.devices.byUid("d-1")!;
  const [key] = gateway.store.read.devices.keys(number);
  assert.deepEqual(Buffer.from(key!.rootKey).toString("hex"), issued.rootKey);
  const [, { devices, more }] = await call("GET", "");
  assert.deepEqual([devices.length, more], [1, false]);
  const [, shown] = await call("GET", "/d-1");
  assert.equal(shown.heartbeatS, 600);
  assert.deepEqual([shown.history[0].what, shown.history[0].by], ["issued", "technician"]);
  for (const answer of [devices, shown]) {
    assert.ok(!JSON.stringify(answer).includes(issued.rootKey));
  }
  assert.deepEqual((await call("POST", "", { device: "d-1" }))[0], 409);
});

Deno.test("A wearable that has a key already keeps it", async () => {
  await using site = await technician();
  const rootKey = "000102030405060708090a0b0c0d0e0f";
  const [, issued] = await site.call("POST", "", { device: "d-1", rootKey, epoch: 9 });
  assert.equal(issued.rootKey, rootKey);
  const { number } = site.gateway.store.read.devices.byUid("d-1")!;
  const [key] = site.gateway.store.read.devices.keys(number);
  assert.deepEqual([key!.newestEpoch, Buffer.from(key!.rootKey)], [
    9,
    Buffer.from(decodeHex(rootKey)!),
  ]);
});

Deno.test("A device of another maker is registered with the sender that its alarms come from", async () => {
  await using site = await technician();
  const sms = { number: "+32470000001", codec: "queclink" };
  const [networkKey, applicationKey] = ["11".repeat(16), "22".repeat(16)];
  const lorawan = { devAddr: "26011BDA", codec: "abeeway-at3", networkKey, applicationKey };

  const [status, pendant] = await site.call("POST", "", { device: "p-1", sender: sms });
  const [, button] = await site.call("POST", "", {
    device: "b-1",
    heartbeatS: 3600,
    sender: lorawan,
  });

  assert.equal(status, 201);
  assert.deepEqual([pendant.keys, pendant.senders], [[], [{
    over: "sms",
    address: "+32470000001",
    codec: "queclink",
  }]]);
  assert.deepEqual([button.heartbeatS, button.senders[0].address], [3600, "26011bda"]);
  assert.ok(!JSON.stringify(button).includes(networkKey));
  const address = { kind: "lorawan", address: "26011bda" } as const;
  const { sender } = site.gateway.store.read.senders.linked(address)!;
  assert.deepEqual(sender.key, decodeHex(networkKey));
  const [, { history }] = await site.call("GET", "/p-1");
  assert.deepEqual([history[0].what, history[0].by], ["issued", "technician"]);
});

Deno.test("A sender that cannot be meant is refused, and nothing is registered", async () => {
  await using site = await technician();
  const sender = { number: "+32470000001", codec: "queclink" };
  await site.call("POST", "", { device: "p-1", sender });
  const cases = [
    [{ sender }, 409, "uid-taken"],
    [{ sender: { ...sender, devAddr: "26011bda" } }, 422, "invalid-request"],
    [{ sender: { codec: "queclink" } }, 422, "invalid-request"],
    [{ sender: { ...sender, codec: "abeeway-at3" } }, 422, "invalid-request"],
    [{ sender: { devAddr: "26011bda", codec: "abeeway-at3" } }, 422, "invalid-request"],
    [{ sender, rootKey: "00".repeat(16) }, 422, "invalid-request"],
    [{ sender, epoch: 3 }, 422, "invalid-request"],
  ] as const;

  for (const [body, status, error] of cases) {
    const [answered, refusal] = await site.call("POST", "", { device: "p-2", ...body });
    assert.deepEqual([answered, refusal.error], [status, error], JSON.stringify(body));
  }
  assert.equal((await site.call("GET", "/p-2"))[0], 404);
});

Deno.test("Assign, extend, suspend, resume and PATCH change a wearable and give it as it is then", async () => {
  await using site = await technician();
  const { call } = site;
  await call("POST", "", { device: "d-1" });
  const [status, assigned] = await call("POST", "/d-1/assign", { reference: "2026/7" });
  assert.deepEqual([status, assigned.state, assigned.reference], [200, "active", "2026/7"]);
  assert.ok(assigned.endsInDays > 180 && assigned.endsInDays <= 185, "six months");
  const [, extended] = await call("POST", "/d-1/extend", { expires: "2099-05-01" });
  assert.equal(extended.expires, "2099-05-01");
  assert.equal((await call("POST", "/d-1/suspend"))[1].state, "suspended");
  assert.equal((await call("POST", "/d-1/suspend", { suspended: false }))[1].state, "active");
  assert.equal((await call("PATCH", "/d-1", { heartbeatS: 60 }))[1].heartbeatS, 60);
  const [, forever] = await call("POST", "/d-1/assign", { reference: "x", expires: "never" });
  assert.equal(forever.expires, undefined);
  const [, { history }] = await call("GET", "/d-1");
  assert.deepEqual(history.map(({ what }: { what: string }) => what), [
    ...["issued", "assigned", "extended", "suspended", "resumed", "changed", "assigned"],
  ]);
});

Deno.test("What contradicts the state of a wearable is refused with what it is", async () => {
  await using site = await technician();
  const { call } = site;
  await call("POST", "", { device: "d-1" });
  const cases = [
    ["POST", "/d-9/assign", { reference: "x" }, 404, "unknown-device"],
    ["GET", "/d-9", undefined, 404, "unknown-device"],
    ["PATCH", "/d-9", { heartbeatS: 1 }, 404, "unknown-device"],
    ["POST", "/d-9/rotate-key", {}, 404, "unknown-device"],
    ["POST", "/d-9/retire", {}, 404, "unknown-device"],
    ["POST", "/d-1/suspend", {}, 409, "not-assigned"],
    ["POST", "/d-1/extend", {}, 409, "not-assigned"],
    ["POST", "/d-1/assign", { reference: "x", expires: "2020-01-01" }, 422, "invalid-request"],
    ["POST", "/d-1/assign", { reference: "x", expires: "soon" }, 422, "invalid-request"],
    ["POST", "/d-1/assign", {}, 422, "invalid-request"],
    ["POST", "", { device: "no spaces" }, 422, "invalid-request"],
    ["POST", "", { device: "d-2", rootKey: "00" }, 422, "invalid-request"],
  ] as const;
  for (const [method, path, body, status, error] of cases) {
    const [answered, refusal] = await call(method, path, body);
    assert.deepEqual([answered, refusal.error], [status, error], `${method} ${path}`);
  }
  await call("POST", "/d-1/retire");
  for (const path of ["/assign", "/extend", "/suspend", "/rotate-key"]) {
    const body = path === "/assign" ? { reference: "x" } : {};
    const [status, refusal] = await call("POST", `/d-1${path}`, body);
    assert.deepEqual([status, refusal.error], [409, "device-retired"], path);
  }
});

Deno.test("A wearable is swapped over HTTP for one that serves no file, or nothing is done", async () => {
  await using site = await technician();
  const { call } = site;
  for (const device of ["d-1", "d-2", "d-3"]) await call("POST", "", { device });
  await call("POST", "/d-1/assign", { reference: "2026/1", expires: "2099-05-23" });
  const refused = async (path: string, body: unknown) => {
    const [status, { error }] = await call("POST", path, body);
    return [status, error];
  };
  assert.deepEqual(await refused("/d-9/swap", { replacement: "d-2" }), [404, "unknown-device"]);
  assert.deepEqual(await refused("/d-1/swap", { replacement: "d-9" }), [404, "unknown-device"]);
  assert.deepEqual(await refused("/d-2/swap", { replacement: "d-3" }), [409, "not-assigned"]);
  assert.deepEqual(await refused("/d-1/swap", { replacement: "d-1" }), [409, "device-in-use"]);
  assert.deepEqual(await refused("/d-1/swap", { replacement: "d-2", becomes: "lost" }), [
    422,
    "invalid-request",
  ]);
  const asked = { replacement: "d-2", becomes: "retired", reason: "battery" };
  assert.deepEqual(await call("POST", "/d-1/swap", asked), [
    200,
    { device: "d-2", replaced: "d-1", becomes: "retired", left: [] },
  ]);
  const [, device] = await call("GET", "/d-2");
  assert.deepEqual([device.device, device.reference, device.expires, device.state], [
    "d-2",
    "2026/1",
    "2099-05-23",
    "active",
  ]);
  const [, before] = await call("GET", "/d-1");
  assert.deepEqual([before.state, before.keys], ["retired", []]);
  assert.deepEqual(before.history.map(({ what }: { what: string }) => what), [
    "issued",
    "assigned",
    "retired",
    "erased",
  ]);
});

Deno.test("Only technicians have to do with wearables", async () => {
  await using site = await technician();
  for (const role of ["operator", "dispatch-a", "auditor", "admin", "monitor"]) {
    assert.equal((await site.call("GET", "", undefined, role))[0], 403, role);
    assert.equal((await site.call("POST", "/d-1/retire", {}, role))[0], 403, role);
  }
});

Deno.test("A change of the key begins once, and waits while an alarm is open", async () => {
  await using site = await technician();
  const { call, gateway } = site;
  await using intake = await Intake.open([], gateway.folder);
  const wearable = await Wearable.issue(intake);
  assert.deepEqual(await call("POST", "/d-test/rotate-key"), [202, {
    device: "d-test",
    kid: 2,
    underWay: false,
  }]);
  await intake.hear(wearable.panic());
  const [, again] = await call("POST", "/d-test/rotate-key");
  assert.equal(again.underWay, true);
  assert.equal(again.heldByIncident, intake.stored()[0]!.incident);
  const [status, refusal] = await call("POST", "/d-test/retire");
  assert.deepEqual([status, refusal.error], [409, "alarm-open"]);
});

Deno.test("Retired over HTTP, a key is in no file of the running gateway", async () => {
  await using site = await technician();
  const { call, gateway } = site;
  const [, { rootKey }] = await call("POST", "", { device: "d-1" });
  const holding = () =>
    [...Deno.readDirSync(gateway.folder)].filter(({ name }) => {
      const bytes = Buffer.from(Deno.readFileSync(`${gateway.folder}/${name}`));
      return bytes.includes(Buffer.from(rootKey, "hex")) || bytes.includes(rootKey);
    }).map(({ name }) => name);
  assert.notDeepEqual(holding(), []);
  assert.deepEqual(await call("POST", "/d-1/retire", { reason: "lost" }), [200, {
    device: "d-1",
    state: "retired",
    left: [],
  }]);
  assert.deepEqual(holding(), []);
  const [, { history, keys }] = await call("GET", "/d-1");
  assert.deepEqual([keys, history.at(-2).reason, history.at(-1).what], [[], "lost", "erased"]);
});

Deno.test("A list is read page by page", async () => {
  await using site = await technician();
  for (const device of ["d-3", "d-1", "d-2"]) await site.call("POST", "", { device });
  const page = async (query: string) => {
    const [, { devices, more }] = await site.call("GET", query);
    return [devices.map(({ device }: { device: string }) => device), more];
  };
  assert.deepEqual(await page("?limit=2"), [["d-1", "d-2"], true]);
  assert.deepEqual(await page("?limit=2&after=d-2"), [["d-3"], false]);
});

Deno.test("The sheet of a wearable says which it is, in words and in its code, and holds no secret", async () => {
  await using site = await technician();
  const { call, gateway } = site;
  const [, { rootKey }] = await call("POST", "", { device: "d-1" });
  await call("POST", "/d-1/assign", { reference: "<2026> & 7", expires: "2099-01-01" });
  const answer = await gateway.call("/v1/devices/d-1/sheet", "technician");
  const html = await answer.text();
  assert.match(answer.headers.get("content-type")!, /text\/html/);
  for (const said of ["d-1", "&lt;2026&gt; &amp; 7", "2099-01-01", "zone 5415, gw-1"]) {
    assert.ok(html.includes(said), said);
  }
  assert.equal(readCode(html), "vigil:5415/gw-1/d-1");
  const key = decodeHex(rootKey)!;
  const secrets = [rootKey, Buffer.from(key).toString("base64"), rootKey.slice(0, 8)];
  for (const secret of secrets) {
    assert.ok(!html.toLowerCase().includes(secret.toLowerCase()), secret);
  }
});

Deno.test("The sheet is in the language that is asked for, else in the reader's own", async () => {
  await using site = await technician();
  const { call, gateway } = site;
  await call("POST", "", { device: "d-1" });
  await call("POST", "/d-1/assign", { reference: "2026/7" });
  const sheet = async (query: string, wishes?: string) => {
    const headers = wishes === undefined ? {} : { "accept-language": wishes };
    const answer = await gateway.call(`/v1/devices/d-1/sheet${query}`, "technician", { headers });
    return await answer.text();
  };
  const titles = { nl: "Dossier, te", fr: "Dossier, à", de: "Akte, zu", en: "File, to" };
  for (const [language, title] of Object.entries(titles)) {
    const html = await sheet(`?language=${language}`);
    assert.match(html, new RegExp(`<html lang="${language}">[^]*>${title} `));
    assert.match(html, /: vigil device test d-1</);
  }
  assert.match(await sheet("", "de-BE, fr;q=0.5"), /<html lang="de">/);
  assert.match(await sheet("?language=fr", "de-BE"), /<html lang="fr">/);
  assert.match(await sheet("", "it"), /<html lang="nl">/, "else the first of the configuration");
  const [status] = await call("GET", "/d-1/sheet?language=it");
  assert.equal(status, 422);
});

/** Paints the code of a sheet and reads it as a scanner does. */
function readCode(html: string): string {
  const [, size = "", path = ""] = /<svg viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"/.exec(
    html,
  )!;
  const scale = 4;
  const width = Number(size) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  let [x, y] = [0, 0];
  for (const [, move, at, down] of path.matchAll(/([Mm])([\d.-]+)[ ,]?([\d.-]+)/g)) {
    [x, y] = move === "M" ? [Number(at), Number(down)] : [x + Number(at), y + Number(down)];
    for (let row = y * scale; row < (y + 1) * scale; row++) {
      for (let column = x * scale; column < (x + 1) * scale; column++) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return decodeQR({ width, height: width, data });
}

warnWithoutBrowser("tests of the sheet as a browser shows it");
Deno.test({
  name: "A browser shows the sheet as it is to be printed, under the policy that comes with it",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await technician();
    await site.call("POST", "", { device: "d-1" });
    const answer = await site.gateway.call("/v1/devices/d-1/sheet", "technician");
    await using browser = await TestBrowser.start();
    const { page, complaints } = await browser.open("en");
    await page.route("http://sheet.test/", async (route) =>
      await route.fulfill({
        body: await answer.text(),
        headers: Object.fromEntries(answer.headers),
      }));
    await page.goto("http://sheet.test/");
    const { float, width } = await page.evaluate(`(() => {
      const { float, width } = getComputedStyle(document.querySelector("svg"));
      return { float, width };
    })()`) as { float: string; width: string };
    assert.deepEqual([float, Math.round(parseFloat(width))], ["right", 189]);
    assert.deepEqual(complaints, []);
  },
});
