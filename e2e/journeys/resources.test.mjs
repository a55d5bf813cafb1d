// Resources: the register of essential services opens to everybody, a stage is noted on a phone and taken back; everything at 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();

/** Opens the form that posts to this address' end, fills it and sends it. */
async function send(page, end, fields = {}) {
  const form = page.locator(`form[action$="${end}"]`);
  const closed = page.locator("details:not([open])", { has: form }).locator("summary");
  if (await closed.count()) await closed.first().click();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").click()]);
}

test("55 of 75 essential services are on the portal, and each opens onto its stages and use", async () => {
  const anybody = await here.browser.newContext({ viewport: DESK });
  const page = await anybody.newPage();
  await page.goto(`${here.province.address}/essential-services?on=2025-12-23`);
  await look(page);
  assert.match(await text(page), /55\s*\/75/);
  await page.goto(`${here.province.address}/essential-services?side=rest&on=2025-12-23`);
  assert.match(await text(page), /^.*20 .*$/m);
  await page.goto(`${here.province.address}/index/essential_services?side=numerator`);
  await Promise.all([page.waitForNavigation(), page.locator('main a[href^="/essential-services/TY-"]').first().click()]);
  await look(page);
  assert.match(await text(page), /Đã tái cấu trúc/);
  await page.setViewportSize(PHONE);
  for (const path of ["/essential-services", "/essential-services/TY-012"]) {
    await page.goto(`${here.province.address}${path}`);
    await look(page);
  }
  await anybody.close();
});

test("a stage is noted on a phone, with what is wrong named, and taken back", async () => {
  const clerk = await as("vanthu.ubnd", PHONE);
  await clerk.goto("/essential-services?stage=restructured");
  await Promise.all([clerk.waitForNavigation(), clerk.locator("main table a").first().click()]);
  await look(clerk);
  await send(clerk, "/actions/reach", { stage: "electronic", on: "2031-01-01", document: "KH 1/KH-UBND" });
  assert.match(await text(clerk), /chưa đến/);
  assert.equal(await clerk.locator('[name="document"]').inputValue(), "KH 1/KH-UBND", "nothing typed is lost");
  await send(clerk, "/actions/reach", { stage: "electronic", on: "2025-12-22", document: "KH 1/KH-UBND" });
  assert.match(await text(clerk), /22\/12\/2025/);
  await send(clerk, "/actions/withdraw", { reason: "Ghi nhầm dịch vụ" });
  assert.match(await text(clerk), /Ghi nhầm dịch vụ/);
  await clerk.goto("/essential-services/new");
  await look(clerk);
  await clerk.context().close();
});
