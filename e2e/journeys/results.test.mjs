// A result: written from the form, looked at, signed, in the person's store, checked by its code; then an error in it is corrected
// by two officers and the old version says that it was replaced; a copy is sealed; and how content the citizen was is counted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { act, file, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const PROCEDURE = "1.004873";
const here = scene({ dossiers: 200 });
const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const main = (page) => page.locator("main").innerText();

test("a result is written, signed, kept, corrected, copied and judged", async () => {
  const citizen = await as("congdan1", PHONE);
  const [counter, officer, leader, clerk] = await Promise.all(["tiepnhan", "thuly", "lanhdao", "vanthu"].map((role) => as(`${role}.${COMMUNE}`)));
  const code = await file(citizen, PROCEDURE, { commune: COMMUNE });
  await act(counter, code, "receive");
  await act(leader, code, "assign", (form) => form.locator("select").first().selectOption(`thuly.${COMMUNE}`));

  // Written: prefilled, with its validity; looked at as PDF.
  await officer.goto(`/dossiers/${code}/result`);
  await look(officer);
  assert.match(await officer.inputValue("#kind"), /tình trạng hôn nhân/);
  assert.notEqual(await officer.inputValue("#valid_until"), "", "valid for six months");
  await officer.fill("#particulars", "Họ, chữ đệm, tên: Lò Thị Mây\nTình trạng hôn nhân: Chưa đăng ký kết hôn với ai");
  const sent = await officer.evaluate(() => {
    const form = document.querySelector("main form");
    const all = new URLSearchParams(new FormData(form));
    all.set("do", "preview");
    return fetch(form.action, { method: "POST", body: all }).then(async (answer) => [answer.status, (await answer.text()).slice(0, 5)]);
  });
  assert.deepEqual(sent, [200, "%PDF-"], "a draft to look at");
  await officer.fill("#content", "Đã đối chiếu Cơ sở dữ liệu quốc gia về dân cư.");
  await press(officer, "main form .mc-buttons button:not([name])");
  assert.match(await main(officer), /đề xuất/i);

  // Approved, signed, numbered, handed over.
  await leader.goto(`/dossiers/${code}`);
  if (await leader.locator("#act-approve").count()) await act(leader, code, "approve");
  await act(leader, code, "sign");
  await act(clerk, code, "complete");
  await act(counter, code, "return-result");

  await citizen.goto(`/dossiers/${code}`);
  await look(citizen);
  assert.match(await main(citizen), /Có giá trị đến hết ngày/);
  const old = await citizen.locator('a[href^="/verify/"]').first().getAttribute("href");
  const anybody = await (await here.browser.newContext({ baseURL: here.province.address, viewport: PHONE })).newPage();
  await anybody.goto(old);
  await look(anybody);
  assert.match(await main(anybody), /có chữ ký số, còn hiệu lực/);
  assert.doesNotMatch(await main(anybody), /Lò Thị/, "of the person only initials");

  // An error is found: the citizen asks, an officer corrects, the leader signs.
  await citizen.goto(`/dossiers/${code}/result/ask`);
  await look(citizen);
  await citizen.check('[name="kind"][value="correction"]');
  await citizen.fill("#wrong", "Tên ghi là Mây.");
  await citizen.fill("#right", "Tên đúng là Mai, theo căn cước.");
  await press(citizen, "main form button[type=submit]");
  const request = new URL(citizen.url()).pathname;
  assert.match(request, /^\/results\/KQ\d{6}-/);
  await look(citizen);
  await officer.goto("/results");
  await look(officer);
  await officer.goto(`${request}/paper`);
  await look(officer);
  assert.match(await officer.inputValue("#particulars"), /Mây/, "as it was issued");
  await officer.fill("#particulars", "Họ, chữ đệm, tên: Lò Thị Mai\nTình trạng hôn nhân: Chưa đăng ký kết hôn với ai");
  await press(officer, "main form .mc-buttons button:not([name])");
  await leader.goto(request);
  await look(leader);
  await press(leader, 'main form:has([value="sign"]) button');
  assert.match(await main(leader), /Đã trả/);

  await anybody.goto(old);
  await look(anybody);
  assert.match(await main(anybody), /đã được đính chính/);
  await citizen.goto(`/dossiers/${code}`);
  const current = await citizen.locator('a[href^="/verify/"]').first().getAttribute("href");
  assert.notEqual(current, old);
  await anybody.goto(current);
  assert.match(await main(anybody), /còn hiệu lực/);

  // A copy at the counter, sealed by the agency.
  await counter.goto(`/dossiers/${code}/result/ask`);
  await counter.check('[name="kind"][value="copy"]');
  await press(counter, "main form button[type=submit]");
  const copy = new URL(counter.url()).pathname;
  await clerk.goto(copy);
  await press(clerk, 'main form:has([value="copy"]) button');
  await citizen.goto(copy);
  await look(citizen);
  const href = await citizen.locator(`a[href^="${copy}/files/"]`).getAttribute("href");
  assert.equal((await (await citizen.request.get(href)).body()).subarray(0, 5).toString(), "%PDF-");

  // How it went, by criterion, counted once.
  await citizen.goto(`/dossiers/${code}`);
  await citizen.check('[name="rating"][value="satisfied"]');
  await citizen.locator("summary", { hasText: "Đánh giá từng mặt" }).click();
  await citizen.check('[name="criterion-time"][value="dissatisfied"]');
  await press(citizen, 'form[action$="/rate"] button[type=submit]');
  await officer.goto("/satisfaction");
  await look(officer);
  assert.match(await main(officer), /Thời gian giải quyết/);
});
