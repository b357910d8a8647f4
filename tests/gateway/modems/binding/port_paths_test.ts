/** The names that stay, looked up in trees that look like /dev and /sys. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { PortPaths } from "../../../../gateway/modems/binding/port_paths.ts";
import { FakeTree } from "../../../support/fake_tree.ts";

const CP2102 = { idVendor: "10c4", idProduct: "ea60", product: "CP2102" };
const CH340 = { idVendor: "1a86", idProduct: "7523", product: "USB Serial" };

/** An adapter in a socket, with the names that udev gives. */
function plugIn(tree: FakeTree, tty: string, socket: string, usb: Record<string, string>): void {
  tree.file(`dev/${tty}`, "");
  tree.usb(socket, usb);
  tree.device(tty, `usb1/${socket}/${socket}:1.0/${tty}`, "any");
  tree.link(`dev/serial/by-path/${socket}`, `dev/${tty}`);
}

function nameById(tree: FakeTree, name: string): string {
  return join(tree.devRoot, "serial/by-id", name);
}

function nameByPath(tree: FakeTree, socket: string): string {
  return join(tree.devRoot, "serial/by-path", socket);
}

Deno.test("a modem is kept by its name by-id where that is its own", async () => {
  using tree = new FakeTree();
  plugIn(tree, "ttyUSB0", "1-1", { ...CP2102, serial: "A1" });
  tree.link("dev/serial/by-id/cp2102-A1", "dev/ttyUSB0");
  const tty = join(tree.devRoot, "ttyUSB0");
  const paths = new PortPaths([["lora-1", tty]], tree);
  assert.deepEqual(await paths.find("lora-1", tty), {
    path: nameById(tree, "cp2102-A1"),
    isUnique: true,
  });
  assert.equal(paths.of("lora-1"), nameById(tree, "cp2102-A1"));
});

Deno.test("two equal adapters are kept by their sockets, though both are configured by one name", async () => {
  using tree = new FakeTree();
  plugIn(tree, "ttyUSB0", "1-1", CH340);
  plugIn(tree, "ttyUSB1", "1-2", CH340);
  // udev gives the one name that both would have to the one that came last.
  tree.link("dev/serial/by-id/ch340", "dev/ttyUSB1");
  const shared = nameById(tree, "ch340");
  const second = nameByPath(tree, "1-2");
  const paths = new PortPaths([["lora-1", shared], ["lora-2", second]], tree);
  assert.deepEqual(await paths.find("lora-2", second), { path: second, isUnique: false });
  assert.deepEqual(await paths.find("lora-1", shared), {
    path: nameByPath(tree, "1-1"),
    isUnique: false,
  });
});

Deno.test("a modem that is no longer where it was is looked for where the configuration says", async () => {
  using tree = new FakeTree();
  plugIn(tree, "ttyUSB0", "1-1", CH340);
  const tty = join(tree.devRoot, "ttyUSB0");
  const paths = new PortPaths([["lora-1", nameByPath(tree, "1-9")]], tree);
  assert.equal((await paths.find("lora-1", tty)).path, nameByPath(tree, "1-1"));
});

Deno.test("a modem that is not there keeps its port", async () => {
  using tree = new FakeTree();
  const paths = new PortPaths([["lora-1", nameByPath(tree, "1-1")]], tree);
  const found = await paths.find("lora-1", join(tree.devRoot, "ttyUSB0"));
  assert.deepEqual(found, { path: nameByPath(tree, "1-1"), isUnique: false });
});
