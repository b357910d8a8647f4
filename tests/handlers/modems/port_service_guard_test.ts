import assert from "node:assert/strict";
import { ok, type Result } from "../../../devices/result.ts";
import { LastWork, WORK_LIMIT } from "../../../handlers/modems/last_work.ts";
import type { ModemServiceProblem } from "../../../handlers/modems/modem_service.ts";
import type { PortService } from "../../../handlers/modems/port_service.ts";
import { PortServiceGuard } from "../../../handlers/modems/port_service_guard.ts";
import { program } from "../../support/authors.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

const ASK = { port: "/dev/ttyUSB7", isInConfigurationMode: false, by: program("anna") };

/** A port service that says what it was asked, and ends when it is told to. */
function guarded(intake: Intake) {
  const asked: string[] = [];
  let end = () => {};
  const work = (name: string) => ({ port }: { port: string }) => {
    asked.push(`${name} ${port}`);
    return new Promise<Result<object, never>>((resolve) => end = () => resolve(ok({ name })));
  };
  const portService = {
    probe: work("probe"),
    provision: work("provision"),
    test: work("test"),
  } as unknown as PortService;
  const { clock, store } = intake;
  const lastWork = new LastWork({ clock });
  const guard = new PortServiceGuard({ portService, store, clock, lastWork });
  return { asked, guard, lastWork, end: () => end() };
}

function codeOf(result: Result<unknown, ModemServiceProblem>): string {
  return result.ok ? "done" : result.error.code;
}

Deno.test("A port is worked on by one at a time, and again at once; who asked is kept before it is asked", async () => {
  await using intake = await Intake.open();
  const { asked, end, guard, lastWork } = guarded(intake);
  const first = guard.probe(ASK);
  assert.equal(codeOf(await guard.probe(ASK)), "too-often");
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve));
  using connection = intake.beside();
  const entries = connection.all("select entry from audit order by number")
    .map(({ entry }) => JSON.parse(entry));
  const kept = entries.find(({ what }) => what === "modem-probed");
  assert.deepEqual([kept.by.name, kept.subjects[0].id], ["anna", "/dev/ttyUSB7"]);
  end();
  assert.equal(codeOf(await first), "done");
  const second = guard.probe(ASK);
  while (asked.length === 1) await new Promise((resolve) => setTimeout(resolve));
  end();
  assert.equal(codeOf(await second), "done");
  assert.equal(lastWork.of("/dev/ttyUSB7").probe!.by, "anna");
});

Deno.test("Within a minute of an alarm nothing is said to an unknown module: it may go on the air", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const { asked, guard } = guarded(intake);
  await intake.core.take(intake.reception(wearable.panic()));
  assert.equal(codeOf(await guard.probe(ASK)), "alarm-open");
  assert.equal(codeOf(await guard.provision({ ...ASK, profile: "" })), "alarm-open");
  assert.equal(codeOf(await guard.test({ ...ASK, profile: "", listenMs: 0 })), "alarm-open");
  assert.deepEqual(asked, []);
});

Deno.test("What was done last is remembered of so many modems and ports, each sort of work once", async () => {
  await using intake = await Intake.open();
  const lastWork = new LastWork(intake);
  const report = { port: "/dev/x", found: "nobody", text: "nothing" } as const;
  for (let count = 0; count <= WORK_LIMIT; count++) {
    lastWork.record("probe", `port-${count}`, program("anna"), ok(report));
  }
  assert.deepEqual(lastWork.of("port-0"), {});
  assert.deepEqual(lastWork.of("port-1").probe!.result, ok(report));
});
