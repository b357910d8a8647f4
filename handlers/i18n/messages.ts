/** What people read, on pages and in short messages: a text of each of these in every language. */
import type { EventName, Priority } from "../../devices/event.ts";
import type { IncidentState, Outcome, WearableStage } from "../../devices/incident.ts";
import type { ModemState } from "../supervision/status.ts";
import type { AccountMessages } from "./account/account_messages.ts";
import type { AuditMessages } from "./audit/messages.ts";
import type { KeyMessages } from "./keys/messages.ts";
import type { PeopleMessages } from "./people/messages.ts";
import type { WallMessages } from "./wall/messages.ts";
import type { MapMessages } from "./map/messages.ts";
import type { TimeLineMessages } from "./time_line/messages.ts";
import type { NoteMessages } from "./notes/messages.ts";
import type { WearableMessages } from "./wearables/messages.ts";
import type { ModemMessages } from "./modems/messages.ts";
import type { DeliveryMessages } from "./delivery/messages.ts";
import type { ReportMessages } from "./reports/messages.ts";
import type { SystemMessages } from "./system/messages.ts";
import type { KnownMessages } from "./known/messages.ts";
import type { PlotMessages } from "./plots/messages.ts";

/** Where one can go, and how one wants to read. */
export interface FrameMessages {
  readonly alarms: string;
  readonly events: string;
  readonly incidents: string;
  readonly language: string;
  readonly theme: string;
  readonly themes: Readonly<Record<"auto" | "light" | "dark", string>>;
  /** Before the time at which the page was made, until a script says that it is live. */
  readonly asOf: string;
  readonly live: string;
  /** Before the name of the time zone. */
  readonly zone: string;
  readonly clockUnsure: string;
  readonly noScript: string;
  readonly older: string;
  readonly newest: string;
}

/** Of a page that no longer hears from the gateway. */
export interface LinkMessages {
  /** In the title of a page that is not live. */
  readonly notLive: string;
  readonly lost: string;
  /** Before the time of the last word. */
  readonly lastWord: string;
  readonly signedOut: string;
  readonly signInAgain: string;
}

/** Durations; `{}` in `ago` and `old` stands for one. */
export interface DurationMessages {
  readonly ago: string;
  readonly old: string;
  /** Day, hour, minute, second. */
  readonly units: readonly [string, string, string, string];
}

/** Of alarms that are not closed. */
export interface OpenMessages {
  readonly none: string;
  /** @param count At least 1. */
  count(count: number): string;
  readonly more: string;
  /** For screen readers, when an alarm comes in. */
  readonly announce: string;
  /** No destination has confirmed it. */
  readonly unconfirmed: string;
  /** At least one destination has it, but not every required one. */
  readonly partly: string;
  readonly dispatchHas: string;
  readonly by: string;
  readonly unstored: string;
  readonly unverified: string;
  readonly lastPlace: string;
  readonly battery: string;
  /** Before the destinations that have confirmed it. */
  readonly reached: string;
  /** Before what its wearable was told. */
  readonly answers: string;
  /** A wearable was told so: the alarm is on the disk. */
  readonly stored: string;
  /** Its wearable asks for it, which ends nothing. */
  readonly cancelAsked: string;
}

/** Of what an operator does about an incident. */
export interface ActMessages {
  readonly accept: string;
  readonly underway: string;
  readonly onScene: string;
  /** Leads to the page where an incident is closed. */
  readonly close: string;
  /** What happens on pressing one of these. */
  readonly consequence: string;
  readonly closeTitle: string;
  readonly closeConsequence: string;
  readonly outcome: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly submit: string;
  readonly back: string;
  readonly noOutcome: string;
  readonly longReason: string;
  /** Another person was first: before the state that the incident has by now. */
  readonly overtaken: string;
  readonly notKept: string;
  readonly notAllowed: string;
}

/** Of the health of the chain from the button to dispatch. */
export interface HealthMessages {
  readonly title: string;
  readonly problems: string;
  /** @param count At least 1. */
  count(count: number): string;
  readonly notStoring: string;
  readonly good: string;
  readonly watch: string;
  readonly bad: string;
  readonly modems: string;
  readonly store: string;
  readonly dispatch: string;
  readonly clock: string;
  readonly owed: string;
  readonly polled: string;
  readonly neverPolled: string;
  /** What does not work, by the codes of degradations. */
  readonly codes: Readonly<Record<string, string>>;
  /** A code that is not among them. */
  readonly other: string;
}

