/** What the doctor sees of a box, from trees that look like one. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { lookAtFolder, readMounts } from "../../../gateway/doctor/look_at_folder.ts";
import { lookAtMachine } from "../../../gateway/doctor/look_at_machine.ts";
import { lookAtPorts } from "../../../gateway/doctor/look_at_ports.ts";
import { serviceFacts } from "../../../gateway/doctor/look_at_service.ts";
import { SYSTEM } from "../../../gateway/doctor/subject.ts";
import { PseudoTerminal } from "../../../gateway/serial/mod.ts";
import { FakeTree } from "../../support/fake_tree.ts";

/** A box whose data folder is on a device of that number, as `179:2`, and file system. */
function boxOn(number: string, kind = "ext4", options = "rw,noatime") {
  const tree = new FakeTree();
  const root = join(tree.devRoot, "..");
  tree.file("data/vigil.db", "");
  const line = (at: string) => `36 25 ${number} / ${at} ${options} shared:1 - ${kind} /dev/x rw`;
  tree.file("proc/self/mountinfo", `${line("/").replace(kind, "sysfs")}\n${line(`${root}/data`)}`);
  const roots = { ...SYSTEM, proc: `${root}/proc`, sys: `${root}/sys` };
  return { tree, root, look: () => lookAtFolder(`${root}/data`, roots), roots };
}

Deno.test("A data folder on a partition of an SD card is on a card", async () => {
  const { look, tree } = boxOn("179:2");
  using _ = tree;
  tree.file("sys/devices/mmc0/block/mmcblk0/mmcblk0p2/partition", "2");
  tree.file("sys/devices/mmc0/block/mmcblk0/device/type", "SD");
  tree.link("sys/dev/block/179:2", "sys/devices/mmc0/block/mmcblk0/mmcblk0p2");
  const { device, disk, fileSystem } = await look();
  assert.deepEqual([device, disk, fileSystem], ["mmcblk0", "card", "ext4"]);
});

Deno.test("Soldered flash and drives are disks", async () => {
  const { look, tree } = boxOn("179:2");
  using _ = tree;
  tree.file("sys/devices/mmc0/block/mmcblk0/device/type", "MMC");
  tree.link("sys/dev/block/179:2", "sys/devices/mmc0/block/mmcblk0");
  assert.equal((await look()).disk, "disk");
});

for (const [kind, disk] of [["tmpfs", "memory"], ["overlay", "layer"], ["nfs4", "network"]]) {
  Deno.test(`A data folder on ${kind} is on no disk of the box: ${disk}`, async () => {
    const { look, tree } = boxOn("0:42", kind);
    using _ = tree;
    const found = await look();
    assert.deepEqual([found.disk, found.device], [disk, kind]);
    assert.deepEqual(found.mountOptions, ["rw", "noatime"]);
  });
}

Deno.test("A data folder that is not there yet is judged by the folder that it would be in", async () => {
  const { root, roots, tree } = boxOn("0:42", "tmpfs");
  using _ = tree;
  const { disk, isThere, storeUid } = await lookAtFolder(`${root}/data/later`, roots);
  assert.deepEqual([disk, isThere, storeUid], ["memory", false, undefined]);
});

Deno.test("A mount of a folder with a blank in its name is read", () => {
  const [mount] = readMounts(
    "36 25 8:1 / /my\\040disk rw,nobarrier - ext4 /dev/sda1 rw,data=ordered",
  );
  assert.equal(mount!.at, "/my disk");
  assert.deepEqual(mount!.options, ["rw", "nobarrier", "data=ordered"]);
});

Deno.test("A board says its power in hexadecimal digits, and the hottest part counts", async () => {
  using tree = new FakeTree();
  const root = join(tree.devRoot, "..");
  tree.file(
    "proc/meminfo",
    "MemTotal: 1000 kB\nMemAvailable: 400 kB\nSwapTotal: 9 kB\nSwapFree: 4 kB",
  );
  tree.file("proc/sys/kernel/osrelease", "6.6.1");
  tree.file("sys/devices/platform/soc/soc:firmware/get_throttled", "50005");
  tree.file("sys/class/thermal/thermal_zone0/temp", "41000");
  tree.file("sys/class/thermal/thermal_zone1/temp", "63500");
  const found = await lookAtMachine({ ...SYSTEM, proc: `${root}/proc`, sys: `${root}/sys` });
  assert.equal(found.throttled, 0x50005);
  assert.equal(found.celsius, 63.5);
  const { availableBytes, memoryBytes, swappedBytes } = found;
  assert.deepEqual([memoryBytes, availableBytes, swappedBytes], [1_024_000, 409_600, 5_120]);
});

