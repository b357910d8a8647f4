/** A gateway whose hour of air time is nearly used up says so, over a restart too. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Store } from "../../../db/store.ts";
import { SystemClock } from "../../../gateway/platform/clock.ts";
import { RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";

Deno.test("Air time that is nearly used up is a degradation, and a metric, while alarms are taken", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  field.plugIn("rak3172", "lora-1");
  const modem = `name = "lora-1"\nkind = "rak3172"\nport = "${box.folder}/lora-1"\n`;
  box.configure([], `[[modem]]\n${modem}[modem.radio]\nduty_cycle = "eu868"\n${PULL}`);
  Deno.mkdirSync(join(box.folder, "data"), { mode: 0o700 });
  using clock = new SystemClock();
  {
    await using store = await Store.open(join(box.folder, "data", "vigil.db"));
    // 302 of the 360 s that the band allows; 36 of them had been sent before.
    const sent = { bootId: clock.bootId, uptimeMs: Math.round(clock.monotonicMs()) };
    await store.write("recordTransmission", { ...sent, band: "P", us: 302_000_000 });
    await store.write("recordTransmission", { ...sent, band: "P/repeats", us: 36_000_000 });
  }
  const gateway = await box.start();
  const ready = await fetch(`${gateway.url}/readyz`);
  assert.equal(ready.status, 200);
  const { degradations } = await ready.json();
  const codes = degradations.map(({ code }: { code: string }) => code);
  assert.ok(codes.includes("airtime-low"), codes.join());
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  assert.match(metrics, /vigil_modem_airtime_used_ratio\{modem="lora-1",of="hour"\} 0\.8/);
  assert.match(metrics, /vigil_modem_airtime_used_ratio\{modem="lora-1",of="repeats"\} 0\.2/);
  const status = await gateway.get("/v1/status", await box.token("monitor"));
  const low = status.degradations.find(({ code }: { code: string }) => code === "airtime-low");
  assert.match(low.message, /^Modem lora-1: 84 % .* 20 % of the half for repeats/);
});
