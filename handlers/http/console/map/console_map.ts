/** What every map of the console has: the base map of the box, and the places that the zone has named. */
import type { Log } from "../../../ports.ts";
import type { MapPlace } from "../views/map/map_place.ts";
import { MapFile } from "./map_file.ts";

/** Degrees WGS 84. */
interface KnownPosition {
  readonly lat: number;
  readonly lon: number;
}

/** As in the configuration. */
export interface ConsoleMapSettings {
  /** Of the gateway. */
  readonly name: string;
  readonly mapFile?: string | undefined;
  /** Where the gateway stands; absent: it is not said. */
  readonly position?: KnownPosition | undefined;
  readonly place: readonly (KnownPosition & { readonly name: string })[];
}

/** The same for every page that is made. */
export interface ShownMap {
  /** Address of the tiles; absent: there is no base map, or it cannot be used. */
  readonly tiles?: string;
  /** There is to be a base map, and it cannot be used. */
  readonly isUnreadable: boolean;
  /** The gateway and what else does not move. */
  readonly places: readonly MapPlace[];
}

/** Where the ranges of the base map are read. */
export const TILES_PATH = "/map/tiles";

export class ConsoleMap implements AsyncDisposable {
  readonly file: MapFile | undefined;
  readonly #places: readonly MapPlace[];

  constructor({ mapFile, name, place, position }: ConsoleMapSettings, log: Log) {
    this.file = mapFile === undefined ? undefined : new MapFile(mapFile, log);
    this.#places = [
      ...(position === undefined ? [] : [standing("gateway", name, "gateway", position)]),
      ...place.map((its, at) => standing(`place-${at + 1}`, its.name, "place", its)),
    ];
  }

  /** What a page of this moment shows. The file is looked at for the next page, which no page waits for. */
  shown(): ShownMap {
    void this.file?.look();
    const isUnreadable = this.file?.problem !== undefined;
    const isTiled = this.file !== undefined && !isUnreadable;
    return { isUnreadable, places: this.#places, ...(isTiled ? { tiles: TILES_PATH } : {}) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file?.[Symbol.asyncDispose]();
  }
}

/** A place that was never measured, and has no age. */
function standing(
  id: string,
  name: string,
  tone: "gateway" | "place",
  { lat, lon }: KnownPosition,
): MapPlace {
  return { id, name, tone, fixes: [{ lat, lon, atUnixMs: 0, ageMs: 0 }] };
}
