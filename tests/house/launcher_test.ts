import assert from "node:assert/strict";
import { ROOT } from "./sources.ts";

const LAUNCHER = new URL("vigil", ROOT).pathname;
const DENO = Deno.execPath();
const TOOLS = ["sh", "uname", "readlink", "head", "mkdir", "rm", "mv", "sha256sum"];

/** A folder with nothing on the PATH but what the launcher itself needs. */
async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-launcher-" });
  try {
    await Deno.mkdir(`${folder}/bin`);
    for (const tool of TOOLS) await Deno.symlink(`/usr/bin/${tool}`, `${folder}/bin/${tool}`);
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeProgram(path: string, text: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, text, { mode: 0o755 });
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function launch(folder: string, program = LAUNCHER, ...args: string[]): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: "/",
    clearEnv: true,
    env: { PATH: `${folder}/bin`, XDG_CACHE_HOME: `${folder}/cache`, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("the launcher uses the pinned deno of the PATH, from any folder", async () => {
  await withFolder(async (folder) => {
    await Deno.symlink(DENO, `${folder}/bin/deno`);
    const { code, stdout } = await launch(folder, LAUNCHER, "--help");
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: vigil /);
  });
});

Deno.test("the launcher works through a symbolic link", async () => {
  await withFolder(async (folder) => {
    await Deno.symlink(DENO, `${folder}/bin/deno`);
    await Deno.symlink(LAUNCHER, `${folder}/bin/vigil`);
    assert.equal((await launch(folder, `${folder}/bin/vigil`, "--help")).code, 0);
  });
});

Deno.test("without deno and npm, the launcher says in one line what to install", async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await launch(folder);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "vigil: needs Deno 2.9.6: install npm, which fetches it, or put deno 2.9.6 on the PATH\n",
    );
  });
});

Deno.test("the launcher does not use another version of deno", async () => {
  await withFolder(async (folder) => {
    await writeProgram(`${folder}/bin/deno`, "#!/bin/sh\necho 'deno 2.9.5 (stable)'\n");
    assert.match((await launch(folder)).stderr, /^vigil: needs Deno 2\.9\.6: /);
  });
});

Deno.test("the launcher finds the runtime behind npm's Node wrapper, and never runs the wrapper", async () => {
  await withFolder(async (folder) => {
    const installed = `${folder}/lib/node_modules/deno`;
    await writeProgram(`${installed}/bin.cjs`, "#!/bin/sh\necho wrapper; exit 9\n");
    await Deno.symlink(`${installed}/bin.cjs`, `${folder}/bin/deno`);
    const platform = Deno.build.arch === "x86_64" ? "linux-x64-glibc" : "linux-arm64-glibc";
    const packaged = `${installed}/node_modules/@deno/${platform}`;
    await Deno.mkdir(packaged, { recursive: true });
    await Deno.symlink(DENO, `${packaged}/deno`);
    const { code, stdout } = await launch(folder, LAUNCHER, "--help");
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: vigil /);
  });
});

Deno.test("the launcher fetches the runtime into a cache of its own, once", async () => {
  await withFolder(async (folder) => {
    // An npm that installs what is on this machine: the registry is not asked by a test.
    await writeProgram(
      `${folder}/bin/npm`,
      `#!/bin/sh
for arg; do last=$arg; done
name=\${last%@*}
mkdir -p "$3/node_modules/$name"
case " $* " in *" --ignore-scripts "*) ;; *) exit 9 ;; esac
/bin/ln -s ${DENO} "$3/node_modules/$name/deno"
`,
    );
    const first = await launch(folder, LAUNCHER, "--help");
    assert.equal(first.code, 0);
    assert.match(first.stderr, /^vigil: fetching Deno 2\.9\.6 from the npm registry \(once\)\n/);
    assert.equal((await launch(folder, LAUNCHER, "--help")).stderr, "");
  });
});

Deno.test("a runtime that is not the published one is not run, and nothing of it stays", async () => {
  await withFolder(async (folder) => {
    await writeProgram(
      `${folder}/bin/npm`,
      `#!/bin/sh
for arg; do last=$arg; done
name=\${last%@*}
mkdir -p "$3/node_modules/$name"
printf '#!/bin/sh\\necho it was run; exec ${DENO} "$@"\\n' > "$3/node_modules/$name/deno"
/bin/chmod +x "$3/node_modules/$name/deno"
`,
    );
    const { code, stderr, stdout } = await launch(folder);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /\nvigil: will not run what npm fetched: it is not the published Deno 2\.9\.6: /,
    );
    assert.deepEqual([...Deno.readDirSync(`${folder}/cache/vigil`)], []);
  });
});

Deno.test("a fetch that fails leaves nothing behind and says what to do", async () => {
  await withFolder(async (folder) => {
    await writeProgram(`${folder}/bin/npm`, "#!/bin/sh\necho offline >&2; exit 1\n");
    const { code, stderr } = await launch(folder);
    assert.equal(code, 1);
    assert.match(stderr, /\nvigil: cannot fetch Deno 2\.9\.6: npm failed, see above; or put /);
    assert.deepEqual([...Deno.readDirSync(`${folder}/cache/vigil`)], []);
  });
});

Deno.test("the runtime takes the launcher's place, so that SIGTERM reaches it", async () => {
  await withFolder(async (folder) => {
    const launcher = `${folder}/vigil`;
    await Deno.copyFile(LAUNCHER, launcher);
    await Deno.symlink(DENO, `${folder}/bin/deno`);
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    await writeProgram(
      `${folder}/gateway/main.ts`,
      `Deno.addSignalListener("SIGTERM", () => Deno.exit(42)); setInterval(() => {}, 1_000); console.log(Deno.pid);`,
    );
    const child = new Deno.Command(launcher, {
      clearEnv: true,
      env: { PATH: `${folder}/bin` },
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    assert.equal(Number(new TextDecoder().decode(value)), child.pid);
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 42);
    await reader.cancel();
  });
});

Deno.test("the launcher allows no core dump, which would hold keys", async () => {
  await withFolder(async (folder) => {
    const launcher = `${folder}/vigil`;
    await Deno.copyFile(LAUNCHER, launcher);
    await Deno.symlink(DENO, `${folder}/bin/deno`);
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    await writeProgram(
      `${folder}/gateway/main.ts`,
      `console.log(Deno.readTextFileSync("/proc/self/limits"));`,
    );
    const { stdout } = await launch(folder, launcher);
    assert.match(stdout, /^Max core file size +0 +0 /m);
  });
});

Deno.test({
  name: "the launcher and the CI script are clean for shellcheck",
  ignore: !await Deno.stat("/usr/bin/shellcheck").then(() => true, () => false),
  fn: async () => {
    const { code, stdout } = await new Deno.Command("shellcheck", {
      args: [LAUNCHER, new URL(".ci/run", ROOT).pathname],
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stdout));
  },
});
