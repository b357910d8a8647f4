import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { chromium } from "playwright-core";
import { eventType, FLAGS } from "../../../../devices/event.ts";
import { EVENT_MEANINGS, EVENT_NAMES } from "../../../../handlers/formats/event_catalogue.ts";
import { EVENT_EXAMPLE } from "../../../../handlers/formats/event_example.ts";
import { ROUTE_EXAMPLES } from "../../../../handlers/http/api/examples.ts";
import { Harness } from "../harness.ts";

const CHROMIUM = "/usr/bin/chromium";

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: unknown;
  readonly responses: Record<string, unknown>;
}

Deno.test("The description holds every route with its roles, answers and failures", async () => {
  await using gateway = await Harness.start();
  const document = await (await gateway.call("/openapi.json")).json();

  assert.equal(document.openapi, "3.1.0");
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  assert.ok(operations.length >= 18);
  for (const { path, method, operation } of operations) {
    assert.ok(operation.summary, `${method} ${path}`);
    assert.match(operation.description!, /For (role|anyone)/, path);
    assert.ok(operation.responses["500"], path);
  }
  const poll = document.paths["/v1/streams/{name}/poll"].post;
  assert.deepEqual(Object.keys(poll.responses), [
    ...["200", "400", "401", "403", "404", "413", "422", "429", "500", "503"],
  ]);
  assert.deepEqual(poll["x-roles"], ["dispatch"]);
  assert.ok(poll.requestBody.content["application/json"].schema.properties.maxEvents);
});

Deno.test("The description says of each route what it shows, and what is kept of its use", async () => {
  await using gateway = await Harness.start();
  const { paths } = await (await gateway.call("/openapi.json")).json();
  for (const { method, path, shows } of gateway.routes) {
    const operation = paths[path]?.[method.toLowerCase()];
    // Pages are no operations.
    if (operation === undefined) continue;
    assert.equal(operation["x-shows"], shows, `${method} ${path}`);
    const isKept = shows !== "nothing" || method !== "GET";
    assert.equal(operation.description.includes("audit chain"), isKept, `${method} ${path}`);
  }
});

Deno.test("The description says what an event may hold, kind by kind", async () => {
  await using gateway = await Harness.start();
  const { components: { schemas } } = await (await gateway.call("/openapi.json")).json();

  assert.deepEqual(schemas.Event.properties.type.enum, EVENT_NAMES.map(eventType));
  for (const name of EVENT_NAMES) {
    assert.ok(schemas.Event.properties.type.description.includes(EVENT_MEANINGS[name]), name);
  }
  assert.deepEqual(schemas.EventData.properties.flags.items.enum, [...FLAGS]);
  const undescribed = Object.entries<{ $ref?: string; description?: string; type?: string }>(
    schemas.Position.properties,
  ).filter(([, { description }]) => description === undefined);
  assert.deepEqual(undescribed, []);
});

Deno.test("Every operation is in a group that is described, and no page is an operation", async () => {
  await using gateway = await Harness.start();
  const { paths, tags } = await (await gateway.call("/openapi.json")).json();
  const groups = new Set(tags.map(({ name }: { name: string }) => name));
  for (const [path, methods] of Object.entries<Record<string, { tags: string[] }>>(paths)) {
    for (const operation of Object.values(methods)) {
      assert.ok(operation.tags.length === 1 && groups.has(operation.tags[0]), path);
    }
  }
  assert.deepEqual(Object.keys(paths).filter((path) => path.startsWith("/docs")), []);
});

Deno.test("Every route that takes members shows a body that it takes, and refuses unknown members", async () => {
  await using gateway = await Harness.start();
  const routes = gateway.routes;
  const withBody = routes.filter(({ body }) => body !== undefined);
  const shown = new Set<string>();
  for (const { answers, body, method, path } of routes) {
    const { answer, request } = ROUTE_EXAMPLES[`${method} ${path}`] ?? {};
    if (request !== undefined) {
      shown.add(`${method} ${path}`);
      assert.ok(body!.safeParse(request).success, `${method} ${path}`);
    }
    const schema = Object.values(answers)[0]?.content?.["application/json"];
    if (answer !== undefined) assert.ok(schema!.safeParse(answer).success, `${method} ${path}`);
  }
  for (const { body, method, path } of withBody) {
    const takesNothing = body!.safeParse({}).success && !shown.has(`${method} ${path}`);
    const example = ROUTE_EXAMPLES[`${method} ${path}`]?.request ?? {};
    const refused = body!.safeParse({ ...example as object, unknownMember: 1 });
    assert.equal(refused.success, false, `${method} ${path} takes unknown members`);
    if (!takesNothing) assert.ok(shown.has(`${method} ${path}`), `${method} ${path}: no example`);
  }
});

Deno.test("The event that is shown has the hash of its content", () => {
  const { hash, sequence: _, ...core } = EVENT_EXAMPLE;
  assert.equal(createHash("sha256").update(canonicalize(core)!).digest("hex"), hash);
});

Deno.test("A poll with a misspelt member is refused, and acknowledges nothing", async () => {
  await using gateway = await Harness.start();
  const ack = { id: "0".repeat(32), hash: "0".repeat(64) };
  for (const body of [{ maxevents: 1 }, { acks: [] }, { ack: [{ ...ack, stage: "received" }] }]) {
    const answer = await gateway.post("/v1/streams/a/poll", "dispatch-a", body);
    assert.equal(answer.status, 422);
    assert.match((await answer.json()).message, /Unrecognized key/);
  }
});

Deno.test("What is the same for everybody is made once, packed, and known by its tag", async () => {
  await using gateway = await Harness.start();
  for (const path of ["/openapi.json", "/asyncapi.json", "/docs", "/docs/swagger-ui-bundle.js"]) {
    const ask = async (headers: Record<string, string>) => {
      const answer = await gateway.call(path, undefined, { headers });
      return { answer, text: await answer.text() };
    };
    const packed = await ask({ "accept-encoding": "gzip" });
    const plain = await ask({ "accept-encoding": "identity, gzip;q=0" });
    assert.equal(packed.text, plain.text, path);
    assert.ok(packed.text.length > 100);
    const tags = [packed, plain].map(({ answer }) => answer.headers.get("etag")!);
    assert.notEqual(tags[0], tags[1]);
    assert.equal(plain.answer.headers.get("vary"), "accept-encoding");
    const known = await ask({ "accept-encoding": "gzip", "if-none-match": `"other", ${tags[0]}` });
    assert.deepEqual([known.answer.status, known.text], [304, ""]);
    const other = await ask({ "accept-encoding": "gzip", "if-none-match": tags[1]! });
    assert.equal(other.answer.status, 200);
  }
});

Deno.test({
  name: "The documentation works in a browser without any network and within its policy",
  ignore: !existsSync(CHROMIUM),
  async fn() {
    await using gateway = await Harness.start();
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const foreign: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        const isOwn = request.url().startsWith(gateway.url) || request.url().startsWith("data:");
        if (!isOwn) foreign.push(request.url());
      });

      await page.goto(`${gateway.url}/docs`);
      await page.getByText("/v1/streams/{name}/poll").first().click();
      await page.getByText("Take and acknowledge events").first().waitFor();
      await page.getByText("Try it out").first().waitFor();

      assert.deepEqual([complaints, foreign], [[], []]);
    } finally {
      await browser.close();
    }
  },
});

if (!existsSync(CHROMIUM)) {
  // deno-lint-ignore no-console -- a skipped promise has to be heard of
  console.warn(`SKIPPED the documentation in a browser: ${CHROMIUM} is not installed`);
}
