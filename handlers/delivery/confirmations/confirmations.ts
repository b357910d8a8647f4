import type {
  Acknowledgement,
  PlacesInLane,
  ReceivedEvent,
  StoreWriter,
  Verdict,
} from "../../../db/store.ts";
import { DOWN_TYPE } from "../../../devices/frame/types.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Clock } from "../../../devices/time.ts";
import { stageAnswer } from "../../answers/new_answer.ts";
import type { Raise } from "../../events/gateway_events.ts";
import type { Recorder } from "../../measurements/measurements.ts";
import type { Wake } from "../../tools/wake.ts";
import { recordConfirmed } from "./confirmed_measures.ts";
import type { ConfirmingDestination } from "../volatile_events.ts";

export interface ConfirmationPorts {
  readonly store: StoreWriter;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  /** Takes how long destinations take. */
  readonly recorder?: Recorder;
  /** Answers the wearable that dispatch has its event (answer 9). */
  readonly onReceived: (events: readonly ReceivedEvent[]) => void;
}

/** Takes the acknowledgements of all destinations, whatever way they come. */
export class Confirmations {
  readonly #ports: ConfirmationPorts;

  constructor(ports: ConfirmationPorts) {
    this.#ports = ports;
  }

  /**
   * Ends what a destination is owed. Resolves after that is on the disk; one verdict for each
   * acknowledgement, in order. A wrong hash is refused and raised as `security`.
   * @param places More that ends, of what is not critical, by where it was read.
   * @throws StoreError when it could not be committed; the destination must not get success then.
   */
  async confirm(
    destination: ConfirmingDestination,
    acknowledgements: readonly Acknowledgement[],
    places: readonly PlacesInLane[] = [],
  ): Promise<Verdict[]> {
    if (acknowledgements.length + places.length === 0) return [];
    const atUnixMs = this.#ports.clock.unixMs();
    const { count, received, times, verdicts } = await this.#ports.store.write("confirm", {
      destination: destination.number,
      acknowledgements,
      places,
      onlyOffered: destination.onlyOffered,
      mayDefer: destination.mayDefer === true,
      answer: stageAnswer(DOWN_TYPE.received, this.#ports.clock),
      witness: { name: destination.name, atUnixMs },
    });
    verdicts.forEach((verdict, at) => {
      if (verdict === "wrong-hash") this.#raiseWrongHash(destination, acknowledgements[at]!);
    });
    const { recorder } = this.#ports;
    if (recorder !== undefined) recordConfirmed(recorder, destination.name, count, times, atUnixMs);
    if (received.length > 0) this.#ports.onReceived(received);
    this.#ports.wake.notify();
    return verdicts;
  }

  #raiseWrongHash(destination: ConfirmingDestination, acknowledgement: Acknowledgement): void {
    this.#ports.raise({
      name: "security",
      reason: "wrong-receipt-hash",
      subject: `destination/${destination.name}`,
      details: { event: encodeHex(acknowledgement.id) },
    });
  }
}