/** Of the page of one incident. */
export interface IncidentMessages {
  readonly title: string;
  readonly back: string;
  readonly alarm: string;
  readonly new: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly history: string;
  readonly by: string;
  readonly reason: string;
  readonly deliveries: string;
  readonly destination: string;
  readonly delivered: string;
  readonly escalation: string;
  readonly noEscalation: string;
  readonly due: string;
  readonly sent: string;
  readonly confirmed: string;
  readonly answers: string;
  readonly heard: string;
  /** What an answer to the wearable says. */
  readonly answer: Readonly<Record<WearableStage | "stored" | "received", string>>;
  /** Heads the answers to the wearable. */
  readonly message: string;
  readonly events: string;
  readonly noAnswers: string;
  /** The wearable is of another make. */
  readonly unanswerable: string;
  readonly timeUnknown: string;
  readonly unknown: string;
  /** Several ids begin with the digits of the address. */
  readonly ambiguous: string;
  readonly opened: string;
}

/** Of the sheet that goes with a wearable, as it is printed. */
export interface SheetMessages {
  /** Before the file, which a person compares. */
  readonly reference: string;
  readonly unassigned: string;
  readonly expires: string;
  /** Of an assignment that never ends. */
  readonly never: string;
  readonly gateway: string;
  /** Before the number of the police zone. */
  readonly zone: string;
  readonly printed: string;
  readonly test: string;
  /** What to do, in this order; `{}` stands for the command that is typed on the gateway. */
  readonly steps: readonly [string, string, string, string];
  /** Before a blank for the day, and one for a name. */
  readonly testedOn: string;
  readonly testedBy: string;
}

/** Only characters of the 7-bit alphabet of short messages. */
export interface SmsMessages {
  readonly unverified: string;
  /** @param age Such as "3 min". */
  readonly ago: (age: string) => string;
}

export interface Messages {
  readonly frame: FrameMessages;
  readonly link: LinkMessages;
  readonly duration: DurationMessages;
  readonly open: OpenMessages;
  readonly acts: ActMessages;
  readonly health: HealthMessages;
  /** What an event is about, beside a wearable: the part of its subject before the slash. */
  readonly subjects: Readonly<Record<string, string>>;
  /** Heads the events that came in last. */
  readonly live: string;
  readonly waiting: string;
  readonly time: string;
  readonly priority: string;
  readonly event: string;
  readonly device: string;
  readonly place: string;
  readonly state: string;
  readonly pending: string;
  readonly modems: string;
  readonly destinations: string;
  readonly received: string;
  readonly notYet: string;
  readonly notFound: string;
  /** The gateway could not show what was asked for. */
  readonly failed: string;
  readonly drill: string;
  readonly stages: Readonly<Record<Exclude<IncidentState, "new" | "received">, string>>;
  readonly incident: IncidentMessages;
  readonly people: PeopleMessages;
  readonly audit: AuditMessages;
  readonly keys: KeyMessages;
  readonly wall: WallMessages;
  readonly map: MapMessages;
  readonly timeLine: TimeLineMessages;
  readonly notes: NoteMessages;
  readonly wearables: WearableMessages;
  readonly modemPages: ModemMessages;
  readonly deliveryPages: DeliveryMessages;
  readonly reports: ReportMessages;
  readonly system: SystemMessages;
  readonly known: KnownMessages;
  readonly plots: PlotMessages;
  readonly noPlace: string;
  readonly reference: string;
  readonly account: AccountMessages;
  readonly signIn: string;
  readonly signOut: string;
  readonly unreachable: string;
  /** Before the number of events that a destination refused. */
  readonly refused: string;
  readonly modemStates: Readonly<Record<ModemState, string>>;
  readonly priorities: Readonly<Record<Priority, string>>;
  readonly events: Readonly<Record<EventName, string>>;
  readonly sheet: SheetMessages;
  /** Of short messages alone. */
  readonly sms: SmsMessages;
}
