import assert from "node:assert/strict";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { canonicalJson } from "../../../devices/tools/canonical_json.ts";

/** As RFC 8785 has it: members of any names, in any order. */
const anything = fc.object({
  key: fc.string({ unit: "binary" }),
  values: [
    fc.string({ unit: "binary" }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  ],
});

Deno.test("The canonical JSON of an object is that of RFC 8785, whatever the order of its members", () => {
  fc.assert(
    fc.property(anything, (value) => {
      const canonical = canonicalize(value)!;
      assert.equal(canonicalJson(value), canonical);
      // The same with all members in order.
      assert.equal(canonicalJson(JSON.parse(canonical)), canonical);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("What JSON cannot say has no canonical JSON", () => {
  for (const value of [NaN, Infinity, "\ud800"]) {
    assert.throws(() => canonicalJson({ data: [value] }));
  }
  assert.throws(() => canonicalJson({ "\ud800": 1 }));
});
