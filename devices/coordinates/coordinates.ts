/** The forms in which people give a place to each other, beside the degrees of WGS 84. */
export { lambert2008, type LambertCoordinates, lambertText } from "./lambert2008.ts";
export type { Place } from "./place.ts";
export { plusCode } from "./plus_code.ts";
