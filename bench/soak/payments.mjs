// Soak of payments: N payments through a gateway and a bank that misbehave in every way they know, the program killed in the middle
// and started again; then every đồng must be accounted for.
//
//   node bench/soak/payments.mjs [N]      10,000 for the record, 300 in ./test
//
// The bank is the truth: what it booked is what came in here, or stands in the statement without a payment. Who pays, and how, is
// decided by the number of the payment, so that a run can be repeated.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const N = Number(process.argv[2] ?? 300);
const AT_ONCE = 12;
const COMMUNE = "03549";
const PROCEDURE = "1.004222";
const SCAN = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const START = "2025-12-23T01:30:00Z";
const SECRET = "soak";
const program = join(process.env.CARGO_TARGET_DIR ?? "target", process.env.PROFILE ?? "debug", "motcua");
const data = await mkdtemp(join(tmpdir(), "motcua-soak-"));
const motcua = async (...args) => (await promisify(execFile)(program, args, { maxBuffer: 2 ** 26 })).stdout.trim();

/** Starts a process and answers it with the address that it prints. */
function start(args, env = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, MOTCUA_LOG: "error", ...env } });
  return new Promise((found, failed) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const match = out.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) found({ child, url: match[0] });
    });
    child.on("exit", (code) => failed(new Error(`${args.join(" ")} ended with ${code}: ${out}`)));
  });
}

const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

await motcua("demo", "--data", data, "--dossiers", "200", "--create-only");
// What the simulated year paid before.
const before = JSON.parse(await motcua("payments", "audit", "--data", data));
const token = (await motcua("people", "token", "--login", "congdan1", "--data", data)).split(/\s+/).at(-1);
const env = { MOTCUA_SIMULATOR_SECRET: SECRET, MOTCUA_PAYMENT_SECRET: SECRET };
const bank = await start(["simulate", "bank", "--starting-at", START]);
const gateway = await start(
  ["simulate", "payments", "--starting-at", START, "--bank", bank.url, "--misbehave", "mixed", "--delay", "1500"],
  env,
);
const port = await freePort();
const own = `http://127.0.0.1:${port}`;
const serve = () =>
  start(
    ["demo", "--data", data, "--listen", `127.0.0.1:${port}`, "--no-registry", "--payment-url", gateway.url,
      "--payment-own-url", own, "--public-url", own, "--payment-ask-after", "3"],
    env,
  );
let house = await serve();

