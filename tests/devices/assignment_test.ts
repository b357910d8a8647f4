import assert from "node:assert/strict";
import { dayOf, daysUntil, monthsLater, parseDay, warningOf } from "../../devices/assignment.ts";
import type { UnixMs } from "../../devices/time.ts";

const HOUR_MS = 3_600_000;

Deno.test("Six months later is the same day, or the last of a shorter month", () => {
  const cases = [
    ["2026-11-24", "2027-05-24"],
    ["2026-08-31", "2027-02-28"],
    ["2027-08-31", "2028-02-29"],
    ["2026-12-31", "2027-06-30"],
    ["2026-07-01", "2027-01-01"],
  ] as const;
  for (const [from, to] of cases) {
    const evening = parseDay(from)! + 20 * HOUR_MS as UnixMs;
    assert.equal(dayOf(monthsLater(evening, 6)), to);
    assert.equal(monthsLater(evening, 6) % (24 * HOUR_MS), 0, "midnight UTC");
  }
});

Deno.test("A day is read only as it is written", () => {
  assert.equal(parseDay("2027-05-23"), Date.UTC(2027, 4, 23));
  for (
    const text of ["2027-5-23", "2027-02-30", "23-05-2027", "2027-05-23T00:00", "", "0000-00-00"]
  ) {
    assert.equal(parseDay(text), undefined, text);
  }
});

Deno.test("An end is warned of 30, 7 and 1 day before, and once it is past", () => {
  const end = parseDay("2027-05-24")!;
  const at = (days: number, ms = 0) => warningOf(end, end - days * 24 * HOUR_MS - ms as UnixMs);
  assert.equal(at(30, 1), undefined);
  assert.equal(at(30), 30);
  assert.equal(at(7, 1), 30);
  assert.equal(at(7), 7);
  assert.equal(at(1, 1), 7);
  assert.equal(at(1), 1);
  assert.equal(at(0, 1), 1);
  assert.equal(at(0), "expired");
  assert.equal(at(-3), "expired");
  assert.equal(daysUntil(end, end - 1 as UnixMs), 1, "a begun day counts whole");
});
