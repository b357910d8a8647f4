/** OpenAPI 3.1 from the declarations of the routes. */
import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type RouteConfig,
} from "@asteasolutions/zod-to-openapi";
import { defined } from "../../../devices/tools/defined.ts";
import type { Access } from "../server/access/auth.ts";
import { ROUTE_EXAMPLES, type RouteExample } from "./examples.ts";
import type { Answer, Route, Shown } from "../server/route.ts";
import { refusalSchema } from "./schemas.ts";

/** Groups of routes, by the beginning of their path; the first that fits counts. */
const TAGS = [
  { path: "/v1/streams", name: "streams", description: "Take and acknowledge events. Start here" },
  { path: "/v1/events", name: "events", description: "Read events; changes nothing" },
  { path: "/v1/incidents", name: "incidents", description: "What became of an alarm" },
  { path: "/v1/devices", name: "devices", description: "The life of wearables" },
  { path: "/v1/modems", name: "modems", description: "Modems, while they work" },
  { path: "/v1/rejected", name: "modems" },
  {
    path: "/v1/tokens",
    name: "tokens",
    description: "Credentials of programs, and personal tokens",
  },
  { path: "/v1/users", name: "users", description: "Accounts of people" },
  { path: "/v1/audit", name: "audit", description: "Who did and looked at what" },
  { path: "/", name: "gateway", description: "How the gateway is, and what describes it" },
] as const;

const REFUSALS: Readonly<Record<number, string>> = {
  400: "The body is not JSON",
  401: "No valid credentials",
  403: "Not for this role or this stream, or the personal token only reads",
  404: "Not found",
  406: "Not in this representation; `details` lists what there is",
  409: "It contradicts the present state",
  410: "It is past its retention",
  413: "The body is over 64 KiB",
  422: "A field is wrong; `details` lists which",
  429: "Too often, or too many wrong credentials; see Retry-After",
  500: "The gateway failed",
  503: "Not now; see Retry-After",
};

/** The document for these routes. */
export function describe(routes: readonly Route[], version: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "vgl_…",
  });
  registry.registerComponent("securitySchemes", "certificate", { type: "mutualTLS" });
  for (const route of routes) registry.registerPath(toPath(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: { title: "Vigil", version, description: "Alarms of wearables, for programs" },
    tags: TAGS.filter((tag) => "description" in tag)
      .map(({ name, description }) => ({ name, description })),
  });
}

function tagOf({ path }: Route): string {
  return TAGS.find((tag) => path.startsWith(tag.path))!.name;
}

function exampleOf({ method, path }: Route): RouteExample {
  return ROUTE_EXAMPLES[`${method} ${path}`] ?? {};
}

function toPath(route: Route): RouteConfig {
  return {
    method: route.method.toLowerCase() as RouteConfig["method"],
    path: route.path,
    tags: [tagOf(route)],
    summary: route.summary,
    description: [route.description, describeAccess(route.access), describeKept(route)]
      .filter(Boolean).join("\n\n"),
    "x-shows": route.shows,
    ...(route.access === "anyone" ? {} : {
      security: [{ token: [] }, { certificate: [] }],
      "x-roles": route.access.roles,
    }),
    request: toRequest(route),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map((
          [status, answer],
        ) => [status, toResponse(answer, exampleOf(route).answer)]),
      ),
      ...Object.fromEntries(refusalsOf(route).map((status) => [status, toRefusal(status)])),
    },
  };
}

function describeAccess(access: Access): string {
  if (access === "anyone") return "For anyone.";
  const roles = `For role ${access.roles.join(", ")}${
    access.isPersonal ? ", with a personal token" : ""
  }.`;
  return access.isFreeOnLoopback === true
    ? `${roles} Free for programs on the gateway that ask it directly, by a loopback name or address.`
    : roles;
}

const KEPT: Readonly<Record<Shown, string | undefined>> = {
  nothing: undefined,
  places: "It shows where people are. Each answer is kept in the audit chain, with who asked.",
  wearables:
    "It shows whom wearables serve. Each answer is kept in the audit chain, with who asked.",
  audit: "That it was asked for is kept in the audit chain as well.",
};

/** What the gateway keeps of a route's use. */
function describeKept({ keeps, method, isRead = false, shows }: Route): string | undefined {
  const isAct = method !== "GET" && !isRead;
  return keeps ??
    (isAct ? "What is done is kept in the audit chain, with who did it." : KEPT[shows]);
}

type RequestParts = NonNullable<RouteConfig["request"]>;

function toRequest(route: Route): RequestParts {
  const { params, query, body } = route;
  const { request: example } = exampleOf(route);
  return {
    ...(params && { params: params as NonNullable<RequestParts["params"]> }),
    ...(query && { query: query as NonNullable<RequestParts["query"]> }),
    ...(body && {
      body: {
        content: {
          "application/json": { schema: body, ...defined({ example }) },
        },
      },
    }),
  };
}

function toResponse({ description, content }: Answer, example: unknown) {
  const byType = Object.entries(content ?? {}).map(([type, schema]) =>
    [type, schema === undefined ? { schema: { type: "string" as const } } : { schema }] as const
  );
  const json = byType.find(([type, { schema }]) => type === "application/json" && schema);
  if (json !== undefined && example !== undefined) Object.assign(json[1], { example });
  return { description, ...(content && { content: Object.fromEntries(byType) }) };
}

function refusalsOf({ access, params, query, body, refusals }: Route): number[] {
  return [
    ...(body ? [400, 413] : []),
    ...(access === "anyone" ? [] : [401, 403, 429]),
    ...(params || query || body ? [422] : []),
    ...(refusals ?? []),
    500,
  ];
}

function toRefusal(status: number) {
  const content = { "application/json": { schema: refusalSchema } };
  return { description: REFUSALS[status]!, content };
}
