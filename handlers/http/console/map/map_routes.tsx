/** The addresses of the map: the page, and the ranges of the base map. */
import type { HttpContext } from "../../server/route.ts";
import { definePage, type PageDefinition } from "../page_definition.ts";
import { MapPage } from "../pages/map/map_page.tsx";
import { page } from "../reply.tsx";
import { mapLook } from "../shown.ts";
import { readOpenPlaces } from "../views/map/open_places.ts";
import { TILES_PATH } from "./console_map.ts";
import { RANGE_LIMIT_BYTES } from "./map_file.ts";
import type { ConsoleMap } from "./console_map.ts";

const operators = { roles: ["operator"] } as const;
/** Positions of all open alarms together; each has a few at least. */
const SHOWN_FIXES = 300;
const LEAST_FIXES = 5;
const MOST_FIXES = 50;

export const MAP_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/map",
    access: operators,
    shows: "places",
    handle({ context, ports: { reader }, visit }) {
      const { locale: { messages }, now, open } = visit;
      const share = Math.floor(SHOWN_FIXES / Math.max(1, open.incidents.length));
      const limit = Math.min(MOST_FIXES, Math.max(LEAST_FIXES, share));
      const places = readOpenPlaces(reader, open, now, messages, limit);
      const response = page(context, <MapPage visit={visit} places={places} />);
      return { response, look: mapLook(open) };
    },
  }),
  definePage({
    method: "GET",
    path: TILES_PATH,
    access: operators,
    shows: "nothing",
    handle: ({ context, ports }) => answerRange(context, ports.map),
  }),
];

/** One range of the base map, as of a file on a web server; nothing else is asked for by a map. */
async function answerRange(context: HttpContext, { file }: ConsoleMap): Promise<Response> {
  if (file === undefined) return context.text("There is no base map.", 404);
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(context.req.header("range") ?? "") ??
    [];
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || last < first) return context.text("Ask for one range of bytes.", 400);
  if (last - first >= RANGE_LIMIT_BYTES) {
    return context.text(`Ask for ${RANGE_LIMIT_BYTES} bytes at most.`, 400);
  }
  const range = await file.read(first, last - first + 1);
  if (range === undefined) return context.text("The base map cannot be used.", 404);
  const { bytes, size, tag } = range;
  if (bytes.length === 0) return context.body(null, 416, { "content-range": `bytes */${size}` });
  return context.body(bytes, 206, {
    "content-range": `bytes ${first}-${first + bytes.length - 1}/${size}`,
    "content-type": "application/octet-stream",
    "content-length": String(bytes.length),
    etag: tag,
  });
}
