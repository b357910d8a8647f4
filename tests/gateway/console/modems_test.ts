/** The pages of modems in a real browser, over emulated modems on real pseudo-terminals. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { plugIn, technicianAt } from "../../support/plugged_ports.ts";
import { RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { addPerson } from "../../support/signed_in.ts";

warnWithoutBrowser("the console's pages of modems");

const WITHOUT_SCRIPT = { javaScriptEnabled: false };

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

Deno.test({
  name:
    "Without a script, a modem in no configuration is found, set up, read back, tested and ready to be configured",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    await using at = await technicianAt(browser, WITHOUT_SCRIPT);
    const { gateway, page, port, site } = at;
    await page.goto(`${gateway.consoleUrl}/modems`);
    const ports = page.locator("table.ports tr", { hasText: port });
    await ports.getByText("in no configuration").waitFor();
    await ports.getByText(`(${Deno.pid})`).waitFor();
    await page.locator("table.ports tr", { hasText: "this gateway (lora-1)" }).waitFor();
    await page.getByRole("link", { name: "Set up a modem" }).click();

    await page.getByLabel("An Ebyte E22").waitFor();
    await page.getByLabel(port).check();
    await button(page, "What is it?").click();
    await page.getByText("A modem that is known here.").waitFor();
    await page.getByText("Filled in as lora-1 is set").waitFor();
    await page.reload();
    await page.locator("#spreading_factor").fill("13");
    await page.locator("#name").fill("lora-1");
    await button(page, "Next: see what will be written").click();
    await page.getByText("There is a modem of this name already.").waitFor();
    assert.equal(await page.locator("#spreading_factor").inputValue(), "13", "it is kept");
    await page.locator("#name").fill("lora-2");
    await button(page, "Next: see what will be written").click();
    await page.locator("#spreading_factor-problem").waitFor();
    await page.locator("#spreading_factor").fill("8");
    await button(page, "Next: see what will be written").click();
    await page.locator("#frequency_hz-problem", { hasText: "bandwidth" }).waitFor();
    await page.locator("#bandwidth_hz").fill("125000");
    await button(page, "Next: see what will be written").click();

    await page.getByRole("heading", { name: "This will be written" }).waitFor();
    assert.equal(at.plugged.emulator.tuning, undefined, "nothing is written yet");
    await page.reload();
    await page.locator(".settings li").first().waitFor();
    await button(page, "Write and read back").click();
    await page.getByText("Set up, and read back as written.").waitFor();
    assert.ok(await page.locator("table.compared .mark.good").count() > 2);
    assert.equal(await page.locator("table.compared .mark.critical").count(), 0);
    await page.reload();

    const entry = await page.locator("#entry").textContent();
    assert.match(
      entry!,
      /^\[\[modem\]\]\nname = "lora-2"\nport = ".*plugged-in"\nkind = "rak3172"/,
    );
    assert.match(entry!, /\[modem.radio\]\n(.*\n)*spreading_factor = 8\n/);
    await page.locator("#partner").selectOption("");
    await button(page, "Test").click();
    await page.getByText("Answers, has its settings: passed").waitFor({ timeout: 60_000 });
    await page.getByText("Sends: passed").waitFor();

    const lines = entry!.split("\n").map((line) => line.trim()).join("\n");
    Deno.writeTextFileSync(
      site.box.configPath,
      `${Deno.readTextFileSync(site.box.configPath)}\n${lines}\n`,
    );
    assert.equal((await site.box.command("check")).code, 0, "the configuration takes it");
  },
});

Deno.test({
  name:
    "A technician reads back, tests, writes and restarts a modem, once a minute, and each is on its page",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    await using at = await technicianAt(browser);
    const { complaints, gateway, page, site } = at;
    await page.goto(`${gateway.consoleUrl}/modems`);
    await page.getByRole("link", { name: "lora-1" }).first().click();
    await button(page, "Read back and compare").click();
    await page.getByText("What can be read is as the configuration says.").waitFor();
    await page.getByText("asked for by an.technician").first().waitFor();
    await button(page, "Read back and compare").click();
    await page.getByText(/This was done just now.*Wait \d/).waitFor();
    await page.goto(`${gateway.consoleUrl}/modems/lora-1`);
    await button(page, "What is it?").click();
    await page.getByText("A modem that is known here.").waitFor();

    await page.getByRole("link", { name: "Write the settings…" }).click();
    await page.locator(".settings li").first().waitFor();
    await page.getByRole("link", { name: "Back without doing it" }).click();
    await page.getByRole("link", { name: "Write the settings…" }).click();
    await button(page, "Write and read back").click();
    await page.getByText("Set up, and read back as written.").waitFor();
    await page.locator("#history").getByText("settings written by an.technician").waitFor();
    await page.locator("#facts .mark.good").first().waitFor();

    await button(page, "Test").click();
    await page.getByText("Sends: passed").waitFor({ timeout: 60_000 });
    await page.getByRole("link", { name: "Restart…" }).click();
    await page.getByRole("heading", { name: "Restart lora-1?" }).waitFor();
    await button(page, "Restart the modem").click();
    await page.getByRole("heading", { name: "lora-1", exact: true }).waitFor();
    const { modems } = await site.gateway.get("/v1/modems", await site.box.token("technician"));
    assert.equal(modems[0].lastChange.by, "an.technician");
    assert.deepEqual(complaints.filter((text) => !/429/.test(text)), []);
  },
});

Deno.test({
  name:
    "What a modem hears comes in while the page is open, with why it is rejected and without what it says; near an alarm the modem is left alone",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    await using at = await technicianAt(browser);
    const { complaints, gateway, page, site } = at;
    await page.goto(`${gateway.consoleUrl}/modems/lora-1`);
    await page.getByText("Nothing was heard since the gateway started.").waitFor();
    site.wearable.press();
    await page.locator("#heard").getByText("accepted", { exact: true }).first().waitFor();
    const stranger = site.field.wearable();
    stranger.press();
    await page.locator("#heard").getByText("of no wearable that is known here").first().waitFor();
    const text = await page.locator("main").textContent();
    assert.ok(!text!.includes(site.wearable.uid), "not of whom");
    await button(page, "What is it?").click();
    await page.getByText("an alarm was opened less than a minute ago").first().waitFor();
    const body = await page.content();
    assert.ok(!body.includes(site.wearable.uid));
    assert.deepEqual(complaints.filter((its) => !/409/.test(its)), []);
  },
});

Deno.test({
  name:
    "A modem that knows 2G alone is marked with when that ends, and a cellular one is set up by its entry",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    await using stack = new AsyncDisposableStack();
    const field = stack.use(new RadioField(box.folder));
    const [old, fresh] = ["sms-1", "plugged-in"].map((name) => `${box.folder}/${name}`);
    field.plugIn("cellular", "sms-1", { model: "sim800" });
    field.plugIn("cellular", "plugged-in", { model: "ec25" });
    box.configure([{ name: "sms-1", kind: "cellular", port: old! }]);
    const { env, server } = plugIn(box, [{ kind: "cellular", path: fresh! }]);
    stack.use(server);
    const technician = await addPerson(box, "technician");
    const gateway = await box.start(env);
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, gateway, technician);
    await page.goto(`${gateway.consoleUrl}/modems`);
    await page.locator("table.modems").getByText("2G only").waitFor();
    await page.reload();
    await page.getByText("switched off from the end of 2027").waitFor();
    await page.goto(`${gateway.consoleUrl}/modems/sms-1`);
    await page.locator("#facts").getByText("Simulated").waitFor();
    await page.locator("#facts").getByText("4G", { exact: true }).waitFor();
    assert.match((await box.command("modem", "list")).stderr, /sms-1: .* knows 2G networks alone/);

    await page.goto(`${gateway.consoleUrl}/modems/ports/set-up`);
    await page.getByLabel(fresh!).check();
    await button(page, "What is it?").click();
    await page.locator("#pin_file").fill("etc/pin");
    await button(page, "Next: see what will be written").click();
    await page.locator("#pin_file-problem").waitFor();
    await page.locator("#pin_file").fill("/etc/vigil/pin");
    await button(page, "Next: see what will be written").click();
    const entry = await page.locator("#entry").textContent();
    assert.match(entry!, /kind = "cellular"\n\[modem.sim\]\npin_file = "\/etc\/vigil\/pin"$/);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button(page, "Copy").click();
    await button(page, "Copied").waitFor();
  },
});
