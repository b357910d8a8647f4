/** What the program reads of its own beside its code, whichever way it was installed. */
import assert from "node:assert/strict";
import { GatewayBox } from "../../support/running_gateway.ts";

const API_FILES = [
  "/docs",
  "/docs/docs.js",
  "/docs/swagger-ui-bundle.js",
  "/docs/swagger-ui.css",
  "/openapi.json",
  "/asyncapi.json",
];
const PAGE_FILES = [
  "console.css",
  "icon-alarm.svg",
  "icon.svg",
  "keys.js",
  "leaflet.css",
  "leaflet.js",
  "live.js",
  "map.js",
  "morph.js",
  "pmtiles.js",
  "protomaps-leaflet.js",
  "uplot.css",
  "uplot.js",
];

Deno.test("a gateway has its documentation and the files of its pages at hand", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start();
  const addresses = [
    ...API_FILES.map((path) => `${gateway.url}${path}`),
    ...PAGE_FILES.map((name) => `${gateway.consoleUrl}/assets/${name}`),
  ];
  for (const address of addresses) {
    const answer = await fetch(address);
    assert.equal(answer.status, 200, address);
    assert.notEqual((await answer.bytes()).length, 0, address);
  }
});

Deno.test("a command finds the thread that it looks at a store in", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await (await box.start()).stop();
  const { code, stderr } = await box.command("db", "check");
  assert.equal(code, 0, stderr);
});
