// Citizens prove who they are at an identity provider; one authorises a relative, who follows the dossier.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESK, PHONE, checkWidth } from "../support/browser.mjs";
import { freePort, signInAtProvider, startProvider } from "../support/identity.mjs";
import { file, press, throughProvider } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const PROCEDURE = "1.001193";
const COMMUNE = "03478";
let provider;

const here = scene(async () => {
  const port = await freePort();
  provider = await startProvider(`http://127.0.0.1:${port}`);
  return { dossiers: 500, port, more: ["--identity", provider.settings] };
});

after(() => provider?.stop());

const text = (page) => page.locator("main").innerText();

async function visitor(viewport, javaScriptEnabled = true) {
  const context = await here.browser.newContext({ viewport, javaScriptEnabled, baseURL: here.province.address, locale: "vi-VN" });
  return context.newPage();
}

for (const [name, viewport] of [
  ["on a phone", PHONE],
  ["at a desk", DESK],
]) {
  test(`somebody signs in at a real provider, finds their particulars filled in, and signs out at both, ${name}`, async () => {
    const page = await visitor(viewport);
    await page.goto(`/sign-in?next=/file/${PROCEDURE}`);
    await look(page);
    await page.click('a[href^="/sign-in/with/real"]');
    await signInAtProvider(page, "may");
    assert.equal(new URL(page.url()).pathname, `/file/${PROCEDURE}`);
    await press(page, "main form[method=post] button[type=submit]");
    assert.equal(await page.inputValue('[name="applicant-name"]'), provider.person.HoVaTen);
    assert.equal(await page.inputValue('[name="applicant-id_number"]'), provider.person.SoDinhDanh);
    assert.equal(await page.inputValue('[name="applicant-address"]'), provider.person.ThuongTru.ChiTiet);
    assert.equal(await page.inputValue('[name="applicant-commune"]'), provider.person.ThuongTru.MaPhuongXa);
    await page.goto("/account");
    await look(page);
    assert.match(await text(page), /Mức độ 2/);

    await page.click('details:has(form[action="/sign-out"]) > summary');
    await page.click('form[action="/sign-out"] button');
    // The provider asks on its own page whether its session ends too.
    await page.waitForURL((url) => url.href.startsWith(provider.issuer));
    await Promise.all([page.waitForURL(`${here.province.address}/`), page.click('button[value="yes"], button[name="logout"]')]);
    await page.goto("/account");
    assert.equal(new URL(page.url()).pathname, "/sign-in");

    // Keys change once: who changes them again at once has to wait, so that nobody makes us ask without end.
    if (viewport === PHONE) {
      provider.rotate();
      await page.goto("/sign-in/with/real?next=/account");
      await signInAtProvider(page, "may");
      assert.equal(new URL(page.url()).pathname, "/account");
    }
    await page.context().close();
  });
}

for (const [name, viewport] of [
  ["on a phone", PHONE],
  ["at a desk", DESK],
]) {
  test(`an officer comes by the province's single sign-on, proves it anew before changing a factor, and signs out at both, ${name}`, async () => {
    const page = await visitor(viewport);
    await page.goto("/sign-in");
    await look(page);
    await page.click('a[href^="/sign-in/with/officers"]');
    await signInAtProvider(page, "thuly.03549");
    assert.equal(new URL(page.url()).pathname, "/queue");
    await look(page);
    await page.goto("/account/security/log");
    assert.match(await text(page), /Đăng nhập: Định danh điện tử/);
    await page.goto("/account/security/confirm?next=/account/security/totp");
    await look(page);
    // The provider knows them still, and asks all the same.
    await page.click('a[href^="/sign-in/with/officers?anew=yes"]');
    await page.fill('input[name="login"]', "thuly.03549");
    await page.fill('input[name="password"]', "x");
    await Promise.all([page.waitForURL((url) => url.pathname === "/account/security/totp"), page.click("button[type=submit]")]);
    await look(page);

    await page.click('details:has(form[action="/sign-out"]) > summary');
    await page.click('form[action="/sign-out"] button');
    await page.waitForURL((url) => url.href.startsWith(provider.issuer));
    await Promise.all([page.waitForURL(`${here.province.address}/`), page.click('button[value="yes"], button[name="logout"]')]);
    await page.goto("/queue");
    assert.equal(new URL(page.url()).pathname, "/sign-in");

    // Whom the directory does not know does not become an officer by it.
    await page.goto("/sign-in/with/officers");
    await signInAtProvider(page, "khong-ai");
    await page.goto("/queue");
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    await page.context().close();
  });
}

test("who declines, and who comes back out of nowhere, is told what happened and how to go on", async () => {
  const page = await visitor(PHONE);
  await page.goto("/sign-in/with/simulated?next=/my/dossiers");
  await look(page);
  assert.match(await text(page), /mô phỏng/);
  await page.click("main .govuk-button");
  assert.match(await text(page), /không đồng ý/);
  await look(page);
  await page.goto("/sign-in/with/simulated/return?code=x&state=y");
  assert.match(await text(page), /không còn hiệu lực/);
  await look(page);
  await page.context().close();
});

for (const [name, viewport, javaScriptEnabled] of [
  ["on a phone", PHONE, true],
  ["at a desk without JavaScript", DESK, false],
]) {
  test(`a citizen authorises a relative, who follows the dossier until it is taken back, ${name}`, async () => {
    const eyes = javaScriptEnabled ? look : checkWidth;
    const be = (subject, next) =>
      throughProvider(here.browser, here.province.address, subject, next, { viewport, javaScriptEnabled });
    const citizen = await be("moi-1", "/my/dossiers");
    const code = await file(citizen, PROCEDURE, { commune: COMMUNE });
    await citizen.goto("/account/authorisations");
    await eyes(citizen);
    await citizen.goto("/account/authorisations/new");
    await press(citizen, 'main button[type="submit"]');
    assert.equal(await citizen.locator(".govuk-error-summary").count(), 1);
    await eyes(citizen);
    await citizen.fill('[name="agent_name"]', "Lý A Páo");
    await citizen.fill('[name="agent_id"]', "012098005678");
    await citizen.fill('[name="until"]', "31/12/2026");
    await press(citizen, 'main button[type="submit"]');
    assert.match(await text(citizen), /Chờ người được ủy quyền đồng ý/);
    await eyes(citizen);

    const relative = await be("moi-2", "/account/authorisations");
    await eyes(relative);
    const refused = await relative.goto(`/dossiers/${code}`);
    assert.equal(refused.status(), 404);
    await relative.goto("/account/authorisations");
    await press(relative, 'form[action$="/accept"] button');
    await relative.click('main a[href^="/my/dossiers?of="]');
    assert.match(await text(relative), new RegExp(code.replaceAll(".", "\\.")));
    await eyes(relative);
    assert.equal((await relative.goto(`/dossiers/${code}`)).status(), 200);
    await eyes(relative);

    await citizen.goto("/account/authorisations");
    await press(citizen, 'form[action$="/revoke"] button');
    await eyes(citizen);
    assert.equal((await relative.goto(`/dossiers/${code}`)).status(), 404);
    await citizen.context().close();
    await relative.context().close();
  });
}
