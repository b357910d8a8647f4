/** The schema as editors read it, whose regular expressions are not those of JavaScript. */
import assert from "node:assert/strict";
import { configJsonSchema } from "../../../gateway/config/config.ts";

const EXAMPLE = new URL("../../../gateway/deploy/vigil.toml", import.meta.url).pathname;
/** Escapes that JavaScript, Rust (Taplo), Go and Python mean the same by. */
const COMMON_ESCAPES = /\\[/.+*?()[\]{}|^$\\dsw-]/g;
const TAPLO = "@taplo/cli@0.7.0";

function patternsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "pattern" && typeof inner === "string" ? [inner] : patternsIn(inner)
  );
}

Deno.test("the patterns of the schema use only what every editor's engine knows", () => {
  const patterns = new Set(patternsIn(configJsonSchema()));
  assert.ok(patterns.size > 3);
  for (const pattern of patterns) {
    const rest = pattern.replaceAll(COMMON_ESCAPES, "");
    assert.doesNotMatch(rest, /\\/, `${pattern} has an escape of JavaScript's own`);
    assert.doesNotMatch(rest, /\(\?/, `${pattern} looks around or names a group`);
  }
});

/** Runs Taplo, the engine of the common TOML extensions; npm fetches it. */
async function lint(file: string, schema: string): Promise<{ code: number; said: string }> {
  const { code, stderr } = await new Deno.Command("npx", {
    args: ["--yes", TAPLO, "lint", "--schema", `file://${schema}`, file],
    cwd: "/tmp",
    env: { NO_COLOR: "1" },
  }).output();
  return { code, said: new TextDecoder().decode(stderr) };
}

Deno.test({
  name: "Taplo takes the schema, finds the example in order and a misspelt key not",
  ignore: Deno.env.get("VIGIL_TEST_LONG") !== "1",
  async fn() {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-taplo-" });
    const [schema, wrong] = [`${folder}/vigil.schema.json`, `${folder}/wrong.toml`];
    Deno.writeTextFileSync(schema, JSON.stringify(configJsonSchema()));
    Deno.writeTextFileSync(wrong, `[gateway]\nzone = "5415"\nname = "g"\ndata_dir = "var"\n`);
    const example = await lint(EXAMPLE, schema);
    assert.equal(example.code, 0, example.said);
    assert.doesNotMatch(example.said, /invalid schema/);
    const { code, said } = await lint(wrong, schema);
    assert.notEqual(code, 0);
    assert.match(said, /var/);
    Deno.removeSync(folder, { recursive: true });
  },
});
