import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { Harness } from "./harness.ts";

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
