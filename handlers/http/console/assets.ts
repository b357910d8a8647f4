/** The files that the console's pages load. */
import { readFile } from "node:fs/promises";
import { StaticContent } from "../server/static_content.ts";
import type { PageCall } from "./page_definition.ts";

interface LibraryFile {
  readonly type: string;
  /** As code would import it. */
  readonly file: string;
  /** Another file, relative to that one. */
  readonly from?: string;
}

/** Of the console's own, by name: the media type. */
const OWN = {
  "system.css": "text/css; charset=utf-8",
  "console.css": "text/css; charset=utf-8",
  "copy.js": "text/javascript; charset=utf-8",
  "delivery.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "icon-alarm.svg": "image/svg+xml",
  "incident.css": "text/css; charset=utf-8",
  "report.css": "text/css; charset=utf-8",
  "keys.js": "text/javascript; charset=utf-8",
  "library.js": "text/javascript; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "map.css": "text/css; charset=utf-8",
  "map.js": "text/javascript; charset=utf-8",
  "map_base.js": "text/javascript; charset=utf-8",
  "map_grid.js": "text/javascript; charset=utf-8",
  "map_marks.js": "text/javascript; charset=utf-8",
  "map_tools.js": "text/javascript; charset=utf-8",
  "modems.css": "text/css; charset=utf-8",
  "modems.js": "text/javascript; charset=utf-8",
  "morph.js": "text/javascript; charset=utf-8",
  "notes.css": "text/css; charset=utf-8",
  "notices.js": "text/javascript; charset=utf-8",
  "reports.css": "text/css; charset=utf-8",
  "passkey.js": "text/javascript; charset=utf-8",
  "sound.js": "text/javascript; charset=utf-8",
  "ticker.js": "text/javascript; charset=utf-8",
  "plot.css": "text/css; charset=utf-8",
  "plot.js": "text/javascript; charset=utf-8",
  "tones.js": "text/javascript; charset=utf-8",
  "wall.css": "text/css; charset=utf-8",
};

/**
 * Of libraries, which come with the program: the name on a page, and the file of the package. Of one that
 * gives out no more than some, `from` one of those.
 */
const OF_LIBRARIES: Readonly<Record<string, LibraryFile>> = {
  "leaflet.css": { type: "text/css; charset=utf-8", file: "leaflet/dist/leaflet.css" },
  "leaflet.js": { type: "text/javascript; charset=utf-8", file: "leaflet/dist/leaflet.js" },
  "pmtiles.js": { type: "text/javascript; charset=utf-8", file: "pmtiles" },
  "protomaps-leaflet.js": {
    type: "text/javascript; charset=utf-8",
    file: "protomaps-leaflet/package.json",
    from: "./dist/protomaps-leaflet.js",
  },
  "uplot.js": { type: "text/javascript; charset=utf-8", file: "uplot/dist/uPlot.esm.js" },
  "uplot.css": { type: "text/css; charset=utf-8", file: "uplot/dist/uPlot.min.css" },
};

// A map and not an object: names such as `constructor` come from the address and are in no map.
const FILES = [
  ...Object.entries(OWN).map(([name, type]) => {
    const place = () => new URL(`./assets/${name}`, import.meta.url);
    return { name, type, place };
  }),
  ...Object.entries(OF_LIBRARIES).map(([name, { file, from = "", type }]) => {
    const place = () => new URL(from, import.meta.resolve(file));
    return { name, type, place };
  }),
];

/** Answers for the files, each of which is read once. */
export function openAssets(): (call: PageCall) => Response | Promise<Response> {
  const contents = new Map(
    FILES.map(({ name, place, type }) => [name, new StaticContent(type, () => readFile(place()))]),
  );
  return ({ context }) => {
    const content = contents.get(context.req.param("name") ?? "");
    return content === undefined ? context.notFound() : content.answer(context);
  };
}
