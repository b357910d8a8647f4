/** Help, completion and manual come from one place: the commands and their descriptions. */
import assert from "node:assert/strict";
import { buildProgram } from "../../../gateway/cli/cli.ts";
import { commandTree, nodesOf, shownOptions } from "../../../gateway/cli/tree.ts";
import { runVigil } from "../../support/running_gateway.ts";

const NODES = [...nodesOf(commandTree(buildProgram(() => {})))].slice(1);

/** What bash offers for a line that ends in its last word. */
async function completed(line: string): Promise<string[]> {
  const words = line.split(" ");
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const { stdout: script } = await runVigil(["completion", "bash"]);
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      `set -u\n${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}\n` +
      `_vigil; printf '%s\\n' "\${COMPREPLY[@]:-}"`,
    ],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").filter((word) => word !== "");
}

Deno.test("every command and every option but the obvious ones says what it does", () => {
  for (const node of NODES) assert.notEqual(node.command.description(), "", node.path.join(" "));
});

Deno.test("vigil help shows the help of the command that is named, however deep", async () => {
  const deep = await runVigil(["help", "device", "add"]);
  assert.equal(deep.code, 0);
  assert.match(deep.stdout, /^Usage: vigil device add \[options\] <uid>/);
  assert.match((await runVigil(["help"])).stdout, /^Usage: vigil \[options\] \[command\]/);
  const wrong = await runVigil(["help", "device", "fly"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /there is no command "device fly"/);
});

Deno.test("bash completes commands, commands below them, options and the values of options", async () => {
  assert.deepEqual(await completed("vigil sta"), ["status"]);
  assert.deepEqual(await completed("vigil device re"), ["retire"]);
  assert.ok((await completed("vigil device ")).includes("rotate-key"));
  assert.deepEqual(await completed("vigil device add d-1 --root-key-f"), ["--root-key-file"]);
  assert.deepEqual(await completed("vigil token create x --role a"), ["auditor", "admin"]);
  assert.deepEqual(await completed("vigil check --config "), [], "files, by bash itself");
});

Deno.test("the completion and the manual know every command and every option", async () => {
  const { stdout: script } = await runVigil(["completion", "bash"]);
  const { stdout: page } = await runVigil(["man"]);
  for (const node of NODES) {
    assert.ok(script.includes(`"/${node.path.join("/")}")`), node.path.join(" "));
    if (node.children.length > 0) continue;
    const words = ["vigil", ...node.path].join(" ").replaceAll("-", "\\-");
    assert.ok(page.includes(`.SS ${words}`), words);
    for (const { flags } of shownOptions(node)) {
      assert.ok(page.includes(`.B ${flags.replaceAll("-", "\\-")}`), flags);
    }
  }
});

Deno.test("the manual is a page that man can show", async () => {
  const { code, stdout } = await runVigil(["man"]);
  assert.equal(code, 0);
  assert.match(stdout, /^\.TH VIGIL 1 /);
  for (const section of ["NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS", "FILES"]) {
    assert.ok(stdout.includes(`\n.SH ${section}\n`), section);
  }
  // A line that begins with a dot or a quote is a request: only those of the man macros may.
  const requests = stdout.split("\n").filter((line) => /^[.']/.test(line)).map((line) =>
    line.split(" ")[0]
  );
  assert.deepEqual([...new Set(requests)].sort(), [".B", ".I", ".SH", ".SS", ".TH", ".TP"]);
});

const HAS_GROFF = await new Deno.Command("groff", { args: ["--version"], stdout: "null" }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: "groff has nothing to say against the manual",
  ignore: !HAS_GROFF,
  async fn() {
    const { stdout } = await runVigil(["man"]);
    const file = await Deno.makeTempFile({ suffix: ".1" });
    await Deno.writeTextFile(file, stdout);
    const args = ["-man", "-Tutf8", "-ww", file];
    const { code, stderr, stdout: page } = await new Deno.Command("groff", { args }).output();
    assert.deepEqual([code, new TextDecoder().decode(stderr)], [0, ""]);
    assert.match(new TextDecoder().decode(page), /Says what is wrong with the configuration/);
    await Deno.remove(file);
  },
});
