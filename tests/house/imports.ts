/**
 * Which file imports what, and what the architecture says about it: imports run one way,
 * gateway → handlers → db → devices, and each outside thing has one importer.
 */

/** One source file of the project. */
export interface Source {
  /** From the root of the project, as in `db/store.ts`. */
  readonly path: string;
  readonly text: string;
}

/** From the inside out: a layer imports itself and what is before it. */
const LAYERS = ["devices", "db", "handlers", "gateway", "tests"] as const;

/** Outside things, and the folders that may import them. */
const IMPORTERS: readonly { what: RegExp; folders: readonly string[] }[] = [
  { what: /^node:sqlite$/, folders: ["db/", "gateway/bench/floors/", "tests/"] },
  {
    what: /^(mqtt|mqtt-packet|aedes)(\/|$)/,
    folders: [
      "handlers/delivery/transports/mqtt/",
      "handlers/dispatch/sources/",
      "gateway/simulator/",
      "gateway/bench/",

      "tests/",
    ],
  },
  { what: /^pg$/, folders: ["db/region/", "gateway/bench/", "tests/"] },
  {
    what: /^rabbitmq-client$/,
    folders: ["handlers/dispatch/sources/", "gateway/bench/", "tests/"],
  },
  { what: /^@?hono(\/|$)/, folders: ["handlers/http/", "gateway/bench/floors/", "tests/"] },
];

/** Words of the code, and the folders that may use them. */
const USERS: readonly { what: RegExp; folders: readonly string[] }[] = [
  { what: /\bDeno\.dlopen\b/, folders: ["gateway/serial/", "gateway/platform/"] },
  { what: /\bDeno\./, folders: ["gateway/", "tests/"] },
  // Whatever listens on a port has the limits of `handlers/http/server/connections/limits.ts`.
  {
    what: /\bcreateServer\b/,
    folders: ["handlers/http/server/", "gateway/simulator/", "gateway/bench/", "tests/"],
  },
  // The body of a request is read by `readBounded`, which no sender can make grow.
  {
    what: /\b(?:req|raw|request)\.(?:formData|parseBody|json|text|blob|arrayBuffer|bytes)\(/,
    folders: ["tests/"],
  },
  // A stream of events that fails is told to the log.
  { what: /\bstreamSSE\b/, folders: ["handlers/http/server/event_stream.ts", "tests/"] },
];

/** What a pure and synchronous module has no use for. */
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.|crypto\.getRandomValues|randomBytes|randomUUID|setTimeout|setInterval|queueMicrotask|await|async|Promise|fetch\(|process\.)/;

const PURE_IMPORTS = /^(\.{1,2}\/|node:(crypto|buffer)$|@stablelib\/aes$|(canonicalize|proj4)$)/;

/** The specifiers of every static and dynamic import and re-export. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const statements = code.matchAll(
    /(?:^|[;}\n])\s*(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*["']([^"']+)["']/g,
  );
  const calls = code.matchAll(/\bimport\(\s*["']([^"']+)["']/g);
  return [...statements, ...calls].map(([, specifier]) => specifier!);
}

/** Everything in the sources that the architecture forbids, one sentence each. */
export function findViolations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [
    ...source.path.startsWith("devices/") ? impurities(source) : [],
    ...forbiddenUses(source),
    ...importsOf(source.text).flatMap((specifier) => forbiddenImport(source.path, specifier)),
  ]);
}

function forbiddenImport(path: string, specifier: string): string[] {
  const violation = `${path} imports ${specifier}`;
  if (path.startsWith("devices/") && !PURE_IMPORTS.test(specifier)) return [violation];
  const isForbidden = IMPORTERS.some(({ what, folders }) =>
    what.test(specifier) && !isIn(path, folders)
  );
  if (isForbidden) return [violation];
  if (!specifier.startsWith(".")) return [];
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  return isAgainstTheDirection(path, target) ? [violation] : [];
}

function isAgainstTheDirection(path: string, target: string): boolean {
  const [from, to] = [path, target].map((it) => LAYERS.indexOf(it.split("/")[0] as never));
  return to! > from!;
}

function forbiddenUses({ path, text }: Source): string[] {
  const code = withoutTexts(text);
  return USERS.flatMap(({ what, folders }) => {
    const use = what.exec(code)?.[0];
    return use === undefined || isIn(path, folders) ? [] : [`${path} uses ${use}`];
  });
}

function impurities({ path, text }: Source): string[] {
  const use = IMPURE.exec(withoutTexts(text))?.[0];
  return use === undefined ? [] : [`${path} uses ${use}`];
}

function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder));
}

const COMMENT_OR_TEXT =
  /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (found) => found.startsWith("/") ? " " : found);
}

function withoutTexts(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (found) => found.startsWith("/") ? " " : '""');
}
