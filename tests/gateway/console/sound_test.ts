/** Whether an alarm is heard, and a page that is not live: in a real browser, by what it is told to play. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { HAS_BROWSER, signInAs, TestBrowser, warnWithoutBrowser } from "../../support/browser.ts";
import { checkAccessibility, outOfSight } from "../../support/page_checks.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

warnWithoutBrowser("whether alarms are heard");

/** Keeps what the page plays, in Hz, and what it notifies of; both go on as they would. */
const LISTEN = `
  globalThis.heard = [];
  globalThis.noticed = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    heard.push(this.frequency.value);
    return start.call(this, at);
  };
  globalThis.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      noticed.push([title, JSON.stringify(options)].join(" "));
    }
  };`;
const SOUND_IS_ON = `localStorage.setItem("vigil-sound-on", "1")`;
const [ALARM_HZ, LOST_HZ, DRILL_HZ] = [880, 440, 523];
/** Longer than between two sounds of an alarm, at two ticks a second, and of a page that is not live. */
const [TICKS, LOST_TICKS] = [6, 10];

/** A zone, and a page of its operator that is listened to. */
async function listen(...scripts: string[]) {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const operator = await addPerson(site.box, "operator");
  const browser = stack.use(await TestBrowser.start());
  const { complaints, page } = await browser.open("en");
  await page.context().grantPermissions(["notifications"]);
  for (const script of [LISTEN, ...scripts]) await page.addInitScript(script);
  await signInAs(page, operator, site.gateway);
  await page.locator("body.is-live").waitFor();
  const ended = stack.move();
  return { site, page, complaints, [Symbol.asyncDispose]: () => ended.disposeAsync() };
}

/** Waits until a sound is heard that was not before. */
async function hears(page: Page, hz: number): Promise<void> {
  await page.evaluate("heard.length = 0");
  await until(`${hz} Hz is heard`, async () => {
    return (await page.evaluate("heard") as number[]).includes(hz);
  });
}

/** Listens for longer than it takes an alarm to sound again. */
async function isSilent(page: Page, why: string, ticks = TICKS): Promise<void> {
  const heard = await page.evaluate(`new Promise((resolve) => {
    heard.length = 0;
    let count = 0;
    document.addEventListener("vigil:tick", () => ++count === ${ticks} && resolve([...heard]));
  })`);
  assert.deepEqual(heard, [], why);
}

Deno.test({
  name:
    "Sound is off until it is turned on; then an alarm is heard until it is silenced or accepted, and the next one again",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen();
    const { complaints, page, site } = zone;
    await site.press();
    const first = page.locator("article.waiting").first();
    await first.waitFor();
    await isSilent(page, "sound is off");
    assert.ok(!await page.getByRole("button", { name: "Silence this alarm" }).isVisible());

    await page.getByRole("button", { name: "Sound off" }).click();
    await page.getByRole("button", { name: "Sound on" }).waitFor();
    await hears(page, ALARM_HZ);
    await first.getByRole("button", { name: "Silence this alarm" }).click();
    await isSilent(page, "it was silenced");
    assert.deepEqual(await page.evaluate("noticed"), [], "it was there before");

    await site.press();
    await page.locator("article.waiting").nth(1).waitFor();
    await hears(page, ALARM_HZ);
    const [noticed, ...others] = await page.evaluate("noticed") as string[];
    assert.match(noticed!, /^Vigil: new alarm \{/);
    assert.ok(!noticed!.includes(site.wearable.uid), "anybody sees the screen");
    assert.deepEqual(others, []);
    await page.keyboard.press("z");
    await isSilent(page, "the key has silenced it");
    await site.press();
    await page.locator("article.waiting").nth(2).waitFor();
    await hears(page, ALARM_HZ);
    await page.locator("article.keyed button[value=accepted]").click();
    await page.locator("article.cared-for").waitFor();
    await isSilent(page, "one is accepted, the others stay silenced when the page is loaded anew");
    await page.getByRole("button", { name: "Sound on" }).waitFor();
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "A test plays and notifies and says so; what notifications name is chosen; the panel is in order at every width",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen();
    const { page, site } = zone;
    await page.getByRole("button", { name: "Sound off" }).click();
    await page.getByRole("button", { name: "Sound on" }).waitFor();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("A sound was played. If you heard nothing").waitFor();
    await page.getByText("A notification was shown.").waitFor();
    assert.ok((await page.evaluate("heard") as number[]).includes(ALARM_HZ));
    assert.match((await page.evaluate("noticed") as string[])[0]!, /^Vigil: test/);
    await page.getByText("Notifications", { exact: true }).click();
    await page.getByLabel("Name alarm and wearable").check();
    for (const width of [320, 390, 768, 1_440]) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await outOfSight(page), [], `at ${width}`);
    }
    await checkAccessibility(page, "the switches of sound");

    await site.press();
    await until("it is told", async () => await page.evaluate("noticed.length") === 2);
    const named = (await page.evaluate("noticed") as string[])[1]!;
    assert.ok(named.startsWith(`New alarm: panic, ${site.wearable.uid}`), named);
  },
});

