import assert from "node:assert/strict";
import { BoundedMap, BoundedSet } from "../../../devices/tools/bounded_map.ts";
import { bytesEqual, startsWithBytes } from "../../../devices/tools/bytes_equal.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { exponentialDelayMs } from "../../../devices/tools/exponential_delay.ts";

Deno.test("defined leaves out what is undefined, and nothing else", () => {
  const members = defined({ a: 1, b: undefined as number | undefined, c: null, d: "", e: false });
  assert.deepEqual(Object.entries(members), [["a", 1], ["c", null], ["d", ""], ["e", false]]);
  // Compiles only while an undefined member is an absent one to the compiler, too.
  const exact: { readonly a: number; readonly b?: number } = members;
  assert.equal("b" in exact, false);
});

Deno.test("bytesEqual compares every byte and the length", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  assert.ok(bytesEqual(bytes, [1, 2, 3]) && bytesEqual(new Uint8Array(), []));
  for (const other of [[1, 2], [1, 2, 3, 4], [1, 2, 4], [0, 2, 3]]) {
    assert.equal(bytesEqual(bytes, other), false);
  }
});

Deno.test("startsWithBytes wants the whole prefix", () => {
  assert.ok(startsWithBytes([1, 2, 3], [1, 2]) && startsWithBytes([1], []));
  assert.equal(startsWithBytes([1], [1, 2]), false);
  assert.equal(startsWithBytes([1, 3], [1, 2]), false);
});

Deno.test("A bounded map forgets what was set longest ago, and setting again makes new", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1).set("b", 2).set("a", 3).set("c", 4);
  assert.deepEqual([...map], [["a", 3], ["c", 4]]);
});

Deno.test("A bounded set forgets what was added longest ago", () => {
  const set = new BoundedSet<string>(2);
  set.add("a").add("b").add("a").add("c");
  assert.deepEqual([...set], ["a", "c"]);
});

Deno.test("A delay doubles with each failure, from the first to the last", () => {
  const range = { firstMs: 100, lastMs: 500 };
  const delays = [0, 1, 2, 3, 4, 5_000].map((failures) => exponentialDelayMs(failures, range));
  assert.deepEqual(delays, [100, 100, 200, 400, 500, 500]);
});
