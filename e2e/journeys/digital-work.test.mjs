// Digital work: all agencies of the four blocs at the conference, fewer in autumn; from the figure to an agency to a record in three clicks, for
// its own people and those above; everything at 390 px and 1280 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE } from "../support/browser.mjs";
import { signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const here = scene({ dossiers: 200 });

const as = (login, viewport = DESK) => signedIn(here.browser, here.province.address, login, { viewport });
const text = (page) => page.locator("main").innerText();

test("every agency of the four blocs works on the system at the conference, and fewer did in autumn", async () => {
  const anybody = await here.browser.newContext({ viewport: DESK, baseURL: here.province.address });
  const page = await anybody.newPage();
  await page.goto("/digital-work?on=2025-12-23");
  await look(page);
  assert.match(await text(page), /153 trên 153 cơ quan/);
  await page.goto("/digital-work?on=2025-10-05&bloc=front&state=nothing");
  await look(page);
  assert.doesNotMatch(await text(page), /153 trên 153/);
  assert.ok((await page.locator("main table tbody tr").last().innerText()).includes("Mặt trận"));
  await page.setViewportSize(PHONE);
  await look(page);
  await anybody.close();
});

test("the figure opens to an agency and the agency to its records, for its own people and those above", async () => {
  const leader = await as("lanhdao.tu");
  await leader.goto("/figures");
  await Promise.all([leader.waitForNavigation(), leader.locator('main a[href^="/digital-work"]').first().click()]);
  await leader.goto("/digital-work?bloc=party&q=van+phong+tinh+uy");
  await Promise.all([leader.waitForNavigation(), leader.getByRole("link", { name: "Văn phòng Tỉnh ủy" }).click()]);
  await look(leader);
  await Promise.all([leader.waitForNavigation(), leader.locator('main a[href^="/directives/VB-"]').first().click()]);
  assert.match(await text(leader), /mô phỏng/, "the record itself");
  await leader.goto("/digital-work/H35.21");
  assert.match(await text(leader), /chỉ mở cho người của cơ quan này/);
  await leader.setViewportSize(PHONE);
  await look(leader);
  await leader.context().close();
});
