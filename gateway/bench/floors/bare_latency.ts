/**
 * The least that a panic has to go through: a line from a terminal, one durable insert, one PUBLISH.
 *
 *     bare_latency.ts TERMINAL DATABASE BROKER TOPIC BODY
 */
import { openSync } from "node:fs";
import { ReadStream } from "node:tty";
import { connectAsync } from "mqtt";
import { print } from "../../commands/output.ts";
import { openFloorDatabase } from "./bare_database.ts";

const [terminal, path, broker, topic, body] = Deno.args as [string, string, string, string, string];

const database = openFloorDatabase(path);
const insert = database.prepare("insert into event (frame, body) values (?, ?)");
const client = await connectAsync(broker, { protocolVersion: 5, reconnectPeriod: 0 });
const lines = new ReadStream(openSync(terminal, "r+"));
let text = "";
lines.on("data", (bytes) => {
  text += bytes.toString("latin1");
  const end = text.indexOf("\r\n");
  if (end < 0) return;
  const frame = text.slice(text.lastIndexOf(":", end) + 1, end);
  text = text.slice(end + 2);
  insert.run(frame, body);
  client.publish(topic, body, { qos: 1 });
});
print("ready");
