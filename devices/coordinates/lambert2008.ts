/**
 * Belgian Lambert 2008 (EPSG:3812), the grid of the maps of the National Geographic Institute. Its datum,
 * ETRS89, is taken for WGS 84: the two are less than a metre apart, which no fix of a wearable tells.
 */
import proj4 from "proj4";
import type { Place } from "./place.ts";

/** Metres from the false origin. */
export interface LambertCoordinates {
  /** Easting. */
  readonly x: number;
  /** Northing. */
  readonly y: number;
}

/** As the EPSG dataset has it: two standard parallels on GRS 80. */
const EPSG_3812 = "+proj=lcc +lat_0=50.797815 +lon_0=4.359215833333333 +lat_1=49.83333333333334 " +
  "+lat_2=51.16666666666666 +x_0=649328 +y_0=665262 +ellps=GRS80 +units=m +no_defs";
/** Where the grid is meant to be used, as EPSG names it: further away it is true no more. */
const AREA = { south: 49.5, north: 51.88, west: 2.23, east: 6.4 } as const;

const converter = proj4(EPSG_3812);

/** The coordinates of a place; undefined outside of Belgium and its sea, where the grid is not used. */
export function lambert2008({ lat, lon }: Place): LambertCoordinates | undefined {
  const isInside = lat >= AREA.south && lat <= AREA.north && lon >= AREA.west && lon <= AREA.east;
  if (!isInside) return undefined;
  const [x, y] = converter.forward([lon, lat]) as [number, number];
  return { x, y };
}

/** As people read them out, in whole metres: `649328 665262`, easting first. */
export function lambertText({ x, y }: LambertCoordinates): string {
  return `${Math.round(x)} ${Math.round(y)}`;
}
