/** What the console says of alarms that the disk does not take. */
import assert from "node:assert/strict";
import { HAS_BROWSER, openConsole, TestBrowser, warnWithoutBrowser } from "../support/browser.ts";
import { LoopDisk } from "./loop_disk.ts";
import { hasPrograms } from "./programs_here.ts";
import { addPerson } from "../support/signed_in.ts";
import { Scene } from "./scene.ts";

warnWithoutBrowser("alarms on the console that the disk does not take");

const ignore = !HAS_BROWSER ||
  !hasPrograms("a disk that takes no alarm", "mkfs.ext4", "losetup", "mosquitto");

Deno.test({
  name: "An alarm that the disk does not take stands on the first page, and why it has no answer",
  ignore,
  async fn() {
    using disk = LoopDisk.mount("ext4");
    if (disk === undefined) return;
    await using scene = await Scene.start(disk.mountPoint);
    const operator = await addPerson(scene.box, "operator");
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, scene.gateway, operator);
    disk.becomeReadOnly();
    const { panic } = await scene.press();
    const alarm = page.locator("article.waiting", { hasText: scene.wearable.uid });
    await alarm.getByText("Nobody has confirmed it yet").waitFor();
    await alarm.getByText("Only in memory, not on the disk").waitFor();
    assert.equal(await alarm.locator(".acts button, .acts a").count(), 0, "nothing could be kept");
    await page.getByRole("link", { name: "No alarm can be stored" }).waitFor();
    await page.locator("#problems", { hasText: "Alarms cannot be stored" }).waitFor();

    await scene.dispatch.acknowledge(panic);
    await alarm.getByText("Dispatch has it").waitFor();
    await scene.gateway.stop();
  },
});
