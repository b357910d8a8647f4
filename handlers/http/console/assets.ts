/** The files that the console's pages load. */
import { readFile } from "node:fs/promises";
import { StaticContent } from "../server/static_content.ts";
import type { PageCall } from "./page_definition.ts";

const TYPES = {
  "console.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "icon-alarm.svg": "image/svg+xml",
  "keys.js": "text/javascript; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "morph.js": "text/javascript; charset=utf-8",
  "passkey.js": "text/javascript; charset=utf-8",
};

// A map and not an object: names such as `constructor` come from the address and are in no map.
const FILES = Object.entries(TYPES).map(([name, type]) => {
  const read = () => readFile(new URL(`./assets/${name}`, import.meta.url));
  return [name, { type, read }] as const;
});

/** Answers for the files, each of which is read once. */
export function openAssets(): (call: PageCall) => Response | Promise<Response> {
  const contents = new Map(
    FILES.map(([name, { type, read }]) => [name, new StaticContent(type, read)]),
  );
  return ({ context }) => {
    const content = contents.get(context.req.param("name") ?? "");
    return content === undefined ? context.notFound() : content.answer(context);
  };
}
