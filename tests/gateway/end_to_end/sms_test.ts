/** The duty phone, seen from outside: an emulated cellular modem, its network and one phone. */
import assert from "node:assert/strict";
import { textOf } from "../../../devices/codecs/sms/content.ts";
import type { SmsSubmit } from "../../../devices/codecs/sms/tpdu.ts";
import { CellularEmulator } from "../../../gateway/simulator/emulate_cellular.ts";
import { checkAccounts } from "../../support/accounts.ts";
import { freePort } from "../../../gateway/bench/ports.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const PHONE = "+32470123456";

/** A broker that is dead, and the phone that an alarm goes to then. */
async function destinations(): Promise<string> {
  return `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtt://127.0.0.1:${await freePort()}"\n` +
    `[[destination]]\nname = "duty-sms"\ntype = "sms"\nto = ["${PHONE}"]\nlanguage = "fr"\n` +
    `escalation_only = true\n[escalation]\nafter_s = [0.5]\nto = ["duty-sms"]\n`;
}

/** A gateway with a LoRa and a cellular modem, and what the latter submits to the phone. */
function plugIn(field: RadioField, box: GatewayBox, config: string) {
  const submitted: SmsSubmit[] = [];
  const lora = field.plugIn("rak3172");
  const { emulator } = field.plugIn("cellular", "cell-1", {
    onSubmit: (message) => {
      if (message.recipient === PHONE) submitted.push(message);
    },
  });
  assert.ok(emulator instanceof CellularEmulator);
  const modems = [
    { kind: "rak3172", port: `${box.folder}/lora-1` },
    { kind: "cellular", name: "cell-1", port: `${box.folder}/cell-1` },
  ];
  box.configure(modems, config);
  return { lora, network: emulator.network, submitted };
}

Deno.test("A panic goes to the duty phone when the broker is dead, and its incident says who has it", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const { lora, submitted } = plugIn(field, box, await destinations());
  const wearable = await field.issue(box);
  const token = await box.token("operator");
  const gateway = await box.start();
  await listening(lora);
  await answered(wearable.press({ fix: { lat: 50.8467, lon: 4.3525, accuracyM: 12 } }), "received");

  const [{ id }] = (await gateway.get("/v1/incidents", token)).incidents;
  assert.equal(submitted.length, 1);
  const text = textOf(submitted[0]!.content)!;
  assert.match(text, new RegExp(`^Vigil panique ${id.slice(0, 8)}, Appareil sim-001, 50\\.8467`));

  const { escalation, state } = await gateway.get(`/v1/incidents/${id}`, token);
  assert.equal(state, "received");
  assert.deepEqual(
    escalation.map((
      { confirmed, destination }: Record<string, unknown>,
    ) => [destination, confirmed]),
    [["duty-sms", true]],
  );
  const metrics = await gateway.metrics();
  checkAccounts(metrics);
  assert.equal(
    metrics.get('vigil_sms_outcomes_total{destination="duty-sms",outcome="delivered"}'),
    1,
  );
});

Deno.test("An alarm that the phone is not reported to have is owed, and sent again until it is", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const config = await destinations();
  const { lora, network, submitted } = plugIn(field, box, config);
  // The network gives up: the phone is switched off.
  network.reportStatus = 0x46;
  const wearable = await field.issue(box);
  const gateway = await box.start();
  await listening(lora);
  const message = wearable.press();
  await until("it is sent again", () => submitted.length > 1, 20_000);
  assert.ok(!message.answers.includes("received"));
  assert.equal(
    (await gateway.metrics()).get(
      'vigil_sms_outcomes_total{destination="duty-sms",outcome="delivered"}',
    ),
    0,
  );
  network.reportStatus = 0;
  // Three failures in a row may have closed the gate for some seconds.
  await until("the wearer is told", () => message.answers.includes("received"), 30_000);
});
