import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { program } from "../../support/authors.ts";
import { GatewayBox } from "../../support/running_gateway.ts";

const PAGE = readFileSync(new URL("../../../docs/audit.md", import.meta.url), "utf8");

/** A box with a chain, and its export. */
async function exported(): Promise<{ box: GatewayBox; file: string; lines: string[] }> {
  const box = new GatewayBox();
  box.configure([]);
  mkdirSync(`${box.folder}/data`);
  {
    using store = new DirectStore(`${box.folder}/data/vigil.db`);
    for (let at = 1; at <= 60; at++) {
      const subjects = [{ kind: "incident", id: `${at}` }] as const;
      const by = program("desk", 'Lies "é\u2028\\ </script>');
      store.writeNow("keepAudit", { atUnixMs: at, by, what: "incident-viewed", subjects });
    }
  }
  const { stdout } = await box.command("audit", "export");
  const file = join(box.folder, "audit.jsonl");
  writeFileSync(file, stdout);
  return { box, file, lines: stdout.trimEnd().split("\n") };
}

Deno.test("The chain is exported oldest first, and verified from the store and from the file", async () => {
  const { box, file, lines } = await exported();
  await using _ = box;
  assert.equal(lines.length, 61, "the look of the export is in it");
  const verified = await box.json("audit", "verify");
  assert.deepEqual([verified.ok, verified.entries], [true, 61]);
  const read = await box.command("audit", "verify", file);
  assert.equal(read.code, 0, read.stderr);
  assert.match(read.stdout, /^whole$/m);
  const [, head] = /^head {5}(\S+)$/m.exec(read.stdout)!;
  assert.equal((await box.command("audit", "verify", "--head", head!)).code, 0);
  const other = await box.command("audit", "verify", "--head", `3:${"0".repeat(64)}`);
  assert.equal(other.code, 1);
  assert.match(other.stdout, /not whole: entry 3 had another hash once/);
  assert.equal((await box.command("audit", "verify", "--head", "3")).code, 2);
});

Deno.test("A file that was changed, or is cut off, is not whole", async () => {
  const { box, file, lines } = await exported();
  await using _ = box;
  writeFileSync(file, lines.toSpliced(30, 1).join("\n"));
  const without = await box.command("audit", "verify", file);
  assert.deepEqual([without.code, /entry 31 is missing/.test(without.stdout)], [1, true]);
  const { head } = await box.json("audit", "verify");
  writeFileSync(file, lines.slice(0, 30).join("\n"));
  const known = ["--head", `${head.number}:${head.hash}`];
  const cut = await box.command("audit", "verify", file, ...known);
  assert.deepEqual([cut.code, /it ended later once: entry 31/.test(cut.stdout)], [1, true]);
});

/** The first block of the page in a language. */
function codeOf(language: string, containing: string): string {
  const blocks = [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))];
  return blocks.map(([, code]) => code!).find((code) => code.includes(containing))!;
}

function isThere(command: string): boolean {
  try {
    return new Deno.Command(command, { args: ["--version"] }).outputSync().success;
  } catch {
    // deno-lint-ignore no-console -- a skipped promise has to be heard of
    console.warn(`SKIPPED: there is no ${command} on this machine`);
    return false;
  }
}

Deno.test({
  name: "The page's Python calls a real export whole, and finds what was changed, removed, put in",
  ignore: !isThere("python3"),
  async fn() {
    const { box, file, lines } = await exported();
    await using _ = box;
    const script = join(box.folder, "verify.py");
    writeFileSync(script, codeOf("python", "hashlib"));
    const verify = async (lines: readonly string[]) => {
      writeFileSync(file, `${lines.join("\n")}\n`);
      const options = { args: [script, file], env: { PYTHONDONTWRITEBYTECODE: "1" } };
      const { code, stderr, stdout } = await new Deno.Command("python3", options).output();
      return { code, text: new TextDecoder().decode(code === 0 ? stdout : stderr).trim() };
    };
    const { head } = await box.json("audit", "verify", file);
    assert.deepEqual(await verify(lines), {
      code: 0,
      text: `whole, head ${head.number}:${head.hash}`,
    });
    const changed = lines.with(9, lines[9]!.replace("viewed", "moved"));
    assert.match((await verify(changed)).text, /^entry 10: it was changed/);
    assert.match((await verify(lines.toSpliced(19, 1))).text, /^entry 20: it was changed/);
    assert.match((await verify(lines.toSpliced(20, 0, lines[19]!))).text, /^entry 21: it was/);
    const swapped = lines.toSpliced(19, 2, lines[20]!, lines[19]!);
    assert.equal((await verify(swapped)).code, 1);
    const day = '{"day":{"day":"2026-11-23","first":1,"last":10,"hash":"' +
      `${/"hash":"([0-9a-f]{64})"\}$/.exec(lines[9]!)![1]}"}}`;
    assert.equal((await verify([day, ...lines.slice(10)])).code, 0, "a closed day stands for ten");
    assert.equal((await verify([day, ...lines.slice(11)])).code, 1);
  },
});

Deno.test({
  name: "One entry is verified by hand as the page says",
  ignore: !isThere("sha256sum"),
  async fn() {
    const { box, lines } = await exported();
    await using _ = box;
    const args = ["-c", codeOf("sh", "sha256sum")];
    const { stdout } = await new Deno.Command("bash", { args, cwd: box.folder }).output();
    const [hash] = new TextDecoder().decode(stdout).split(" ");
    assert.ok(lines[41]!.endsWith(`"${hash}"}`), `${hash}`);
  },
});
