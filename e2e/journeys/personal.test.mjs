// A person, signed in through the provider, finds their particulars filled in, uses a document of an earlier dossier again, and
// authorises a relative, who tracks the dossier; sees who looked, takes everything along, and has a particular corrected.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { act, file, pdf, press, signedIn, throughProvider } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const BIRTH = "1.001193";
const here = scene();

const as = (login, viewport) => signedIn(here.browser, here.province.address, login, { viewport });

/** Settles a dossier of the usual route with an electronic result. */
async function settle(code) {
  const officers = {};
  for (const who of ["tiepnhan", "lanhdao", "thuly", "vanthu"]) officers[who] = await as(`${who}.${COMMUNE}`, DESK);
  await act(officers.tiepnhan, code, "receive");
  await act(officers.lanhdao, code, "assign", (form) =>
    form.locator('select[name="assign-officer"]').selectOption(`thuly.${COMMUNE}`),
  );
  await act(officers.thuly, code, "propose", async (form) => {
    await form.locator('[name="propose-content"]').fill("Đủ điều kiện giải quyết.");
    await form.locator('input[type="file"]').setInputFiles({ name: "ket-qua.pdf", mimeType: "application/pdf", buffer: pdf("KET QUA") });
  });
  await act(officers.lanhdao, code, "approve");
  await act(officers.lanhdao, code, "sign");
  await act(officers.vanthu, code, "complete", (form) => form.locator('[name="complete-number"]').fill("125/UBND"));
  for (const page of Object.values(officers)) await page.context().close();
}

/** A procedure of communes with the usual route, fully online. */
async function usual() {
  const { items } = await (await fetch(`${here.province.address}/api/v1/procedures?q=dang ky ket hon&limit=20`)).json();
  return items.find((item) => item.level === "commune" && item.online === "full").code;
}

/** Lets a relative read what this person files, until it is taken back. */
async function authorise(citizen, code, viewport) {
  await citizen.goto("/account/authorisations/new");
  await citizen.fill('[name="agent_name"]', "Lý A Páo");
  await citizen.fill('[name="agent_id"]', "012098005678");
  await citizen.fill('[name="until"]', "31/12/2026");
  await press(citizen, 'main button[type="submit"]');
  const relative = await throughProvider(here.browser, here.province.address, "moi-2", "/account/authorisations", { viewport });
  assert.equal((await relative.goto(`/dossiers/${code}`)).status(), 404);
  await relative.goto("/account/authorisations");
  await press(relative, 'form[action$="/accept"] button');
  await relative.click('main a[href^="/my/dossiers?of="]');
  await look(relative);
  assert.equal((await relative.goto(`/dossiers/${code}`)).status(), 200);
  await citizen.goto("/account/authorisations");
  await press(citizen, 'form[action$="/revoke"] button');
  await relative.context().close();
}

