/** What a race needs from each peer, Vigil included. */
import type { Tools } from "./tools/tools.ts";
import type { RaceEvent, RaceEvents } from "./race_events.ts";

/** Who stands at the far end of the link. */
export type FarEndKind = "mosquitto" | "rabbitmq";

/** One way in which a zone could bring its alarms to dispatch. */
export interface Peer {
  /** As the table shows it. */
  readonly name: string;
  readonly farEnd: FarEndKind;
  /** By what it says that it has an event; undefined: by nothing. */
  readonly acknowledgement: string | undefined;
  /** Gets what it needs. @throws when it cannot be had, with the reason. */
  prepare(tools: Tools): Promise<Settle>;
}

/** Sets a peer up. */
export type Settle = (setup: PeerSetup) => Promise<PeerPlace>;

export interface PeerSetup {
  /** An empty folder for its files. */
  readonly folder: string;
  /** A port of the loopback, the near end of the link to dispatch. */
  readonly uplinkPort: number;
  /** Where its events come from. */
  readonly events: RaceEvents;
}

/** A peer that is set up: it can be started, killed and started again on what it kept. */
export interface PeerPlace extends AsyncDisposable {
  start(): Promise<RunningPeer>;
}

export interface OfferOptions {
  /** Called with every event that the peer says it has. */
  readonly onAcknowledged: (mark: string) => void;
  /** No more is offered after it. */
  readonly signal: AbortSignal;
}

/** A peer that runs in processes of its own. */
export interface RunningPeer extends AsyncDisposable {
  /** Root of its processes. */
  readonly pid: number;
  /** Gives it events one after the other, as fast as it takes them; resolves when it took them all. */
  offer(events: readonly RaceEvent[], options: OfferOptions): Promise<void>;
  /** Gives it one event at once; when its last byte was handed over, by `performance.now()`. */
  press(event: RaceEvent): Promise<number>;
  /** Kills all its processes (SIGKILL). */
  kill(): Promise<void>;
}
