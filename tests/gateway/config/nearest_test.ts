import assert from "node:assert/strict";
import { nearest } from "../../../gateway/config/nearest.ts";

Deno.test("the nearest word is the one with fewest slips: letters wrong, missing, too many or swapped", () => {
  const words = ["spreading_factor", "frequency_hz", "bandwidth_hz", "port", "host"];
  assert.equal(nearest("spredaing_factor", words), "spreading_factor");
  assert.equal(nearest("spreadingfactor", words), "spreading_factor");
  assert.equal(nearest("prot", words), "port");
  assert.equal(nearest("Port", words), "port");
});

Deno.test("a word that is like none of them has no nearest", () => {
  assert.equal(nearest("colour", ["port", "host"]), undefined);
  assert.equal(nearest("x", ["a", "b"]), undefined);
});
