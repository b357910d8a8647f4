/**
 * Takes what all sources bring into the records, the most urgent first: whatever came during one commit
 * goes into the next. A source confirms an event when its promise has resolved, and never before.
 */
import type {
  BroughtEvent,
  RegionRecords,
  ShedNumbers,
  Taken,
} from "../../db/region/region_records.ts";
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import type { Clock } from "../../devices/time.ts";

/** Events of one commit. */
const BATCH = 200;

/** An event that has been kept, and whether it was known. */
export interface TakenEvent {
  readonly event: BroughtEvent;
  readonly taken: Taken;
}

export interface TakerPorts {
  readonly records: Pick<RegionRecords, "take">;
  readonly clock: Clock;
  /** Takes each event that is new, once it is kept. Must not throw. */
  readonly onNew: (event: BroughtEvent) => void;
}

interface Waiting {
  readonly event: BroughtEvent;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (cause: unknown) => void;
}

export class EventTaker {
  readonly #ports: TakerPorts;
  readonly #waiting: Record<Priority, Waiting[]> = { critical: [], high: [], normal: [], low: [] };
  #shed: ShedNumbers[] = [];
  #isWriting = false;

  constructor(ports: TakerPorts) {
    this.#ports = ports;
  }

  /** Events that wait for their commit. */
  get waiting(): number {
    return PRIORITIES.reduce((sum, priority) => sum + this.#waiting[priority].length, 0);
  }

  /**
   * Keeps an event.
   * @returns What it was; it is on the disk then.
   * @throws RecordsError when it could not be kept: its source brings it again.
   */
  take(event: BroughtEvent): Promise<Taken> {
    return new Promise((resolve, reject) => {
      this.#waiting[event.priority as Priority].push({ event, resolve, reject });
      void this.#write();
    });
  }

  /** Numbers of a stream will not come: kept with the next commit. */
  noteShed(numbers: ShedNumbers): void {
    if (numbers.ranges.length === 0) return;
    this.#shed = [...this.#shed.filter(({ stream }) => stream !== numbers.stream), numbers];
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const shed = this.#shed;
      this.#shed = [];
      await this.#keep(batch, shed);
    }
    this.#isWriting = false;
  }

  async #keep(batch: readonly Waiting[], shed: readonly ShedNumbers[]): Promise<void> {
    const { clock, onNew, records } = this.#ports;
    try {
      const taken = await records.take(batch.map(({ event }) => event), clock.unixMs(), shed);
      batch.forEach(({ event, resolve }, index) => {
        if (taken[index] === "new") onNew(event);
        resolve(taken[index]!);
      });
    } catch (cause) {
      for (const numbers of shed) this.noteShed(numbers);
      for (const { reject } of batch) reject(cause);
    }
  }

  #next(): Waiting[] {
    const batch: Waiting[] = [];
    for (const priority of PRIORITIES) {
      batch.push(...this.#waiting[priority].splice(0, BATCH - batch.length));
    }
    return batch;
  }
}
