/** The pages of the box itself, in a real browser over a real gateway. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { DirectStore } from "../../../db/store.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { newEvent } from "../../../handlers/events/new_event.ts";
import { PULL } from "../../support/running_gateway.ts";
import { addPerson, withAccounts } from "../../support/signed_in.ts";
import { BOX } from "../../support/people.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("the console's pages of the box itself");

const WITHOUT_SCRIPT = { javaScriptEnabled: false };
const LANGUAGES = ["nl", "fr", "de", "en"] as const;

/** A zone whose gateway makes backups, with a chief who may open all pages. */
async function backedUpSite() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.prepare());
  const modem = { kind: "rak3172", port: join(site.box.folder, "lora-1") };
  const backups = join(site.box.folder, "backups");
  site.box.configure([modem], `${PULL}[backup]\ndir = "${backups}"\n`);
  const chief = await addPerson(site.box, "admin");
  await withAccounts(
    site.box,
    (accounts) => accounts.setRoles(chief.name, ["operator", "technician", "admin"], BOX),
  );
  keepSuspicions(join(site.box.folder, "data", "vigil.db"));
  const gateway = await site.startGateway();
  stack.move();
  return { site, chief, gateway, backups };
}

/** Frames that were rejected, and an event that looks like an attack. */
function keepSuspicions(path: string): void {
  using store = new DirectStore(path);
  const payload = new Uint8Array(4);
  const frame = { modem: "lora-1", carrier: "bytes", payload, atUnixMs: Date.now() } as const;
  const foreign = { device: "w".repeat(64), codec: "eview-ev07b", rssiDbm: -121.5, snrDb: -19.5 };
  const reasons = ["bad-tag", "replay-suspected", "never-heard-of"];
  store.writeNow("rejectFrames", reasons.map((reason) => ({ ...frame, ...foreign, reason })));
  const facts = {
    id: "a".repeat(32),
    name: "attack-suspected",
    priority: "high",
    subject: "modem/lora-1",
    at: Date.now() as UnixMs,
    data: { reason: "bad-tags" } as never,
  } as const;
  store.writeNow("appendEvents", [newEvent({ zone: "5415", name: "gw-1" }, facts, true)]);
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

Deno.test({
  name:
    "Without a script an administrator sees what is wrong, backs up, checks, prepares a restore, and makes and revokes a token",
  ignore: !HAS_BROWSER,
  async fn() {
    const { backups, chief, gateway, site } = await backedUpSite();
    await using _ = site;
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, gateway, chief, "en", WITHOUT_SCRIPT);
    await page.getByRole("link", { name: "System" }).click();
    await page.locator("[data-code=backup-missing]").waitFor();
    await page.locator("[data-code=backup-missing] code", { hasText: "vigil db backup" }).waitFor();
    await backUp(page, site.box.folder);
    await page.getByRole("link", { name: "Back to the system" }).click();
    await button(page, "Look again").click();
    await page.getByText("What is good").click();
    await page.locator("[data-code=backup-good]", { hasText: backups }).waitFor();
    await tokens(page, gateway.consoleUrl);
  },
});

/** Makes a backup and follows it to the commands that put it back. */
async function backUp(page: Page, folder: string): Promise<void> {
  await page.getByRole("link", { name: "Backups" }).click();
  await page.getByText("There is no backup yet").waitFor();
  await button(page, "Back up now").click();
  await page.getByText("read back whole when it was made").waitFor();
  await page.getByRole("button", { name: /^Check: vigil-000001-/ }).click();
  await page.getByText("read again from beginning to end").waitFor();
  await page.getByRole("link", { name: /^Restore vigil-000001-/ }).click();
  await page.getByText("no alarm is heard").waitFor();
  await page.locator("#confirm").fill("gw");
  await button(page, "Check it and show the commands").click();
  await page.locator("#confirm-problem").waitFor();
  assert.equal(await page.locator("#confirm").inputValue(), "gw");
  await page.locator("#confirm").fill("gw-1");
  await button(page, "Check it and show the commands").click();
  const commands = await page.locator(".commands").textContent();
  assert.match(commands!, /^systemctl stop vigil\nsudo -u vigil vigil db restore /);
  assert.ok(commands!.includes(`--config ${folder}/vigil.toml`));
  await page.getByRole("link", { name: "Backups" }).click();
}

