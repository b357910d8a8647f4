import assert from "node:assert/strict";
import { readFileSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { UsbDevice } from "../../../../gateway/modems/recovery/usb_device.ts";
import { FakeTree } from "../../../support/fake_tree.ts";

/** One adapter in socket 1-1, whose switch is a file; gives the path of that. */
function plugIn(tree: FakeTree): string {
  tree.usb("1-1", { idVendor: "10c4", idProduct: "ea60", authorized: "1" });
  tree.device("ttyUSB0", "usb1/1-1/1-1:1.0/ttyUSB0", "cp210x");
  tree.file("dev/ttyUSB0", "");
  tree.link("sys/bus/usb/devices/1-1", "sys/devices/usb1/1-1");
  return join(tree.sysRoot, "devices/usb1/1-1/authorized");
}

Deno.test("the USB device behind a port is let go and taken again", async () => {
  using tree = new FakeTree();
  const path = plugIn(tree);
  const seen = new Set<string>();
  const watcher = watch(path, () => seen.add(readFileSync(path, "utf8").trim()));
  const device = new UsbDevice(() => join(tree.devRoot, "ttyUSB0"), tree);
  assert.equal(await device.rebind(), true);
  watcher.close();
  assert.ok(seen.has("0"), "it was never let go");
  assert.equal(readFileSync(path, "utf8")[0], "1");
});

Deno.test("a device whose port is gone is found where it was last seen", async () => {
  using tree = new FakeTree();
  plugIn(tree);
  const port = join(tree.devRoot, "ttyUSB0");
  const device = new UsbDevice(() => port, tree);
  await device.locate();
  rmSync(port);
  rmSync(join(tree.sysRoot, "class/tty/ttyUSB0"));
  assert.equal(await device.rebind(), true);
});

Deno.test("a port that is on no USB device cannot be let go", async () => {
  using tree = new FakeTree();
  tree.device("ttyAMA0", "platform/serial@1/ttyAMA0", "uart-pl011");
  tree.file("dev/ttyAMA0", "");
  const device = new UsbDevice(() => join(tree.devRoot, "ttyAMA0"), tree);
  assert.equal(await device.rebind(), false);
  assert.equal(await new UsbDevice(() => join(tree.devRoot, "missing"), tree).rebind(), false);
});

Deno.test("a switch that is not there is reported, not made", async () => {
  using tree = new FakeTree();
  rmSync(plugIn(tree));
  const device = new UsbDevice(() => join(tree.devRoot, "ttyUSB0"), tree);
  await assert.rejects(device.rebind(), /ENOENT/);
});
