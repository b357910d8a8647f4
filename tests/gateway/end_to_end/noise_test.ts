/** A serial line full of rubbish, and two modems that hear the same. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { SIMULATED_KINDS } from "../../../gateway/simulator/simulated_modem.ts";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";

const MEGABYTE = 1_048_576;
const NOISE: readonly [what: string, bytes: () => Uint8Array][] = [
  ["random bytes", () => randomBytes(MEGABYTE)],
  ["a line without an end", () => new Uint8Array(MEGABYTE).fill(0x41)],
  [
    "the beginnings of packets",
    () => new TextEncoder().encode("+RCV=1,240,+EVT:RXP2P:-".repeat(9_000)),
  ],
  ["invalid UTF-8", () => new Uint8Array(MEGABYTE).fill(0xff)],
  ["empty lines", () => new Uint8Array(MEGABYTE).fill(0x0a)],
];

Deno.test("After megabytes of rubbish from a modem, the next panics arrive", async (t) => {
  const all = await Promise.allSettled(SIMULATED_KINDS.map(babbleAndPress));
  for (const [index, outcome] of all.entries()) {
    await t.step(`from a ${SIMULATED_KINDS[index]}`, () => {
      if (outcome.status === "rejected") throw outcome.reason;
    });
  }
});

/** A wearable presses after each kind of rubbish, in a gateway of its own. */
async function babbleAndPress(kind: typeof SIMULATED_KINDS[number]): Promise<void> {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn(kind);
  box.configure([{ kind, port: `${box.folder}/lora-1` }]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const gateway = await box.start();
  await listening(modem);
  for (const [what, bytes] of NOISE) {
    modem.emulator.babble(bytes());
    await answered(wearable.press(), "stored").catch((error) => {
      throw new Error(`After ${what}: ${error.message}`);
    });
  }
  const panics = (await new Dispatch(gateway, token).offered())
    .filter(({ type }) => type === "vigil.panic.v1");
  assert.equal(panics.length, NOISE.length);
  checkAccounts(await gateway.metrics());
}

Deno.test("What two modems hear is one event with two receptions", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modems = [field.plugIn("rak3172", "lora-1"), field.plugIn("rylr998", "lora-2")];
  box.configure([
    { name: "lora-1", kind: "rak3172", port: `${box.folder}/lora-1` },
    { name: "lora-2", kind: "rylr998", port: `${box.folder}/lora-2` },
  ]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const gateway = await box.start();
  for (const modem of modems) await listening(modem);
  await answered(wearable.press(), "stored");
  const offered = await new Dispatch(gateway, token).offered();
  const panics = offered.filter(({ type }) => type === "vigil.panic.v1");
  assert.equal(panics.length, 1);
  const metrics = await gateway.metrics();
  assert.equal(metrics.get("vigil_frames_accepted_total"), 1);
  assert.ok(metrics.get("vigil_frames_repeated_total")! >= 1);
  checkAccounts(metrics);
  const [first] = panics[0]!.data.receptions;
  assert.deepEqual(
    new Set([first.modem, ...furtherReceptions(`${box.folder}/data/vigil.db`)]),
    new Set(["lora-1", "lora-2"]),
  );
});

/** Modems that heard a frame again, as the store has them. */
function furtherReceptions(path: string): unknown[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare("select modem from reception").all().map(({ modem }) => modem);
}
