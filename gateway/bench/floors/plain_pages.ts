/**
 * A server of this framework that answers every address with a page that is ready: what a console that
 * reads no store and renders nothing would take.
 *
 *     plain_pages.ts FOLDER
 *
 * The folder holds a file for each page, named by its number; so are the addresses.
 */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { print } from "../../commands/output.ts";

const [folder] = Deno.args as [string];
const pages = new Map<string, string>();
for (const { name } of Deno.readDirSync(folder)) {
  pages.set(name, Deno.readTextFileSync(`${folder}/${name}`));
}

const app = new Hono();
app.get("/:name", (context) => context.html(pages.get(context.req.param("name"))!));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  print(`http://127.0.0.1:${port}`);
});
