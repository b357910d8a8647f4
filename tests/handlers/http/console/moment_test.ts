import assert from "node:assert/strict";
import {
  ageMs,
  durationText,
  type Moment,
  spanText,
} from "../../../../handlers/http/console/views/moment.ts";
import { ownPath } from "../../../../handlers/http/console/preferences.ts";
import { MESSAGES } from "../../../../handlers/i18n/locales.ts";
import type { MonotonicMs, UnixMs } from "../../../../devices/time.ts";

const NOW: Moment = {
  unixMs: 1_000_000 as UnixMs,
  monotonicMs: 5_000 as MonotonicMs,
  quality: "ntp",
  bootId: "this boot",
};

Deno.test("How long ago something was goes by the clock that never steps, within one boot", () => {
  const clock = { bootId: "this boot", monotonicMs: 2_000 };
  assert.equal(ageMs({ unixMs: 9_999_999, clock }, NOW), 3_000);
  assert.equal(ageMs({ unixMs: 990_000, clock: { ...clock, bootId: "another" } }, NOW), 10_000);
  assert.equal(ageMs({ unixMs: 990_000 }, NOW), 10_000);
  assert.equal(ageMs({ unixMs: 2_000_000 }, NOW), 0, "nothing happens in the future");
});

Deno.test("A duration is said in its two largest units, in the reader's language", () => {
  const text = (seconds: number) => durationText(seconds * 1_000, MESSAGES.de.duration);
  assert.deepEqual([0, 59, 134, 3_600, 90_061].map(text), [
    "0 s",
    "59 s",
    "2 min 14 s",
    "1 Std. 0 min",
    "1 Tg. 1 Std.",
  ]);
});

Deno.test("What took less than a minute is said in tenths of a second, in the reader's language", () => {
  const text = (ms: number) => spanText(ms, "nl", MESSAGES.nl.duration).replace("\u00a0", " ");
  assert.deepEqual([0, 234, 59_900, 134_000].map(text), ["0 s", "0,2 s", "59,9 s", "2 min 14 s"]);
  assert.equal(spanText(234, "en", MESSAGES.en.duration), "0.2\u00a0s");
});

Deno.test("A form leads back to a page of this console and nowhere else", () => {
  const own = ["/", "/events?before=7", "/incidents/ab", "/devices?after=d%2F1"];
  assert.deepEqual(own.map(ownPath), own);
  const foreign = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "",
    "/a\r\nb",
    null,
  ];
  assert.deepEqual(foreign.map(ownPath), foreign.map(() => "/"));
});
