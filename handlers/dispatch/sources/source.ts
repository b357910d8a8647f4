/** What every source of events of a region has in common. */
import type { BroughtEvent, ShedNumbers, Taken } from "../../../db/region/region_records.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";
import type { EventProblem } from "../received_event.ts";
import type { ReceiptAuthor } from "../receipts.ts";

export interface SourcePorts {
  readonly taker: {
    take(event: BroughtEvent): Promise<Taken>;
    noteShed(numbers: ShedNumbers): void;
  };
  readonly watch: { hear(source: string, heartbeat?: string): void };
  readonly author: ReceiptAuthor;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes what was no event, and why. */
  readonly onRefused: (way: string, problem: EventProblem) => void;
}

/** PEM texts; all may be absent. */
export interface SourceTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}
