// Resources: the register of essential services opens to everybody, a stage is noted on a phone and taken back; a year's budget with its curve and
// forecast, a payment above the allocation is refused; villages on tiles, reported from a phone and verified by a second person; everything at
// 390 px and 1280 px.

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

test("the year's budget stands with its curve and what is expected, and refuses what can't be", async () => {
  const chairman = await as("chutich");
  await chairman.goto("/budget");
  await look(chairman);
  const year = await text(chairman);
  assert.match(year, /160\.740\.000\.000/);
  assert.match(year, /72,0\s%/);
  assert.match(year, /Khoảng tin cậy 90\s%/);
  assert.match(year, /Còn khoảng/, "lines that will not be spent are named");
  await chairman.goto("/budget?field=digital");
  assert.match(await text(chairman), /99,\d\s%/, "digital transformation is expected to be spent");
  await Promise.all([chairman.waitForNavigation(), chairman.locator('main table a[href^="/budget/NS-2025"]').first().click()]);
  await look(chairman);
  const end = "/actions/record";
  await send(chairman, end, { kind: "disbursement", on: "2025-12-22", amount: "900.000.000.000", document: "Lệnh chi 1" });
  assert.match(await text(chairman), /vượt kinh phí được bố trí/);
  await send(chairman, end, { kind: "disbursement", on: "2025-12-22", amount: "-5", document: "Lệnh chi 1" });
  assert.match(await text(chairman), /lớn hơn 0/);
  await send(chairman, end, { kind: "disbursement", on: "2025-12-22", amount: "1.000.000", document: "Lệnh chi 1" });
  assert.match(await text(chairman), /Đã ghi khoản tiền/);
  await chairman.goto("/budget/new");
  await look(chairman);
  await chairman.setViewportSize(PHONE);
  for (const path of ["/budget", "/budget/NS-2025-00005", "/budget/new"]) {
    await chairman.goto(path);
    await look(chairman);
  }
  await chairman.context().close();
});

test("nine villages have no broadband; what is seen on the spot counts once a second person verified it", async () => {
  const anybody = await here.browser.newContext({ viewport: DESK, baseURL: here.province.address });
  const page = await anybody.newPage();
  await page.goto("/coverage?on=2025-12-23");
  await look(page);
  assert.equal(await page.locator("main svg a rect").count(), 38, "a tile a commune");
  await page.goto("/coverage/villages?status=lacking&on=2025-12-23");
  await look(page);
  assert.match(await text(page), /^9 kết quả/m);
  await page.goto("/coverage/villages?status=conflict");
  assert.match(await text(page), /^1 kết quả/m);
  await page.setViewportSize(PHONE);
  for (const path of ["/coverage", "/coverage/villages?status=lacking"]) {
    await page.goto(path);
    await look(page);
  }
  await anybody.close();

  const leader = await as("lanhdao.03442");
  await leader.goto("/coverage/03442.001");
  await look(leader);
  await send(leader, "/actions/report", { observed_on: "2025-12-22", "operator-1": "Viettel", "technology-1": "4g" });
  assert.match(await text(leader), /Hãy nhập mục này/, "power is missing");
  await leader.locator('form[action$="/actions/report"] [name="power"]').first().check();
  await send(leader, "/actions/report");
  assert.match(await text(leader), /chờ người thứ hai/);
  assert.equal(await leader.locator('form[action$="/actions/verify"]').count(), 0, "not one's own");
  await leader.context().close();
  const clerk = await as("vanthu.ubnd", PHONE);
  await clerk.goto("/coverage/03442.001");
  await look(clerk);
  await Promise.all([clerk.waitForNavigation(), clerk.locator('form[action$="/actions/verify"] button').first().click()]);
  assert.match(await text(clerk), /Có băng rộng/);
  await clerk.context().close();
});

test("digital citizens are counted by commune and village; a month counts once a second person verified it", async () => {
  const anybody = await here.browser.newContext({ viewport: DESK, baseURL: here.province.address });
  const page = await anybody.newPage();
  await page.goto("/digital-citizens?on=2025-12-23");
  await look(page);
  assert.equal(await page.locator("main table").first().locator("tbody tr").count(), 38, "a row a commune");
  await page.setViewportSize(PHONE);
  await page.goto("/digital-citizens?measure=cashless");
  await look(page);
  await anybody.close();

  const leader = await as("lanhdao.03442");
  await leader.goto("/digital-citizens/03442.001");
  await look(leader);
  const counts = { month: "12/2025", residents: "20", eid: "25", signature: "1", account: "5", cashless: "5" };
  await leader.locator("summary", { hasText: "Báo cáo tháng" }).first().click();
  await leader.locator('form[action$="/actions/report"] [name="reporter"]').first().check();
  await send(leader, "/actions/report", counts);
  assert.match(await text(leader), /nhiều hơn số người từ đủ 14 tuổi/);
  assert.equal(await leader.locator('[name="month"]').inputValue(), "12/2025", "nothing typed is lost");
  await send(leader, "/actions/report", { eid: "20" });
  assert.match(await text(leader), /hãy ghi lý do/, "fewer than in November");
  await send(leader, "/actions/report", { note: "Nhiều hộ chuyển đi" });
  assert.match(await text(leader), /chờ người thứ hai/);
  assert.equal(await leader.locator('form[action$="/actions/verify"]').count(), 0, "not one's own");
  await leader.context().close();
  const clerk = await as("vanthu.ubnd", PHONE);
  await clerk.goto("/digital-citizens/villages?commune=03442&state=waiting");
  await look(clerk);
  await Promise.all([clerk.waitForNavigation(), clerk.locator("main table a").first().click()]);
  await look(clerk);
  await Promise.all([clerk.waitForNavigation(), clerk.locator('form[action$="/actions/verify"] button').first().click()]);
  assert.match(await text(clerk), /20 \(100/);
  await clerk.context().close();
});