Deno.test("A port is seen with who else has it open; programs that seek ports are seen while they run", async () => {
  using tree = new FakeTree();
  await using terminal = new PseudoTerminal();
  const root = join(tree.devRoot, "..");
  Deno.mkdirSync(`${root}/proc/812/fd`, { recursive: true });
  Deno.symlinkSync(terminal.path, `${root}/proc/812/fd/3`);
  tree.file("proc/812/cmdline", "minicom\0-D");
  tree.file("proc/812/comm", "minicom");
  tree.file("proc/9/comm", "brltty");
  const modems = [
    { name: "lora-1", port: terminal.path },
    { name: "lora-2", port: "/dev/ttyUSB97" },
  ];
  const roots = { ...SYSTEM, proc: `${root}/proc`, run: `${root}/run` };
  const { hasRules, ports: [one, two], seekers } = await lookAtPorts(modems, roots);
  assert.deepEqual([one!.isThere, one!.isAllowed, one!.isUnstable], [true, true, false]);
  assert.equal(one!.holders, "process 812 (minicom)");
  assert.deepEqual([two!.isThere, two!.isUnstable, two!.holders], [false, true, ""]);
  assert.deepEqual(seekers, ["brltty"]);
  assert.equal(hasRules, undefined, "no udev runs");
});

Deno.test("The port that a gateway has open is held by no other", async () => {
  using tree = new FakeTree();
  await using terminal = new PseudoTerminal();
  const root = join(tree.devRoot, "..");
  Deno.mkdirSync(`${root}/proc/812/fd`, { recursive: true });
  Deno.symlinkSync(terminal.path, `${root}/proc/812/fd/3`);
  tree.file("proc/812/cmdline", "deno\0run\0/usr/lib/vigil/gateway/main.ts\0run\0--config\0x");
  const roots = { ...SYSTEM, proc: `${root}/proc` };
  const { ports: [port] } = await lookAtPorts([{ name: "a", port: terminal.path }], roots);
  assert.equal(port!.holders, "");
});

Deno.test("Rules are seen where udev runs", async () => {
  using tree = new FakeTree();
  const root = join(tree.devRoot, "..");
  tree.file("run/udev/control", "");
  const roots = { ...SYSTEM, etc: `${root}/etc`, run: `${root}/run`, usr: `${root}/usr` };
  assert.equal((await lookAtPorts([], roots)).hasRules, false);
  tree.file("etc/udev/rules.d/70-vigil.rules", "");
  assert.equal((await lookAtPorts([], roots)).hasRules, true);
});

const DELIVERED = `LoadState=loaded
UnitFileState=enabled
NRestarts=0
WatchdogUSec=20s
Restart=always
NoNewPrivileges=yes
ProtectSystem=strict
DevicePolicy=closed
UMask=0077`;

Deno.test("The delivered unit lacks nothing, and a line that is not as delivered is named", () => {
  assert.deepEqual(serviceFacts(DELIVERED), {
    isLoaded: true,
    isEnabled: true,
    restarts: 0,
    missingWatch: [],
    missingConfinement: [],
  });
  const bare = DELIVERED.replace("20s", "0").replace("strict", "no").replace(
    "UMask=0077",
    "UMask=0022",
  )
    .replace("=enabled", "=disabled").replace("NRestarts=0", "NRestarts=7");
  const found = serviceFacts(bare);
  assert.deepEqual(found.missingWatch, ["WatchdogSec"]);
  assert.deepEqual(found.missingConfinement, ["ProtectSystem", "UMask"]);
  assert.deepEqual([found.isEnabled, found.restarts], [false, 7]);
});
