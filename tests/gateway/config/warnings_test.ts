/** What is no error of a configuration, and still not what anybody wants. */
import assert from "node:assert/strict";
import { formatProblem, parseConfig } from "../../../gateway/config/config.ts";
import { locateKeys } from "../../../gateway/config/lines.ts";
import { findConfigWarnings } from "../../../gateway/config/warnings.ts";

const GATEWAY = `[gateway]\nzone = "5415"\nname = "gw-1"\n`;
const STREAM = `[[destination]]\nname = "pull"\ntype = "stream"\nrequired = true\n`;
const MQTT = `[[destination]]\nname = "mqtt"\ntype = "mqtt"\nurl = "mqtts://broker.example"\n`;

function warningsOf(text: string, environment: Record<string, string> = {}): string[] {
  const config = parseConfig(text, environment);
  assert.ok(config.ok);
  return findConfigWarnings(locateKeys(text), config.value, environment).map((it) =>
    formatProblem("f", it)
  );
}

Deno.test("a configuration with two ways, one of them required, and signed receipts has no warning", () => {
  assert.deepEqual(
    warningsOf(GATEWAY + STREAM + MQTT + `receipt_key = "/etc/vigil/dispatch.pem"\n`),
    [],
  );
});

Deno.test("without a destination, alarms are not delivered", () => {
  assert.deepEqual(warningsOf(GATEWAY), [
    "f: destination: there is none: alarms are stored and reach nobody: add a [[destination]]",
  ]);
});

Deno.test("receipts without a key can be forged by any client that may publish to the broker", () => {
  assert.deepEqual(warningsOf(GATEWAY + STREAM + MQTT), [
    "f:8: destination[1].receipt_key: is missing: whoever may publish to this broker can confirm " +
    "alarms in the name of dispatch: set it, so that receipts must be signed",
  ]);
  assert.deepEqual(warningsOf(GATEWAY + STREAM + MQTT + `confirm = "puback"\n`), []);
});

Deno.test("with no destination required, any of them ends the repeating of a wearable", () => {
  const optional = STREAM.replace("required = true\n", "");
  assert.deepEqual(warningsOf(GATEWAY + optional + MQTT + `confirm = "puback"\n`), [
    "f: destination: none is required: the wearable hears “received” as soon as any of them has " +
    "the alarm: set required = true for dispatch",
  ]);
});

Deno.test("a panic that has one way only is lost to dispatch when that way is", () => {
  const text =
    "f: destination: only one takes critical events: when its path is down nobody hears of a " +
    "panic: add a second path of another kind";
  assert.deepEqual(warningsOf(GATEWAY + STREAM), [text]);
  const telemetry = MQTT + `confirm = "puback"\npriorities = ["low"]\n`;
  assert.deepEqual(warningsOf(GATEWAY + STREAM + telemetry), [text]);
});

Deno.test("a variable that begins with VIGIL_ and sets nothing is reported, with what it may mean", () => {
  const environment = { VIGIL_HTPP_PORT: "1", VIGIL_TEST_LONG: "1", VIGIL_HOME: "/x", HOME: "/" };
  const text = GATEWAY + STREAM + MQTT + `confirm = "puback"\n`;
  assert.deepEqual(warningsOf(text, environment), [
    "VIGIL_HTPP_PORT: names no section of this file and sets nothing: did you mean VIGIL_HTTP_PORT?",
    "VIGIL_HOME: names no section of this file and sets nothing: remove it",
  ]);
});
