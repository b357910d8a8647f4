/** What the README tells a newcomer to paste works, pasted as it stands into an empty folder. */
import assert from "node:assert/strict";

const ROOT = new URL("../../../", import.meta.url).pathname;
const README = Deno.readTextFileSync(`${ROOT}README.md`);

/** The commands of a section, as they are copied. */
function pasted(section: string): string {
  const text = README.slice(README.indexOf(`\n## ${section}\n`));
  const commands = /```sh\n([\s\S]*?)```/.exec(text)?.[1];
  assert.ok(commands, `"${section}" has no commands`);
  return commands;
}

/** As on a newcomer's machine, with ports and folder of its own so that tests do not meet. */
function moved(commands: string, folder: string, http: number, pages: number): string {
  return commands.replaceAll("/tmp/vigil", `${folder}/t`)
    .replaceAll("127.0.0.1:8443", `127.0.0.1:${http}`)
    .replace("TOML\nconfig=", `[http]\nport = ${http}\n[console]\nport = ${pages}\nTOML\nconfig=`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

Deno.test("The five minutes of the README, pasted literally, end with a panic in the reader's terminal", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-readme-" });
  try {
    // A clone: the files that git keeps, and what `npm` brought, which a newcomer's first command fetches.
    const clone = `${folder}/clone`;
    const script = `set -e
      mkdir ${clone}
      cd ${ROOT}
      git ls-files -z | xargs -0 cp --parents -t ${clone}
      ln -s ${ROOT}node_modules ${clone}/node_modules
      cd ${clone}
      ${moved(pasted("Five minutes"), folder, freePort(), freePort())}
      kill %1 %2
      wait`;
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-mc", script],
      env: { NO_COLOR: "1", XDG_STATE_HOME: `${folder}/state` },
      stdin: "null",
    }).output();
    const said = new TextDecoder().decode(stdout);
    const printed = new TextDecoder().decode(stderr);
    assert.equal(code, 0, printed);
    assert.match(printed, /vigil\.toml: in order, with 1 warning/);
    assert.match(said, /^sim-001 pressed alarm 1 and hears "stored"$/m);
    const poll = said.split("\n").find((line) => line.startsWith('{"events":'));
    assert.equal(
      JSON.parse(poll!.slice(0, poll!.lastIndexOf("}") + 1)).events[0].type,
      "vigil.panic.v1",
    );
    assert.match(said, /^[0-9a-f]{8} +new +sim-001 +SIMULATED\/sim-001/m);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
