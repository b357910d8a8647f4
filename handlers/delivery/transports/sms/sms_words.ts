import type { Language } from "../../../http/console/words.ts";

/** What the pages have no words for. Only characters of the 7-bit alphabet of short messages. */
export interface SmsWords {
  readonly unverified: string;
  /** @param age Such as "3 min". */
  readonly ago: (age: string) => string;
}

export const SMS_WORDS: Readonly<Record<Language, SmsWords>> = {
  nl: { unverified: "niet geverifieerd", ago: (age) => `${age} geleden` },
  fr: { unverified: "non vérifié", ago: (age) => `il y a ${age}` },
  de: { unverified: "ungeprüft", ago: (age) => `vor ${age}` },
  en: { unverified: "unverified", ago: (age) => `${age} ago` },
};
