/** Writes small base maps: PMTiles of version 3, uncompressed, with the few tiles that a test draws. */
import { zxyToTileId } from "pmtiles";
import { joined, varint, vectorTile } from "./vector_tile.ts";

const HEADER_BYTES = 127;
const UNCOMPRESSED = 1;
/** Kinds of tiles, as the header has them. */
export const TILE_TYPES = { vector: 1, png: 2 } as const;
const EDGES = { west: 4, south: 51, east: 5, north: 51.5 } as const;

export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

/** The file. @param tiles Of one zoom, with which the map makes do at all others. */
export function pmtilesFile(
  tiles: readonly Tile[],
  type: number = TILE_TYPES.vector,
): Uint8Array<ArrayBuffer> {
  const sorted = tiles.map((its) => ({ ...its, id: zxyToTileId(its.z, its.x, its.y) }))
    .toSorted((a, b) => a.id - b.id);
  const root = directoryOf(sorted);
  const data = joined(...sorted.map(({ bytes }) => bytes));
  const metadata = new TextEncoder().encode("{}");
  const at = {
    metadata: HEADER_BYTES + root.length,
    data: HEADER_BYTES + root.length + metadata.length,
  };
  const file = new Uint8Array(at.data + data.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("PMTiles\x03"));
  [HEADER_BYTES, root.length, at.metadata, metadata.length, at.data, 0, at.data, data.length]
    .forEach((value, index) => view.setBigUint64(8 + index * 8, BigInt(value), true));
  [1, UNCOMPRESSED, UNCOMPRESSED, type, sorted[0]!.z, sorted[0]!.z]
    .forEach((value, index) => view.setUint8(96 + index, value));
  [EDGES.west, EDGES.south, EDGES.east, EDGES.north]
    .forEach((value, index) => view.setInt32(102 + index * 4, Math.round(value * 1e7), true));
  file.set(root, HEADER_BYTES);
  file.set(metadata, at.metadata);
  file.set(data, at.data);
  return file;
}

/** Ids as steps, then how often each is repeated, lengths, and places, of which 0 is "behind the one before". */
function directoryOf(tiles: readonly (Tile & { readonly id: number })[]): Uint8Array {
  const steps = tiles.map(({ id }, at) => id - (tiles[at - 1]?.id ?? 0));
  const lengths = tiles.map(({ bytes }) => bytes.length);
  const places = tiles.map((_, at) => at === 0 ? 1 : 0);
  const repeats = tiles.map(() => 1);
  const numbers = [tiles.length, ...steps, ...repeats, ...lengths, ...places];
  return joined(...numbers.map(varint));
}

/** The tile of a zoom that a place lies in. */
export function tileOf(lat: number, lon: number, z: number): Pick<Tile, "z" | "x" | "y"> {
  const radians = lat * Math.PI / 180;
  const side = 2 ** z;
  const x = Math.floor((lon + 180) / 360 * side);
  const y = Math.floor((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2 * side);
  return { z, x, y };
}

/** Side of the stripes of `baseMapAround`, of 4096 in a tile. */
const STRIPE = 128;

/** A base map around a place: land with canals from north to south, and motorways across. */
export function baseMapAround(lat: number, lon: number): Uint8Array<ArrayBuffer> {
  const side = 4_096;
  const canals = Array.from({ length: side / STRIPE / 2 }, (_, number) => number * 2 * STRIPE);
  const bytes = vectorTile({
    earth: [{
      kind: "earth",
      shape: "polygon",
      points: [[0, 0], [side, 0], [side, side], [0, side]],
    }],
    water: canals.map((x) => ({
      kind: "lake",
      shape: "polygon",
      points: [[x, 0], [x + STRIPE, 0], [x + STRIPE, side], [x, side]],
    })),
    roads: canals.map((y) => ({
      kind: "highway",
      name: "E19",
      shape: "line",
      points: [[0, y], [side, y]],
    })),
  });
  return pmtilesFile([{ ...tileOf(lat, lon, 12), bytes }]);
}
