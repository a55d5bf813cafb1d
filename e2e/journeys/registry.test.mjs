// Population data: a counter officer looks up who stands there and files; when the registry is gone, filing by hand goes on.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene({ dossiers: 200 });

/** What the register knows of a sample citizen: their account says it. */
async function citizen(login) {
  const page = await signedIn(here.browser, here.province.address, login, { viewport: DESK });
  await page.goto("/account");
  const name = (await page.locator("h1").innerText()).trim();
  const number = (await page.locator("main").innerText()).match(/\b\d{12}\b/)[0];
  await page.context().close();
  return { name, number };
}

/** A procedure of communes that any counter takes in. */
async function procedure() {
  const { items } = await (await fetch(`${here.province.address}/api/v1/procedures?q=dang ky ket hon&limit=20`)).json();
  return items.find((item) => item.level === "commune" && item.online === "full").code;
}

/** The process that stands in for the registry: the child of the province's process that was started as one. */
async function registryProcess() {
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    const status = await readFile(`/proc/${entry}/status`, "utf8").catch(() => "");
    if (command.includes("simulate\0registry") && status.includes(`PPid:\t${here.province.pid}\n`)) return Number(entry);
  }
  return undefined;
}

async function file(page) {
  for (const box of await page.locator('input[name="shown"]').all()) await box.check();
  const competent = page.locator('select[name="competent_agency"]');
  if (await competent.count()) await competent.selectOption({ index: 1 });
  await press(page, 'main button[name="go"][value="receive"]');
  assert.match(page.url(), /\/intake\/done\//, await page.locator("main").innerText());
  return decodeURIComponent(page.url().split("/intake/done/")[1]);
}

for (const [name, viewport, javaScriptEnabled] of [
  ["on a phone", PHONE, true],
  ["at a desk without JavaScript", DESK, false],
]) {
  test(`a counter officer looks somebody up, corrects what changed, and files, ${name}`, async () => {
    const { name: full, number } = await citizen("congdan2");
    const eyes = javaScriptEnabled ? look : async () => {};
    const page = await signedIn(here.browser, here.province.address, `tiepnhan.${COMMUNE}`, { viewport, javaScriptEnabled });
    await page.goto(`/intake/${await procedure()}`);
    await page.fill("#applicant-id_number", number);
    await press(page, 'button[name="go"][value="lookup"]');
    assert.match(await page.locator("main").innerText(), /nhập thêm họ và tên hoặc năm sinh/);
    await page.fill("#applicant-name", full.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toUpperCase());
    await page.fill("#details", "Ghi chú của cán bộ");
    await press(page, 'button[name="go"][value="lookup"]');
    await eyes(page);
    assert.equal(await page.inputValue("#applicant-name"), full);
    assert.equal(await page.inputValue("#details"), "Ghi chú của cán bộ");
    const source = /Theo Cơ sở dữ liệu quốc gia về dân cư, \d\d\/\d\d\/\d{4}/;
    assert.match(await page.locator("#applicant-birth_date ~ .mc-source").innerText(), source);
    await page.fill("#applicant-name", `${full} Hai`);
    if ((await page.inputValue("#applicant-phone")) === "") await page.fill("#applicant-phone", "0912345678");
    const code = await file(page);
    await page.goto(`/dossiers/${code}`);
    await eyes(page);
    const shown = await page.locator("main").innerText();
    assert.match(shown, source);
    assert.match(shown, /\(đã sửa khác nguồn này\)/);
    await page.context().close();
  });
}

test("a citizen finds their own record filled in", async () => {
  const page = await signedIn(here.browser, here.province.address, "congdan3", { viewport: PHONE });
  await page.goto(`/file/${await procedure()}`);
  await press(page, "main form[method=post] button[type=submit]");
  await look(page);
  assert.match(await page.locator("main").innerText(), /Theo Cơ sở dữ liệu quốc gia về dân cư/);
  assert.notEqual(await page.inputValue("#applicant-birth_date"), "");
  await page.context().close();
});

test("the administrator sees who looked whom up, with numbers hidden", async () => {
  for (const viewport of [PHONE, DESK]) {
    const page = await signedIn(here.browser, here.province.address, "quantri", { viewport });
    await page.goto("/admin/look-ups");
    await look(page);
    const text = await page.locator("main").innerText();
    assert.match(text, /\d{3}••••••\d{3}/);
    assert.doesNotMatch(text, /\d{12}/);
    await page.context().close();
  }
});

test("when the registry is gone, a dossier is taken in by hand", async () => {
  const child = await registryProcess();
  assert.ok(child, "the demonstration started its registry");
  process.kill(child, "SIGKILL");
  const page = await signedIn(here.browser, here.province.address, `tiepnhan.${COMMUNE}`, { viewport: PHONE });
  await page.goto(`/intake/${await procedure()}`);
  await page.fill("#applicant-id_number", "012085001234");
  await page.fill("#applicant-name", "Giàng A Páo");
  await page.fill("#applicant-phone", "0912345678");
  await press(page, 'button[name="go"][value="lookup"]');
  await look(page);
  assert.match(await page.locator("main").innerText(), /Hãy nhập bằng tay; việc nộp hồ sơ không bị ảnh hưởng/);
  assert.equal(await page.inputValue("#applicant-name"), "Giàng A Páo");
  await page.selectOption('[name="applicant-commune"]', COMMUNE);
  await file(page);
  await page.context().close();
});
