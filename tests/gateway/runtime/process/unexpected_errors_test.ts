import assert from "node:assert/strict";
import { UnexpectedErrors } from "../../../../gateway/runtime/process/unexpected_errors.ts";
import { KeptLog } from "../../../support/kept_log.ts";
import { until } from "../../../support/until.ts";

Deno.test("An uncaught error is logged, counted and survived, and so is a promise", async () => {
  const log = new KeptLog();
  using unexpected = new UnexpectedErrors(log);
  setTimeout(() => {
    throw new Error("out of a timer");
  });
  Promise.reject(new Error("nobody waits"));
  await until("both are told", () => log.lines.length === 2);
  for (const { level, message, fields } of log.lines) {
    assert.equal(level, "error");
    assert.equal(message, "an unexpected error was survived");
    assert.match(String(fields["stack"]), /unexpected_errors_test\.ts:\d+/);
    assert.doesNotMatch(String(fields["stack"]), /file:|\n/);
  }
  assert.deepEqual(unexpected.metrics()[0]!.samples, [
    { labels: { kind: "error" }, value: 1 },
    { labels: { kind: "rejection" }, value: 1 },
  ]);
});

Deno.test("Eleven errors within a minute ask for a restart, ten do not", async () => {
  using unexpected = new UnexpectedErrors(new KeptLog());
  let isAsked = false;
  void unexpected.tooMany.then(() => isAsked = true);
  for (let n = 0; n < 10; n++) reportError(new Error("again"));
  await Promise.resolve();
  assert.equal(isAsked, false);
  reportError(new Error("once more"));
  await unexpected.tooMany;
});
