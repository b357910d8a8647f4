/**
 * Publishes lines from stdin, "PRIORITY BODY", to a queue, persistent, and writes the number of each
 * line that the broker has confirmed.
 *
 *     node amqp_feed_script.mjs MODULES PORT QUEUE
 */
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, port, queue] = process.argv.slice(2);
const amqp = createRequire(`${modules}/package.json`)("amqplib");

const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${port}`);
connection.on("error", () => {});
connection.on("close", () => process.exit(0));
connection.connection.stream.setNoDelay(true);
const channel = await connection.createConfirmChannel();
channel.on("error", () => {});
process.stdout.write("ready\n");

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const number = count++;
  const priority = Number(line.slice(0, 1));
  const body = Buffer.from(line.slice(2));
  channel.sendToQueue(queue, body, { persistent: true, priority }, (cause) => {
    if (!cause) process.stdout.write(`${number}\n`);
  });
}
process.exit(0);
