/**
 * The core of the gateway under one integer: the seed decides what wearables do, what the air
 * carries, how the disk, the broker and the dispatch systems fail and when the process dies.
 *
 *     chaos, 10 s ─▶ calm: everything works again ─▶ all is delivered and answered ─▶ checks
 */
import { PRIORITIES } from "../../devices/event.ts";
import type { DestinationSettings } from "../../db/store.ts";
import { Broker } from "./broker.ts";
import type { Disk } from "./disk.ts";
import { Field } from "./field.ts";
import { GatewayProcess, type Parts } from "./gateway_process.ts";
import { BrokenPromise, Oracle } from "./oracle.ts";
import { Random } from "./random.ts";
import { StreamDispatch } from "./stream_dispatch.ts";
import { SOUND, type Variant } from "./variants.ts";
import { VirtualTime } from "./virtual_time.ts";

const CHAOS_MS = 10_000;
/** Everything must be delivered and answered so long after the trouble is over. */
const CALM_MS = 120_000;
const HOUR_MS = 3_600_000;

/**
 * Plays one seed on a disk that is emptied first.
 * @returns what happened, in words: the test of the tests looks whether all of it ever does.
 * @throws BrokenPromise, or whatever else went wrong.
 */
export async function simulate(
  seed: number,
  disk: Disk,
  variant: Variant = SOUND,
): Promise<ReadonlySet<string>> {
  disk.reset();
  variant.prepare?.(disk);
  const simulation = new Simulation(seed, disk, variant.parts);
  await simulation.run();
  return simulation.outcomes();
}

class Simulation {
  readonly time = new VirtualTime();
  readonly random: Random;
  readonly oracle: Oracle;
  readonly field: Field;
  readonly destinations: readonly DestinationSettings[];
  readonly brokers = new Map<string, Broker>();
  readonly #streams: StreamDispatch[] = [];
  #gateway: GatewayProcess | undefined;
  #isCalm = false;
  #crashes = 0;

  constructor(seed: number, readonly disk: Disk, readonly parts: Parts) {
    this.random = new Random(seed);
    this.oracle = new Oracle(disk);
    this.destinations = this.#chooseDestinations();
    this.field = new Field({
      ...this,
      isCalm: this.isCalm,
      hear: (reception) => this.#gateway?.hear(reception),
    });
    this.field.populate(this.random.whole(1, 3), disk);
    for (const settings of this.destinations) this.#open(settings);
    this.#start();
    this.#stepWallSometimes();
  }

  readonly isCalm = (): boolean => this.#isCalm;

  async run(): Promise<void> {
    await this.time.runUntil(() => this.oracle.failure !== undefined, CHAOS_MS);
    this.#isCalm = true;
    if (this.#gateway === undefined) this.#start();
    await this.time.runUntil(() => this.oracle.failure !== undefined || this.#isQuiet(), CALM_MS);
    if (this.oracle.failure !== undefined) throw this.oracle.failure;
    if (!this.#isQuiet()) throw new BrokenPromise("something stays undelivered or unanswered");
    this.oracle.checkEnd();
    for (const stream of this.#streams) stream.checkChain();
  }

  outcomes(): Set<string> {
    const { counters } = this.disk.read.lanes.accounts();
    const events = this.disk.read.events.after(0, 100_000);
    const isLate = events.some(({ body }) => body.includes('"late":true'));
    const isUnstored = this.oracle.ledgers.some(({ receivedUnstored }) =>
      receivedUnstored.size > 0
    );
    return new Set([
      ...[...counters].filter(([, count]) => count > 0).map(([name]) => name),
      ...events.map(({ type }) => type),
      ...this.oracle.answerTypes,
      ...(this.#crashes > 0 ? ["crash"] : []),
      ...(isLate ? ["late"] : []),
      ...(isUnstored ? ["unstored"] : []),
    ]);
  }

  #isQuiet(): boolean {
    return this.field.isAnswered && this.#gateway!.writer.isIdle &&
      this.disk.read.lanes.all().every(({ pending }) => pending === 0);
  }

  #chooseDestinations(): DestinationSettings[] {
    const { random } = this;
    const common = { priorities: PRIORITIES, unverified: false };
    const choices: DestinationSettings[] = [
      { ...common, name: "pull-1", type: "stream", required: random.chance(0.6) },
      { ...common, name: "pull-2", type: "stream", required: random.chance(0.3) },
      { ...common, name: "mqtt", type: "mqtt", required: random.chance(0.4) },
    ];
    const chosen = choices.filter(() => random.chance(0.7));
    return chosen.length === 0 ? choices.slice(0, 1) : chosen;
  }

  #open({ name, required, type }: DestinationSettings): void {
    const { isCalm, oracle, random, time } = this;
    const ledger = oracle.addDestination(name, required);
    const ports = { ledger, time, random, oracle, isCalm, gateway: () => this.#gateway };
    if (type === "stream") this.#streams.push(new StreamDispatch(ports));
    else this.brokers.set(name, new Broker(ports, random.pick(["receipt", "puback"])));
  }

  #start(): void {
    this.#gateway = new GatewayProcess({
      ...this,
      mayFail: () => !this.#isCalm,
      onAnswer: (frame) => this.field.downlink(frame),
    });
    const { random, time } = this;
    time.after(random.whole(200, 6_000), () => this.#crash());
  }

  #crash(): void {
    if (this.#isCalm) return;
    this.#crashes++;
    this.#gateway?.crash();
    this.#gateway = undefined;
    this.oracle.checkAccounts();
    this.time.after(this.random.whole(50, 1_500), () => {
      if (this.#gateway === undefined) this.#start();
    });
  }

  #stepWallSometimes(): void {
    if (!this.random.chance(0.3)) return;
    this.time.after(
      this.random.whole(0, CHAOS_MS),
      () => this.time.stepWall(this.random.whole(-90_000, 90_000) * HOUR_MS),
    );
  }
}
