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

/** Where the program and its threads begin. */
const ENTRIES = ["gateway/main.js", "writer_worker.ts", "maintenance_worker.ts"];

/** Modules that the program imports, now or later, and that the image does not have. */
async function missingModules(image: Stage): Promise<string[]> {
  const missing = [];
  for (const entry of ENTRIES) {
    const command = ["deno", "info", "--json", `/opt/vigil/${entry}`];
    const { stdout } = await runInStage(image, command, ["/tmp"]);
    const modules: { specifier: string; error?: string }[] = JSON.parse(stdout).modules;
    assert.ok(modules.length > 1);
    missing.push(...modules.filter(({ error }) => error !== undefined));
  }
  return missing.map(({ specifier }) => specifier);
}

const CHECKOUT_ONLY = /^vigil: vigil (?:bench|test|bundle) runs from a checkout only: /;

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
  assert.match(valueOf("HEALTHCHECK") ?? "", /ready\.js"\]$/);
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
      for (const args of [["bench"], ["test"], ["bundle", "/tmp/b"]]) {
        const refused = await runInStage(image, [...image.entrypoint, ...args], writable);
        assert.equal(refused.code, 1);
        assert.match(refused.stderr, CHECKOUT_ONLY);
      }
      const ready = ["deno", "run", "-A", "--quiet", "/opt/vigil/gateway/deploy/ready.js", example];
      const health = await runInStage(image, ready, writable);
      assert.deepEqual([health.code, health.stderr.split(":")[0]], [1, "Cannot ask the gateway"]);

      // What a forgotten COPY would leave out is found.
      await Deno.remove(`${image.root}/opt/vigil/db`, { recursive: true });
      const worker = "file:///opt/vigil/db/writer/writer_worker.js";
      assert.ok((await missingModules(image)).includes(worker));
    });
  },
});
