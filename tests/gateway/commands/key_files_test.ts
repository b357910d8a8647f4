/** Keys are read from files and from stdin; on a command line everybody could read them. */
import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { DirectStore } from "../../../db/store.ts";
import { GatewayBox, LAUNCHER } from "../../support/running_gateway.ts";

const KEY = "000102030405060708090a0b0c0d0e0f";
const OTHER = "101112131415161718191a1b1c1d1e1f";

function rootKeyOf(box: GatewayBox, uid: string): Uint8Array {
  using store = new DirectStore(`${box.folder}/data/vigil.db`);
  return store.read.devices.keys(store.read.devices.byUid(uid)!.number)[0]!.rootKey;
}

/** Runs a command with something on stdin. */
async function withStdin(text: string, ...args: readonly string[]) {
  const process = new Deno.Command(LAUNCHER, {
    args: [...args],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { code, stderr, stdout } = await process.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("device add takes a key from a file and from stdin, and says nothing of it where it is safe", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const file = `${box.folder}/key`;
  Deno.writeTextFileSync(file, `${KEY}\n`, { mode: 0o600 });
  const added = await box.command("device", "add", "d-1", "--root-key-file", file);
  assert.equal(added.code, 0, added.stderr);
  assert.deepEqual(rootKeyOf(box, "d-1"), decodeHex(KEY));
  assert.doesNotMatch(added.stderr, /others may read it|ps/);

  const options = ["--root-key-file", "-", "--config", box.configPath];
  const piped = await withStdin(`${OTHER}\n`, "device", "add", "d-2", ...options);
  assert.equal(piped.code, 0, piped.stderr);
  assert.deepEqual(rootKeyOf(box, "d-2"), decodeHex(OTHER));
});

Deno.test("A root key as an argument is taken, with a word on who can read it and the way that is safe", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const { code, stderr, stdout } = await box.command(
    "device",
    "add",
    "d-1",
    "--root-key",
    KEY,
    "--json",
  );
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).rootKey, KEY);
  assert.match(
    stderr,
    /shows the key to every user of this box \(ps\): give it by --root-key-file/,
  );
});

Deno.test("Other keys as arguments are refused with the option to use, and are not repeated", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const lorawan = ["--lorawan", "26011bda", "--codec", "abeeway-at3"];
  const sms = ["--sender", "+32470000001", "--codec", "aml-form"];
  const uses = [
    ["network-key", ["device", "add", "b-1", ...lorawan, "--network-key", KEY]],
    ["application-key", ["device", "link", "b-1", ...lorawan, "--application-key", KEY]],
    ["sender-key", ["device", "add", "p-1", ...sms, "--sender-key", KEY]],
  ] as const;
  for (const [option, args] of uses) {
    const { code, stderr } = await box.command(...args);
    assert.equal(code, 2, option);
    assert.match(
      stderr,
      new RegExp(`Cannot take a key as an argument.* give --${option}-file FILE`),
    );
    assert.ok(!stderr.includes(KEY));
  }
  const help = await box.command("device", "add", "--help");
  assert.doesNotMatch(help.stdout, /--network-key |--application-key |--sender-key /);
});

Deno.test("A key that cannot be read is reported with its option, and two keys do not come from one stdin", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const missing = await box.command("device", "add", "d-1", "--root-key-file", "/nowhere/key");
  assert.equal(missing.code, 1);
  assert.equal(
    missing.stderr,
    'Cannot read the key of --root-key-file from "/nowhere/key": there is no such file\n',
  );
  const lorawan = ["--lorawan", "26011bda", "--codec", "abeeway-at3"];
  const both = ["--network-key-file", "-", "--application-key-file", "-"];
  const twice = await box.command("device", "add", "b-1", ...lorawan, ...both);
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /Cannot read two keys from stdin/);
  const open = `${box.folder}/open`;
  Deno.writeTextFileSync(open, KEY);
  Deno.chmodSync(open, 0o644);
  const warned = await box.command("device", "add", "d-1", "--root-key-file", open);
  assert.equal(warned.code, 0);
  assert.match(warned.stderr, /holds a key and others may read it: chmod 600/);
});