/** Asks the API until it answers: it may be down at the moment. */
async function ask(path, body, key) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(`${own}/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...(key && { "idempotency-key": key }) },
        body: JSON.stringify(body),
      });
      const said = await answer.json();
      if (answer.ok) return said;
      if (answer.status < 500 && said.type?.includes("gateway") === false) throw Object.assign(new Error(JSON.stringify(said)), { final: true });
    } catch (error) {
      if (error.final || tries > 200) throw error;
    }
    await delay(250);
  }
}

/** As a browser: presses a button of the gateway's page and comes back, or loses the way. */
async function atTheGateway(url, go) {
  const answer = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ go }) });
  await fetch(answer.headers.get("location"), { redirect: "manual" }).then((back) => back.arrayBuffer(), () => null);
}

const transfer = async (qr, changes = {}) => {
  const answer = await fetch(`${bank.url}/chuyen-khoan`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ qr, ...changes }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()).amount;
};

const told = { gateway: 0, transfers: 0, lost: 0, lostMoney: 0, nothing: 0 };
let account;

async function pay(number) {
  const dossier = await ask("/dossiers", {
    procedure: PROCEDURE,
    applicant: { kind: "citizen", id_number: "012185001234", name: "Lò Thị Mai", phone: "0912345678", commune: COMMUNE },
    channel: "online",
    form: {},
    documents: documents.map((code) => ({ code, file_id: scan })),
    result_delivery: { method: "online" },
  }, `file-${number}`);
  const payment = await ask(`/dossiers/${dossier.code}/payments`, {}, `ask-${number}`);
  account ??= payment.vietqr.match(/0006999999\d{2}\d{2}(35\d{10})/)[1];
  const attempt = () => ask(`/dossiers/${dossier.code}/payments/${payment.code}/attempts`, {});
  const way = number % 20;
  if (way < 12) {
    told.gateway += 1;
    await atTheGateway((await attempt()).url, "pay");
  } else if (way === 12) {
    // Declines, thinks again, pays.
    told.gateway += 1;
    await atTheGateway((await attempt()).url, "decline");
    await atTheGateway((await attempt()).url, "pay");
  } else if (way === 13) {
    // Two windows, paid in both.
    told.gateway += 2;
    const [one, other] = [await attempt(), await attempt()];
    await Promise.all([atTheGateway(one.url, "pay"), atTheGateway(other.url, "pay")]);
  } else if (way < 18) {
    told.transfers += 1;
    const changes = [{}, { amount: payment.amount - 3000 }, { amount: payment.amount + 5000 }, {}][way - 14];
    await transfer(payment.vietqr, changes);
    if (way === 17) await transfer(payment.vietqr);
  } else if (way === 18) {
    told.lost += 1;
    told.lostMoney += await transfer(payment.vietqr, { content: "nop tien lam ho so" });
  } else {
    told.nothing += 1;
  }
}

const { documents: asked } = await (await fetch(`${own}/api/v1/procedures/${PROCEDURE}`)).json();
const documents = asked.filter(({ required }) => required).map(({ code }) => code);
const sheet = new FormData();
sheet.set("file", new Blob([Buffer.from(SCAN, "base64")], { type: "image/png" }), "to-khai.png");
const uploaded = await fetch(`${own}/api/v1/files`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: sheet });
const { id: scan } = await uploaded.json();
const { items: agencies } = await (await fetch(`${own}/api/v1/agencies?limit=200`)).json();
const competent = agencies.find(({ commune, kind }) => commune === COMMUNE && kind === "authority").code;
const begun = Date.now();
let next = 0;
let killed = false;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < N) {
      const number = next++;
      if (number >= N / 2 && !killed) {
        killed = true;
        const gone = new Promise((done) => house.child.on("exit", done));
        house.child.kill("SIGKILL");
        await gone;
        house = await serve();
      }
      await pay(number);
    }
  }),
);
const paying = (Date.now() - begun) / 1000;

// Until the gateway was asked about everything of which it said nothing.
let audit;
for (let waited = 0; ; waited += 1) {
  await delay(2000);
  audit = JSON.parse(await motcua("payments", "audit", "--data", data));
  if (audit.tries_open === 0 || waited > 30) break;
}
const csv = await (await fetch(`${bank.url}/sao-ke/${account}`)).text();
const ended = new Promise((done) => house.child.on("exit", done));
house.child.kill("SIGTERM");
await ended;
const file = join(data, "sao-ke.csv");
await writeFile(file, csv);
const compared = JSON.parse(await motcua("payments", "statement", "--agency", competent, file, "--data", data));
audit = JSON.parse(await motcua("payments", "audit", "--data", data));
const atBank = csv.split("\n").map((line) => line.split(";")).filter(([day]) => /^\d\d\//.test(day)).reduce((sum, line) => sum + Number(line[3]), 0);
for (const { child } of [bank, gateway]) child.kill();

console.log(JSON.stringify({ payments: N, seconds: Math.round(paying), told, compared, audit, bank: atBank }, null, 1));
// A try whose answer the kill cut off stays pending at the gateway, where nobody pays it any more.
assert.ok(audit.tries_open <= AT_ONCE && audit.tries_silent === 0, "the end of every try is known that somebody could pay");
assert.equal(audit.at_bank, atBank, "every line of the bank was taken in");
assert.equal(audit.received - before.received, atBank - compared.unidentified, "what the bank booked came in, or is named as nobody's");
assert.equal(compared.unidentified, told.lostMoney, "nobody's is what lost its number on the way, and nothing else");
assert.equal(compared.rows["missing-at-bank"] + compared.rows.amount, 0, "nothing is here that the bank does not have");
assert.ok(audit.balance && audit.receipts_with_gaps === 0 && audit.payments_with_wrong_receipts === 0);
await rm(data, { recursive: true, force: true });
