import assert from "node:assert/strict";
import { AUDIT_WHATS, type AuditEntry } from "../../../../db/store.ts";
import { Connection } from "../../../../db/sqlite/connection.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { verifyExport } from "../../../../handlers/audit/verify.ts";
import { LANGUAGES } from "../../../../handlers/i18n/locales.ts";
import { boxUser, person, program } from "../../../support/authors.ts";
import { alarmOf } from "../../../support/stored_alarms.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

const INCIDENT = encodeHex(alarmOf(1).opens!.id);
const AT = Date.parse("2026-11-23T12:00:00Z");
const DAY_MS = 86_400_000;

/** A console with an auditor who is signed in. */
async function start() {
  const gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("auditor");
  return {
    gateway,
    cookie,
    keep: (entry: Partial<AuditEntry>) =>
      gateway.store.write("keepAudit", {
        atUnixMs: AT,
        by: person("an"),
        what: "incident-viewed",
        subjects: [{ kind: "incident", id: INCIDENT }],
        ...entry,
      }),
    async open(path: string, language = "en", by = cookie) {
      const headers = { "accept-language": language };
      const answer = await gateway.call(path, { headers }, by);
      const markup = await answer.text();
      return { status: answer.status, headers: answer.headers, markup, text: textOf(markup) };
    },
  };
}

/** The numbers of the entries on a page, as they stand there. */
function numbersOn(markup: string): number[] {
  return [...markup.matchAll(/class="number quiet">(\d+)</g)].map(([, number]) => Number(number));
}

Deno.test("Every word of the chain is a sentence in each language, and none shows its workings", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  for (const what of AUDIT_WHATS) await keep({ what });
  await keep({ what: "sign-in-failed", subjects: [], details: { count: 7 } });
  const pages = [];
  for (const language of LANGUAGES) {
    let text = "";
    for (let next: string | undefined = "/audit"; next !== undefined;) {
      const page: { markup: string } = await open(next, language);
      text += textOf(page.markup);
      next = /href="(\/audit\?before=\d+)"/.exec(page.markup)?.[1];
    }
    assert.doesNotMatch(text, /\{|\}|undefined|\[object/, language);
    for (const what of AUDIT_WHATS) assert.ok(!text.includes(` ${what}`), `${language} ${what}`);
    pages.push(text);
  }
  assert.match(pages[0]!, /an bekeek incident c0000000/);
  assert.match(pages[1]!, /an a consulté : incident c0000000/);
  assert.match(pages[2]!, /an hat angesehen: Einsatz c0000000/);
  assert.match(pages[3]!, /under a name that is not known here\. 7 times/);
});

Deno.test("An entry says who, as what, from where, to whom and why, and what others wrote is text", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  await keep({
    by: { ...person("an"), token: "curl", from: "10.0.0.4" },
    what: "incident-moved",
    why: "seen\n<b>asleep</b>",
    details: { to: "closed", outcome: "false" },
  });
  await keep({ by: program("desk", "Lies <i>"), what: "incident-viewed" });
  await keep({
    by: boxUser("root"),
    what: "store-copied",
    subjects: [{ kind: "store", id: "/b" }],
  });
  await keep({ by: program("police"), what: "events-disclosed", to: "dispatch-pull" });
  await keep({ what: "account-roles-changed", details: { roles: ["operator", "admin"] } });
  const { markup, text } = await open("/audit");
  assert.match(
    text,
    /State: closed · false alarm · with the personal token curl · from 10\.0\.0\.4 Reason: seen/,
  );
  assert.ok(!/<b>asleep|<i>/.test(markup));
  assert.match(text, /Program desk looked at .* who names Lies &lt;i&gt;/);
  assert.match(text, /System user root on the gateway copied the store: file \/b\./);
  assert.match(text, /Program police fetched events, with incident c0000000\. to dispatch-pull/);
  assert.match(text, /Roles: operator, administrator/);
});

Deno.test("Entries are found by who, by what they are about, by kind and by day, and by all at once", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  const device = { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  await gateway.store.write("addDevice", device);
  await gateway.store.write("acceptFrame", alarmOf(1));
  const first = gateway.store.read.audit.head().number + 1;
  await keep({});
  await keep({ by: person("jan"), what: "incident-moved" });
  await keep({ subjects: [{ kind: "wearable", id: "d-1" }], what: "wearable-suspended" });
  await keep({ subjects: [{ kind: "modem", id: "lora-1" }], what: "modem-reset" });
  await keep({ atUnixMs: AT + DAY_MS });
  const found = async (query: string) =>
    numbersOn((await open(`/audit?${query}`)).markup).filter((its) =>
      its >= first && its < first + 5
    )
      .map((its) => its - first);
  assert.deepEqual(await found("by=jan"), [1]);
  assert.deepEqual(await found(`about=${INCIDENT}`), [4, 1, 0]);
  assert.deepEqual(await found("about=c0000000"), [4, 1, 0], "eight digits are enough");
  assert.deepEqual(await found("about=d-1"), [2]);
  assert.deepEqual(await found("about=lora-1"), [3]);
  assert.deepEqual(await found("group=wearables"), [2]);
  assert.deepEqual(await found("group=looks"), [4, 0]);
  assert.deepEqual(await found("day=2026-11-23"), [3, 2, 1, 0]);
  assert.deepEqual(await found("day=2026-11-24"), [4]);
  assert.deepEqual(await found("day=2026-11-22"), []);
  assert.deepEqual(await found("day=2026-11-23&by=an&group=looks&about=c0000000"), [0]);
  assert.deepEqual(await found("by=&about=&group=&day="), [4, 3, 2, 1, 0]);
  assert.deepEqual(await found("day=2026-02-30&group=x"), [4, 3, 2, 1, 0]);
  const { markup } = await open("/audit?by=jan&day=2026-11-23");
  assert.match(markup, /id="by"[^>]*value="jan"/);
  assert.match(markup, /id="day"[^>]*value="2026-11-23"/);
});

