import type { Language } from "../../../i18n/locales.ts";

/** A destination of type `sms` as the configuration describes it. */
export interface SmsSettings {
  /** Phones of those on duty, E.164 with +. All are sent to; one that has it is enough. */
  readonly to: readonly string[];
  readonly language: Language;
  /** Whether the text says where the wearable is: a short message is readable on its way. */
  readonly place: boolean;
  /** Time until a message without a delivery report counts as failed, seconds. */
  readonly reportWithinS: number;
}
