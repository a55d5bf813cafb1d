// An administrator moves an officer to another commune: the queue moves with the position, and no dossier hangs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, checkWidth } from "../support/browser.mjs";
import { act, file, press, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const BIRTH = "1.001193";
const FROM = "03549";
const TO = "03388";
const here = scene({ dossiers: 300 });

const shown = async (page, address, code) => {
  await page.goto(address);
  return (await page.locator("main").innerText()).includes(code);
};

/** The code of the agency whose name begins so, as the public API tells it. */
async function authority(commune) {
  const answer = await fetch(`${here.province.address}/api/v1/agencies?level=commune&kind=authority&limit=200`);
  const { items } = await answer.json();
  return items.find((agency) => agency.commune === commune).code;
}

for (const [name, viewport, javaScriptEnabled] of [
  ["on a phone", PHONE, true],
  ["at a desk without JavaScript", DESK, false],
]) {
  test(`an officer is moved to another commune, and the queue moves with the position, ${name}`, async () => {
    const eyes = javaScriptEnabled ? look : checkWidth;
    const as = (login) => signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
    const citizen = await as("congdan1");
    const code = await file(citizen, BIRTH, { commune: FROM });
    const officer = `thuly.${FROM}`;
    await act(await as(`tiepnhan.${FROM}`), code, "receive");
    const leader = await as(`lanhdao.${FROM}`);
    const clerk = await as(officer);
    await act(leader, code, "assign", (form) => form.locator('select[name="assign-officer"]').selectOption(officer));
    assert.ok(await shown(clerk, "/queue?q=" + code, code), "it is in the officer's queue");

    const admin = await as("quantri");
    await admin.goto("/admin");
    await eyes(admin);
    await admin.goto("/admin/people?q=thu+ly");
    await eyes(admin);
    await admin.goto(`/admin/people/${officer}`);
    await eyes(admin);
    await admin.goto(`/admin/people/${officer}/move`);
    await eyes(admin);
    await press(admin, "main form[method=post] button[type=submit]");
    await eyes(admin);
    assert.ok((await admin.locator(".govuk-error-summary a").count()) > 0, "what is missing is named");
    await admin.selectOption("#agency", await authority(TO));
    await admin.selectOption("#role", "case_officer");
    await admin.fill("#title", "Công chức Tư pháp – Hộ tịch");
    await admin.fill("#decision", "125/QĐ-UBND");
    await admin.fill("#reason", "Điều động theo yêu cầu công tác");
    await press(admin, "main form[method=post] button[type=submit]");
    await eyes(admin);
    const history = await admin.locator("main").innerText();
    assert.match(history, /125\/QĐ-UBND/);

    assert.equal(await shown(clerk, "/queue?q=" + code, code), false, "the old queue stays where it was");
    const there = await clerk.locator("main").innerText();
    assert.match(there, /Tư pháp – Hộ tịch/, "the queue is that of the new position");
    assert.ok(await shown(leader, "/queue?view=unit&q=" + code, code), "the leader finds it");
    assert.match(await leader.locator("main").innerText(), /Người thụ lý đã chuyển công tác/);
    await eyes(leader);

    // Back again, so that the next round begins as this one did; the person's page keeps all of it.
    await admin.goto(`/admin/people/${officer}/move`);
    await admin.selectOption("#agency", await authority(FROM));
    await admin.selectOption("#role", "case_officer");
    await admin.fill("#title", "Công chức");
    await admin.fill("#decision", "126/QĐ-UBND");
    await admin.fill("#reason", "Trở lại");
    await press(admin, "main form[method=post] button[type=submit]");
    assert.ok(await shown(clerk, "/queue?q=" + code, code), "and so does the queue");

    await leader.goto("/account/delegations");
    await eyes(leader);
    await admin.goto("/admin/delegations");
    await eyes(admin);
    await admin.goto("/admin/separation");
    await eyes(admin);
  });
}
