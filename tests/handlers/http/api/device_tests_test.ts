import assert from "node:assert/strict";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";
import { Harness } from "../harness.ts";

async function open() {
  const gateway = await Harness.start();
  const intake = await Intake.open([
    { name: "a", type: "stream", required: true },
    { name: "b", type: "stream" },
  ], gateway.folder);
  const wearable = await Wearable.issue(intake);
  const end = async () => {
    await intake[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  };
  return { gateway, intake, wearable, [Symbol.asyncDispose]: end };
}

/** Does something again and again until the call has its answer: nobody sees when a test begins. */
async function until(asked: Promise<Response>, act: () => Promise<unknown>): Promise<Response> {
  let isAnswered = false;
  const answered = asked.finally(() => isAnswered = true);
  while (!isAnswered) {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return await answered;
}

Deno.test("A guided test follows a test frame from its hearing to answer 9, and is kept", async () => {
  await using site = await open();
  const { gateway, intake, wearable } = site;
  const asked = gateway.post("/v1/devices/d-test/test", "technician", { timeoutS: 30 });
  const answer = await until(asked, async () => {
    await intake.hear(wearable.heartbeat());
    await intake.hear(wearable.test());
    await intake.confirm("a", intake.store.read.events.newestSequence());
  });
  const report = await answer.json();
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.keys(report.steps), ["heard", "stored", "received", "answered"]);
  assert.equal(report.passed, true);
  const { type } = intake.stored().find(({ id }) => id === report.event)!;
  assert.equal(type, "vigil.test.v1");
  const { number } = intake.store.read.devices.byUid("d-test")!;
  const kept = intake.store.read.drills.newestTest(number)!;
  assert.deepEqual([kept.passed, kept.by], [true, "technician"]);
  assert.deepEqual(JSON.parse(kept.steps), report.steps);
});

Deno.test("A test that dispatch does not confirm fails, and says how far it came", async () => {
  await using site = await open();
  const { gateway, intake, wearable } = site;
  const asked = gateway.post("/v1/devices/d-test/test", "technician", { timeoutS: 1 });
  const answer = await until(asked, () => intake.hear(wearable.test()));
  const report = await answer.json();
  assert.deepEqual([report.passed, Object.keys(report.steps)], [false, ["heard", "stored"]]);
});

Deno.test("The test of another wearable, and one from before, do not count", async () => {
  await using site = await open();
  const { gateway, intake, wearable } = site;
  const other = await Wearable.issue(intake, "d-other", 8);
  await intake.hear(wearable.test());
  const asked = gateway.post("/v1/devices/d-test/test", "technician", { timeoutS: 1 });
  const answer = await until(asked, () => intake.hear(other.test()));
  const report = await answer.json();
  assert.deepEqual(report, { device: "d-test", passed: false, steps: {} });
});

Deno.test("A technician begins and ends a drill", async () => {
  await using site = await open();
  const { gateway, intake } = site;
  const drill = async (minutes: number) => {
    const answer = await gateway.post("/v1/devices/d-test/drill", "technician", { minutes });
    return [answer.status, await answer.json()];
  };
  const { number } = intake.store.read.devices.byUid("d-test")!;
  const [status, begun] = await drill(30);
  assert.equal(status, 200);
  assert.deepEqual([begun.device, begun.drill], ["d-test", true]);
  assert.equal(intake.store.read.drills.ofDevice(number)!.by, "technician");
  assert.deepEqual(await drill(0), [200, { device: "d-test", drill: false }]);
  assert.equal(intake.store.read.drills.ofDevice(number), undefined);
  assert.equal((await drill(60))[0], 200);
  assert.equal((await drill(61))[0], 422, "an hour at most");
  assert.deepEqual(
    intake.store.read.devices.steps(number).map(({ by, what }) => `${what} ${by}`),
    ["drill-started technician", "drill-ended technician", "drill-started technician"],
  );
  const drillEvents = intake.stored().filter(({ type }) => type.startsWith("vigil.drill-"));
  assert.deepEqual(drillEvents.map(({ type }) => type), [
    "vigil.drill-started.v1",
    "vigil.drill-ended.v1",
    "vigil.drill-started.v1",
  ]);
});

Deno.test("A wearable that is not known can be neither tested nor drilled with", async () => {
  await using site = await open();
  for (const [path, body] of [["test", {}], ["drill", { minutes: 1 }]] as const) {
    const answer = await site.gateway.post(`/v1/devices/d-lost/${path}`, "technician", body);
    assert.deepEqual([answer.status, (await answer.json()).error], [404, "unknown-device"]);
  }
});
