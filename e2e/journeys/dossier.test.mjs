// The main job, end to end: a citizen files, officers settle, the citizen downloads the result and rates, the index changes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { act, file, pdf, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const COMMUNE = "03549";
const here = scene();

/** The service index as the public API tells it. */
async function index(agency) {
  const answer = await fetch(`${here.province.address}/api/v1/index?agency=${agency}`);
  assert.equal(answer.status, 200);
  const { groups } = await answer.json();
  return groups.flatMap(({ indicators }) => indicators);
}

async function settle(code, viewport, javaScriptEnabled) {
  const as = (login) => signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
  const counter = await as(`tiepnhan.${COMMUNE}`);
  await counter.goto("/queue");
  await look(counter);
  await act(counter, code, "receive");
  await look(counter);

  const leader = await as(`lanhdao.${COMMUNE}`);
  await act(leader, code, "assign", async (form) => {
    await form.locator('select[name="assign-officer"]').selectOption(`thuly.${COMMUNE}`);
  });

  const officer = await as(`thuly.${COMMUNE}`);
  await act(officer, code, "propose", async (form) => {
    await form.locator('[name="propose-content"]').fill("Hồ sơ đầy đủ, hợp lệ, đủ điều kiện giải quyết.");
    await form.locator('input[type="file"]').setInputFiles({
      name: "ket-qua.pdf",
      mimeType: "application/pdf",
      buffer: pdf("KET QUA"),
    });
  });
  await look(officer);
  await act(leader, code, "approve");
  await act(leader, code, "sign");

  const clerk = await as(`vanthu.${COMMUNE}`);
  await act(clerk, code, "complete", (form) => form.locator('[name="complete-number"]').fill("125/UBND"));
  await act(counter, code, "return-result");
  await look(counter);
  for (const page of [counter, leader, officer, clerk]) await page.context().close();
}

for (const [name, viewport, javaScriptEnabled] of [
  ["on a phone", PHONE, true],
  ["at a desk without JavaScript", DESK, false],
]) {
  test(`a dossier goes from filing to rating, and the index follows, ${name}`, async () => {
    const agency = await (await fetch(`${here.province.address}/api/v1/agencies?limit=200`)).json();
    const competent = agency.items.find((item) => item.commune === COMMUNE && item.kind === "authority").code;
    const before = await index(competent);

    const citizen = await signedIn(here.browser, here.province.address, "congdan1", { viewport, javaScriptEnabled });
    // The check itself needs scripts; without them the phone's run has looked at the same pages.
    const eyes = javaScriptEnabled ? look : checkWidthOnly;
    await citizen.goto("/");
    await eyes(citizen);
    await citizen.fill('input[name="q"]', "dk ket hon");
    await Promise.all([citizen.waitForNavigation(), citizen.press('input[name="q"]', "Enter")]);
    assert.match(await citizen.locator("main").innerText(), /kết hôn/i);
    await eyes(citizen);

    const procedure = await usual();
    const code = await file(citizen, procedure, { commune: COMMUNE, look: eyes });
    await eyes(citizen);
    assert.match(await citizen.locator("main").innerText(), new RegExp(code.replaceAll(".", "\\.")));

    await settle(code, viewport, true);

    await citizen.goto(`/dossiers/${code}`);
    await eyes(citizen);
    const result = await citizen.request.get(await citizen.locator('main a.govuk-button[href*="/files/"]').getAttribute("href"));
    assert.equal(result.status(), 200);
    assert.match(result.headers()["content-disposition"], /ket-qua\.signed\.pdf/);
    const [body, uploaded] = [await result.body(), pdf("KET QUA")];
    assert.ok(body.subarray(0, uploaded.length).equals(uploaded), "what the officer uploaded stands in it unchanged");
    assert.match(body.subarray(uploaded.length).toString("latin1"), /\/ByteRange/, "and it is signed");
    await citizen.locator('form[action$="/rate"] [name="rating"]').last().check();
    await press(citizen, 'form[action$="/rate"] button[type=submit]');
    await eyes(citizen);
    await citizen.context().close();

    const after = await index(competent);
    const denominator = (list) => list.find(({ key }) => key === "dossiers_on_time" || key === "progress" || key === "2.1")?.denominator;
    assert.ok(denominator(before) > 0, "the index counts dossiers");
    assert.equal(denominator(after), denominator(before) + 1, "the index counts the new dossier");
  });
}

async function checkWidthOnly(page) {
  assert.ok(await page.locator("h1").count(), `${page.url()} has a heading`);
}

/** A procedure of communes with the usual route, fully online. */
async function usual() {
  const { items } = await (await fetch(`${here.province.address}/api/v1/procedures?q=dang ky ket hon&limit=20`)).json();
  const fits = items.find((item) => item.level === "commune" && item.online === "full");
  assert.ok(fits, "there is such a procedure");
  return fits.code;
}

test("every public page is accessible on phone and desk, in both languages", async () => {
  const pages = ["/", "/procedures", "/procedures?q=khaisinh", "/track", "/sign-in", "/index", "/figures", "/help", "/accessibility", "/privacy", "/khong-co-trang-nay"];
  for (const viewport of [PHONE, DESK]) {
    const context = await here.browser.newContext({ viewport, baseURL: here.province.address });
    const page = await context.newPage();
    for (const path of pages) {
      for (const lang of ["vi", "en"]) {
        await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await look(page);
      }
    }
    await context.close();
  }
});

test("the index opens down to a dossier's history, for a leader", async () => {
  const page = await signedIn(here.browser, here.province.address, "chutich", { viewport: DESK });
  await page.goto("/index");
  await look(page);
  await press(page, 'main a[href^="/index/2.1"]');
  await look(page);
  const first = page.locator('main a[href^="/dossiers/"]').first();
  await Promise.all([page.waitForNavigation(), first.click()]);
  await look(page);
  await page.context().close();
});
