/** Texts that people will read come in without what commands their terminal. */
import assert from "node:assert/strict";
import { Harness } from "../harness.ts";

Deno.test("Texts with control characters are refused with 422 and the field", async () => {
  await using gateway = await Harness.start();
  const device = { method: "POST", body: `{"device":"d-1"}` };
  await (await gateway.call("/v1/devices", "technician", device)).body?.cancel();
  const incident = "/v1/incidents/00112233445566778899aabbccddeeff/transitions";
  const requests = [
    ["/v1/devices/d-1/assign", "technician", { reference: "a\x1b[2J" }, "body.reference"],
    ["/v1/devices/d-1/assign", "technician", { reference: "a\nb" }, "body.reference"],
    ["/v1/devices/d-1/retire", "technician", { reason: "\u202e" }, "body.reason"],
    ["/v1/tokens", "admin", { name: "a\x9b", role: "monitor" }, "body.name"],
    [incident, "operator", { to: "accepted", by: "a\x07" }, "body.by"],
    [incident, "operator", { to: "accepted", reason: "a\x00" }, "body.reason"],
  ] as const;
  for (const [path, role, body, field] of requests) {
    const init = { method: "POST", body: JSON.stringify(body) };
    const answer = await gateway.call(path, role, init);
    const { details } = await answer.json();
    assert.deepEqual([answer.status, details?.[0]?.field], [422, field], path);
    assert.match(details[0].message, /control characters/);
  }
});

Deno.test("The reason of a transition may have several lines", async () => {
  await using gateway = await Harness.start();
  const incident = "/v1/incidents/00112233445566778899aabbccddeeff/transitions";
  const body = JSON.stringify({ to: "accepted", reason: "patrol 3\nby car" });
  const answer = await gateway.call(incident, "operator", { method: "POST", body });
  await answer.body?.cancel();
  assert.equal(answer.status, 404);
});
