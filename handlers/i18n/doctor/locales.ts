import type { Language } from "../locales.ts";
import { doctor as de } from "./de.ts";
import { doctor as en } from "./en.ts";
import { doctor as fr } from "./fr.ts";
import type { DoctorMessages } from "./messages.ts";
import { doctor as nl } from "./nl.ts";

/** What the doctor finds, in each language. */
export const DOCTOR_MESSAGES: Readonly<Record<Language, DoctorMessages>> = { nl, fr, de, en };
