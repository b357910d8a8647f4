/** The way in, in a real browser: from the first claim to the wall, with and without a script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { HAS_BROWSER, TestBrowser, warnWithoutBrowser } from "../../support/browser.ts";
import { PASSWORD, type SetUpPerson, totpOf } from "../../support/people.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";
import { ConsoleHarness } from "../../handlers/http/console/console_harness.ts";

warnWithoutBrowser("the way into the console");

const CLAIM = /^claim: open (\S+) and enter the code (\S+): it makes the first administrator$/m;
/** The code of the step after the present one counts as well: this one was used to set up. */
const STEP_MS = 30_000;

/** By a name and not an address: passkeys belong to names. */
function addressOf({ url }: ConsoleHarness): string {
  return url.replace("127.0.0.1", "localhost");
}

async function enter(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
}

function press(page: Page, name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).click();
}

/** Signs in on the page that asks for it, with a recovery code, which is used up. */
async function signIn(page: Page, { person, recoveryCodes }: SetUpPerson, code = 0): Promise<void> {
  await enter(page, { Name: person.name, Password: PASSWORD });
  await press(page, "Continue");
  await page.getByText("No phone at hand?").click();
  await enter(page, { "Recovery code": recoveryCodes[code]! });
  await page.locator("details button").click();
  await page.locator("#live").waitFor();
}

Deno.test({
  name: "Whoever reads the gateway's log claims it, sets the account up and signs in to the wall",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    const gateway = await box.start();
    await until("the claim is printed", () => CLAIM.test(gateway.stderr));
    const [, url, code] = CLAIM.exec(gateway.stderr)!;
    await using browser = await TestBrowser.start();
    const { page } = await browser.open("en");
    await page.goto(url!);
    await enter(page, {
      "Code of this gateway": code!.toLowerCase(),
      "Name to sign in with": "an.peeters",
      "Full name": "An Peeters",
    });
    await press(page, "Continue");
    const secret = (await page.locator("code.secret").textContent())!.replaceAll(" ", "");
    await page.locator(".qr svg").waitFor();
    await enter(page, {
      "New password": PASSWORD,
      "The same password again": PASSWORD,
      "Code that the app shows now": totpOf(secret, Date.now()),
    });
    await press(page, "Finish");
    await page.locator(".codes li").first().waitFor();
    assert.equal(await page.locator(".codes li").count(), 10);
    await page.getByText("I have kept them: sign in").click();
    await enter(page, { Name: "an.peeters", Password: PASSWORD });
    await press(page, "Continue");
    await enter(page, { "Code of your authenticator app": "000000" });
    await press(page, "Sign in");
    await page.getByText("This code is wrong or was used already").waitFor();
    await enter(page, { "Code of your authenticator app": totpOf(secret, Date.now() + STEP_MS) });
    await press(page, "Sign in");
    await page.locator("#foot").getByRole("link", { name: "An Peeters" }).waitFor();
    await box.json("user", "role", "an.peeters", "admin", "operator");
    await page.goto(gateway.consoleUrl);
    await page.getByRole("heading", { name: "No open alarm" }).waitFor();
    assert.doesNotMatch(gateway.stderr, new RegExp(`${secret}|${PASSWORD}`), "no secret is logged");
  },
});

Deno.test({
  name: "A passkey is added, signs in alone, and signs in no more when it was removed",
  ignore: !HAS_BROWSER,
  async fn() {
    await using gateway = await ConsoleHarness.start();
    const an = await gateway.person("an", "operator");
    await using browser = await TestBrowser.start();
    const { page } = await browser.open("en");
    const devTools = await page.context().newCDPSession(page);
    await devTools.send("WebAuthn.enable");
    await devTools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(addressOf(gateway));
    await signIn(page, an);
    await page.goto(`${addressOf(gateway)}/account`);
    const form = page.locator("form[data-passkey=create]");
    await form.getByLabel("Name of the new passkey").fill("laptop");
    await form.getByLabel("Current password").fill("not the password");
    await press(page, "Add a passkey");
    await form.getByText("This is not your password.").waitFor();
    await form.getByLabel("Current password").fill(PASSWORD);
    await press(page, "Add a passkey");
    await page.getByText("The passkey is added.").waitFor();
    await press(page, "Sign out");
    await press(page, "Sign in with a passkey");
    await page.locator("#live").waitFor();
    await page.goto(`${addressOf(gateway)}/account`);
    await page.getByRole("button", { name: "Remove: laptop" }).click();
    await page.getByText("The passkey is removed.").waitFor();
    await press(page, "Sign out");
    await press(page, "Sign in with a passkey");
    await page.getByText("This passkey is not known here").waitFor();
  },
});

