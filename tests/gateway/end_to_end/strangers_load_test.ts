/**
 * A panic while strangers do all that they can to both ports, at once: silent sockets, answers that
 * nobody takes, floods of questions and of connections, and bodies of 16 MB; where the port speaks
 * TLS, handshakes that do not end and floods of those that do.
 */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import {
  holds,
  PanicScene,
  type Ratio,
  ROUNDS,
  rssBytes,
  WARM_UP,
} from "../../support/panic_scene.ts";

/** What the gateway may grow by meanwhile, in bytes. */
const GROWTH_BYTES = 100_000_000;

for (const isSecure of [false, true]) {
  const where = isSecure ? "over TLS" : "at once";
  Deno.test(`Whatever strangers do ${where}, a panic takes at most twice as long, and dispatch is served`, async () => {
    await using scene = await PanicScene.start(isSecure);
    await scene.pressTimes(WARM_UP);
    const before = await rssBytes(scene.gateway);
    const { consoleUrl, url } = scene.gateway;
    const ports = [url, consoleUrl].map((its) => new URL(its).port);
    const load = [...ports, ...(isSecure ? ["tls"] : [])];
    const ratios: Ratio[] = [];
    while (ratios.length < ROUNDS && !ratios.some(holds)) {
      ratios.push(await scene.measure("stranger_load.ts", load));
    }
    assert.ok(ratios.some(holds), JSON.stringify(ratios));
    assert.ok(await rssBytes(scene.gateway) - before < GROWTH_BYTES);
    if (!isSecure) checkAccounts(await scene.gateway.metrics());
  });
}
