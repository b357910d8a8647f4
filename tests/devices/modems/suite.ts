/** One suite for all makes: what `docs/adding-a-modem.md` says that every make must keep. */
import type { Make } from "./makes.ts";
import { describeOpening } from "./suite/opening.ts";
import { describeReceiving } from "./suite/receiving.ts";
import { describeSending } from "./suite/sending.ts";
import { describeSettings } from "./suite/settings.ts";

export function describeMake(make: Make): void {
  describeOpening(make);
  describeReceiving(make);
  describeSettings(make);
  describeSending(make);
}
