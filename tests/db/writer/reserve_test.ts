import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Reserve } from "../../../db/writer/reserve.ts";
import { SmallDisk } from "../../support/small_disk.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("A reserve grows a slice at a time to its size, and is given up as a whole", () => {
  using disk = SmallDisk.mount(16 * MEGABYTE);
  if (disk === undefined) return;
  const path = join(disk.folder, "reserve");
  const reserve = new Reserve(path, 2 * MEGABYTE + 1);
  let slices = 0;
  while (reserve.grow()) slices++;
  assert.deepEqual([slices, reserve.isWhole], [3, true]);
  assert.equal(Deno.statSync(path).size, 2 * MEGABYTE + 1);
  reserve.release();
  assert.deepEqual([existsSync(path), reserve.isWhole], [false, false]);
  reserve.release();
});

Deno.test("A reserve leaves what is stored as much room again as it still needs", () => {
  using disk = SmallDisk.mount(8 * MEGABYTE);
  if (disk === undefined) return;
  const reserve = new Reserve(join(disk.folder, "reserve"), 5 * MEGABYTE);
  assert.equal(reserve.grow(), false, "5 MiB of 8 would leave 3");
  assert.equal(existsSync(join(disk.folder, "reserve")), false);
  const small = new Reserve(join(disk.folder, "reserve"), 3 * MEGABYTE);
  while (small.grow());
  assert.equal(small.isWhole, true);
});
