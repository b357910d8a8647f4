/**
 * Plus codes (Open Location Code 1.0): a place as ten digits of twenty, which name an area of 1/8000 of a
 * degree: 14 m from south to north, and 9 m from west to east in Belgium.
 *
 * Five pairs of digits, latitude first, each one twentieth of the one before; a `+` after the fourth. All
 * of it in whole steps of 1/8000 of a degree, since fractions of degrees are not exact in binary.
 */
import type { Place } from "./place.ts";

/** Twenty digits that spell no word. */
const DIGITS = "23456789CFGHJMPQRVWX";
const PAIRS = 5;
/** Steps of the last pair in a degree. */
const STEPS = 8_000;
/** Of a step, such parts are exact: more than a float of degrees keeps. */
const PARTS = 1e6;
const PAIRS_BEFORE_PLUS = 4;

/** The full code of a place, as in `9F26597C+8C`. */
export function plusCode({ lat, lon }: Place): string {
  // The pole itself has the code of what lies south of it.
  let latSteps = Math.min(Math.max(0, stepsOf(lat, 90)), 180 * STEPS - 1);
  let lonSteps = modulo(stepsOf(lon, 180), 360 * STEPS);
  const pairs: string[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    pairs.unshift(digitOf(latSteps) + digitOf(lonSteps));
    latSteps = Math.floor(latSteps / DIGITS.length);
    lonSteps = Math.floor(lonSteps / DIGITS.length);
  }
  return `${pairs.slice(0, PAIRS_BEFORE_PLUS).join("")}+${pairs.slice(PAIRS_BEFORE_PLUS).join("")}`;
}

/** Whole steps from the edge of the world. */
function stepsOf(degrees: number, edge: number): number {
  return Math.floor(Math.round((degrees + edge) * STEPS * PARTS) / PARTS);
}

function digitOf(steps: number): string {
  return DIGITS[steps % DIGITS.length]!;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
