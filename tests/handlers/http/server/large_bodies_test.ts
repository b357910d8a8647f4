import assert from "node:assert/strict";
import { ConsoleHarness } from "../console/console_harness.ts";
import { Harness, until } from "../harness.ts";
import { RawClient } from "../../../support/raw_client.ts";
import { PASSWORD } from "../../../support/people.ts";

const SIZE_BYTES = 16_000_000;
/** What lies in the buffers of the system at most; the rest has to stay with the client. */
const TAKEN_LIMIT_BYTES = 9_000_000;

/** What the console says to a form that it does not read: nothing that was done for it. */
const REFUSED = [302, 303, 401, 403, 404, 409, 413];

/** Posts far more than is ever read to one address; the first status that comes back. */
async function post(port: number, path: string, ...headers: string[]): Promise<number> {
  using client = new RawClient(port);
  client.send([
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `content-length: ${SIZE_BYTES}`,
    ...headers,
    "",
    "",
  ].join("\r\n"));
  await client.pour(SIZE_BYTES);
  await until(() => client.isClosed);
  assert.ok(client.sentBytes < TAKEN_LIMIT_BYTES, `${path} took ${client.sentBytes} bytes`);
  return client.statuses[0]!;
}

Deno.test("Sixteen megabytes to any address of the API are refused and not taken in", async () => {
  await using gateway = await Harness.start({ limits: { refusalMs: 50, checkMs: 25 } });
  const { paths } = await (await gateway.call("/openapi.json")).json();
  const { port } = gateway.server;
  for (const path of [...Object.keys(paths), "/docs", "/nowhere"]) {
    const status = await post(port, path.replace("{name}", "a").replace("{id}", "0".repeat(32)));
    assert.ok([401, 404, 405].includes(status), `${path}: ${status}`);
  }
  const token = `authorization: Bearer ${gateway.tokens["dispatch-a"]}`;
  assert.equal(await post(port, "/v1/streams/a/poll", token), 413);
  assert.deepEqual((await gateway.poll("a")).events, []);
});

Deno.test("Sixteen megabytes to any address of the console are refused and not taken in", async () => {
  await using gateway = await ConsoleHarness.start({ limits: { refusalMs: 50, checkMs: 25 } });
  const { port } = gateway.server;
  const form = "content-type: application/x-www-form-urlencoded";
  const cookie = `cookie: ${await gateway.session("technician")}`;
  const paths = [
    ...["/", "/feed", "/events", "/incidents", "/incidents/0", "/incidents/0/close"],
    ...["/incidents/0/transitions", "/devices", "/devices/d-1/extend", "/devices/d-1/suspend"],
    ...["/sign-in/code", "/sign-in/passkey", "/claim", "/set-up", "/set-up/proofs"],
    ...["/account/password", "/account/tokens", "/account/sessions/end"],
    ...["/preferences", "/sign-out", "/assets/live.js", "/nowhere"],
  ];
  for (const path of paths) {
    for (const headers of [[form], [form, cookie]]) {
      const status = await post(port, path, ...headers);
      assert.ok(REFUSED.includes(status), `${path}: ${status}`);
    }
  }
  assert.equal(await post(port, "/sign-in", form), 413);
  assert.equal(await post(port, "/sign-in", form, "origin: https://evil.example"), 403);
  assert.equal(await post(port, "/sign-in", "content-type: text/plain"), 415);
  await gateway.person("an", "operator");
  const still = await gateway.post("/sign-in", { name: "an", password: PASSWORD });
  await still.body?.cancel();
  assert.equal(still.status, 303);
});
