/** The doctor in a gateway: it holds nothing up, and a look that fails harms nothing. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Store, StoreError } from "../../../db/store.ts";
import { parseConfig } from "../../../gateway/config/config.ts";
import { GatewayDoctor } from "../../../gateway/doctor/gateway_doctor.ts";
import { lookAtBox } from "../../../gateway/doctor/look_at_box.ts";
import { NO_STATUS } from "../../handlers/http/harness.ts";
import { TestClock } from "../../support/clocks.ts";
import { until } from "../../support/until.ts";

async function doctorOf() {
  await using stack = new AsyncDisposableStack();
  const folder = Deno.makeTempDirSync({ prefix: "vigil-doctor-" });
  stack.defer(() => Deno.removeSync(folder, { recursive: true }));
  const store = stack.use(await Store.open(join(folder, "vigil.db")));
  const text = `[gateway]\nzone = "1"\nname = "g"\ndata_dir = "${folder}"\n`;
  const parsed = parseConfig(text, {});
  if (!parsed.ok) throw new Error("the configuration is not valid");
  const clock = new TestClock();
  const counted = { snapshots: 0 };
  const doctor = new GatewayDoctor({
    config: parsed.value,
    clock,
    reader: store.read,
    status: { snapshot: () => (counted.snapshots++, NO_STATUS) },
    backups: { failure: undefined },
  });
  const kept = stack.move();
  return {
    clock,
    config: parsed.value,
    counted,
    doctor,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

Deno.test("The first question begins a look and has no answer yet; the next ones have it for a minute", async () => {
  await using at = await doctorOf();
  const { clock, counted, doctor } = at;
  assert.equal(doctor.latest(), undefined);
  await until("a look is over", () => doctor.latest() !== undefined);
  clock.advance(59_999);
  const first = doctor.latest();
  assert.equal(counted.snapshots, 1);
  clock.advance(1);
  assert.equal(doctor.latest(), first, "the old one is given while a new look goes on");
  await until("there is a new one", () => doctor.latest() !== first);
  assert.equal(counted.snapshots, 2);
  const codes = doctor.latest()!.findings.map(({ code }) => code);
  for (const code of ["gateway-running", "store-good", "audit-good", "versions"] as const) {
    assert.ok(codes.includes(code), `${code}: ${codes.join(" ")}`);
  }
});

Deno.test("Who asks while a look goes on gets the same look", async () => {
  await using at = await doctorOf();
  const [one, two] = await Promise.all([at.doctor.look(), at.doctor.look()]);
  assert.equal(one, two);
  assert.equal(at.counted.snapshots, 1);
});

Deno.test("While a look goes on the loop turns", async () => {
  await using at = await doctorOf();
  let longestMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 1);
  await at.doctor.look();
  clearInterval(timer);
  assert.ok(longestMs < 250, `${longestMs} ms`);
});

Deno.test("A part that cannot be looked at is left out, and the others are found", async () => {
  await using at = await doctorOf();
  const facts = await lookAtBox({
    config: at.config,
    read: () => {
      throw new StoreError("the disk is gone", undefined);
    },
    examine: () => Promise.reject(new Error("the disk is gone")),
    clock: { unixMs: 1, isSynchronised: true },
  });
  assert.deepEqual([facts.access, facts.store], [undefined, undefined]);
  assert.ok(facts.machine && facts.folder && facts.clock);
});
