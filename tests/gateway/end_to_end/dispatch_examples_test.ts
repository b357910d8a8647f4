/** The examples of docs/dispatch.md, as they stand there, against a gateway that runs. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { Mosquitto } from "../../support/mosquitto.ts";
import { answered } from "../../support/radio_field.ts";
import { PULL } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

const page = Deno.readTextFileSync(new URL("../../../docs/dispatch.md", import.meta.url));

/** The code behind `<!-- example: name -->`. */
function example(name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\\n+\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(page);
  assert.ok(found, `docs/dispatch.md has no example ${name}`);
  return found[1]!;
}

/** A program that goes on, with all that it has printed. */
class Example implements AsyncDisposable {
  output = "";
  readonly #process: Deno.ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(command: string, args: readonly string[], env: Record<string, string>, cwd?: string) {
    this.#process = new Deno.Command(command, {
      args: [...args],
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const { status, stderr, stdout } = this.#process;
    this.#ended = Promise.all([status, this.#read(stdout), this.#read(stderr)]);
  }

  get ended(): Promise<unknown> {
    return this.#ended;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) this.output += decoder.decode(bytes, { stream: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGTERM");
    } catch (cause) {
      // It has ended by itself.
      if (!(cause instanceof TypeError)) throw cause;
    }
    await this.#ended;
  }
}

Deno.test("The poll that the page shows for curl gives the panic", async () => {
  await using site = await Site.start();
  await site.press();
  const env = { GATEWAY: site.gateway.url, TOKEN: await site.dispatchToken() };

  await using curl = new Example("sh", ["-c", example("curl")], env);
  await curl.ended;

  const { events, head } = JSON.parse(curl.output.slice(curl.output.indexOf("{")));
  assert.equal(events[0].type, "vigil.panic.v1");
  assert.equal(head.pending.critical, 1);
});

const NODES = ["node", Deno.execPath()].filter((path) => path.includes("/") || hasNode());

function hasNode(): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((folder) => existsSync(`${folder}/node`));
}

for (const runtime of NODES) {
  const name = runtime === "node" ? "Node" : "Deno";
  Deno.test(`The consumer that the page shows takes and acknowledges a panic, run by ${name}`, async () => {
    await using site = await Site.start();
    const file = `${site.box.folder}/consumer.mjs`;
    Deno.writeTextFileSync(file, example("node"));
    const env = {
      GATEWAY: site.gateway.url,
      TOKEN: await site.dispatchToken(),
      FILE: `${site.box.folder}/alarms.jsonl`,
      NO_COLOR: "1",
    };
    const args = runtime === "node" ? [file] : ["run", "-A", "--no-config", file];
    await using consumer = new Example(runtime, args, env, site.box.folder);

    const message = site.wearable.press();
    await answered(message, "received");

    await until("it has printed it", () => consumer.output.includes("critical vigil.panic.v1"));
    assert.doesNotMatch(consumer.output, /gap|not what was stored|Error/);
    const lines = Deno.readTextFileSync(env.FILE).trimEnd().split("\n");
    const panics = lines.filter((line) => JSON.parse(line).type === "vigil.panic.v1");
    assert.equal(panics.length, 1);
  });
}

Deno.test("What the page shows for mosquitto brings a panic and its receipt", async () => {
  await using broker = await Mosquitto.start();
  const mqtt = `[[destination]]\nname = "desk"\ntype = "mqtt"\nurl = "${broker.url}"\n`;
  const required = "required = true\n";
  await using site = await Site.start({
    destinations: mqtt + required + PULL.replace(required, ""),
  });
  const env = { BROKER: "127.0.0.1", PORT: String(broker.port) };
  await using listener = new Example("sh", ["-c", `exec ${example("mosquitto_sub")}`], env);
  await until("it is subscribed", () => listener.output.includes('/status {"state":"online"'));

  const message = site.wearable.press();
  const seen = () => /events\/critical (\{.*\})/.exec(listener.output)?.[1];
  await until("the panic is there", () => seen() !== undefined);
  const { hash, id } = JSON.parse(seen()!);
  assert.deepEqual(message.answers.includes("received"), false);
  const receipt = { ...env, ID: id, HASH: hash };
  await using publisher = new Example("sh", ["-c", example("mosquitto_pub")], receipt);
  await publisher.ended;

  await answered(message, "received");
});
