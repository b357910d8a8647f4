/** The API's own description, for programs and, without any network, for people. */
import { readFile } from "node:fs/promises";
import { StaticContent } from "../server/static_content.ts";
import { defineRoute, jsonAnswer, type Route } from "../server/route.ts";

/** Swagger UI needs its own files, and images inside its style sheet; nothing of another origin. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The page, and what of the package swagger-ui-dist it needs: nothing is fetched at run time. */
const PAGES = [
  { path: "/docs", file: "./assets/docs.html", type: "text/html" },
  { path: "/docs/docs.js", file: "./assets/docs.js", type: "text/javascript" },
  {
    path: "/docs/swagger-ui-bundle.js",
    file: "swagger-ui-dist/swagger-ui-bundle.js",
    type: "text/javascript",
  },
  { path: "/docs/swagger-ui.css", file: "swagger-ui-dist/swagger-ui.css", type: "text/css" },
] as const;

/** @param routes Everything that is to be described; the pages that show it are not. */
export function docsRoutes(routes: readonly Route[], version: string): Route[] {
  // Only who asks pays for the generators: they take as much memory as the rest of the server.
  const openapi: Route = descriptionRoute("/openapi.json", "OpenAPI 3.1", async () => {
    const { describe } = await import("./openapi.ts");
    return describe([...routes, openapi, asyncapi], version);
  });
  const asyncapi: Route = descriptionRoute("/asyncapi.json", "AsyncAPI 3.0", async () => {
    const { describeMqtt } = await import("../../formats/asyncapi.ts");
    return describeMqtt(version);
  });
  return [openapi, asyncapi, ...PAGES.map(pageRoute)];
}

function descriptionRoute(path: string, format: string, describe: () => Promise<object>): Route {
  const content = new StaticContent(
    "application/json",
    async () => new TextEncoder().encode(JSON.stringify(await describe())),
  );
  return defineRoute({
    method: "GET",
    path,
    access: "anyone",
    shows: "nothing",
    summary: `The description of ${path === "/openapi.json" ? "this API" : "MQTT"} (${format})`,
    answers: jsonAnswer(format, undefined),
    handle: ({ context }) => content.answer(context),
  });
}

function pageRoute({ path, file, type }: (typeof PAGES)[number]): Route {
  const content = new StaticContent(
    `${type}; charset=utf-8`,
    () => readFile(new URL(import.meta.resolve(file))),
    { "content-security-policy": DOCS_POLICY },
  );
  return defineRoute({
    method: "GET",
    path,
    access: "anyone",
    shows: "nothing",
    summary: "Documentation for people",
    answers: { 200: { description: "A file", content: { [type]: undefined } } },
    handle: ({ context }) => content.answer(context),
  });
}
