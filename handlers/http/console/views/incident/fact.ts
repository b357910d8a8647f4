/** What stands on the time line of an incident, as plain values. */
import type { Anomaly, EventName, Flag, Position } from "../../../../../devices/event.ts";
import type { IncidentState, Outcome } from "../../../../../devices/incident.ts";
import type { GivenName } from "../../../../answers/given_answers.ts";
import type { KnownBy } from "../../pages/known.tsx";
import type { NamedLooker } from "./lookers.ts";

/** A hearing of a frame by a modem. */
export interface Hearing {
  readonly atUnixMs: number;
  readonly modem: string;
  readonly rssiDbm?: number | undefined;
  readonly snrDb?: number | undefined;
}

/** A destination that has confirmed an event. */
export interface Reached {
  readonly destination: string;
  /** Since it was stored; absent where a clock was set between. */
  readonly afterMs?: number;
  /** Whom the receipt names. */
  readonly said?: string;
}

/** Who did something, and whom a program named of its own people. */
export interface Who {
  readonly by: string;
  readonly said?: string | undefined;
  /** Of a person, as the account has it today. */
  readonly fullName?: string;
}

/** What a message of the wearable, or an event of the gateway, says. */
export interface EventFact {
  readonly kind: "event";
  readonly name: EventName;
  readonly sequence: number;
  readonly flags: readonly Flag[];
  readonly anomalies: readonly Anomaly[];
  readonly batteryPercent?: number;
  readonly position?: Position;
  readonly isLate: boolean;
  readonly isUnverified: boolean;
  readonly isDrill: boolean;
  /** Of events that are no alarm: the modems that heard it and the destinations that have it. */
  readonly hearings: readonly Hearing[];
  readonly reached: readonly Reached[];
}

/** What a fact says, by its kind. */
export type FactContent =
  | EventFact
  /** Seconds between the press and its message. */
  | { readonly kind: "pressed"; readonly beforeS: number }
  | { readonly kind: "heard" | "heard-again"; readonly hearings: readonly Hearing[] }
  | { readonly kind: "stored"; readonly sequence: number; readonly isAnswered: boolean }
  | { readonly kind: "answered"; readonly what: GivenName; readonly isSaid: boolean }
  | { readonly kind: "wearable-heard"; readonly what: GivenName }
  | { readonly kind: "sent"; readonly destinations: readonly string[] }
  | ({ readonly kind: "reached" } & Reached)
  | {
    readonly kind: "escalated" | "escalation-sent" | "escalation-reached";
    readonly destination: string;
  }
  | {
    readonly kind: "moved";
    readonly to: IncidentState;
    readonly who: Who;
    readonly reason?: string;
    readonly outcome?: Outcome;
    /** Stream, token or destination that it came by. */
    readonly via: string;
  }
  | {
    readonly kind: "note";
    readonly number: number;
    readonly who: Who;
    /** Absent: erased at the end of its retention. */
    readonly text?: string;
    readonly link?: string;
  }
  | { readonly kind: "looked"; readonly looker: NamedLooker }
  | { readonly kind: "drill-started" | "drill-ended"; readonly who: Who }
  | { readonly kind: "clock-set"; readonly byMs: number };

/** One fact. */
export type Fact = FactContent & {
  /** Unique on the page, and the same when it is read again. */
  readonly key: string;
  /** By the wall clock of the gateway at that time. */
  readonly atUnixMs: number;
  /** The time is not exact. */
  readonly isAbout?: boolean;
  readonly by: KnownBy;
};

/** Facts that are folded into one line, since there are many of the same kind one after another. */
export interface FactGroup {
  readonly kind: "group";
  readonly key: string;
  readonly name: EventName;
  /** Oldest first. */
  readonly facts: readonly (Fact & EventFact)[];
}

/** A fact with its place: on the axis, and among those of the same moment. */
export interface PlacedFact {
  readonly fact: Fact;
  readonly place: number;
  /** Lower first. */
  readonly rank: number;
}
