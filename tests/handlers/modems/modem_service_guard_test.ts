import assert from "node:assert/strict";
import { ok, type Result } from "../../../devices/result.ts";
import type {
  ModemInfo,
  ModemService,
  ModemServiceProblem,
} from "../../../handlers/modems/modem_service.ts";
import { LastWork } from "../../../handlers/modems/last_work.ts";
import { ModemServiceGuard } from "../../../handlers/modems/modem_service_guard.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";

/** A modem service that says what it was asked to do. */
class Recorded {
  readonly done: string[] = [];
  state: ModemInfo["state"] = "ready";
  readonly modemService = {
    modems: () =>
      ["lora-1", "lora-2"].map((name) => ({
        name,
        kind: "rak3172",
        port: "/dev/x",
        place: "/dev/x",
        state: this.state,
      })),
    probe: (modem: string) => this.#do(`probe ${modem}`),
    readBack: (modem: string) => this.#do(`read back ${modem}`),
    provision: ({ modem }: { modem: string }) => this.#do(`provision ${modem}`),
    test: ({ modem }: { modem: string }) => this.#do(`test ${modem}`),
    reset: (modem: string) => this.#do(`reset ${modem}`),
  } as unknown as ModemService;

  #do(what: string) {
    this.done.push(what);
    return Promise.resolve(ok({}));
  }
}

const SETTINGS = { modem: "lora-1", isInConfigurationMode: false, by: program("anna") };
const TEST = { modem: "lora-1", listenMs: 0, by: program("anna") };

function opened(intake: Intake) {
  const recorded = new Recorded();
  const guard = new ModemServiceGuard({ ...recorded, store: intake.store, clock: intake.clock });
  return { recorded, guard };
}

function codeOf(result: Result<unknown, ModemServiceProblem>): string {
  return result.ok ? "done" : result.error.code;
}

/** What is kept of who did what. */
function acts(intake: Intake) {
  using connection = intake.beside();
  return connection.all("select entry from audit order by number")
    .map(({ entry }) => JSON.parse(entry))
    .filter(({ subjects }) => subjects[0].kind === "modem")
    .map(({ by, subjects, what }) => [by.name, what, subjects[0].id]);
}

Deno.test("A modem is probed once a minute for all who ask, and the others when they are asked", async () => {
  await using intake = await Intake.open();
  const { guard, recorded } = opened(intake);
  const asked = await Promise.all(
    ["lora-1", "lora-1", "lora-2", "lora-1"].map((modem) => guard.probe(modem, program("anna"))),
  );
  assert.deepEqual(asked.map(codeOf), ["done", "too-often", "done", "too-often"]);
  intake.clock.advance(48_500);
  const again = await guard.probe("lora-1", program("bert"));
  assert.ok(!again.ok);
  assert.equal(again.error.retryAfterS, 12);
  assert.match(again.error.message, /^Cannot probe "lora-1": .*: wait 12 s$/);
  intake.clock.advance(11_500);
  assert.equal(codeOf(await guard.probe("lora-1", program("bert"))), "done");
  assert.deepEqual(recorded.done, ["probe lora-1", "probe lora-2", "probe lora-1"]);
});

Deno.test("Setting up, trying and restarting a modem are within the same bounds, each for itself", async () => {
  await using intake = await Intake.open();
  const { guard, recorded } = opened(intake);
  for (let times = 0; times < 2; times++) {
    await guard.probe("lora-1", program("anna"));
    await guard.provision(SETTINGS);
    await guard.test(TEST);
    await guard.reset("lora-1", program("anna"));
  }
  assert.deepEqual(recorded.done, [
    "probe lora-1",
    "provision lora-1",
    "test lora-1",
    "reset lora-1",
  ]);
});

Deno.test("Within a minute of an alarm no modem is made deaf, and afterwards or when it is closed it may be", async () => {
  await using intake = await Intake.open();
  const { guard, recorded } = opened(intake);
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  intake.clock.advance(59_000);
  const refused = [
    await guard.probe("lora-1", program("anna")),
    await guard.provision(SETTINGS),
    await guard.test(TEST),
    await guard.reset("lora-2", program("anna")),
  ];
  assert.deepEqual(refused.map(codeOf), Array(4).fill("alarm-open"));
  assert.deepEqual([recorded.done, acts(intake)], [[], []]);
  intake.clock.advance(1_000);
  assert.equal(codeOf(await guard.probe("lora-1", program("anna"))), "done");
  await intake.hear(wearable.panic());
  await intake.move(intake.stored().at(-1)!.incident!, "closed");
  assert.equal(codeOf(await guard.reset("lora-1", program("anna"))), "done");
});

Deno.test("Who asked, tried or restarted a modem is kept, and nothing can take it away", async () => {
  await using intake = await Intake.open();
  const { guard } = opened(intake);
  await guard.probe("lora-1", program("anna"));
  await guard.test({ ...TEST, by: program("bert") });
  await guard.reset("lora-2", program("carl"));
  assert.deepEqual(acts(intake), [
    ["anna", "modem-probed", "lora-1"],
    ["bert", "modem-tested", "lora-1"],
    ["carl", "modem-reset", "lora-2"],
  ]);
});

Deno.test("A modem that is lost may be asked and restarted at any time: it hears nothing anyway", async () => {
  await using intake = await Intake.open();
  const { guard, recorded } = opened(intake);
  await intake.hear((await Wearable.issue(intake)).panic());
  recorded.state = "lost";
  assert.equal(codeOf(await guard.reset("lora-1", program("anna"))), "done");
  assert.equal(codeOf(await guard.reset("lora-1", program("anna"))), "done");
});

Deno.test("Reading settings back is within the same bounds, and what came of it is remembered with who asked", async () => {
  await using intake = await Intake.open();
  const { recorded } = opened(intake);
  const lastWork = new LastWork(intake);
  const { clock, store } = intake;
  const guard = new ModemServiceGuard({ ...recorded, store, clock, lastWork });
  const by = program("anna");
  assert.equal(codeOf(await guard.readBack("lora-1", by)), "done");
  assert.equal(codeOf(await guard.readBack("lora-1", by)), "too-often");
  assert.equal(lastWork.of("lora-1")["read-back"]!.by, "anna");
  assert.deepEqual(acts(intake), [["anna", "modem-probed", "lora-1"]]);
  intake.clock.advance(60_000);
  const wearable = await Wearable.issue(intake);
  await intake.core.take(intake.reception(wearable.panic()));
  assert.equal(codeOf(await guard.readBack("lora-1", by)), "alarm-open");
  assert.deepEqual(recorded.done, ["read back lora-1"]);
});