/** Files a birth registration in which one paper is a document of this earlier dossier; answers its code. */
async function fileReusing(page, source) {
  await page.goto(`/file/${BIRTH}`);
  await press(page, "main form[method=post] button[type=submit]");
  for (const field of ["name", "id_number", "address"]) {
    assert.notEqual(await page.inputValue(`[name="applicant-${field}"]`), "", `${field} is filled in`);
  }
  assert.match(await page.locator("main").innerText(), /Theo thông tin tài khoản/);
  await page.selectOption('[name="applicant-commune"]', COMMUNE);
  await press(page, 'main button[name="go"][value="on"]');
  await page.locator('[name="whom"]').first().check();
  await page.fill('[name="details"]', "Đăng ký khai sinh cho con.");
  await page.locator('select[name="commune"]').selectOption(COMMUNE);
  await press(page, 'main button[name="go"][value="on"]');
  await press(page, 'main button[name="go"][value="paper"]');

  const choices = page.locator('select[name^="reuse-"]');
  assert.ok((await choices.count()) > 0, "documents of earlier dossiers are offered");
  const choice = choices.first();
  const details = page.locator("details", { has: choice }).first();
  if (!(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  // The result stands among them: its value names the dossier, its label the number.
  const value = await choice.locator("option", { hasText: "125/UBND" }).locator(`xpath=self::*[starts-with(@value, "${source}/")]`).getAttribute("value");
  const position = (await choice.getAttribute("name")).split("-")[1];
  await choice.selectOption(value);
  await look(page);
  for (const field of await page.locator('main input[type="file"]').all()) {
    if ((await field.getAttribute("name")) !== `documents-${position}`) {
      await field.setInputFiles({ name: "giay-to.pdf", mimeType: "application/pdf", buffer: pdf("GIAY TO") });
    }
  }
  await press(page, 'main button[name="go"][value="on"]');
  await page.locator('[name="delivery"]').first().check();
  await press(page, 'main button[name="go"][value="on"]');
  await page.check('[name="declare"]');
  await press(page, 'main button[name="go"][value="file"]');
  const code = decodeURIComponent(page.url().match(/\/dossiers\/([^/?#]+)/)?.[1] ?? "");
  assert.ok(code, `filed: ${page.url()}`);
  return code;
}

for (const [name, viewport, phone] of [
  ["on a phone", PHONE, "0987654321"],
  ["at a desk", DESK, "0987654322"],
]) {
  test(`a person's documents and data are theirs, ${name}`, async () => {
    const citizen = await throughProvider(here.browser, here.province.address, "cd-congdan1", "/my/dossiers", { viewport });
    await citizen.goto("/my/documents");
    await look(citizen);
    assert.ok((await citizen.locator(".mc-result").count()) > 0, "the store holds documents of earlier dossiers");

    const source = await file(citizen, await usual(), { commune: COMMUNE });
    await settle(source);
    const code = await fileReusing(citizen, source);
    await look(citizen);
    assert.match(await citizen.locator("main").innerText(), new RegExp(`Dùng lại từ hồ sơ ${source}`));

    await authorise(citizen, code, viewport);

    const counter = await as(`tiepnhan.${COMMUNE}`, viewport);
    await act(counter, code, "receive");
    await counter.goto(`/dossiers/${code}/documents`);
    await look(counter);

    await citizen.goto("/my/data/reads");
    await look(citizen);
    const seen = await citizen.locator("main").innerText();
    assert.ok(seen.includes(code), `the counter's look at ${code} is told: ${seen}`);

    await citizen.goto("/my/data");
    await look(citizen);
    const [download] = await Promise.all([citizen.waitForEvent("download"), citizen.click('a[href="/my/data/export"]')]);
    const zip = await readFile(await download.path());
    for (const held of ["data.json", "TOM-TAT.html", `dossiers/${code}.json`]) {
      assert.ok(zip.includes(held), `${held} is in the export of ${zip.length} bytes`);
    }

    await citizen.goto("/my/data/consents");
    await look(citizen);
    assert.equal(await citizen.locator("input:checked").count(), 0);

    await citizen.goto("/my/data/ask?field=phone");
    await look(citizen);
    await citizen.fill('[name="wanted"]', phone);
    await citizen.fill('[name="reason"]', "Tôi đã đổi số điện thoại.");
    await press(citizen, "main form[method=post] button[type=submit]");
    await look(citizen);
    const id = citizen.url().split("/").pop();

    const admin = await as("quantri", viewport);
    await admin.goto("/admin/data-requests");
    await look(admin);
    await admin.goto(`/admin/data-requests/${id}`);
    await look(admin);
    await admin.check('[name="command"][value="carry-out"]');
    await press(admin, "main form[method=post] button[type=submit]");
    await look(admin);

    await citizen.goto("/my/data");
    assert.ok((await citizen.locator("main").innerText()).includes(phone), "the particular is corrected");
    for (const page of [citizen, counter, admin]) await page.context().close();
  });
}
