// Paper at the counter: photographed upside down, put right, counted, signed as a copy, kept; the next dossier takes it from the store.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { pdf, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 300 });
/** A registration of a birth at the counter of Phong Thổ. */
const PROCEDURE = "1.001193";
const COUNTER = "tiepnhan.03549";

test("what was scanned once at the counter is not asked for again", async () => {
  const counter = await signedIn(here.browser, here.province.address, COUNTER, { viewport: DESK });
  await counter.goto(`/intake/${PROCEDURE}`);
  await counter.fill("#applicant-id_number", "012185001234");
  await counter.fill("#applicant-name", "Lò Thị Lan");
  await counter.fill("#applicant-birth_date", "1985");
  await counter.fill("#applicant-phone", "0912345678");
  await counter.selectOption("#applicant-commune", "03549");
  for (const shown of await counter.locator('main [name="shown"]').all()) await shown.check({ force: true });
  await press(counter, 'main button[value="receive"]');
  assert.match(counter.url(), /\/intake\/done\//, await counter.locator("main").innerText());
  await press(counter, 'main a[href$="/scan"]');
  await look(counter);

  const photograph = await counter.screenshot({ type: "jpeg", clip: { x: 0, y: 0, width: 700, height: 990 } });
  await counter.selectOption("#document", { index: 1 });
  await counter.setInputFiles("#scans", [
    { name: "mat-sau.pdf", mimeType: "application/pdf", buffer: pdf("Mat sau") },
    { name: "mat-truoc.jpg", mimeType: "image/jpeg", buffer: photograph },
  ]);
  await press(counter, 'main button[value="show"]');
  await counter.locator("main .mc-leaves img").last().scrollIntoViewIfNeeded();
  await counter.waitForFunction(() => [...document.querySelectorAll("main .mc-leaves img")].every((image) => image.naturalWidth > 100));
  await look(counter);
  await counter.fill("#order-0", "2");
  await counter.fill("#order-1", "1");
  await counter.selectOption("#turn-1", "180");
  await counter.setViewportSize(PHONE);
  await press(counter, 'main button[value="show"] >> nth=1');
  await look(counter);
  await counter.fill("#pages", "3");
  await press(counter, 'main button[value="keep"]');
  assert.match(await counter.locator("main").innerText(), /Bản giấy có 3 trang nhưng tệp có 2 trang/);
  await look(counter);
  assert.equal(await counter.inputValue("#turn-1"), "180", "what was put in order stays so");
  await counter.fill("#pages", "2");
  await counter.check("#compared", { force: true });
  await press(counter, 'main button[value="keep"]');
  assert.match(await counter.locator("main").innerText(), /Đã số hóa và ký số bản sao, 2 trang/);
  await look(counter);

  // The next dossier of the same person, at another counter, needs no paper.
  const other = await signedIn(here.browser, here.province.address, "tiepnhan.03478", { viewport: DESK });
  await other.goto(`/intake/${PROCEDURE}`);
  await other.fill("#applicant-id_number", "012185001234");
  await press(other, 'main button[value="lookup"]');
  const again = other.locator('main [name^="again-"]');
  assert.equal(await again.count(), 1, "the birth notification is there already");
  await other.locator("main summary", { hasText: "dùng lại" }).click();
  await look(other);
});
