/**
 * Reads events from a serial line and publishes each, with what mqtt.js and its level store offer to
 * lose none: QoS 1, a session that is kept, and "+OK" to the sender only when the store has it.
 *
 *     node mqtt_js_script.mjs MODULES TERMINAL BROKER STORE
 */
import { openSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { ReadStream } from "node:tty";

const [modules, terminal, broker, folder] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const store = require("mqtt-level-store")(folder);

const client = require("mqtt").connect(broker, {
  protocolVersion: 4,
  clientId: "gateway",
  clean: false,
  incomingStore: store.incoming,
  outgoingStore: store.outgoing,
});
client.on("error", () => {});

const port = openSync(terminal, "r+");
let count = 0;
for await (const line of createInterface({ input: new ReadStream(port) })) {
  const number = count++;
  const cbStorePut = () => writeSync(port, `+OK ${number}\n`);
  client.publish("events", line, { qos: 1, cbStorePut });
}
