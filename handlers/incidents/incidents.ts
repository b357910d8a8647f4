import type {
  DueStage,
  IncidentMove,
  MoveOutcome,
  NewIncidentNote,
  NoteOutcome,
  StoreWriter,
} from "../../db/store.ts";
import { type IncidentState, nextStates } from "../../devices/incident.ts";
import type { Clock } from "../../devices/time.ts";
import type { Wake } from "../tools/wake.ts";

/** Why an incident that is in one state does not go to another, and where it may go. */
export function moveRefusal(state: IncidentState, to: IncidentState): string {
  const allowed = nextStates(state);
  return `Cannot move the incident to ${to}: it is ${state}, and an incident only moves on. ` +
    (allowed.length === 0
      ? "It stays closed; a new alarm opens a new one"
      : `Possible now: ${allowed.join(", ")}`);
}

export interface IncidentPorts {
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly wake: Wake;
  /** Answers the wearable of an incident (answers 10 to 12). */
  readonly onDue: (stage: DueStage) => void;
}

/** Moves incidents on, as dispatch says, whatever way that comes. */
export class Incidents {
  readonly #ports: IncidentPorts;

  constructor(ports: IncidentPorts) {
    this.#ports = ports;
  }

  /**
   * Moves an incident on. Resolves after that is on the disk.
   * @throws StoreError when it could not be committed; the caller must not report success.
   */
  async move(move: Omit<IncidentMove, "atUnixMs">): Promise<MoveOutcome> {
    const { clock, onDue, store, wake } = this.#ports;
    const outcome = await store.write("moveIncident", { ...move, atUnixMs: clock.unixMs() });
    if (outcome.code === "moved") {
      wake.notify();
      if (outcome.due !== undefined) onDue(outcome.due);
    }
    return outcome;
  }

  /**
   * Adds what a person wrote to an incident. Resolves after that is on the disk.
   * @throws StoreError when it could not be committed; the caller must not report success.
   */
  async note(note: Omit<NewIncidentNote, "atUnixMs">): Promise<NoteOutcome> {
    const { clock, store, wake } = this.#ports;
    const outcome = await store.write("addIncidentNote", { ...note, atUnixMs: clock.unixMs() });
    if (outcome.code === "added") wake.notify();
    return outcome;
  }
}
