/** Vector tiles (Mapbox Vector Tile 2.1) with a few squares and lines, as protocol buffers. */

/** A feature; its coordinates are of 4096 in the tile, from the north-western corner. */
export interface TileFeature {
  readonly kind: string;
  readonly name?: string;
  readonly shape: "line" | "polygon";
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Encodes a tile. @param layers Features by the name of their layer. */
export function vectorTile(layers: Readonly<Record<string, readonly TileFeature[]>>): Uint8Array {
  return joined(
    ...Object.entries(layers).map(([name, features]) => field(3, layerOf(name, features))),
  );
}

function layerOf(name: string, features: readonly TileFeature[]): Uint8Array {
  const keys = ["kind", "name"];
  const values = [...new Set(features.flatMap(({ kind, name }) => [kind, name ?? ""]))];
  return joined(
    number(15, 2),
    field(1, text(name)),
    ...features.map((feature) => field(2, featureOf(feature, values))),
    ...keys.map((key) => field(3, text(key))),
    ...values.map((value) => field(4, field(1, text(value)))),
    number(5, 4_096),
  );
}

function featureOf(
  { kind, name, points, shape }: TileFeature,
  values: readonly string[],
): Uint8Array {
  const tags = [0, values.indexOf(kind), ...(name === undefined ? [] : [1, values.indexOf(name)])];
  return joined(
    field(2, joined(...tags.map(varint))),
    number(3, shape === "line" ? 2 : 3),
    field(4, joined(...geometryOf(points, shape === "polygon").map(varint))),
  );
}

/** Commands: move to the first point, line to the others, close. */
function geometryOf(points: TileFeature["points"], isClosed: boolean): number[] {
  const steps = points.flatMap(([x, y], at) => {
    const [beforeX, beforeY] = points[at - 1] ?? [0, 0];
    return [zigzag(x - beforeX), zigzag(y - beforeY)];
  });
  const lines = [(points.length - 1) << 3 | 2, ...steps.slice(2)];
  return [1 << 3 | 1, ...steps.slice(0, 2), ...lines, ...(isClosed ? [1 << 3 | 7] : [])];
}

function zigzag(value: number): number {
  return value << 1 ^ value >> 31;
}

/** A field with bytes. */
function field(id: number, bytes: Uint8Array): Uint8Array {
  return joined(varint(id << 3 | 2), varint(bytes.length), bytes);
}

function number(id: number, value: number): Uint8Array {
  return joined(varint(id << 3), varint(value));
}

/** A whole number, seven bits a byte, the lowest first. @param value Less than 2^53. */
export function varint(value: number): Uint8Array {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push(value % 0x80 | 0x80);
  return Uint8Array.from([...bytes, value]);
}

/** Bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
