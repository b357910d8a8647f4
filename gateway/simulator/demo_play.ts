/** What happens in the demo: what its wearables do, and what dispatch gets of it. */
import { defined } from "../../devices/tools/defined.ts";
import type { DispatchedEvent } from "./dispatch_client.ts";
import { randomFix } from "./population.ts";
import type { Timers } from "./timers.ts";
import type { SimulatedWearable } from "./wearable.ts";
import type { SentMessage } from "./wearable_radio.ts";

export interface DemoSummary {
  readonly pressed: number;
  readonly received: number;
  /** Alarms whose wearable heard that dispatch has them. */
  readonly answered: number;
  readonly events: number;
  /** Median from the press to the event at dispatch; absent when none came. */
  readonly latencyMs?: number;
}

const FIRST_PRESS_MS = 600;
const PRESS_EVERY_MS = 5_000;
const HEARTBEAT_EVERY_MS = 4_000;

export class DemoPlay {
  readonly #wearables: readonly SimulatedWearable[];
  readonly #onLine: (line: string) => void;
  readonly #presses: { readonly message: SentMessage; readonly uid: string }[] = [];
  readonly #events: DispatchedEvent[] = [];
  readonly #latenciesMs: number[] = [];

  /** @param onLine Takes each line that dispatch and the wearables say. */
  constructor(wearables: readonly SimulatedWearable[], onLine: (line: string) => void) {
    this.#wearables = wearables;
    this.#onLine = onLine;
  }

  /** From now on the wearables press and send heartbeats in turn, until the timers end. */
  begin({ after }: Timers): void {
    const turnOf = (turn: number) => this.#wearables[turn % this.#wearables.length]!;
    const pressLater = (afterMs: number, turn: number) =>
      after(afterMs, () => {
        this.#press(turnOf(turn), turn);
        pressLater(PRESS_EVERY_MS, turn + 1);
      });
    pressLater(FIRST_PRESS_MS, 0);
    const beatLater = (turn: number) =>
      after(HEARTBEAT_EVERY_MS, () => {
        if (turn % 3 === 2) turnOf(turn).position({ fix: randomFix(Math.random) });
        else turnOf(turn).heartbeat();
        beatLater(turn + 1);
      });
    beatLater(1);
  }

  /** Dispatch has an event. */
  dispatched(event: DispatchedEvent): void {
    this.#events.push(event);
    const { data, priority, subject, type } = event;
    const place = data.position === undefined
      ? ""
      : `  ${data.position.lat.toFixed(5)}, ${data.position.lon.toFixed(5)}`;
    const name = type.split(".")[1]!;
    this.#onLine(`dispatch   ${priority.padEnd(9)}${name.padEnd(17)}${subject}${place}`);
    const press = this.#presses.findLast(({ uid }) => subject === `device/${uid}`);
    if (priority !== "critical" || press === undefined) return;
    this.#latenciesMs.push(performance.now() - press.message.sentAtMs);
  }

  /** Every alarm that was pressed is at dispatch. */
  get isOver(): boolean {
    return this.#received >= this.#presses.length;
  }

  get summary(): DemoSummary {
    return defined({
      pressed: this.#presses.length,
      received: this.#received,
      answered: this.#presses.filter(({ message }) => message.answers.includes("received")).length,
      events: this.#events.length,
      latencyMs: this.#latenciesMs.toSorted((a, b) => a - b)[this.#latenciesMs.length >> 1],
    });
  }

  get #received(): number {
    return this.#events.filter(({ priority }) => priority === "critical").length;
  }

  #press(wearable: SimulatedWearable, turn: number): void {
    const flags = turn % 4 === 3 ? ["duress" as const] : ["moving" as const];
    this.#onLine(`wearable   ${wearable.uid} presses its button`);
    const message = wearable.press({ fix: randomFix(Math.random), flags, batteryPercent: 80 });
    this.#presses.push({ message, uid: wearable.uid });
  }
}
