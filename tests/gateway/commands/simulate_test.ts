/** `vigil simulate` beside a gateway, each in a process of its own. */
import assert from "node:assert/strict";
import { Dispatch } from "../../support/dispatch.ts";
import { GatewayBox, RunningCommand, runVigil } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const SCENARIOS = new URL("../../../gateway/simulator/scenarios/", import.meta.url).pathname;

/** A box whose two modems are those of a simulation. */
function simulatedBox(): GatewayBox {
  const box = new GatewayBox();
  box.configure([
    { name: "lora-1", kind: "rak3172", port: `${box.folder}/modem-1` },
    { name: "lora-2", kind: "rylr998", port: `${box.folder}/modem-2` },
  ]);
  return box;
}

function simulate(box: GatewayBox, ...options: readonly string[]): RunningCommand {
  return new RunningCommand([
    ...["simulate", "--modem", "rak3172,rylr998", "--devices", "4", "--json"],
    ...["--config", box.configPath, "--link", box.folder],
    ...["--state", `${box.folder}/simulator.json`, ...options],
  ]);
}

/** The alarms at dispatch, as device and alarm number. */
async function panics(dispatch: Dispatch): Promise<string[]> {
  const urgent = ["panic", "duress", "fall"].map((name) => `vigil.${name}.v1`);
  return (await dispatch.offered()).filter(({ type }) => urgent.includes(type))
    .map(({ data }) => `${data.device} ${data.alarm}`).sort();
}

Deno.test("On a bad day every alarm arrives, and a second run goes on where the first ended", async () => {
  await using box = simulatedBox();
  const scenario = ["--scenario", `${SCENARIOS}bad_day.toml`, "--speed", "20"];
  await using first = simulate(box, ...scenario);
  await until(
    "it has said its ports",
    () => first.stdout.endsWith("}\n") || first.status !== undefined,
  );
  const { modems, devices } = JSON.parse(first.stdout);
  assert.deepEqual(
    modems.map((
      { number, kind, link }: { number: number; kind: string; link: string },
    ) => [number, kind, link]),
    [[1, "rak3172", `${box.folder}/modem-1`], [2, "rylr998", `${box.folder}/modem-2`]],
  );
  assert.match(devices[0].rootKey, /^[0-9a-f]{32}$/);
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  const wanted = [1, 2, 3, 4].map((number) => `sim-00${number} 1`);
  await until(
    "all four alarms are there",
    async () => (await panics(dispatch)).length >= 4,
    20_000,
  );
  assert.deepEqual(await panics(dispatch), wanted);
  assert.equal(await first.end("SIGTERM"), 0, first.stderr);

  await using second = simulate(box, ...scenario);
  await until(
    "a second alarm of all is there",
    async () => (await panics(dispatch)).length >= 8,
    20_000,
  );
  assert.deepEqual(
    await panics(dispatch),
    [...wanted, ...wanted.map((alarm) => alarm.replace(/1$/, "2"))].sort(),
  );
  assert.equal(await second.end("SIGINT"), 0, second.stderr);
});

Deno.test("A working day brings a test, positions, one alarm and a low battery", async () => {
  await using box = simulatedBox();
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await using day = simulate(box, "--scenario", `${SCENARIOS}working_day.toml`, "--speed", "60");
  for (const name of ["battery-low", "test", "position", "panic", "cancel-requested"]) {
    await dispatch.first(name);
  }
  assert.equal(await day.end("SIGTERM"), 0, day.stderr);
});

Deno.test("A kind that cannot be played is wrong use, and those that can are named", async () => {
  assert.deepEqual(await runVigil(["simulate", "--modem", "rak3172,lorawan"]), {
    code: 2,
    stdout: "",
    stderr:
      'Cannot simulate "lorawan": this version plays rak3172, rylr998, wio-e5, rn2483, ebyte-e22, ' +
      "cellular\n",
  });
});

Deno.test("The habits of a cellular modem can be chosen, and those that there are are named", async () => {
  const { code, stderr } = await runVigil(["simulate", "--modem", "cellular:ec25+late"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^Cannot simulate "late" of a cellular modem: there are sim800, sim7600, ec25, /,
  );
});

Deno.test("A person presses the button of a simulated wearable, and dispatch has the panic", async () => {
  await using box = simulatedBox();
  const state = ["--state", `${box.folder}/simulator.json`];
  const press = (uid: string, ...more: string[]) =>
    runVigil(["simulate", "press", uid, ...state, ...more]);
  const alone = await press("sim-001");
  assert.equal(alone.code, 1);
  assert.match(alone.stderr, /no simulation runs on .*: start "vigil simulate"/);

  await using simulation = simulate(box);
  await until("it has said its ports", () => simulation.stdout.endsWith("}\n"));
  const unheard = await press("sim-001", "--timeout", "0");
  assert.equal(unheard.code, 1);
  assert.match(unheard.stderr, /sim-001 has pressed alarm 1 and goes on: nobody answered/);
  const unknown = await press("sim-9");
  assert.match(unknown.stderr, /the simulation has sim-001, sim-002, sim-003, sim-004/);

  const dispatch = new Dispatch(await box.start(), await box.token("dispatch", "dispatch-pull"));
  const pressed = await press("sim-002", "--json");
  assert.equal(pressed.code, 0, pressed.stderr);
  assert.deepEqual(JSON.parse(pressed.stdout), {
    device: "sim-002",
    alarm: 1,
    answers: ["stored"],
  });
  assert.ok((await panics(dispatch)).includes("sim-002 1"));
  assert.equal(await simulation.end("SIGTERM"), 0, simulation.stderr);
});

Deno.test("At 60 times the speed a gateway that stood still comes back, even without acknowledgements", async () => {
  await using box = simulatedBox();
  await using day = simulate(box, "--scenario", `${SCENARIOS}working_day.toml`, "--speed", "60");
  const gateway = await box.start();
  const received = async () => (await gateway.metrics()).get("vigil_frames_received_total")!;
  await until("alarms come", async () => await received() > 20);
  Deno.kill(gateway.pid, "SIGSTOP");
  const heard = day.stderr.length;
  await until("much is sent meanwhile", () => day.stderr.length > heard + 500, 20_000);
  Deno.kill(gateway.pid, "SIGCONT");
  const before = await received();
  await until("it goes on", async () => await received() > before + 100, 20_000);
  const alive = await fetch(`${gateway.url}/readyz`);
  await alive.body?.cancel();
  assert.equal(alive.status, 200);
});
