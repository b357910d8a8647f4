import assert from "node:assert/strict";
import { join } from "node:path";
import { listSerialPorts } from "../../../gateway/serial/mod.ts";
import { FakeTree } from "../../support/fake_tree.ts";

const CP2102 = {
  idVendor: "10c4",
  idProduct: "ea60",
  manufacturer: "Silicon Labs",
  product: "CP2102 USB to UART Bridge Controller",
  serial: "0001",
};
const CH340 = { idVendor: "1a86", idProduct: "7523", product: "USB Serial" };

Deno.test("A USB adapter is listed with its names, ids and driver", async () => {
  using tree = new FakeTree();
  tree.usb("1-1", CP2102);
  tree.device("ttyUSB0", "usb1/1-1/1-1:1.0/ttyUSB0", "cp210x");
  const id = "usb-Silicon_Labs_CP2102_USB_to_UART_Bridge_Controller_0001-if00-port0";
  tree.link(`dev/serial/by-id/${id}`, "dev/ttyUSB0");
  tree.link("dev/serial/by-path/platform-usb-0:1:1.0-port0", "dev/ttyUSB0");

  assert.deepEqual(await listSerialPorts(tree), [{
    path: join(tree.devRoot, "ttyUSB0"),
    stablePath: join(tree.devRoot, "serial/by-id", id),
    byId: [join(tree.devRoot, "serial/by-id", id)],
    byPath: [join(tree.devRoot, "serial/by-path/platform-usb-0:1:1.0-port0")],
    vendorId: "10c4",
    productId: "ea60",
    manufacturer: "Silicon Labs",
    product: "CP2102 USB to UART Bridge Controller",
    serialNumber: "0001",
    driver: "cp210x",
    interfaceNumber: "00",
    locationId: "1-1",
    pnpId: id,
  }]);
});

Deno.test("Two adapters without serial numbers are named by their sockets", async () => {
  using tree = new FakeTree();
  for (const [tty, socket] of [["ttyUSB0", "1-1"], ["ttyUSB1", "1-2"]] as const) {
    tree.usb(socket, CH340);
    tree.device(tty, `usb1/${socket}/${socket}:1.0/${tty}`, "ch341-uart");
    tree.link(`dev/serial/by-path/usb-${socket}`, `dev/${tty}`);
  }
  // udev gives the one name that both would have to the one that came last.
  tree.link("dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", "dev/ttyUSB1");

  const ports = await listSerialPorts(tree);

  assert.deepEqual(ports.map((port) => port.serialNumber), [undefined, undefined]);
  assert.deepEqual(
    ports.map((port) => port.stablePath),
    ["usb-1-1", "usb-1-2"].map((name) => join(tree.devRoot, "serial/by-path", name)),
  );
});

Deno.test("One adapter without a serial number keeps its name by id", async () => {
  using tree = new FakeTree();
  tree.usb("1-1", CH340);
  tree.device("ttyUSB0", "usb1/1-1/1-1:1.0/ttyUSB0", "ch341-uart");
  tree.link("dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", "dev/ttyUSB0");

  const [port] = await listSerialPorts(tree);

  assert.equal(port?.stablePath, join(tree.devRoot, "serial/by-id/usb-1a86_USB_Serial-if00-port0"));
});

Deno.test("The ports of one modem are distinguished by interface, sorted by number", async () => {
  using tree = new FakeTree();
  const modem = { idVendor: "2c7c", idProduct: "0125", serial: "A1" };
  tree.usb("1-1", modem);
  for (const at of [2, 10]) {
    tree.file(
      `sys/devices/usb1/1-1/1-1:1.${at}/bInterfaceNumber`,
      at.toString(16).padStart(2, "0"),
    );
    tree.device(`ttyUSB${at}`, `usb1/1-1/1-1:1.${at}/ttyUSB${at}`, "option1");
  }

  const ports = await listSerialPorts(tree);

  assert.deepEqual(ports.map((port) => port.interfaceNumber), ["02", "0a"]);
});

Deno.test("Consoles, pseudo-terminals and UARTs that are not there are left out", async () => {
  using tree = new FakeTree();
  for (const name of ["console", "ptmx", "tty", "tty1"]) tree.tty(name);
  tree.device("ttyS0", "platform/serial8250/serial8250:0/serial8250:0.0", "port");
  tree.link("sys/devices/platform/serial8250/driver", "sys/bus/platform/drivers/serial8250");
  tree.file("sys/class/tty/ttyS0/type", "4");
  tree.device("ttyS1", "platform/serial8250/serial8250:0/serial8250:0.1", "port");
  tree.file("sys/class/tty/ttyS1/type", "0");
  tree.device("ttyAMA0", "platform/soc/fe201000.serial", "uart-pl011");

  const ports = await listSerialPorts(tree);

  assert.deepEqual(
    ports.map(({ path, driver, stablePath }) => ({ path, driver, isPlain: path === stablePath })),
    [
      { path: join(tree.devRoot, "ttyAMA0"), driver: "uart-pl011", isPlain: true },
      { path: join(tree.devRoot, "ttyS0"), driver: "serial8250", isPlain: true },
    ],
  );
});

Deno.test("Without serial ports the list is empty", async () => {
  using tree = new FakeTree();

  assert.deepEqual(await listSerialPorts(tree), []);
});

Deno.test("This machine's own ports can be listed", async () => {
  for (const port of await listSerialPorts()) {
    assert.match(port.path, /^\/dev\/tty/);
    assert.notEqual(port.driver, undefined);
  }
});
