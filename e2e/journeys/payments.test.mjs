// Fees: paid through the simulated gateway by phone and at a desk without JavaScript, taken in cash, read from the QR code by somebody
// else's library, and compared with a bank's statement.

import assert from "node:assert/strict";
import { test } from "node:test";
import vietnamQrPay from "vietnam-qr-pay";
import { DESK, PHONE, checkAccessibility, checkWidth } from "../support/browser.mjs";
import { act, file, press, signedIn } from "../support/people.mjs";
import { scene } from "../support/scene.mjs";

const COMMUNE = "03549";
/** Registration of residence: 10,000 đồng when filed online. */
const RESIDENCE = "1.004222";
const here = scene({ dossiers: 400 });

const as = (login, viewport = DESK, javaScriptEnabled = true) =>
  signedIn(here.browser, here.province.address, login, { viewport, javaScriptEnabled });
const text = (page) => page.locator("main").innerText();

/** The payments of a dossier as the API tells them to who is signed in. */
async function payments(page, code) {
  const answer = await page.request.get(`/api/v1/dossiers/${code}/payments`);
  assert.equal(answer.status(), 200);
  return (await answer.json()).items;
}

for (const [name, viewport, javaScriptEnabled] of [
  ["on a phone", PHONE, true],
  ["at a desk without JavaScript", DESK, false],
]) {
  test(`a citizen is asked to pay, pays through the gateway, and the dossier goes on, ${name}`, async () => {
    // The check itself needs scripts; without them the phone's run has looked at the same pages.
    const look = async (page) => {
      if (javaScriptEnabled) await checkAccessibility(page);
      await checkWidth(page);
    };
    const citizen = await as("congdan1", viewport, javaScriptEnabled);
    const code = await file(citizen, RESIDENCE, { commune: COMMUNE });
    const counter = await as(`tiepnhan.${COMMUNE}`);
    await act(counter, code, "request-payment");
    assert.match(await text(counter), /Yêu cầu nộp 10\.000/);

    await citizen.goto(`/dossiers/${code}`);
    assert.match(await text(citizen), /đang chờ nộp 10\.000/);
    await look(citizen);
    await citizen.goto(`/dossiers/${code}/payment`);
    await look(citizen);
    assert.ok(await citizen.locator('svg[role="img"]').count(), "there is a QR code");
    await press(citizen, 'form[action$="/gateway"] button[type=submit]');
    assert.notEqual(new URL(citizen.url()).origin, here.province.address, "the gateway is somebody else");
    assert.match(await text(citizen), /mô phỏng/i);
    await look(citizen);
    await press(citizen, 'button[name="go"][value="pay"]');
    assert.equal(new URL(citizen.url()).pathname, "/payments/return");
    assert.match(await text(citizen), /đã nhận đủ tiền/);
    await look(citizen);
    await citizen.goto(`/dossiers/${code}/payment`);
    await look(citizen);
    const receipt = citizen.locator('a[href*="/receipts/"]').first();
    await Promise.all([citizen.waitForNavigation(), receipt.click()]);
    assert.match(await text(citizen), /Mười nghìn đồng/);
    await look(citizen);

    const [paid] = await payments(citizen, code);
    assert.deepEqual([paid.state, paid.amount, paid.received, paid.surplus, paid.receipts.length], ["paid", 10000, 10000, 0, 1]);
    await act(counter, code, "receive");
    await citizen.context().close();
    await counter.context().close();
  });
}

test("the VietQR code is decoded field by field by an independent library", async () => {
  const citizen = await as("congdan1");
  const code = await file(citizen, RESIDENCE, { commune: COMMUNE });
  await citizen.goto(`/dossiers/${code}/payment`);
  await press(citizen, 'form[action$="/begin"] button[type=submit]');
  const [payment] = await payments(citizen, code);
  const { QRPay } = vietnamQrPay;
  const read = new QRPay(payment.vietqr);
  assert.ok(read.isValid, "the checksum holds");
  assert.equal(read.provider.name, "VIETQR");
  assert.equal(read.consumer.bankBin, "999999");
  assert.match(read.consumer.bankNumber, /^35\d{10}$/);
  assert.equal(Number(read.amount), 10000);
  assert.equal(read.additionalData.purpose, payment.code);
  assert.ok(!new QRPay(payment.vietqr.replace("10000", "20000")).isValid, "a changed amount shows");
  await citizen.context().close();
});

test("an officer takes cash, and the next one is told that it was paid", async () => {
  const citizen = await as("congdan1", PHONE);
  const code = await file(citizen, RESIDENCE, { commune: COMMUNE });
  const counter = await as(`tiepnhan.${COMMUNE}`);
  await counter.goto(`/dossiers/${code}/payment`);
  await checkAccessibility(counter);
  await press(counter, 'form[action$="/begin"] button[type=submit]');
  const late = await as(`tiepnhan.${COMMUNE}`);
  await late.goto(`/dossiers/${code}/payment`);
  await press(counter, 'form[action$="/cash"] button[type=submit]');
  assert.match(await text(counter), /Đã thu tiền và lập biên lai/);
  await checkAccessibility(counter);
  await press(late, 'form[action$="/cash"] button[type=submit]');
  assert.match(await text(late), /không còn chờ nộp/);
  const [paid] = await payments(citizen, code);
  assert.deepEqual([paid.state, paid.received], ["paid", 10000], "counted once");
  for (const page of [citizen, counter, late]) await page.context().close();
});

test("a statement is taken in whole or not at all, and shows what is only at the bank", async () => {
  const citizen = await as("congdan1");
  const code = await file(citizen, RESIDENCE, { commune: COMMUNE });
  await citizen.goto(`/dossiers/${code}/payment`);
  await press(citizen, 'form[action$="/begin"] button[type=submit]');
  const [payment] = await payments(citizen, code);
  const keeper = await as(`vanthu.${COMMUNE}`);
  await keeper.goto("/payments");
  await checkAccessibility(keeper);
  const send = async (rows) => {
    const csv = `Ngày giao dịch;Số bút toán;Ghi nợ;Ghi có;Nội dung\n${rows}`;
    await keeper.setInputFiles('input[name="statement"]', { name: "sao-ke.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await press(keeper, 'form[action="/payments/statements"] button[type=submit]');
  };
  const right = `23/12/2025;FT1;;10.000;ibft${payment.code.toLowerCase()}gd\n`;
  await send(`${right}23/12/2025;FT2;;mười;khong ro\n`);
  assert.match(await text(keeper), /Dòng 3: số tiền “mười” không hợp lệ/);
  assert.equal((await payments(citizen, code))[0].state, "waiting", "nothing was taken in");
  await send(`${right}23/12/2025;FT2;;5.000;khong ro\n`);
  assert.match(await text(keeper), /Chỉ có ở ngân hàng/);
  assert.match(await text(keeper), /Khớp/);
  await checkAccessibility(keeper);
  assert.equal((await payments(citizen, code))[0].state, "paid");
  await citizen.context().close();
  await keeper.context().close();
});
