/** The page for dispatch says everything that leaves the gateway. */
import assert from "node:assert/strict";
import { eventType, GATEWAY_EVENT_PRIORITY, type GatewayEventName } from "../../devices/event.ts";
import { EVENT_NAMES } from "../../handlers/formats/event_catalogue.ts";
import { EVENT_EXAMPLE } from "../../handlers/formats/event_example.ts";
import { eventDataSchema, eventSchema } from "../../handlers/formats/event_schema.ts";
import { receiptSchema } from "../../handlers/delivery/confirmations/receipt.ts";
import { projectSources } from "./sources.ts";

const page = Deno.readTextFileSync(new URL("../../docs/dispatch.md", import.meta.url));
/** Cells of the rows of all tables. */
const rows = page.split("\n").filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

Deno.test("The page for dispatch has every kind of event, and the priority of those of the gateway", () => {
  for (const name of EVENT_NAMES) {
    const row = rows.find(([type]) => type === `\`${eventType(name)}\``);
    assert.ok(row !== undefined, `${name} is missing`);
    const priority = GATEWAY_EVENT_PRIORITY[name as GatewayEventName];
    if (priority !== undefined) assert.equal(row[1], priority, name);
  }
});

Deno.test("The page for dispatch has every member of an event, of its data and of a receipt", () => {
  const named = new Set(rows.flatMap(([first]) => first!.match(/`([A-Za-z]+)`/g) ?? []));
  const members = [eventSchema, eventDataSchema, receiptSchema].flatMap(({ shape }) =>
    Object.keys(shape)
  );
  const fixed = ["specversion", "datacontenttype", "data"];
  const missing = members.filter((name) => !fixed.includes(name) && !named.has(`\`${name}\``));
  assert.deepEqual(missing, []);
});

Deno.test("The page for dispatch has every error that the API gives a consumer", async () => {
  const codes = new Set<string>();
  for (const { path, text } of await projectSources()) {
    if (!/^handlers\/(http\/(api|server)|delivery\/streams)\//.test(path)) continue;
    for (const [, code] of text.matchAll(/\berror: "([a-z-]+)"/g)) codes.add(code!);
  }
  // Of routes and methods that no consumer uses, or that the HTTP server says before any of ours.
  const others = ["name-taken", "not-personal", "unknown-token", "not-found", "method-not-allowed"];
  const server = ["request-timeout", "headers-too-large"];
  const missing = [...codes].filter((code) => !page.includes(`\`${code}\``))
    .filter((code) => ![...others, ...server].includes(code));
  assert.deepEqual(missing, []);
  assert.ok(codes.size > 15);
});

Deno.test("The event on the page for dispatch is the one of the API's description", () => {
  const [, shown] = /```json\n(\{[^]*?\n\})\n```/.exec(page)!;
  assert.deepEqual(JSON.parse(shown!), EVENT_EXAMPLE);
});
