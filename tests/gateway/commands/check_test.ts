import assert from "node:assert/strict";
import { DirectStore } from "../../../db/store.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { program } from "../../support/authors.ts";

const MAIN = new URL("../../../gateway/main.ts", import.meta.url).pathname;
const EXAMPLE = new URL("../../../gateway/deploy/vigil.toml", import.meta.url).pathname;

/** Root may read everything; without its capabilities it is a user like others. */
const WITHOUT_POWERS = Deno.uid() === 0
  ? ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]
  : ["env"];

async function vigil(
  args: readonly string[],
  env: Record<string, string> = {},
  [command, ...before]: readonly string[] = ["env"],
) {
  const { code, stdout, stderr } = await new Deno.Command(command!, {
    args: [...before, Deno.execPath(), "run", "-A", "--quiet", MAIN, ...args],
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
  const environment = { VIGIL_GATEWAY_DATA_DIR: Deno.makeTempDirSync() };
  const { code, stdout, stderr } = await vigil(["check", "--config", EXAMPLE], environment);
  assert.deepEqual({ code, stdout, stderr }, {
    code: 0,
    stdout: "",
    stderr: `warning: ${EXAMPLE}: destination: only one takes critical events: when its path is ` +
      "down nobody hears of a panic: add a second path of another kind\n" +
      `${EXAMPLE}: in order, with 1 warning\n`,
  });
  Deno.removeSync(environment.VIGIL_GATEWAY_DATA_DIR);
});

Deno.test("check refuses a data folder that cannot be made or written, and makes none", async () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${folder}/file`, "");
  const at = async (dataDir: string) => {
    let result = { code: -1, stderr: "" };
    const text = `[gateway]\nzone = "5415"\nname = "g"\ndata_dir = "${dataDir}"\n`;
    await withFile(text, async (path) => {
      result = await vigil(["check", "--config", path], {}, WITHOUT_POWERS);
    });
    return result;
  };
  Deno.mkdirSync(`${folder}/closed`, { mode: 0o500 });
  assert.match(
    (await at(`${folder}/closed/data`)).stderr,
    /:4: gateway\.data_dir: "\S+\/data" cannot be made in "\S+\/closed": permission denied: /,
  );
  assert.match((await at(`${folder}/file`)).stderr, /cannot be written: a file is in its way/);
  assert.equal((await at(`${folder}/a/b/c`)).code, 0);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
    "closed",
    "file",
  ]);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("check warns of wearables whose silence would go unnoticed", async () => {
  const folder = Deno.makeTempDirSync();
  using store = new DirectStore(`${folder}/vigil.db`);
  for (const [at, uid] of ["d-1", "d-2", "d-3"].entries()) {
    const device = {
      uid,
      kid: 0,
      rootKey: new Uint8Array(16).fill(at),
      epoch: 0,
      createdAtUnixMs: 1,
    };
    await store.write("issueDevice", {
      device: at === 0 ? device : { ...device, heartbeatS: at * 60 },
      by: program("test"),
    });
  }
  for (const uid of ["d-1", "d-2"]) {
    const change = { what: "assigned", reference: "f" } as const;
    await store.write("changeDevice", { uid, by: program("test"), atUnixMs: 2, change });
  }
  await withFile(`[gateway]\nzone = "5415"\nname = "g"\ndata_dir = "${folder}"\n`, async (path) => {
    const { code, stdout } = await vigil(["check", "--config", path, "--json"]);
    assert.equal(code, 0);
    const texts = JSON.parse(stdout).warnings.map(({ text }: { text: string }) => text);
    assert.match(texts.join("\n"), /^1 of 2 assigned wearables are not supervised/m);
  });
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a configuration that this user may not read is no reason to name another one", async () => {
  await withFile("", async (path) => {
    Deno.chmodSync(path, 0);
    const { stderr } = await vigil(["check", "--config", path], {}, WITHOUT_POWERS);
    const [line] = stderr.split("\n");
    assert.equal(
      line,
      `${path}: cannot read the file: permission denied: run this as a user who may read it, with ` +
        "sudo or as the user of the gateway",
    );
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
      warnings: [],
    });
  });
});

Deno.test("check looks at the files that the configuration names", async () => {
  const text = `[gateway]\nzone = "5415"\nname = "gw-1"\n[http]\ntls_cert = "/nowhere/c.pem"\n` +
    `tls_key = "/dev/null"\n[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtts://b"\n` +
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

Deno.test("a folder of backups that cannot be made is a warning, and the gateway takes alarms", async () => {
  await using box = new GatewayBox();
  const blocked = `${box.folder}/a-file`;
  Deno.writeTextFileSync(blocked, "");
  box.configure([], `${PULL}[backup]\ndir = "${blocked}"\n`);
  const { code, stderr } = await box.command("check");
  assert.equal(code, 0);
  assert.match(stderr, /warning: .*backup\.dir: "[^"]+" cannot be written: a file is in its way/);
  await box.start();
});
