// A child under six is registered, housed and insured by one filing: three dossiers, seen together by the citizen and the counter;
// what needs the birth certificate is received with it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { acts, definitions, fileByForm } from "../support/declarations.mjs";
import { pdf, signedIn } from "../support/people.mjs";
import { look, scene } from "../support/scene.mjs";

const JOINT = "2.000986";
const COMMUNE = "03549";
const here = scene({ dossiers: 60 });

for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
  test(`one filing opens three dossiers at ${viewport.width} pixels`, async () => {
    const as = (login) => signedIn(here.browser, here.province.address, login, { viewport });
    const citizen = await as("congdan1");
    await citizen.goto(`/procedures/${JOINT}`);
    await look(citizen);
    const lead = await fileByForm(citizen, JOINT, (await definitions()).get(JOINT), COMMUNE);
    await look(citizen);
    const { joined } = await (await citizen.request.get(`/api/v1/dossiers/${lead}`)).json();
    assert.deepEqual(joined.dossiers.map(({ procedure }) => procedure), ["1.001193", "1.004222", "1.002759"]);
    const page = await citizen.locator("main").innerText();
    for (const { code } of joined.dossiers) assert.ok(page.includes(code), code);

    // The counter receives the birth; the others wait for its certificate.
    const counter = await as(`tiepnhan.${COMMUNE}`);
    await acts(counter.request, lead, "receive");
    await counter.goto(`/dossiers/${lead}`);
    await look(counter);
    const [leader, officer, clerk] = await Promise.all([`lanhdao.${COMMUNE}`, `thuly.${COMMUNE}`, `vanthu.${COMMUNE}`].map(as));
    await acts(leader.request, lead, "assign", { "assign-officer": `thuly.${COMMUNE}` });
    const result = { name: "giay-khai-sinh.pdf", mimeType: "application/pdf", buffer: pdf("GIAY KHAI SINH") };
    await acts(officer.request, lead, "propose", { "propose-outcome": "granted", "propose-content": "Đủ điều kiện.", "propose-file": result });
    await acts(leader.request, lead, "sign");
    const waiting = await (await citizen.request.get(`/api/v1/dossiers/${lead}`)).json();
    assert.deepEqual(waiting.joined.dossiers.slice(1).map(({ status_name }) => status_name), ["filed", "filed"]);
    await acts(clerk.request, lead, "complete", { "complete-number": "7/2025" });
    const after = await (await citizen.request.get(`/api/v1/dossiers/${lead}`)).json();
    const [birth, ...others] = after.joined.dossiers;
    assert.equal(birth.result_number, "7/2025");
    for (const other of others) {
      assert.equal(other.status_name, "received", "received with the result that it needs");
      assert.ok(other.due_at);
    }
    await citizen.goto(`/dossiers/${others[1].code}`);
    await look(citizen);
    for (const open of [citizen, counter, leader, officer, clerk]) await open.context().close();
  });
}
