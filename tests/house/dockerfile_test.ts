import assert from "node:assert/strict";
import { buildImage, parseDockerfile, runInStage, type Stage } from "./dockerfile.ts";
import { ROOT } from "./sources.ts";

const CONTEXT = ROOT.pathname.replace(/\/$/, "");
const CANNOT_MOUNT = Deno.uid() !== 0;

async function withImage(text: string, body: (image: Stage) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-image-" });
  try {
    await body(await buildImage(parseDockerfile(text), CONTEXT, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Modules that the program imports, now or later, and that the image does not have. */
async function missingModules(image: Stage): Promise<string[]> {
  const command = ["deno", "info", "--json", "/opt/vigil/gateway/main.ts"];
  const { stdout } = await runInStage(image, command, ["/tmp"]);
  const modules: { specifier: string; error?: string }[] = JSON.parse(stdout).modules;
  assert.ok(modules.length > 20);
  return modules.filter(({ error }) => error !== undefined).map(({ specifier }) => specifier);
}

const NO_RACE = "vigil bench --race runs from a checkout only";

const dockerfile = await Deno.readTextFile(new URL("Dockerfile", ROOT));

Deno.test("a Dockerfile's comments and continued lines are read as Docker does", () => {
  assert.deepEqual(parseDockerfile("# c\nFROM a AS b\n\nRUN x && \\\n  y\n"), [
    { name: "FROM", rest: "a AS b" },
    { name: "RUN", rest: "x &&    y" },
  ]);
});

Deno.test("the image does not run as root, keeps its data in a volume and says whether it is ready", () => {
  const last = parseDockerfile(dockerfile.slice(dockerfile.lastIndexOf("\nFROM")));
  const valueOf = (name: string) => last.find((it) => it.name === name)?.rest;
  assert.equal(valueOf("USER"), "vigil");
  assert.equal(valueOf("VOLUME"), `["/var/lib/vigil"]`);
  assert.match(valueOf("HEALTHCHECK") ?? "", /ready\.ts"\]$/);
});

Deno.test({
  name: "the image has all that the commands need, and starts on a read-only disk",
  ignore: CANNOT_MOUNT,
  fn: async () => {
    await withImage(dockerfile, async (image) => {
      const writable = ["/tmp", "/var/lib/vigil"];
      const help = await runInStage(image, [...image.entrypoint, "--help"], writable);
      assert.equal(help.code, 0, help.stderr);
      assert.match(help.stdout, /^Usage: vigil /);
      const example = "/opt/vigil/gateway/deploy/vigil.toml";
      const command = [...image.entrypoint, "check", "--config", example];
      assert.equal((await runInStage(image, command, writable)).code, 0);
      assert.deepEqual(await missingModules(image), []);
      const race = await runInStage(image, [...image.entrypoint, "bench", "--race"], writable);
      assert.deepEqual([race.code, race.stderr.split(":")[0]], [1, NO_RACE]);
      const ready = ["deno", "run", "-A", "--quiet", "/opt/vigil/gateway/deploy/ready.ts", example];
      const health = await runInStage(image, ready, writable);
      assert.deepEqual([health.code, health.stderr.split(":")[0]], [1, "Cannot ask the gateway"]);

      // What a forgotten COPY would leave out is found.
      await Deno.remove(`${image.root}/opt/vigil/db`, { recursive: true });
      assert.ok((await missingModules(image)).includes("file:///opt/vigil/db/store.ts"));
    });
  },
});
