// Training: an officer enrols, the organiser's course of the year is there with its certificates, gaps by agency open to people for their own
// leaders; what is wrong comes back with what was typed; everything at 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const text = (page) => page.locator("main").innerText();
const press = (page, end) =>
  Promise.all([page.waitForNavigation(), page.locator(`form[action$="${end}"] button[type=submit]`).first().click()]);

test("an officer enrols on a phone and a leader sees what their agency lacks", async () => {
  const officer = await as("thuly.03549", PHONE);
  await officer.goto("/training?stage=enrolling");
  await look(officer);
  await Promise.all([officer.waitForNavigation(), officer.locator("main table a").first().click()]);
  await look(officer);
  const own = 'form[action$="/actions/enrol"]';
  if (await officer.locator(own).count()) {
    await press(officer, "/actions/enrol");
    assert.match(await text(officer), /Đã ghi danh/);
  }
  assert.equal(await officer.locator(own).count(), 0, "nobody enrols twice");
  await officer.goto("/training/mine");
  await look(officer);
  await officer.goto("/training/skills");
  await look(officer);
  assert.equal((await officer.goto("/training/gaps/H35.38")).status(), 403, "not a leader");
  await officer.context().close();

  const leader = await as("lanhdao.03549");
  await leader.goto("/training/gaps?on=2025-12-23");
  await look(leader);
  const figure = leader.locator('main td a[href*="skill="]').first();
  const lacking = Number(await figure.innerText());
  await Promise.all([leader.waitForNavigation(), figure.click()]);
  await look(leader);
  assert.equal(await leader.locator("main tbody tr").count(), lacking, "as many people as the figure says");
  await leader.setViewportSize(PHONE);
  for (const path of ["/training", "/training/gaps", "/training/mine", "/training/skills"]) {
    await leader.goto(path);
    await look(leader);
  }
  await leader.context().close();
});

test("the organiser announces a course, what is wrong comes back, and nobody's certificate is guessed", async () => {
  const clerk = await as("vanthu.khcn");
  await clerk.goto("/training/new");
  await look(clerk);
  const fill = async (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = clerk.locator(`form[action="/training/new"] [name="${name}"]`).first();
      const tag = await field.evaluate((one) => (one.type === "radio" ? "RADIO" : one.tagName));
      if (tag === "SELECT") await field.selectOption(value);
      else if (tag === "RADIO") await clerk.locator(`[name="${name}"][value="${value}"]`).check();
      else await field.fill(value);
    }
    await press(clerk, "/training/new");
  };
  await fill({ agency: "H35.07", title: "Ký số", skill: "signature", form: "class", place: "Hội trường", hours: "8", sessions: "20/01/2026\n19/01/2026", enrol_by: "2026-01-12", seats: "30" });
  assert.match(await text(clerk), /thứ tự ngày/);
  assert.equal(await clerk.locator('[name="title"]').inputValue(), "Ký số", "nothing typed is lost");
  await look(clerk);
  await fill({ sessions: "19/01/2026\n20/01/2026" });
  assert.match(await text(clerk), /Đã mở khóa học/);
  await look(clerk);
  await clerk.goto("/training?stage=over");
  await Promise.all([clerk.waitForNavigation(), clerk.locator("main table a").first().click()]);
  await look(clerk);
  const course = new URL(clerk.url()).pathname;
  await clerk.goto(`${course}/sessions/1`);
  await look(clerk);
  await clerk.goto(`${course}/scores`);
  await look(clerk);
  await clerk.setViewportSize(PHONE);
  await clerk.goto(`${course}/scores`);
  await look(clerk);
  await clerk.setViewportSize(DESK);
  await clerk.goto(course);
  const href = await clerk.locator('main a[href^="/training/certificates/"]').first().getAttribute("href");
  await clerk.goto(href);
  await look(clerk);
  const check = await clerk.locator('main a[href^="/verify/"]').getAttribute("href");
  const paper = await clerk.request.get(`${here.province.address}${href}/paper.pdf`);
  assert.equal(paper.headers()["content-type"], "application/pdf");
  assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
  await clerk.context().close();
  const stranger = await as("tiepnhan.03549");
  assert.equal((await stranger.goto(href)).status(), 404, "nobody else's business");
  await stranger.context().close();
  const anybody = await (await here.browser.newContext({ baseURL: here.province.address })).newPage();
  await anybody.goto(check);
  await look(anybody);
  assert.match(await text(anybody), /còn hiệu lực/);
  await anybody.context().close();
});
