import assert from "node:assert/strict";

const MAIN = new URL("../../../gateway/main.ts", import.meta.url).pathname;
const EXAMPLE = new URL("../../../gateway/deploy/vigil.toml", import.meta.url).pathname;

async function vigil(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", MAIN, ...args],
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function withFile(text: string, body: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".toml" });
  try {
    await Deno.writeTextFile(path, text);
    await body(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("the example configuration is in order", async () => {
  const { code, stdout, stderr } = await vigil(["check", "--config", EXAMPLE]);
  assert.deepEqual({ code, stdout, stderr }, {
    code: 0,
    stdout: "",
    stderr: `${EXAMPLE}: in order\n`,
  });
});

Deno.test("check prints every problem with key and line on stderr, and exits 1", async () => {
  await withFile(`[gateway]\nzone = "5415"\n[http]\nport = "x"\n`, async (path) => {
    assert.deepEqual(await vigil(["check", "--config", path]), {
      code: 1,
      stdout: "",
      stderr: `${path}:1: gateway.name: is missing\n` +
        `${path}:4: http.port: must be of type number, not "x"\n` +
        `${path}: 2 problems: correct and check again\n`,
    });
  });
});

Deno.test("check --json prints the problems as data on stdout", async () => {
  await withFile(`[gateway]\nzone = "5415"\n`, async (path) => {
    const { code, stdout } = await vigil(["check", "--config", path, "--json"]);
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout), {
      ok: false,
      problems: [{ key: "gateway.name", line: 1, text: "is missing" }],
    });
  });
});

Deno.test("check looks at the files that the configuration names", async () => {
  const text = `[gateway]\nzone = "5415"\nname = "gw-1"\n[http]\ntls_cert = "/nowhere/c.pem"\n` +
    `tls_key = "/dev/null"\n[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtt://b"\n` +
    `username = "u"\npassword_file = "/nowhere/password"\n`;
  await withFile(text, async (path) => {
    const { code, stderr } = await vigil(["check", "--config", path]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `${path}:5: http.tls_cert: cannot read /nowhere/c.pem: there is no such file\n` +
        `${path}:6: http.tls_key: cannot read /dev/null: it is empty\n` +
        `${path}:12: destination[0].password_file: cannot read /nowhere/password: ` +
        `there is no such file\n${path}: 3 problems: correct and check again\n`,
    );
  });
});

Deno.test("check takes overrides from the environment", async () => {
  await withFile(`[gateway]\nzone = "5415"\n`, async (path) => {
    assert.equal((await vigil(["check", "--config", path], { VIGIL_GATEWAY_NAME: "g" })).code, 0);
  });
});

Deno.test("config schema prints a JSON Schema", async () => {
  const { code, stdout } = await vigil(["config", "schema"]);
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).$schema, "https://json-schema.org/draft/2020-12/schema");
});

Deno.test("wrong use ends with status 2 and a hint on stderr", async () => {
  const uses = [[], ["chek"], ["run", "--frob"], ["device"], ["token", "create", "x"]];
  for (const args of uses) {
    const { code, stdout, stderr } = await vigil(args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /vigil/);
  }
  assert.match((await vigil(["chek"])).stderr, /Did you mean check\?/);
});
