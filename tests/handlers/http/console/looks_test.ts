import assert from "node:assert/strict";
import type { AuditEntry, AuditSubject } from "../../../../db/store.ts";
import { Looks } from "../../../../handlers/http/console/looks.ts";
import { TestClock } from "../../../support/clocks.ts";

const by = { kind: "person", name: "an", from: "10.0.0.4" } as const;

/** The looks of pages, and what of them was kept. */
class KeptLooks {
  readonly clock = new TestClock();
  readonly entries: Omit<AuditEntry, "atUnixMs">[] = [];
  readonly #looks = new Looks({
    clock: this.clock,
    auditTrail: { look: (entry) => Promise.resolve(void this.entries.push(entry)) },
  });

  /** Shows incidents on a page; the ids that were kept of them. */
  async show(ids: string, { isRefresh = false, page = "/", session = "a" } = {}) {
    const before = this.entries.length;
    const subjects = [...ids].map((id): AuditSubject => ({ kind: "incident", id }));
    await this.#looks.keep({ by, isRefresh, page, session }, {
      what: "incidents-listed",
      subjects,
    });
    return this.entries.slice(before).map((entry) => entry.subjects.map(({ id }) => id).join(""));
  }
}

Deno.test("Who opens a page makes one entry with all that it shows, each time", async () => {
  const looks = new KeptLooks();
  assert.deepEqual(await looks.show("xyz"), ["xyz"]);
  assert.deepEqual(await looks.show("xyz"), ["xyz"]);
  const [entry] = looks.entries;
  assert.deepEqual([entry!.by, entry!.what], [by, "incidents-listed"]);
});

Deno.test("A page that reads itself again makes an entry only of what it shows for the first time", async () => {
  const looks = new KeptLooks();
  await looks.show("x");
  assert.deepEqual(await looks.show("x", { isRefresh: true }), []);
  assert.deepEqual(await looks.show("xyz", { isRefresh: true }), ["yz"]);
  assert.deepEqual(await looks.show("zy", { isRefresh: true }), []);
});

Deno.test("What one session or one page has shown is new to another, whatever it says of itself", async () => {
  const looks = new KeptLooks();
  await looks.show("x");
  assert.deepEqual(await looks.show("x", { isRefresh: true, session: "b" }), ["x"]);
  assert.deepEqual(await looks.show("x", { isRefresh: true, page: "/events" }), ["x"]);
});

Deno.test("A page that shows nothing of a victim makes no entry", async () => {
  assert.deepEqual(await new KeptLooks().show(""), []);
});

Deno.test("What a page that stands open for twelve hours shows is looked at again", async () => {
  const looks = new KeptLooks();
  await looks.show("x");
  looks.clock.advance(12 * 3_600_000);
  assert.deepEqual(await looks.show("x", { isRefresh: true }), ["x"]);
});
