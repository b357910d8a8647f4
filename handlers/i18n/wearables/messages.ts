/** What people read of the pages of wearables. */
import type { AssignmentState } from "../../../devices/event.ts";

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
}
