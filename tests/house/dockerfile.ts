/**
 * Carries out a Dockerfile without a container engine: each stage gets an empty folder as its
 * root, what is copied is copied, and what is run runs in there, seeing this machine's /usr (its
 * own Deno hidden), a copy of its /etc, and nothing else of it. Needs root, for mounts of its own.
 */

/** One instruction, its line continuations joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A root folder and the settings that the instructions left. */
export interface Stage {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
}

/** Reads the instructions; comments are left out. */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  return lines.join("\n").replaceAll(/\\\n/g, " ").split("\n").filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = "", rest = ""] = /^\s*([A-Z]+)\s+(.*?)\s*$/.exec(line) ?? [];
      return { name, rest };
    });
}

/**
 * Builds every stage in a folder and gives the last one.
 * @param context Folder that COPY takes from.
 */
export async function buildImage(
  instructions: readonly Instruction[],
  context: string,
  folder: string,
): Promise<Stage> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  let name = "";
  for (const { name: instruction, rest } of instructions) {
    if (instruction === "FROM") {
      name = / AS (\S+)$/i.exec(rest)?.[1] ?? `stage-${stages.size}`;
      stage = await emptyStage(`${folder}/${name}`);
    } else if (stage === undefined) throw new Error(`${instruction} before FROM`);
    else stage = await carryOut(instruction, rest, stage, { context, stages });
    stages.set(name, stage);
  }
  if (stage === undefined) throw new Error("The Dockerfile has no FROM");
  return stage;
}

/** Runs a command inside a stage, as its user, with the files there read-only but for some. */
export async function runInStage(
  stage: Stage,
  command: readonly string[],
  writable: readonly string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return await inRoot(stage, command, stage.user, writable);
}

interface Surroundings {
  readonly context: string;
  readonly stages: ReadonlyMap<string, Stage>;
}

async function carryOut(
  instruction: string,
  rest: string,
  stage: Stage,
  surroundings: Surroundings,
): Promise<Stage> {
  switch (instruction) {
    case "COPY":
      await copy(rest, stage, surroundings);
      return stage;
    case "RUN":
      mustSucceed(`RUN ${rest}`, await inRoot(stage, ["sh", "-c", rest], "root"));
      return stage;
    case "WORKDIR":
      await Deno.mkdir(`${stage.root}${rest}`, { recursive: true });
      return { ...stage, workdir: rest };
    case "ENV":
      return { ...stage, env: { ...stage.env, ...pairs(rest) } };
    case "USER":
      return { ...stage, user: rest };
    case "ENTRYPOINT":
      return { ...stage, entrypoint: JSON.parse(rest) };
    case "CMD":
    case "EXPOSE":
    case "HEALTHCHECK":
    case "VOLUME":
      return stage;
    default:
      throw new Error(`${instruction} is not known here: teach it to tests/house/dockerfile.ts`);
  }
}

function pairs(rest: string): Record<string, string> {
  return Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

async function emptyStage(root: string): Promise<Stage> {
  for (const path of ["etc", "usr", "tmp", "dev", "proc", "root", "var/lib", "opt"]) {
    await Deno.mkdir(`${root}/${path}`, { recursive: true });
  }
  for (const path of ["bin", "sbin", "lib", "lib64"]) {
    await Deno.symlink(`usr/${path}`, `${root}/${path}`);
  }
  await Deno.chmod(`${root}/tmp`, 0o1777);
  await execute(["cp", "-a", "/etc/.", `${root}/etc`]);
  return { root, env: {}, workdir: "/", user: "root", entrypoint: [] };
}

/**
 * `COPY [--from=STAGE] SOURCE… TARGET`; a folder's content is copied, as Docker does it, without what
 * the context leaves out.
 */
async function copy(rest: string, stage: Stage, { context, stages }: Surroundings): Promise<void> {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith("--from=") ? words.shift()!.slice("--from=".length) : undefined;
  const base = from === undefined ? context : stages.get(from)?.root;
  const target = new URL(words.pop()!, `file://${stage.workdir}/`).pathname;
  await Deno.mkdir(`${stage.root}${target}`, { recursive: true });
  for (const source of words) {
    const path = `${base}/${source}`;
    const { isDirectory } = await Deno.stat(path);
    await execute(["cp", "-a", isDirectory ? `${path}/.` : path, `${stage.root}${target}`]);
    for (const left of from === undefined ? await ignoredIn(context, source) : []) {
      await Deno.remove(`${stage.root}${target}/${left}`, { recursive: true });
    }
  }
}

/** Paths below a folder of the context that .dockerignore names; patterns are not known here. */
async function ignoredIn(context: string, folder: string): Promise<string[]> {
  const lines = (await Deno.readTextFile(`${context}/.dockerignore`)).split("\n");
  return lines.filter((line) => line.startsWith(`${folder}/`))
    .map((line) => line.slice(folder.length + 1));
}

/** Mounts of a private name space: they end with the process. */
function mounts(root: string, writable: readonly string[] | undefined): string {
  const readOnly = writable === undefined ? "" : `
    mount --bind "${root}" "${root}"; mount -o remount,bind,ro "${root}"
    ${writable.map((path) => `mount -t tmpfs -o mode=1777 none "${root}${path}"`).join("\n")}`;
  return `set -e
    ${readOnly}
    mount --bind /usr "${root}/usr"; mount -o remount,bind,ro "${root}/usr"
    mount --bind /dev "${root}/dev"; mount -t proc none "${root}/proc"
    for hidden in /usr/bin/deno /usr/local/bin/deno; do
      [ ! -e "$hidden" ] || mount --bind /dev/null "${root}$(readlink -f "$hidden")"
    done`;
}

async function inRoot(
  { root, env, workdir }: Stage,
  command: readonly string[],
  user: string,
  writable?: readonly string[],
) {
  const enter = `cd "${root}" && exec chroot --userspec="${user}" "${root}" \
    sh -c 'cd "$0" && exec "$@"' "${workdir}" "$@"`;
  const script = `${mounts(root, writable)}\n${enter}`;
  return await output(["unshare", "--mount", "sh", "-c", script, "sh", ...command], {
    ...env,
    HOME: user === "root" ? "/root" : "/nonexistent",
  });
}

async function execute(command: readonly string[]): Promise<void> {
  mustSucceed(command.join(" "), await output(command));
}

function mustSucceed(what: string, { code, stderr }: { code: number; stderr: string }): void {
  if (code !== 0) throw new Error(`${what}: status ${code}: ${stderr}`);
}

async function output([program, ...args]: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(program!, { args, env, stdin: "null" })
    .output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
