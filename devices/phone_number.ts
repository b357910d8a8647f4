/**
 * What a telephone number is by its digits: one of a subscriber, or one that costs the sender more
 * than a message. Sources: the numbering plans of Belgium (BIPT) and its neighbours, ITU-T E.164
 * for the codes of no country.
 */

/** Why nothing is to be sent to a number: a word, one of four digits or so, one that costs extra. */
export type NumberFault = "name" | "short" | "premium";

/** Shorter ones are services of a network, not of a country. */
const SHORTEST_DIGITS = 8;
/** Country code of a number that is written without one, behind its trunk prefix 0. */
const HOME = "32";
/** Beginnings of numbers with a price of their own, or that no telephone has, in international form. */
const COSTLY = [
  // Belgium: 0900 to 0909; 070 and 078 of companies; 0800.
  ...["3290", "3270", "3278", "32800"],
  // The Netherlands, Luxembourg, France, Germany, the United Kingdom, North America.
  ...["31900", "31906", "31909", "352900", "352901", "352905"],
  ...["33810", "3382", "3389", "49118", "49137", "49180", "49900", "449", "4470", "1900"],
  // Of no country: shared cost, personal, satellite, networks, premium.
  ...["808", "878", "881", "882", "883", "888", "979"],
];

/**
 * Says what is wrong with sending to a number.
 * @param number As a network gives it: +32470123456, 0470123456, 8989, or a name.
 * @returns undefined: nothing is known against it.
 */
export function numberFault(number: string): NumberFault | undefined {
  if (!/^\+?\d+$/.test(number)) return "name";
  const digits = internationalDigits(number);
  if (digits === undefined || digits.length < SHORTEST_DIGITS) return "short";
  return COSTLY.some((beginning) => digits.startsWith(beginning)) ? "premium" : undefined;
}

/** Country code and number without signs in front; undefined: too short to have one. */
function internationalDigits(number: string): string | undefined {
  if (number.startsWith("+")) return number.slice(1);
  if (number.startsWith("00")) return number.slice(2);
  if (number.startsWith("0")) return `${HOME}${number.slice(1)}`;
  return number.length < SHORTEST_DIGITS ? undefined : number;
}