async function tokens(page: Page, url: string): Promise<void> {
  await page.getByRole("link", { name: "Tokens of programs" }).click();
  await page.locator("#name").fill("dispatch-5415");
  await page.locator("#role").selectOption("dispatch");
  await button(page, "Make the token").click();
  await page.locator("#stream-problem").waitFor();
  assert.equal(await page.locator("#name").inputValue(), "dispatch-5415");
  assert.equal(await page.locator("#role").inputValue(), "dispatch");
  await page.locator("#stream").selectOption("dispatch-pull");
  await button(page, "Make the token").click();
  const token = (await page.locator("pre").textContent())!;
  assert.match(token, /^vgl_[\w-]{43}$/);
  await page.goto(`${url}/system/tokens`);
  assert.ok(!(await page.content()).includes(token));
  await page.getByRole("link", { name: "Revoke: dispatch-5415" }).click();
  await page.getByText("alarms no longer reach dispatch this way").waitFor();
  await button(page, "Revoke").click();
  await page.getByText("There is no valid token").waitFor();
}

Deno.test({
  name: "A technician finds what was rejected by reason and modem, without what was in it",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const technician = await addPerson(site.box, "technician");
    await site.box.json("device", "retire", site.wearable.uid);
    site.wearable.press();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, technician, "en", WITHOUT_SCRIPT);
    const rows = page.locator("table.rejected tbody tr");
    for (;;) {
      await page.goto(`${site.gateway.consoleUrl}/system/rejected`);
      if (await rows.count() > 0) break;
    }
    await rows.first().getByText("not registered here").waitFor();
    await page.locator("#modem").selectOption("lora-1");
    await page.locator("#reason").selectOption("unknown-device");
    await button(page, "Show").click();
    assert.match(page.url(), /reason=unknown-device&modem=lora-1$/);
    assert.ok(await rows.count() > 0);
  },
});

/** Pages that only a form leads to. @param use Is given each of them. */
async function throughForms(page: Page, url: string, use: (where: string) => Promise<void>) {
  await page.goto(`${url}/system/tokens`);
  await page.locator("#name").fill(`t${crypto.randomUUID()}`);
  await page.locator("#role").selectOption("dispatch");
  await page.locator("main form button").last().click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await use("tokens with a wrong stream");
  await page.locator("#role").selectOption("monitor");
  await page.locator("main form button").last().click();
  await page.locator("pre.line").waitFor();
  await use("the new token");
  await page.goto(`${url}/system/tokens`);
  await page.locator("td a.button").first().click();
  await page.locator("form[action$=revoke]").waitFor();
  await use("the question before the end of a token");
  await page.goto(`${url}/system/backups`);
  await page.locator("td a.button").first().click();
  await page.locator("#confirm").fill("gw-1");
  await use("the question before a restore");
  await page.locator("main form button").click();
  await page.locator(".commands").waitFor();
  await use("the commands of a restore");
}

Deno.test({
  name:
    "On pages of the box nothing is out of sight at any width or on paper, in four languages, and axe-core is silent",
  ignore: !HAS_BROWSER,
  async fn() {
    const { chief, gateway, site } = await backedUpSite();
    await using _ = site;
    await site.box.json("device", "add", "d-2");
    await using browser = await TestBrowser.start();
    const { page: first } = await openConsole(browser, gateway, chief, "en");
    await first.goto(`${gateway.consoleUrl}/system/backups`);
    await first.locator("main button.likely").click();
    await first.locator("td.time").first().waitFor();
    for (const [at, language] of LANGUAGES.entries()) {
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const { page } = await openConsole(browser, gateway, chief, language, { colorScheme });
      const judge = async (where: string) => {
        await page.waitForLoadState();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${where} at ${width}`);
          if (width !== (at < 2 ? 390 : 1_440)) continue;
          await checkAccessibility(page, `${language} ${where} at ${width}, ${colorScheme}`);
        }
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1_000 });
        assert.deepEqual(await outOfSight(page), [], `${language} ${where} on paper`);
        await page.emulateMedia({ media: "screen" });
      };
      for (const path of ["/system", "/system/rejected", "/system/backups", "/system/tokens"]) {
        await page.goto(`${gateway.consoleUrl}${path}`);
        if (path === "/system") await page.locator("summary").click();
        await judge(path);
      }
      await throughForms(page, gateway.consoleUrl, judge);
    }
  },
});
