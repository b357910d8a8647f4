/** The API's own description, for programs and, without any network, for people. */
import { readFile } from "node:fs/promises";
import { defineRoute, type Route } from "./route.ts";

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

const PAGES = [
  { path: "/docs", file: "docs.html", type: "text/html" },
  { path: "/docs/docs.js", file: "docs.js", type: "text/javascript" },
  { path: "/docs/swagger-ui-bundle.js", file: "swagger-ui-bundle.js", type: "text/javascript" },
  { path: "/docs/swagger-ui.css", file: "swagger-ui.css", type: "text/css" },
] as const;

/** @param routes Everything that is to be described. */
export function docsRoutes(routes: readonly Route[], version: string): Route[] {
  const openapi: Route = defineRoute({
    method: "GET",
    path: "/openapi.json",
    access: "anyone",
    summary: "This description (OpenAPI 3.1)",
    answers: { 200: { description: "OpenAPI", content: { "application/json": undefined } } },
    async handle({ context }) {
      // Only who asks pays for the generator: it takes as much memory as the rest of the server.
      const { describe } = await import("./openapi.ts");
      return context.json(describe([...routes, openapi, ...pages], version));
    },
  });
  const pages = PAGES.map(pageRoute);
  return [openapi, ...pages];
}

function pageRoute({ path, file, type }: (typeof PAGES)[number]): Route {
  return defineRoute({
    method: "GET",
    path,
    access: "anyone",
    summary: "Documentation for people",
    answers: { 200: { description: "A file", content: { [type]: undefined } } },
    async handle({ context }) {
      const content = await readFile(new URL(`./assets/${file}`, import.meta.url));
      return context.body(new Uint8Array(content), 200, {
        "content-type": `${type}; charset=utf-8`,
        "content-security-policy": DOCS_POLICY,
      });
    },
  });
}
