// An officer adds a passkey and an authenticator app, and signs in with each; an administrator helps somebody back in.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { PASSWORD, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

// Passkeys belong to a name, not to a number.
const here = scene({ dossiers: 200, host: "localhost" });

/** A key of the device itself, which confirms without asking: what fingerprint or PIN do on a real one. */
async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** The code that an authenticator app shows now, `steps` later (RFC 6238). */
function code(secret, steps = 0) {
  const bits = [...secret.replaceAll(" ", "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const text = (page) => page.locator("main").innerText();

for (const [name, viewport, login] of [
  ["on a phone", PHONE, "thuly.03549"],
  ["at a desk", DESK, "lanhdao.03549"],
]) {
  test(`an officer signs in with a passkey and with an authenticator app, ${name}`, async () => {
    const page = await signedIn(here.browser, here.province.address, login, { viewport });
    await authenticator(page);
    await page.goto("/account/security");
    await look(page);

    await page.goto("/account/security/passkeys");
    await look(page);
    await page.fill("#name", "Máy tính ở cơ quan");
    await press(page, 'form[data-passkey="create"] button[type=submit]');
    assert.match(await text(page), /Máy tính ở cơ quan/);
    await look(page);

    await page.click(".mc-account summary");
    await press(page, 'form[action="/sign-out"] button');
    await page.goto("/sign-in?next=/account");
    await look(page);
    await press(page, 'form[data-passkey="get"] button[type=submit]');
    assert.equal(new URL(page.url()).pathname, "/account", "the key opened without anything typed");

    await page.goto("/account/security/totp");
    await look(page);
    const secret = await page.locator("main code").innerText();
    await page.fill("#code", code(secret));
    await press(page, 'form[action="/account/security/totp"] button[type=submit]');
    assert.equal(new URL(page.url()).pathname, "/account/security/codes");
    await look(page);
    await press(page, 'form[action="/account/security/codes"] button[type=submit]');
    assert.equal(await page.locator("main ol code").count(), 10);
    await look(page);

    // Another browser, without JavaScript and without keys: the app's next code opens it.
    const context = await here.browser.newContext({ viewport, javaScriptEnabled: false, baseURL: here.province.address, locale: "vi-VN" });
    const bare = await context.newPage();
    await bare.goto("/sign-in?next=/account");
    await bare.fill("#login", login);
    await bare.fill("#password", PASSWORD);
    await press(bare, 'form[action="/sign-in"] button[type=submit]');
    assert.equal(new URL(bare.url()).pathname, "/sign-in/second");
    assert.ok(await bare.locator("[data-passkey-without]").isVisible(), "it says what to do without JavaScript");
    await bare.fill("#code", code(secret, 1));
    await press(bare, 'form[action="/sign-in/second"] button[type=submit]');
    assert.equal(new URL(bare.url()).pathname, "/account");
    await context.close();

    for (const path of ["sessions", "log", "tokens", "password", "confirm"]) {
      await page.goto(`/account/security/${path}`);
      await look(page);
    }
    await page.goto("/account/security/tokens");
    await page.fill("#name", "Báo cáo của sở");
    await press(page, 'form[action="/account/security/tokens"] button[type=submit]');
    assert.equal((await page.locator("main .mc-secret").innerText()).length, 64);
    await look(page);
    await page.goto("/account/security/sessions");
    assert.equal(await page.locator("main tbody tr").count(), 2, "this browser and the other one");
    await press(page, 'form.mc-act[action="/account/security/sessions"] button');
    assert.equal(await page.locator("main tbody tr").count(), 1);
    await page.context().close();

    const second = await here.browser.newContext({ viewport, baseURL: here.province.address, locale: "vi-VN" });
    const halfway = await second.newPage();
    await halfway.goto("/sign-in");
    await halfway.fill("#login", login);
    await halfway.fill("#password", PASSWORD);
    await press(halfway, 'form[action="/sign-in"] button[type=submit]');
    await look(halfway);
    await second.close();
  });
}

test("an administrator issues a code, and the person sets a password with it", async () => {
  for (const viewport of [PHONE, DESK]) {
    const page = await signedIn(here.browser, here.province.address, "quantri", { viewport });
    for (const path of ["/admin", "/admin/credentials", "/admin/sessions", "/admin/tokens", "/admin/credentials/vanthu.03549"]) {
      await page.goto(path);
      await look(page);
    }
    await page.goto("/admin/credentials/vanthu.03549/recovery");
    await look(page);
    await page.fill("#reason", "Quên mật khẩu, đã đối chiếu thẻ công chức");
    await press(page, 'form[action="/admin/credentials/vanthu.03549/recovery"] button[type=submit]');
    await look(page);
    const once = await page.locator("main code").innerText();
    await page.context().close();

    const context = await here.browser.newContext({ viewport, baseURL: here.province.address, locale: "vi-VN" });
    const person = await context.newPage();
    await person.goto("/sign-in/code");
    await look(person);
    const fields = { "#login": "vanthu.03549", "#code": once, "#password": "password1234", "#again": "password1234" };
    for (const [field, value] of Object.entries(fields)) await person.fill(field, value);
    await press(person, "main form button[type=submit]");
    await look(person);
    assert.match(await text(person), /phổ biến/);
    for (const field of ["#password", "#again"]) await person.fill(field, `con dấu cơ quan ${viewport.width} sáng nay`);
    await press(person, "main form button[type=submit]");
    assert.equal(new URL(person.url()).pathname, "/sign-in");
    await context.close();
  }
});
