import assert from "node:assert/strict";
import { GatewayWatch } from "../../../handlers/dispatch/gateway_watch.ts";
import { TestClock } from "../../support/clocks.ts";

const [A, B] = ["urn:vigil:5415:gw-1", "urn:vigil:5415:gw-2"];
const HEARTBEAT = JSON.stringify({ pending: { critical: 0, high: 0, normal: 2, low: 9 } });

async function start(before: readonly string[] = []) {
  const clock = new TestClock();
  const said: [string, boolean][] = [];
  const kept: [string, string | undefined][] = [];
  const records = {
    gateways: () =>
      Promise.resolve(before.map((source) => ({ source, firstAtUnixMs: 1, lastAtUnixMs: 1 }))),
    hear: (heartbeats: ReadonlyMap<string, string>) => {
      kept.push(...heartbeats);
      return Promise.resolve();
    },
  };
  const onChange = (source: string, isSilent: boolean) => void said.push([source, isSilent]);
  const watch = new GatewayWatch({ records, clock, onChange }, [A]);
  await watch.load();
  return { clock, kept, said, watch };
}

Deno.test("A gateway is silent after 90 s without a word, once, and not after a day", async () => {
  const { clock, said, watch } = await start();
  watch.hear(A);
  clock.advance(89_999);
  await watch.look();
  assert.deepEqual(said, []);
  clock.advance(1);
  await watch.look();
  await watch.look();
  assert.deepEqual(said, [[A, true]]);
  watch.hear(A);
  assert.deepEqual(said, [[A, true], [A, false]]);
  assert.deepEqual(watch.list(), [{ source: A, isSilent: false, silentForMs: 0 }]);
});

Deno.test("One that is expected and one that was heard before the start are waited for as well", async () => {
  const { clock, said, watch } = await start([B]);
  clock.advance(90_000);
  await watch.look();
  assert.deepEqual(said, [[A, true], [B, true]]);
  assert.deepEqual(watch.list(), [
    { source: A, isSilent: true },
    { source: B, isSilent: true, silentForMs: 90_000 },
  ]);
});

Deno.test("A heartbeat says what a gateway holds, and is kept once", async () => {
  const { kept, watch } = await start();
  watch.hear(A, HEARTBEAT);
  await watch.look();
  await watch.look();
  assert.deepEqual(kept, [[A, HEARTBEAT]]);
  assert.deepEqual(watch.list()[0]!.pending, { critical: 0, high: 0, normal: 2, low: 9 });
  watch.hear(A, "no JSON");
  assert.equal(watch.list()[0]!.pending, undefined);
});
