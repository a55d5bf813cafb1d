// The figures, counted again from the exported journal by another hand in another language; and the same seed twice.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { program } from "../support/province.mjs";

const AS_OF = "2025-12-23";
const motcua = async (...args) =>
  (await promisify(execFile)(program, args, { maxBuffer: 2 ** 30 })).stdout;

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "motcua-recount-"));
  for (const name of ["one", "two"]) {
    await motcua("demo", "--data", join(folder, name), "--dossiers", "3000", "--create-only");
  }
});
after(() => rm(folder, { recursive: true, force: true }));

const data = (name) => ["--data", join(folder, name)];
const lines = async (name) => (await motcua("journal", "export", ...data(name))).trim().split("\n").map((line) => JSON.parse(line));

/** The day of an instant in Vietnam. */
const day = (instant) => new Date(Date.parse(instant) + 7 * 3600e3).toISOString().slice(0, 10);
const dayAfter = (date) => new Date(Date.parse(date) + 24 * 3600e3).toISOString().slice(0, 10);

/** What is known of each dossier at the end of the journal. */
function dossiers(entries) {
  const all = new Map();
  const streams = entries.filter(({ kind }) => kind.startsWith("dossiers."));
  streams.sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.version - b.version));
  for (const { stream, kind, recorded_at: at, body } of streams) {
    const dossier = all.get(stream) ?? { files: [], requests: [] };
    all.set(stream, dossier);
    const papers = (documents = []) => dossier.files.push(...documents);
    switch (kind.split(".")[1]) {
      case "filed":
        Object.assign(dossier, { channel: body.channel, paper: body.paper_result });
        papers(body.documents);
        break;
      case "received":
        Object.assign(dossier, { received: at, due: body.due_at });
        break;
      case "supplement_requested":
        dossier.requests.push(at);
        dossier.waiting = true;
        break;
      case "supplemented":
        dossier.waiting = false;
        papers(body.documents);
        if (dossier.received) dossier.due = body.due_at;
        break;
      case "resumed":
        Object.assign(dossier, { finished: undefined, due: body.due_at });
        break;
      case "completed":
        Object.assign(dossier, { finished: at, processed: true, granted: body.outcome === "granted", file: body.file });
        break;
      case "refused":
      case "withdrawn":
      case "suspended":
        dossier.finished = at;
        dossier.waiting = false;
        break;
      case "rated":
        dossier.disliked = body.rating === "dissatisfied";
        break;
    }
  }
  return [...all.values()].filter(({ received }) => received);
}

/** Numerators and denominators by indicator, and the share settled in time. */
function recount(all) {
  const seconds = (instant) => Math.floor(Date.parse(instant) / 1000);
  const finished = all.filter((dossier) => dossier.finished);
  const open = all.filter((dossier) => !dossier.finished);
  const late = ({ finished, due, requests }) => requests.length > 1 || (due && seconds(finished) > seconds(due));
  const overdue = ({ waiting, due, requests }) =>
    requests.length > 1 || (!waiting && due && dayAfter(day(due)) <= AS_OF);
  const inTime = finished.filter((dossier) => !late(dossier));
  const progress = inTime.length + open.filter((dossier) => !overdue(dossier)).length;
  const processed = all.filter((dossier) => dossier.processed);
  const onPaper = processed.filter(({ paper }) => paper);
  const online = all.filter(
    ({ channel, paper, granted, file, processed }) =>
      (channel === "online" || channel === "national_portal") && !(processed && paper && granted && !file),
  );
  const reused = all.filter(({ files }) => files.some(({ reuse_of }) => reuse_of));
  const digitised = processed.filter(({ file, files }) => file && files.some(({ file_id, reuse_of }) => file_id || reuse_of));
  const disliked = inTime.filter(({ disliked }) => disliked);
  return {
    settled: [inTime.length, finished.length],
    "2.1": [progress, all.length],
    "3.3": [online.length, all.length],
    "4.1": [onPaper.filter(({ file }) => file).length, onPaper.length],
    "4.2": [digitised.length, processed.length],
    "4.3": [reused.length, all.length],
    "5.4": [progress - disliked.length, all.length],
  };
}

test("the figures equal a recount of the exported journal", async () => {
  const counted = recount(dossiers(await lines("one")));
  const index = JSON.parse(await motcua("index", ...data("one"), "--as-of", AS_OF, "--format", "json"));
  const indicators = Object.fromEntries(index.groups.flatMap(({ indicators }) => indicators).map((row) => [row.key, row]));
  for (const [key, pair] of Object.entries(counted)) {
    if (key === "settled") continue;
    assert.deepEqual([indicators[key].numerator, indicators[key].denominator], pair, `indicator ${key}`);
  }
  const figures = JSON.parse(await motcua("figures", ...data("one"), "--as-of", AS_OF, "--format", "json"));
  const figure = figures.items.find(({ key }) => key === "dossiers_on_time");
  const [inTime, all] = counted.settled;
  assert.ok(all > 1000, "there is something to count");
  assert.ok(Math.abs(figure.value - (100 * inTime) / all) < 0.01, `${figure.value} against ${inTime} of ${all}`);
});

test("the figures are those of the conference of 23 December 2025", async () => {
  const figures = JSON.parse(await motcua("figures", ...data("one"), "--as-of", AS_OF, "--format", "json"));
  const value = (key) => figures.items.find((item) => item.key === key).value;
  assert.equal(Math.round(value("dossiers_on_time")), 99);
  assert.equal(value("location_independent"), 100);
  assert.ok(Math.abs(value("service_index") - 90.4) <= 0.1, `index ${value("service_index")}`);
  assert.equal(value("budget_allocated"), null, "what has no records has no figure");
});

test("every entry's hash follows from the one before and its place", async () => {
  const heads = new Map();
  for (const { ledger, number, previous_hash: previous, hash } of await lines("one")) {
    const head = heads.get(ledger) ?? { number: 0, hash: "0".repeat(64) };
    assert.equal(number, head.number + 1, `${ledger} has no gaps`);
    assert.equal(previous, head.hash, `${ledger} ${number} follows`);
    heads.set(ledger, { number, hash });
  }
});

test("the same seed makes the same province", async () => {
  const digest = async (name) => createHash("sha256").update(await motcua("journal", "export", ...data(name))).digest("hex");
  assert.equal(await digest("one"), await digest("two"));
});