Deno.test({
  name: "Without a script the way in and the account work, and no passkey is offered",
  ignore: !HAS_BROWSER,
  async fn() {
    await using gateway = await ConsoleHarness.start();
    const { code } = await gateway.addAccount("an", "operator");
    await using browser = await TestBrowser.start();
    const { page } = await browser.open("en", { javaScriptEnabled: false });
    await page.goto(`${addressOf(gateway)}/sign-in`);
    assert.equal(await page.getByText("Sign in with a passkey").isVisible(), false);
    await page.getByText("I have a one-time code").click();
    await enter(page, { "One-time code": code });
    await press(page, "Continue");
    const secret = (await page.locator("code.secret").textContent())!.replaceAll(" ", "");
    const totp = totpOf(secret, Date.now());
    const proofs = { "New password": PASSWORD, "The same password again": PASSWORD };
    await enter(page, { ...proofs, "Code that the app shows now": totp });
    await press(page, "Finish");
    const recoveryCodes = await page.locator(".codes code").allTextContents();
    await page.getByText("I have kept them: sign in").click();
    await signIn(page, { person: gateway.accounts.byName("an")!, secret, recoveryCodes });
    await page.getByRole("link", { name: "an Peeters" }).click();
    await page.getByText("A passkey can be added where").waitFor();
    await enter(page, { "Name of the token": "report" });
    await page.locator("#confirm-token").fill(PASSWORD);
    await press(page, "Make a token");
    assert.match(
      await page.locator("pre").textContent() ?? "",
      /^VIGIL_TOKEN=vgl_[\w-]{43}\ncurl /,
    );
    await page.getByText("Back to your account").click();
    await page.getByRole("button", { name: "Revoke: report" }).click();
    await page.getByText("The token is revoked.").waitFor();
    await press(page, "Sign out");
    await page.getByLabel("Password").waitFor();
  },
});

Deno.test({
  name: "By the keyboard alone somebody signs in, and wrong input has the focus and is read aloud",
  ignore: !HAS_BROWSER,
  async fn() {
    await using gateway = await ConsoleHarness.start();
    const an = await gateway.person("an", "operator");
    await using browser = await TestBrowser.start();
    const { page } = await browser.open("en");
    await page.goto(`${addressOf(gateway)}/sign-in`);
    const { keyboard } = page;
    await page.locator("#name:focus").waitFor();
    await keyboard.type("an");
    await keyboard.press("Tab");
    await keyboard.type(PASSWORD);
    await keyboard.press("Enter");
    await page.locator("#totp:focus").waitFor();
    await keyboard.type("000000");
    await keyboard.press("Enter");
    const problem = page.locator("#totp-problem[role=alert]");
    await problem.waitFor();
    await page.locator("#totp:focus").waitFor();
    assert.match(
      await page.locator("#totp").getAttribute("aria-describedby") ?? "",
      /totp-problem/,
    );
    await keyboard.type(totpOf(an.secret, gateway.clock.unixMs() + STEP_MS));
    await keyboard.press("Enter");
    await page.locator("#live").waitFor();
    await page.getByRole("link", { name: "an Peeters" }).focus();
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: "Your account" }).waitFor();
  },
});

Deno.test({
  name: "A session that its owner ends in another browser is over in this one, which says so",
  ignore: !HAS_BROWSER,
  async fn() {
    await using gateway = await ConsoleHarness.start();
    const an = await gateway.person("an", "operator");
    await using browser = await TestBrowser.start();
    const { page: wall } = await browser.open("en");
    await wall.goto(addressOf(gateway));
    await signIn(wall, an, 0);
    await wall.locator("body.is-live").waitFor();
    const { page } = await browser.open("en", { userAgent: "Firefox/130.0 (Windows)" });
    await page.goto(addressOf(gateway));
    await signIn(page, an, 1);
    await page.goto(`${addressOf(gateway)}/account`);
    const sessions = page.locator("section", { hasText: "Where you are signed in" });
    assert.match(
      await sessions.locator("li", { hasText: "this browser" }).textContent() ?? "",
      /Firefox · Windows/,
    );
    await sessions.getByRole("button", { name: /End: Chrome/ }).click();
    await page.getByText("The session is ended.").waitFor();
    await wall.locator("#signed-out").waitFor();
    await wall.reload();
    await wall.getByLabel("Password").waitFor();
  },
});
