/** What people read of the pages of wearables. */
import type { DeviceStepRecord } from "../../../db/store.ts";
import type { AssignmentState } from "../../../devices/event.ts";
import type { DeviceProblem } from "../../registry/problem.ts";

/** What worries about a wearable. */
type Badge =
  | "silent"
  | "not-charged"
  | "weak-signal"
  | "ends-soon"
  | "false-alarms"
  | "not-supervised";
type Act = "assign" | "swap" | "drill" | "rotate-key" | "retire";
/** Where something is entered. */
type Input = "reference" | "expires" | "replacement" | "reason" | "minutes" | "confirm";
type Texts<Key extends string> = Readonly<Record<Key, string>>;

export interface WearableMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly none: string;
  readonly more: string;
  readonly state: string;
  readonly states: Readonly<Record<AssignmentState, string>>;
  readonly ends: string;
  readonly ended: string;
  readonly within7: string;
  readonly within30: string;
  /** @param count At least 1. */
  days(count: number): string;
  /** Its silence would go unnoticed. */
  readonly unsupervised: string;
  readonly lastHeard: string;
  readonly actions: Readonly<Record<"extend" | "suspend" | "resume", string>>;
  /** Heads the column of buttons. */
  readonly change: string;
  readonly suspendTitle: string;
  readonly suspendConsequence: string;
  readonly suspendBack: string;
  readonly notDone: string;
  /** `{}` stands for per cent. */
  readonly badges: Texts<Badge>;
  /** What to do about each of them. */
  readonly remedies: Texts<Badge>;
  readonly search: Texts<"label" | "hint" | "submit" | "found" | "tooMany" | "all">;
  readonly filter: Texts<
    "badge" | "any" | "state" | "inUse" | "order" | "worry" | "uid" | "submit" | "none"
  >;
  /** The first `{}` stands for those that were heard, the second for all. */
  readonly heard: string;
  readonly battery: string;
  /** Of the page of one wearable. */
  readonly own: Texts<
    | "pageTitle"
    | "heading"
    | "signal"
    | "charged"
    | "never"
    | "period"
    | "alarms"
    | "noAlarms"
    | "isOpen"
    | "life"
    | "tests"
    | "lastTest"
    | "passed"
    | "failed"
    | "noTest"
    | "drillUntil"
    | "backToAll"
    | "sheet"
    | "notFound"
    | "notKept"
    | "left"
    | "noneFree"
  >;
  /** Of its life. */
  readonly steps: Readonly<Record<DeviceStepRecord["what"], string>>;
  /** What is done on a page of its own. */
  readonly acts: Readonly<Record<Act, Texts<"name" | "title" | "consequence" | "submit">>>;
  readonly cancel: string;
  readonly fields: Readonly<Record<Input, Texts<"label" | "hint">>>;
  readonly becomes: Texts<"label" | "suspended" | "retired">;
  readonly problems: Texts<DeviceProblem["code"]>;
  /** What is wrong with what was entered. */
  readonly wrong: Texts<Exclude<Input, "replacement"> | "form">;
}
