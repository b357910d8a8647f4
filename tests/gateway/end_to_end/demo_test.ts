import assert from "node:assert/strict";
import { runVigil } from "../../support/running_gateway.ts";

Deno.test("vigil demo --for 6 needs nothing, prints what it does and ends with status 0", async () => {
  const { code, stdout, stderr } = await runVigil(["demo", "--for", "6"]);
  assert.equal(code, 0, stderr);
  const count = (name: string) => Number(new RegExp(`^${name} +(\\d+)$`, "m").exec(stdout)![1]);
  assert.ok(count("alarms pressed") >= 1);
  assert.equal(count("received by dispatch"), count("alarms pressed"));
  assert.match(stdout, /^dispatch {3}critical panic/m);
  assert.match(stderr, /open http:\/\/127\.0\.0\.1:\d+ in a browser/);
  assert.match(stderr, /every alarm was received/);
});
