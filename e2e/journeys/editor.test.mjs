// An administrator writes a new version of a procedure: a form with its live preview, a mistake named with its line, a case with
// a fee of its own; a second administrator publishes it, and a citizen files under it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look, scene } from "../support/scene.mjs";
import { press, signedIn } from "../support/people.mjs";

const here = scene({ dossiers: 60 });

for (const [viewport, code] of [[{ width: 390, height: 844 }, "1.001022"], [{ width: 1280, height: 900 }, "2.000635"]]) {
  test(`a version is written, looked over and published at ${viewport.width} pixels`, async () => {
    const page = await signedIn(here.browser, here.province.address, "quantri", { viewport });
    await page.goto("/admin/procedures");
    await look(page);
    await page.goto(`/admin/procedures/${code}`);
    await look(page);
    await press(page, `main form[action="/admin/procedures/${code}"] button`);
    assert.match(new URL(page.url()).pathname, /\/general$/);
    await look(page);
    await page.goto(`/admin/procedures/${code}/papers`);
    await look(page);

    // The preview follows what is typed, and says where it is wrong.
    await page.goto(`/admin/procedures/${code}/form`);
    await look(page);
    const definition = page.locator("#form");
    const right = await definition.inputValue();
    await definition.fill(right.replace('"layout":', '"layuot":'));
    const pane = page.locator("#editor-preview");
    await pane.locator("li", { hasText: "layuot" }).waitFor();
    assert.match(await pane.innerText(), /Dòng \d+: không có khóa “layuot”/);
    await definition.fill(right);
    await pane.locator("h3").first().waitFor();
    // A field is added without knowing how it is written, and asked at once.
    await page.locator("details summary", { hasText: "Thêm một mục" }).click();
    await page.selectOption("#add-kind", "money");
    await page.fill("#add-title", "Thu nhập một tháng");
    await page.fill("#add-name", "thu_nhap");
    await press(page, 'main button[value="add-field"]');
    assert.equal(await page.locator("#form-thu_nhap").count(), 1);
    await press(page, 'main button[value="try"]');
    assert.match(await pane.innerText(), /người dân sẽ được báo/);
    await look(page);
    await press(page, 'main .mc-buttons button[name="go"][value="on"]');
    assert.match(await page.locator("main").innerText(), /Đã lưu bản soạn|Thu nhập một tháng/);

    // A case with a fee of its own.
    await page.goto(`/admin/procedures/${code}/cases/0`);
    await page.fill("#form-key", "cap-lai");
    await page.fill("#form-name", "Cấp lại do bị mất");
    await page.selectOption('[name="form-limit_kind"]', "same").catch(() => page.check('[name="form-limit_kind"][value="same"]'));
    await page.check("#form-own_fees");
    await press(page, 'main button[value="refresh"]');
    await press(page, 'main button[value="add:fees"]');
    await page.fill('[name="form-fees-0-name"]', "Lệ phí cấp lại");
    await page.check('[name="form-fees-0-kind"][value="fee"]');
    await page.fill('[name="form-fees-0-amount"]', "50.000");
    await look(page);
    await press(page, 'main .mc-buttons button[name="go"][value="on"]');
    assert.match(await page.locator("main").innerText(), /50\.000/);
    await look(page);

    await page.goto(`/admin/procedures/${code}/review`);
    await page.fill('[name="effective_on"]', "2030-01-01");
    await page.fill('[name="note"]', "Quyết định số 1/QĐ-UBND");
    await look(page);
    await press(page, 'main button[value="submit"]');
    assert.equal(await page.locator('button[value="publish"]').count(), 0, "nobody publishes their own");

    const second = await signedIn(here.browser, here.province.address, "quantri2", { viewport });
    await second.goto(`/admin/procedures/${code}/review`);
    assert.match(await second.locator("main").innerText(), /thêm mục thu_nhap/);
    await look(second);
    await press(second, 'main button[value="publish"]');
    assert.match(await second.locator("main").innerText(), /01\/01\/2030/);
    await second.context().close();
    await page.context().close();
  });
}

test("without a script a button shows the preview", async () => {
  const page = await signedIn(here.browser, here.province.address, "quantri", { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  await page.goto("/admin/procedures/1.001193");
  await press(page, 'main form[action="/admin/procedures/1.001193"] button');
  await page.goto("/admin/procedures/1.001193/form");
  await page.fill("#form", "{");
  await press(page, 'main .mc-buttons button[value="preview"]');
  assert.match(await page.locator("#editor-preview").innerText(), /JSON sai cú pháp/);
  assert.equal(await page.inputValue("#form"), "{");
  await page.context().close();
});
