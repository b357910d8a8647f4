import assert from "node:assert/strict";
import type { AuditEntry } from "../../../../db/store.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { CONSOLE_PAGES } from "../../../../handlers/http/console/console_pages.ts";
import { dayOf } from "../../../../handlers/tools/day.ts";
import { alarmOf } from "../../../support/stored_alarms.ts";
import { boxUser } from "../../../support/authors.ts";
import { ConsoleHarness } from "./console_harness.ts";

/** What is on pages of the victim of this test and nowhere else. */
const PLACE = "51.19327, 4.36348";
const REFERENCE = "2026/0012345";
const INCIDENT = encodeHex(alarmOf(1).opens!.id);
/** As the gateway counts its days. */
const TODAY = dayOf(Date.now());
const OF_LOOKS = /-(viewed|listed|exported|verified)$/;

/** A console whose store holds one wearable with its file, and an alarm with its place. */
async function start(isOpen = false) {
  const gateway = await ConsoleHarness.start({}, isOpen);
  const device = { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  await gateway.store.write("addDevice", device);
  const change = { what: "assigned", reference: REFERENCE } as const;
  const by = boxUser("root");
  await gateway.store.write("changeDevice", { uid: "d-1", change, by, atUnixMs: 1 });
  await gateway.store.write("acceptFrame", alarmOf(1));
  return gateway;
}

/** The looks that the chain holds, in order. */
function looksOf(gateway: ConsoleHarness): AuditEntry[] {
  return gateway.store.read.audit.before(0, 1_000).toReversed()
    .map(({ entry }) => JSON.parse(entry) as AuditEntry)
    .filter(({ what }) => OF_LOOKS.test(what));
}

/** Opens an address; its text, and the looks that were kept of it. */
async function open(
  gateway: ConsoleHarness,
  path: string,
  cookie?: string,
  headers = {},
  method = "GET",
) {
  const before = looksOf(gateway).length;
  const body = method === "GET" ? null : new URLSearchParams();
  const answer = await gateway.call(path, { method, headers, body }, cookie);
  const isFeed = answer.headers.get("content-type") === "text/event-stream";
  const text = isFeed ? await answer.body!.cancel().then(() => "") : await answer.text();
  return { status: answer.status, text, looks: looksOf(gateway).slice(before) };
}

/** Every page and form, with its parts filled in; forms are sent empty, after all pages were opened. */
const ASKED = CONSOLE_PAGES.filter(({ path }) => path !== "/feed" && path !== "/sign-out")
  .toSorted((a, b) => a.method.localeCompare(b.method))
  .map(({ method, path, shows }) => ({
    method,
    shows,
    path: path.replace("/incidents/{id}", `/incidents/${INCIDENT}`)
      .replace("/devices/{id}", "/devices/d-1")
      .replace("/reports/wearable/{id}", "/reports/wearable/d-1")
      .replace("/reports/{day}", `/reports/${TODAY}`).replaceAll(/\{\w+\}/g, "console.css"),
  }));

const READERS = ["operator", "technician", "auditor", "admin", "nobody", "demo"] as const;

for (const reader of READERS) {
  Deno.test(`One look is one entry, whichever page shows what: ${reader}`, async () => {
    await using gateway = await start(reader === "demo");
    const cookie = reader === "nobody" || reader === "demo"
      ? undefined
      : await gateway.session(reader);
    for (const { method, path, shows } of ASKED) {
      const { looks, status, text } = await open(gateway, path, cookie, {}, method);
      const isShown = text.includes(PLACE) || text.includes(REFERENCE);
      const where = `${method} ${path}: ${status}`;
      if (shows === "nothing") assert.ok(!isShown, `${where} shows what it does not declare`);
      assert.equal(looks.length, status === 200 && shows !== "nothing" ? 1 : 0, where);
      if (!isShown) continue;
      const named = looks[0]!.subjects.map(({ id }) => id);
      assert.ok(
        named.includes(shows === "audit" ? "chain" : "d-1"),
        `${where} names what it shows`,
      );
      assert.equal(looks[0]!.by.name, reader === "demo" ? "demo" : reader);
    }
  });
}

Deno.test("A page that reads itself again makes an entry of a new incident, and of nothing else", async () => {
  await using gateway = await start();
  const cookie = await gateway.session("operator");
  const refresh = { "vigil-refresh": "1" };
  assert.equal((await open(gateway, "/", cookie)).looks.length, 1);
  assert.deepEqual((await open(gateway, "/", cookie, refresh)).looks, []);
  assert.deepEqual((await open(gateway, "/?again=1", cookie)).looks, []);

  await gateway.store.write("acceptFrame", alarmOf(2));
  const { looks: [look, ...others] } = await open(gateway, "/", cookie, refresh);
  assert.deepEqual(look!.subjects, [
    { kind: "incident", id: encodeHex(alarmOf(2).opens!.id) },
  ]);
  assert.deepEqual(others, []);
  assert.deepEqual((await open(gateway, "/", cookie, refresh)).looks, []);
  assert.equal((await open(gateway, "/", cookie)).looks.length, 1, "opened again by a person");
});

Deno.test("A page without a script reads itself again at an address that says so, and leads elsewhere without it", async () => {
  await using gateway = await start();
  const cookie = await gateway.session("operator");
  const { text } = await open(gateway, "/events?before=9", cookie);
  assert.match(text, /http-equiv="refresh" content="10;url=\/events\?before=9&amp;again=1"/);
  const again = await open(gateway, "/events?before=9&again=1", cookie);
  assert.match(again.text, /content="10;url=\/events\?before=9&amp;again=1"/);
  assert.match(again.text, /name="back" value="\/events\?before=9"/);
});

Deno.test("Another session of the same person has to have looked itself", async () => {
  await using gateway = await start();
  const [one, other] = [await gateway.session("operator"), await gateway.session("operator")];
  await open(gateway, "/", one);
  const { looks } = await open(gateway, "/", other, { "vigil-refresh": "1" });
  assert.equal(looks.length, 1);
});
