/**
 * The rows on one b-tree page (sqlite.org/fileformat2.html, section 1.6), whatever became of the
 * pages above it. Rows longer than a page are gathered from their overflow pages.
 */
import type { PageFile, PageImage } from "./page_file.ts";
import { decodeRecord, readVarint, type Value } from "./record.ts";

/** Where a row stands: in a table with row ids, or in an index or a table without them. */
export type RowPlace = "table" | "index";

export interface PageRow {
  readonly place: RowPlace;
  /** In a table only. */
  readonly rowid: number | undefined;
  readonly values: Value[];
  /** Pages that the row was read from, its own first. */
  readonly pages: readonly number[];
}

const LEAF_TABLE = 0x0d;
const LEAF_INDEX = 0x0a;
const INTERIOR_INDEX = 0x02;
/** The file's own header, before the page header of page 1. */
const FILE_HEADER_BYTES = 100;
/** No row of this store is larger; a length beyond it is damage. */
const LARGEST_ROW_BYTES = 1_048_576;

/** Every row that can be read from the page image of an index. Never throws for its content. */
export function* rowsOf(file: PageFile, index: number): Generator<PageRow> {
  const image = file.image(index);
  if (image === undefined) return;
  const { bytes, number } = image;
  const start = number === 1 ? FILE_HEADER_BYTES : 0;
  const kind = bytes[start];
  if (kind !== LEAF_TABLE && kind !== LEAF_INDEX && kind !== INTERIOR_INDEX) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint16(start + 3);
  const pointers = start + (kind === INTERIOR_INDEX ? 12 : 8);
  for (let cell = 0; cell < count && pointers + 2 * cell + 2 <= bytes.length; cell++) {
    const at = view.getUint16(pointers + 2 * cell) + (kind === INTERIOR_INDEX ? 4 : 0);
    const row = readCell(file, image, at, kind === LEAF_TABLE ? "table" : "index");
    if (row !== undefined) yield row;
  }
}

function readCell(
  file: PageFile,
  { bytes, number }: PageImage,
  at: number,
  place: RowPlace,
): PageRow | undefined {
  const size = readVarint(bytes, at);
  if (size === undefined || size.value > LARGEST_ROW_BYTES) return undefined;
  const rowid = place === "table" ? readVarint(bytes, size.next) : undefined;
  if (place === "table" && rowid === undefined) return undefined;
  const pages = [number];
  const payload = gather(file, bytes, rowid?.next ?? size.next, size.value, place, pages);
  const values = payload && decodeRecord(payload);
  return values && { place, rowid: rowid?.value, values, pages };
}

/** A row's bytes: what stands in its cell, and the rest from the chain of overflow pages. */
function gather(
  file: PageFile,
  page: Uint8Array,
  at: number,
  size: number,
  place: RowPlace,
  pages: number[],
): Uint8Array | undefined {
  const local = localBytes(size, file.pageSize, place);
  if (at + local > page.length) return undefined;
  if (local === size) return page.subarray(at, at + size);
  const payload = new Uint8Array(size);
  payload.set(page.subarray(at, at + local));
  let next = numberAt(page, at + local);
  for (let filled = local; filled < size;) {
    const overflow = file.page(next);
    if (overflow === undefined) return undefined;
    pages.push(next);
    const piece = overflow.subarray(4, Math.min(overflow.length, 4 + size - filled));
    payload.set(piece, filled);
    filled += piece.length;
    next = numberAt(overflow, 0);
  }
  return payload;
}

/** Bytes of a row that its cell holds itself; the formula is the file format's. */
function localBytes(size: number, pageSize: number, place: RowPlace): number {
  const most = place === "table" ? pageSize - 35 : Math.floor(((pageSize - 12) * 64) / 255) - 23;
  if (size <= most) return size;
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (pageSize - 4));
  return fitting <= most ? fitting : least;
}

function numberAt(bytes: Uint8Array, at: number): number {
  return at + 4 > bytes.length ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}
