import assert from "node:assert/strict";
import { lambert2008, lambertText } from "../../../devices/coordinates/coordinates.ts";

/** Published with EPSG:3812 at epsg.io: the false origin, the middle and a corner of its area, in metres. */
const PUBLISHED = [
  { lat: 50.797815, lon: 4.359215833333333, x: 649_328, y: 665_262 },
  { lat: 50.69, lon: 4.315, x: 646_203.71, y: 653_269.93 },
] as const;

Deno.test("Lambert 2008 gives the published coordinates, to the centimetre", () => {
  for (const { lat, lon, x, y } of PUBLISHED) {
    const found = lambert2008({ lat, lon })!;
    assert.deepEqual([found.x.toFixed(2), found.y.toFixed(2)], [x.toFixed(2), y.toFixed(2)]);
  }
});

Deno.test("Lambert 2008 keeps lengths: its scale is within a thousandth over all of Belgium", () => {
  for (const lat of [49.6, 50.5, 51.4]) {
    const [south, north] = [
      lambert2008({ lat, lon: 4.4 })!,
      lambert2008({ lat: lat + 0.1, lon: 4.4 })!,
    ];
    const metres = Math.hypot(north.x - south.x, north.y - south.y);
    // A tenth of a degree of latitude on GRS 80, from its radius along the meridian.
    const sin2 = Math.sin((lat + 0.05) * Math.PI / 180) ** 2;
    const radius = 6_378_137 * (1 - 0.00669438) / (1 - 0.00669438 * sin2) ** 1.5;
    assert.ok(Math.abs(metres / (radius * Math.PI / 1_800) - 1) < 0.001, `${lat}: ${metres}`);
  }
});

Deno.test("A place far from Belgium has no Lambert coordinates: they would be wrong", () => {
  assert.equal(lambert2008({ lat: 52.52, lon: 13.4 }), undefined);
  assert.equal(lambert2008({ lat: 48.85, lon: 2.35 }), undefined);
});

Deno.test("Lambert coordinates are read out in whole metres, easting first", () => {
  assert.equal(lambertText(lambert2008({ lat: 50.69, lon: 4.315 })!), "646204 653270");
});
