/** What the configuration says of the map. */
import assert from "node:assert/strict";
import { formatProblem, parseConfig } from "../../../gateway/config/config.ts";
import { inspectConfig } from "../../../gateway/config/inspect.ts";
import { baseMapAround } from "../../support/pmtiles_file.ts";

const GATEWAY = `[gateway]\nzone = "5415"\nname = "gw-1"\n`;
const PLACES = `[console]\nposition = { lat = 51.2194, lon = 4.4025 }\n` +
  `[[console.place]]\nname = "Commissariaat Noord"\nlat = 51.2301\nlon = 4.4181\n`;

Deno.test("the gateway's position and known places are tables of the console", () => {
  const config = parseConfig(GATEWAY + PLACES, {});
  assert.ok(config.ok);
  assert.deepEqual(config.value.console.position, { lat: 51.2194, lon: 4.4025 });
  assert.deepEqual(config.value.console.place, [
    { name: "Commissariaat Noord", lat: 51.2301, lon: 4.4181 },
  ]);
});

Deno.test("a place beyond the poles and a misspelt key are problems with their lines", () => {
  const text = GATEWAY + PLACES.replace("51.2301", "512.301").replace("position", "postion");
  const config = parseConfig(text, {});
  assert.ok(!config.ok);
  const problems = config.error.map((it) => formatProblem("f", it));
  assert.match(problems[0]!, /^f:5: console\.postion: .*position/);
  assert.match(problems[1]!, /^f:8: console\.place\[0\]\.lat: /);
});

Deno.test("a base map that is missing, or cut off, is a warning of vigil check, and no problem", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-map-" });
  const [path, map] = [`${folder}/vigil.toml`, `${folder}/base.pmtiles`];
  const text = `${GATEWAY}data_dir = "${folder}"\n[console]\nmap_file = "${map}"\n`;
  Deno.writeTextFileSync(path, text);
  const said = async () => {
    const { problems, warnings } = await inspectConfig(path, {});
    assert.deepEqual(problems, []);
    return warnings.map((it) => formatProblem("f", it)).filter((it) => it.includes("map"));
  };
  const missing =
    `f:6: console.map_file: the map has no base map: ${map}: there is no such file: ` +
    "put it there, or take console.map_file out";
  assert.deepEqual(await said(), [missing]);
  Deno.writeFileSync(map, baseMapAround(51.2, 4.4).subarray(0, 500));
  assert.match((await said())[0]!, /cut off: copy it to this box again/);
  Deno.writeFileSync(map, baseMapAround(51.2, 4.4));
  assert.deepEqual(await said(), []);
  Deno.removeSync(folder, { recursive: true });
});
