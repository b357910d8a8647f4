/**
 * Vigil as one folder that runs without its sources: the program in a few files of JavaScript, with
 * source maps and whatever it reads beside it. It takes less memory and starts sooner than a
 * thousand modules do.
 *
 *     vigil                 the launcher, README.md and docs, as in a checkout
 *     gateway/main.js       the program; chunk-….js beside the folders
 *     …/assets, migrations  what is read at run time, where the code looks for it
 *     LICENSES.txt          of the libraries inside
 */
import { dirname, join, relative } from "node:path";
import { licenceTexts } from "./licences.ts";
import { type CodeFile, withBuiltinsNamed } from "./source_maps.ts";

/** Where threads, the health check and the program begin. */
const ENTRIES = [
  "gateway/main.ts",
  "gateway/deploy/ready.ts",
  "db/writer/writer_worker.ts",
  "db/repair/maintenance/maintenance_worker.ts",
];

/** What code names relative to itself, and where that lies among the sources. */
const RESOURCES = [
  { reference: "./migrations/", from: "db/schema/migrations" },
  { reference: "./assets/", from: "handlers/http/console/assets" },
  { reference: "./assets/", from: "handlers/http/api/assets" },
  { reference: "./writer_worker.ts", entry: "db/writer/writer_worker.js" },
  { reference: "./maintenance_worker.ts", entry: "db/repair/maintenance/maintenance_worker.js" },
] as const;

/** Files of packages that pages load as they are. */
const FOR_PAGES = {
  "leaflet": ["dist/leaflet.js", "dist/leaflet.css", "LICENSE"],
  "pmtiles": ["dist/index.js", "package.json"],
  "protomaps-leaflet": ["dist/protomaps-leaflet.js", "package.json", "LICENSE"],
  "swagger-ui-dist": ["swagger-ui-bundle.js", "swagger-ui.css", "LICENSE"],
  "uplot": ["dist/uPlot.esm.js", "dist/uPlot.min.css", "LICENSE"],
};
/** Those of which code names the package alone: the file that is meant. */
const ENTRY_FILES = { "pmtiles": "dist/index.js" };
/** The folder of their packages in the bundle. */
const LIBRARIES = "libraries";

/** What is copied as it is. */
const COPIED = [
  "vigil",
  "README.md",
  "docs",
  "gateway/deploy/vigil.service",
  "gateway/deploy/vigil.toml",
  "gateway/deploy/70-vigil.rules",
  "gateway/deploy/86-vigil-brltty.rules",
  "gateway/deploy/profiles",
];

export interface BundlePorts {
  /** The checkout, with its libraries in node_modules. */
  readonly root: string;
  /** A folder that does not exist yet, or is empty. */
  readonly target: string;
}

/**
 * Builds the folder. The bundler itself comes from the npm registry the first time.
 * @throws when the target is in use, or a step fails.
 */
export async function buildBundle({ root, target }: BundlePorts): Promise<void> {
  await requireEmpty(target);
  await bundleCode(root, target);
  for (const { path, text } of withBuiltinsNamed(await codeFiles(target))) {
    await Deno.writeTextFile(path, text);
  }
  await placeResources(root, target);
  for (const path of COPIED) await copy(join(root, path), join(target, path));
  for (const [name, files] of Object.entries(FOR_PAGES)) {
    for (const file of files) {
      await copy(join(root, "node_modules", name, file), join(target, LIBRARIES, name, file));
    }
  }
  await Deno.writeTextFile(join(target, "deno.json"), await runConfig(root));
  await Deno.writeTextFile(join(target, "LICENSES.txt"), await licenceTexts(target));
}

async function requireEmpty(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for await (const _ of Deno.readDir(folder)) {
    throw new Error(`${folder} is not empty: name a folder that does not exist yet`);
  }
}

async function bundleCode(root: string, target: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--no-check", "--frozen", "--platform", "deno", "--minify"],
      ...["--code-splitting", "--sourcemap=linked", "--outdir", target, ...ENTRIES],
    ],
    cwd: root,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) throw new Error(`Cannot bundle: ${new TextDecoder().decode(stderr)}`);
}

/** Each beside every file that names it: the bundler decides in which file a module lands. */
async function placeResources(root: string, target: string): Promise<void> {
  const files = await codeFiles(target);
  for (const resource of RESOURCES) {
    const readers = files.filter(({ text }) => text.includes(resource.reference));
    if (readers.length === 0) {
      throw new Error(`No code reads ${resource.reference}: mend RESOURCES in ${import.meta.url}`);
    }
    for (const folder of new Set(readers.map(({ path }) => dirname(path)))) {
      const place = join(folder, resource.reference);
      if ("from" in resource) await copy(join(root, resource.from), place);
      else {
        const entry = relative(folder, join(target, resource.entry));
        await Deno.writeTextFile(place, `import "./${entry}";\n`);
      }
    }
  }
}

async function codeFiles(folder: string): Promise<CodeFile[]> {
  const files = [];
  for await (const { isDirectory, name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) files.push(...await codeFiles(path));
    else if (name.endsWith(".js")) files.push({ path, text: await Deno.readTextFile(path) });
  }
  return files;
}

/** A file, or a folder with all that is in it. */
async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) {
    await Deno.mkdir(dirname(to), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

/**
 * The settings that the program runs with, without libraries: they are inside. A start loads only the
 * command that is run, and not the text of all others, which would stay in memory.
 */
async function runConfig(root: string): Promise<string> {
  const { unstable } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const settings = {
    nodeModulesDir: "none",
    unstable: [...unstable, "lazy-dynamic-imports"],
    imports: Object.fromEntries([
      ...Object.keys(FOR_PAGES).map((name) => [`${name}/`, `./${LIBRARIES}/${name}/`]),
      ...Object.entries(ENTRY_FILES).map((
        [name, file],
      ) => [name, `./${LIBRARIES}/${name}/${file}`]),
    ]),
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}
