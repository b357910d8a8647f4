/** A region as it is meant: gateways over MQTT into RabbitMQ, dispatch over AMQP into PostgreSQL. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { RegionRecords } from "../../../db/region/region_records.ts";
import { DISPATCH_USER, userOf } from "../../../gateway/dispatch/region_definitions.ts";
import { RabbitNode } from "../../../gateway/bench/race/peers/rabbitmq_node.ts";
import { Postgres } from "../../support/postgres.ts";
import { answered } from "../../support/radio_field.ts";
import { RunningCommand, runVigil } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";
import { hasPrograms } from "../../faults/programs_here.ts";

const GATEWAY = "5415/gw-1";
const isHere = hasPrograms("the broker of a region", "rabbitmq-server", "pg_ctlcluster");

/** A broker with what `vigil region definitions` has written. */
async function startBroker(folder: string) {
  const list = join(folder, "gateways");
  Deno.writeTextFileSync(list, `# of this region\n${GATEWAY}\n5415/gw-2\n`);
  const out = join(folder, "broker");
  const { code, stderr } = await runVigil([
    ...["region", "definitions", "--gateways", list, "--out", out],
  ]);
  assert.equal(code, 0, stderr);
  const definitions = JSON.parse(Deno.readTextFileSync(join(out, "definitions.json")));
  const node = await RabbitNode.start({
    folder: join(folder, "rabbit"),
    name: "region",
    plugin: "rabbitmq_mqtt",
    definitions,
  });
  return { node, passwordFile: (user: string) => join(out, `${user}.password`) };
}

Deno.test({
  name:
    "Over the queues of RabbitMQ an alarm is kept in PostgreSQL before its wearable hears it, and a killed consumer or database loses none",
  ignore: !isHere,
  async fn() {
    await using stack = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir({ prefix: "vigil-test-" });
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    Deno.mkdirSync(join(folder, "rabbit"));
    const postgres = stack.use(await Postgres.start());
    const { node, passwordFile } = await startBroker(folder);
    stack.use(node);
    const site = stack.use(
      await Site.start({
        destinations: `[[destination]]\nname = "region"\ntype = "mqtt"\nrequired = true\n` +
          `url = "mqtt://127.0.0.1:${node.ports.mqtt}"\nprotocol = 4\nrepublish_critical_s = 2\n` +
          `username = "${userOf(GATEWAY)}"\npassword_file = "${passwordFile(userOf(GATEWAY))}"\n`,
      }),
    );
    const config = join(folder, "dispatch.toml");
    Deno.writeTextFileSync(
      config,
      `[dispatch]\nname = "region"\nrecords = "${postgres.url}"\ngateways = ["${GATEWAY}"]\n` +
        `[http]\nport = 0\n[[source]]\ntype = "amqp"\nname = "queues"\nurls = ["amqp://127.0.0.1:${node.ports.amqp}"]\n` +
        `username = "${DISPATCH_USER}"\npassword_file = "${passwordFile(DISPATCH_USER)}"\n`,
    );
    const start = async () => {
      const dispatch = new RunningCommand(["dispatch", "--config", config]);
      await until("dispatch is ready", () => dispatch.stdout.includes("ready "));
      return dispatch;
    };
    const first = stack.use(await start());
    await answered(await site.press(), "received");
    await first.end("SIGKILL");
    const unseen = await site.press();
    const second = stack.use(await start());
    await answered(unseen, "received");

    await postgres.end("immediate");
    const unkept = await site.press();
    await until("it is said that nothing can be kept", () => second.stderr.includes("PostgreSQL"));
    assert.ok(!unkept.answers.includes("received"), "what is not kept is not confirmed");
    await postgres.begin();
    await answered(unkept, "received");

    await using records = await RegionRecords.open(postgres.url);
    const panics = (await records.eventsAfter(0, 1_000)).filter(({ type }) =>
      type === "vigil.panic.v1"
    );
    assert.deepEqual([panics.length, (await records.incidents(10)).length], [3, 3]);
    assert.equal(await second.end("SIGTERM"), 0);
  },
});