Deno.test({
  name: "Sound that the browser holds back is said to be off, until the page is touched",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen(SOUND_IS_ON);
    const { page, site } = zone;
    const blocked = page.getByRole("button", { name: "Sound blocked: click here" });
    await blocked.waitFor();
    await site.press();
    await page.locator("article.waiting").waitFor();
    await isSilent(page, "the browser holds it back");
    await blocked.waitFor();
    await checkAccessibility(page, "sound that is held back");
    await page.getByRole("heading", { name: "1 open alarm" }).click();
    await page.getByRole("button", { name: "Sound on" }).waitFor();
    await hears(page, ALARM_HZ);
  },
});

Deno.test({
  name: "A page that is not live is heard, can be silenced, and is quiet again when it is live",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen();
    const { page, site: { gateway } } = zone;
    await page.getByRole("button", { name: "Sound off" }).click();
    await page.getByRole("button", { name: "Sound on" }).waitFor();
    try {
      Deno.kill(gateway.pid, "SIGSTOP");
      await page.locator("#lost").waitFor();
      await hears(page, LOST_HZ);
      assert.deepEqual(
        (await page.evaluate("noticed") as string[]).map((its) => its.split(" {")[0]),
        ["Vigil: this page is not live"],
      );
      await page.locator("#lost").getByRole("button", { name: "Silence" }).click();
      await isSilent(page, "it was silenced", LOST_TICKS);
    } finally {
      Deno.kill(gateway.pid, "SIGCONT");
    }
    await page.locator("body.is-live").waitFor();
    await isSilent(page, "it is live");
  },
});

Deno.test({
  name: "A drill is heard as a drill, softly and seldom",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen();
    const { page, site } = zone;
    await site.box.json("device", "drill", site.wearable.uid, "--minutes", "5");
    await page.getByRole("button", { name: "Sound off" }).click();
    await site.press();
    await page.locator("article.drill").waitFor();
    await hears(page, DRILL_HZ);
    const heard = await page.evaluate("heard") as number[];
    assert.ok(!heard.includes(ALARM_HZ), "as an alarm");
    assert.match((await page.evaluate("noticed") as string[])[0]!, /^Vigil: new drill alarm/);
  },
});

Deno.test({
  name: "Where a page is not of a secure address, it says that there are no notifications",
  ignore: !HAS_BROWSER,
  async fn() {
    await using zone = await listen(
      `Object.defineProperty(globalThis, "isSecureContext", { value: false })`,
    );
    const { page } = zone;
    await page.getByRole("button", { name: "Sound off" }).click();
    await page.getByText("Notifications of the browser need HTTPS.").waitFor();
    await page.getByRole("button", { name: "Sound on" }).waitFor();
  },
});