Deno.test("Older entries are reached page by page, to the first, and what is looked for stays", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  for (let count = 0; count < 120; count++) await keep({});
  const found = new Set<number>();
  for (let next: string | undefined = "/audit?by=an&group=looks"; next !== undefined;) {
    const page: { markup: string } = await open(next);
    for (const number of numbersOn(page.markup)) found.add(number);
    next = /href="(\/audit\?before=[^"]*)"/.exec(page.markup)?.[1]?.replaceAll("&amp;", "&");
    if (next !== undefined) assert.match(next, /by=an&group=looks/);
  }
  assert.equal(found.size, 120);
});

Deno.test("A page about an incident leads to it only who may open it", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  await keep({});
  assert.ok(!(await open("/audit")).markup.includes(`href="/incidents/`));
  const { person: both } = await gateway.person("both", "auditor", "operator");
  const { markup } = await open("/audit", "en", gateway.sessionOf(both));
  assert.ok(markup.includes(`href="/incidents/${INCIDENT}"`));
});

Deno.test("The check says up to which number the chain is whole, or where it is not", async () => {
  const { cookie, gateway, keep } = await start();
  await using _ = gateway;
  for (let count = 0; count < 3; count++) await keep({});
  const check = async () => {
    const init = { method: "POST", headers: { "accept-language": "en" } };
    const answer = await gateway.call("/audit/verify", init, cookie);
    return textOf(await answer.text());
  };
  const { hash, number } = gateway.store.read.audit.head();
  const whole = await check();
  assert.match(whole, new RegExp(`Whole: every entry up to number ${number} fits`));
  assert.ok(whole.includes(hash));
  const verified = gateway.store.read.audit.before(0, 1)[0]!.entry;
  assert.match(verified, /"what":"audit-verified"/);

  using db = new Connection(`${gateway.folder}/vigil.db`, "write");
  db.script("drop trigger audit_stays");
  db.run("update audit set entry = replace(entry, 'viewed', 'forgot') where number = ?", number);
  assert.match(await check(), new RegExp(`Not whole: entry ${number} does not fit`));
});

Deno.test("An entry that a damaged disk gives back as something else is shown as such, among the others", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  await keep({});
  const number = gateway.store.read.audit.head().number + 1;
  using db = new Connection(`${gateway.folder}/vigil.db`, "write");
  db.run("insert into audit values (?, '{\"at\":', zeroblob(32))", number);
  db.run("insert into audit values (?, '{\"at\":1}', zeroblob(32))", number + 1);
  const { status, text } = await open("/audit");
  assert.equal(status, 200);
  assert.match(text, /This entry is damaged .* This entry is damaged .* an looked at incident/);
  for (const query of ["by=an", "group=looks", "day=2026-11-23"]) {
    assert.equal((await open(`/audit?${query}`)).status, 200, query);
  }
});

Deno.test("The export is checked line by line without this gateway, and is an entry itself", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  for (let count = 0; count < 450; count++) await keep({});
  const { headers, markup: lines } = await open("/audit/export");
  assert.match(headers.get("content-disposition")!, /attachment; filename="vigil-audit\.jsonl"/);
  async function* each() {
    yield* lines.split("\n");
  }
  const verdict = await verifyExport(each());
  const head = gateway.store.read.audit.head();
  assert.deepEqual([verdict.ok, verdict.head], [true, head]);
  assert.match(lines, /"what":"audit-exported"/);
});

Deno.test("Operators see on the page of an incident who has looked at it; auditors are led to all entries", async () => {
  const { gateway, keep, open } = await start();
  await using _ = gateway;
  const device = { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  await gateway.store.write("addDevice", device);
  await gateway.store.write("acceptFrame", alarmOf(1));
  await keep({});
  await keep({ by: program("desk") });
  const operator = await gateway.session("operator");
  const first = await open(`/incidents/${INCIDENT}`, "en", operator);
  assert.match(first.text, /Who has looked: 2 .*(an · Last|Program desk · Last)/);
  assert.ok(!first.markup.includes('href="/audit'));
  const again = await open(`/incidents/${INCIDENT}`, "en", operator);
  assert.match(again.text, /Who has looked: 3 .*operator Peeters \(operator\) · Last/);
  const { person: both } = await gateway.person("both", "auditor", "operator");
  const { markup } = await open(`/incidents/${INCIDENT}`, "en", gateway.sessionOf(both));
  assert.ok(markup.includes(`href="/audit?about=${INCIDENT}"`));
});
