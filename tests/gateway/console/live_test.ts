/** Whether a page of the console says so when it is not live, and comes back by itself. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { freePort } from "../../../gateway/bench/ports.ts";
import {
  giveCookie,
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { GatewayBox, type RunningGateway } from "../../support/running_gateway.ts";
import { addPerson, type BoxPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("whether a page of the console is live");

/** Once the gateway stands still the page says so within this, in ms. */
const SHOWN_WITHIN_MS = 5_000;
/** A page that says so sooner than this cries wolf, in ms. */
const SHOWN_AFTER_MS = 2_000;
const BACK_MS = 15_000;

Deno.test({
  name: "A gateway that hangs is shown within 5 s, with its last word, and the page comes back",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    const operator = await addPerson(box, "operator");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, gateway, operator);
    await page.locator("body.is-live").waitFor();
    const lost = page.locator("#lost");
    try {
      Deno.kill(gateway.pid, "SIGSTOP");
      const stoppedAtMs = performance.now();
      await lost.waitFor({ timeout: SHOWN_WITHIN_MS });
      assert.ok(performance.now() - stoppedAtMs > SHOWN_AFTER_MS, "it was too hasty");
    } finally {
      Deno.kill(gateway.pid, "SIGCONT");
    }
    assert.match(
      await lost.textContent() ?? "",
      /NOT LIVE.*Last contact: \d\d\/\d\d\/\d{4},? \d\d:\d\d:\d\d/,
    );
    await lost.waitFor({ state: "hidden", timeout: BACK_MS });
    await page.locator("body.is-live").waitFor();
    assert.match(await page.title(), /^No open alarm/);
  },
});

/** A page of an operator that is live, and the gateway behind it, whose console keeps its port. */
class LiveConsole implements AsyncDisposable {
  private constructor(
    readonly stack: AsyncDisposableStack,
    readonly box: GatewayBox,
    readonly page: Page,
    readonly gateway: RunningGateway,
    readonly operator: BoxPerson,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async open(): Promise<LiveConsole> {
    await using stack = new AsyncDisposableStack();
    const box = stack.use(new GatewayBox());
    box.configure([]);
    const operator = await addPerson(box, "operator");
    const env = { VIGIL_CONSOLE_PORT: String(await freePort()) };
    const gateway = await box.start(env);
    const browser = stack.use(await TestBrowser.start());
    const { page } = await openConsole(browser, gateway, operator);
    await page.locator("body.is-live").waitFor();
    return new LiveConsole(stack.move(), box, page, gateway, operator, env);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }
}

Deno.test({
  name: "A restart is shown at once, and the page is live again by itself, still signed in",
  ignore: !HAS_BROWSER,
  async fn() {
    await using live = await LiveConsole.open();
    const { box, env, gateway, page } = live;
    await gateway.kill();
    await page.locator("#lost").waitFor();
    assert.match(await page.title(), /^NOT LIVE/);

    await box.start(env);
    await page.locator("#lost").waitFor({ state: "hidden", timeout: BACK_MS });
    await page.locator("body.is-live").waitFor();
  },
});

Deno.test({
  name: "A page that was busy itself for longer than the gateway may be silent does not cry wolf",
  ignore: !HAS_BROWSER,
  async fn() {
    await using live = await LiveConsole.open();
    await live.page.evaluate(`new MutationObserver(([{ target }]) => {
      if (!target.hidden) document.body.dataset.wolf = "cried";
    }).observe(document.getElementById("lost"), { attributes: true })`);
    await live.page.evaluate(
      "{ const end = performance.now() + 6_000; while (performance.now() < end); }",
    );
    const shownAt = await live.page.locator("#pulse-time").textContent();
    await live.page.locator("#pulse-time").getByText(shownAt!).waitFor({ state: "detached" });
    await live.page.locator("body.is-live:not([data-wolf])").waitFor();
  },
});

Deno.test({
  name: "A page whose session is over says that one is signed out, until one is not",
  ignore: !HAS_BROWSER,
  async fn() {
    await using live = await LiveConsole.open();
    const { box, env, gateway, operator, page } = live;
    await gateway.kill();
    Deno.removeSync(`${box.folder}/data/console-sessions.json`);

    await box.start(env);
    const signedOut = page.locator("#signed-out");
    await signedOut.waitFor({ timeout: BACK_MS });
    assert.equal(await page.locator("body.is-live").count(), 0, "it must not look alive");
    const other = await page.context().newPage();
    await giveCookie(other, await operator.signIn(gateway), gateway);
    await other.goto(gateway.consoleUrl);
    await other.locator("#live").waitFor();
    await signedOut.waitFor({ state: "hidden", timeout: BACK_MS });
    await page.locator("body.is-live").waitFor();
  },
});

Deno.test({
  name: "Focus and a selection survive an alarm that comes in, and it is said aloud once",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const operator = await addPerson(site.box, "operator");
    await using browser = await TestBrowser.start();
    site.wearable.position({ fix: { lat: 51.1932743, lon: 4.363482, accuracyM: 17 } });
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    const place = page.locator("td.place", { hasText: "51.1932" });
    await place.waitFor();
    const events = page.locator("nav a", { hasText: "All events" });
    await events.focus();
    await page.evaluate(`getSelection().selectAllChildren(
      [...document.querySelectorAll("td.place")].find((it) => it.textContent.includes("51.1932")))`);
    assert.match(await page.title(), /^No open alarm/);
    assert.equal(await page.locator("#announcement").textContent(), "");

    site.wearable.press();
    await page.locator("article.waiting", { hasText: site.wearable.uid }).waitFor();
    assert.equal(await page.evaluate("document.activeElement.textContent"), "All events");
    assert.match(await page.evaluate("String(getSelection())") as string, /51\.19327, 4\.36348/);
    const said = `New alarm: panic, ${site.wearable.uid}`;
    assert.equal(await page.locator("#announcement[role=alert]").textContent(), said);
    assert.ok((await page.title()).startsWith(`(1) panic ${site.wearable.uid} · Vigil`));
    assert.equal(
      await page.locator("link[rel=icon]").getAttribute("href"),
      "/assets/icon-alarm.svg",
    );
    const ago = page.locator("article .since .ago");
    await ago.getByText("3 s ago").waitFor();
    assert.equal(await page.locator("#announcement").textContent(), said, "once, not at each look");
    assert.deepEqual(complaints, []);
  },
});
