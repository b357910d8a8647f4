import assert from "node:assert/strict";
import { plusCode } from "../../../devices/coordinates/coordinates.ts";
import published from "../../vectors/plus-codes.json" with { type: "json" };

Deno.test("A plus code is the one that the published test data has for the place", () => {
  assert.ok(published.vectors.length > 50);
  for (const [lat, lon, code] of published.vectors as [number, number, string][]) {
    assert.equal(plusCode({ lat, lon }), code, `${lat}, ${lon}`);
  }
});

Deno.test("A plus code names the area of 1/8000 of a degree in which a place lies", () => {
  const code = plusCode({ lat: 50.846757, lon: 4.352384 });
  assert.equal(plusCode({ lat: 50.84675, lon: 4.352375 }), code, "the corner in the southwest");
  assert.equal(plusCode({ lat: 50.8468749, lon: 4.3524999 }), code, "just inside of the northeast");
  assert.notEqual(plusCode({ lat: 50.846875, lon: 4.352384 }), code);
  assert.match(code, /^[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2}$/);
});
