/** The gateway under load, killed again and again at any instant. */
import assert from "node:assert/strict";
import { checkAccounts } from "../support/accounts.ts";
import type { ReceivedEvent } from "../support/dispatch.ts";
import { until } from "../support/until.ts";
import { History, report } from "./four_numbers.ts";
import { hasPrograms, IS_LONG } from "./programs_here.ts";
import { Scene } from "./scene.ts";
import { brokenChain } from "./store_faults.ts";
import { DirectStore } from "../../db/store.ts";

const KILLS = IS_LONG ? 1_000 : 5;
/** Alarms pressed in each life of the process. */
const PRESSES = 2;
/** Longest life after the modem listens, in ms. */
const LIFE_MS = 600;

/** Events that the broker has confirmed, in a scrape of the metrics. */
const CONFIRMED = /^vigil_events_delivered_total\{.*destination="broker"/;

const ignore = !hasPrograms("random kills of the gateway", "mosquitto", "mosquitto_sub");

Deno.test({
  name: "Killed at any instant under load, the gateway brings every alarm to both destinations",
  ignore,
  async fn() {
    await using scene = await Scene.start(undefined, "puback");
    const history = new History();
    const polled: ReceivedEvent[] = [];
    const takeAll = async () => {
      const events = await scene.dispatch.offered();
      polled.push(...events);
      await scene.dispatch.acknowledge(...events);
    };
    for (let kill = 1; kill <= KILLS; kill++) {
      const messages = Array.from({ length: PRESSES }, () => scene.wearable.press());
      for (const { alarm } of messages) history.asked.add(`alarm ${alarm}`);
      const taking = Math.random() < 0.5 ? takeAll().catch(() => {}) : Promise.resolve();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LIFE_MS));
      for (const { alarm, answers } of messages) {
        if (answers.includes("stored")) history.promised.add(`alarm ${alarm}`);
      }
      await scene.restart();
      await taking;
    }
    await until("the wearable is at peace", async () => {
      await takeAll();
      return scene.wearable.unconfirmed.length === 0;
    }, 60_000);
    await until("the broker has everything", () => {
      const { lost } = history.judge(alarmsOf(scene.published));
      return lost === 0 && new Set(alarmsOf(scene.published)).size === history.asked.size;
    }, 60_000);

    for (const [destination, events] of [["stream", polled], ["mqtt", scene.published]] as const) {
      const numbers = history.judge(alarmsOf(events));
      report({ kills: KILLS, destination, promised: history.promised.size, ...numbers });
      assert.deepEqual([numbers.lost, numbers.unexpected], [0, 0]);
      checkHashes(events);
    }
    checkAccounts(await scene.gateway.metrics());
    await until("the broker has confirmed something", async () => {
      const metrics = await scene.gateway.metrics();
      return [...metrics].some(([key, value]) => CONFIRMED.test(key) && value > 0);
    });
    // What was confirmed before a kill goes into the chain at the next start.
    await scene.restart();
    await until("the chain says to whom it went", () => disclosuresIn(scene.storePath).size === 2);
    using store = new DirectStore(`${scene.box.folder}/data/vigil.db`);
    assert.deepEqual(brokenChain(store), [], "the audit chain is whole");
    const ways = [...disclosuresIn(scene.storePath)].toSorted();
    assert.deepEqual(ways, ["gateway", "program"], "to the broker, and by polls");
  },
});

/** Whose disclosures the audit chain holds, by kind of author. */
function disclosuresIn(path: string): Set<string> {
  using store = new DirectStore(path);
  return new Set(
    store.read.audit.after(0, 1_000_000).map(({ entry }) => JSON.parse(entry))
      .filter(({ what }) => what === "events-disclosed").map(({ by }) => by.kind),
  );
}

function alarmsOf(events: readonly ReceivedEvent[]): string[] {
  return events.filter(({ type }) => type === "vigil.panic.v1")
    .map(({ data }) => `alarm ${data.alarm}`);
}

/** An alarm has one id, and its durable copies one hash. */
function checkHashes(events: readonly ReceivedEvent[]): void {
  const known = new Map<string, string>();
  for (const { data, durable, hash, id, type } of events) {
    if (type !== "vigil.panic.v1" || durable === false) continue;
    const copy = `${id} ${hash}`;
    assert.equal(known.get(data.alarm) ?? copy, copy, "copies have one id and one hash");
    known.set(data.alarm, copy);
  }
}
