// A citizen declares a birth: a group that repeats, a condition, wrong answers kept, the declaration as PDF.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look, scene } from "../support/scene.mjs";
import { pdf, press, signedIn } from "../support/people.mjs";

const BIRTH = "1.001193";
const here = scene({ dossiers: 60 });

const onward = 'main .mc-buttons button[name="go"][value="on"]';

for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
  test(`a birth is declared at ${viewport.width} pixels`, async () => {
    const page = await signedIn(here.browser, here.province.address, "congdan1", { viewport });
    await page.goto(`/file/${BIRTH}`);
    await press(page, "main form[method=post] button[type=submit]");
    const commune = await page.locator('[name="applicant-commune"] option').nth(1).getAttribute("value");
    for (const [name, value] of [["name", "Lò Thị Mai"], ["id_number", "012185001234"], ["phone", "0912345678"]]) {
      const field = page.locator(`[name="applicant-${name}"]`);
      if ((await field.inputValue()) === "") await field.fill(value);
    }
    await page.selectOption('[name="applicant-commune"]', commune);
    await press(page, onward);
    await page.locator('[name="whom"]').first().check();
    await page.locator('select[name="commune"]').selectOption(commune);
    await press(page, onward);

    assert.match(new URL(page.url()).pathname, /\/form$/);
    await look(page);
    assert.equal(await page.locator("#form-witnesses").count(), 0, "witnesses are not asked for yet");
    const choose = (name, value) => page.check(`[name="form-${name}"][value="${value}"]`);
    await choose("relation", "mother");
    await page.fill('[name="form-newborn_name"]', "Lò Văn Páo");
    await page.fill('[name="form-newborn_birth"]', "31/2/2025");
    await choose("newborn_sex", "male");
    await page.fill('[name="form-newborn_ethnic"]', "Thái");
    await choose("birth_place_kind", "home");
    await page.selectOption('[name="form-birth_place-commune"]', commune);
    await page.selectOption('[name="form-hometown-commune"]', commune);
    await choose("proof", "witness");
    await page.fill('[name="form-mother-name"]', "Lò Thị Mai");
    await page.fill('[name="form-mother_ethnic"]', "Thái");
    await page.selectOption('[name="form-mother_home-commune"]', commune);
    await page.check('[name="form-father_unknown"]');
    await press(page, onward);

    // The wrong day is kept, and said at its field and on top.
    assert.equal(await page.inputValue('[name="form-newborn_birth"]'), "31/2/2025");
    assert.equal(await page.locator("#form-newborn_birth-error").count(), 1);
    assert.equal(await page.locator('.govuk-error-summary a[href="#form-newborn_birth"]').count(), 1);
    await look(page);
    await page.fill('[name="form-newborn_birth"]', "1/12/2025");
    await page.fill('[name="form-witnesses-0-witness-id_number"]', "012085001234");
    await page.fill('[name="form-witnesses-0-witness-name"]', "Giàng A Páo");
    await press(page, 'main button[name="go"][value="add:witnesses"]');
    await page.fill('[name="form-witnesses-1-witness-id_number"]', "012085001111");
    await page.fill('[name="form-witnesses-1-witness-name"]', "Sùng A Sử");
    await press(page, onward);
    assert.match(new URL(page.url()).pathname, /\/documents$/, await page.locator("main").innerText());

    for (const field of await page.locator('main input[type="file"]').all()) {
      if (await field.isVisible()) {
        await field.setInputFiles({ name: "giay-to.pdf", mimeType: "application/pdf", buffer: pdf("GIAY TO") });
      }
    }
    await press(page, onward);
    await page.locator('[name="delivery"]').first().check();
    await press(page, onward);
    await look(page);
    assert.match(await page.locator("main").innerText(), /Sùng A Sử/);
    await page.check('[name="declare"]');
    await press(page, 'main button[name="go"][value="file"]');
    const code = page.url().match(/\/dossiers\/([^/?#]+)/)?.[1];
    assert.ok(code, page.url());
    const paper = await page.request.get(`/dossiers/${code}/form.pdf`);
    assert.equal(paper.status(), 200);
    assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
    await page.context().close();
  });
}
