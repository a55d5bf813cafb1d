// The figures, counted again from the exported journal by another hand in another language; and the same seed twice.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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

/** What was known of each dossier at the end of these entries. */
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
        dossier.stopped = at;
        break;
      case "payment_requested":
        if (body.stops_clock) dossier.stopped = at;
        break;
      case "payment_settled":
        dossier.stopped = undefined;
        if (dossier.received) dossier.due = body.due_at ?? dossier.due;
        break;
      case "supplemented":
        dossier.stopped = undefined;
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
        dossier.stopped = undefined;
        break;
      case "rated":
        dossier.disliked = body.rating === "dissatisfied";
        break;
    }
  }
  return [...all.values()].filter(({ received }) => received);
}

/** Numerators and denominators by indicator on the last day, and the share settled in time; everything since 1 January of its year. */
function recount(all, asOf) {
  const seconds = (instant) => Math.floor(Date.parse(instant) / 1000);
  const finished = all.filter((dossier) => dossier.finished);
  const open = all.filter((dossier) => !dossier.finished);
  const late = ({ finished, due, requests }) => requests.length > 1 || (due && seconds(finished) > seconds(due));
  // Where the clock stands, what was not overdue before is not overdue.
  const overdue = ({ stopped, due, requests }) =>
    requests.length > 1 || (due && dayAfter(day(due)) <= (stopped && day(stopped) < asOf ? day(stopped) : asOf));
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

/** Money, coverage, digital citizens: what may be spent this year, what of digital transformation was paid out, villages without broadband of those known, e-IDs of residents. */
function resources(entries, asOf) {
  const [lines, villages, citizens] = [new Map(), new Map(), new Map()];
  for (const { kind, body } of entries) {
    const [noun, name] = kind.split(".");
    if (noun === "budget") {
      if (name === "opened") lines.set(body.line.code, { ...body.line, entries: new Map() });
      else if (name === "voided") lines.get(body.line).entries.delete(body.number);
      else lines.get(body.line).entries.set(body.number, { name, ...body });
    } else if (noun === "digital_citizens" && name !== "aimed") {
      const reports = citizens.get(body.village) ?? new Map();
      citizens.set(body.village, reports);
      if (name === "reported") reports.set(body.number, { ...body });
      if (name === "verified") reports.get(body.number).verified = true;
    } else if (noun === "coverage" && name !== "planned") {
      const reports = villages.get(body.village) ?? new Map();
      villages.set(body.village, reports);
      if (name === "reported") reports.set(body.number, { ...body });
      if (name === "verified") reports.get(body.number).verified = true;
    }
  }
  const year = [...lines.values()].filter((line) => line.year === Number(asOf.slice(0, 4)));
  const sum = (some, names) =>
    some
      .flatMap((line) => [...line.entries.values()])
      .filter(({ name, on }) => names.includes(name) && on <= asOf)
      .reduce((whole, { amount }) => whole + BigInt(amount), 0n);
  const digital = year.filter(({ field }) => field === "digital");
  const seen = [...villages.values()].map((reports) =>
    [...reports.values()]
      .filter((report) => report.verified && report.observed_on <= asOf)
      .sort((a, b) => (a.observed_on < b.observed_on ? -1 : a.observed_on > b.observed_on ? 1 : a.number - b.number))
      .at(-1),
  );
  const known = seen.filter((report) => report);
  const broadband = ["three_g", "four_g", "five_g", "fibre"];
  // Of each village the last month that was verified counts; of one month, the last correction.
  const counted = [...citizens.values()]
    .map((reports) =>
      [...reports.values()]
        .filter(({ verified }) => verified)
        .sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : a.number - b.number))
        .at(-1),
    )
    .filter((report) => report);
  return {
    citizens: ["eid", "residents"].map((key) => counted.reduce((all, { counts }) => all + BigInt(counts[key]), 0n)),
    allocated: sum(year, ["allocated", "adjusted"]),
    digital: [sum(digital, ["disbursed"]), sum(digital, ["allocated", "adjusted"])],
    villages: [known.filter(({ signals }) => !signals.some(({ technology }) => broadband.includes(technology))).length, known.length],
  };
}

/** Agencies that work digitally, of those in force: their people recorded work in at least 3 of the last 4 whole weeks. */
function digitalWork(entries, asOf) {
  const monday = (date) => {
    const at = new Date(date);
    at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
    return at.toISOString().slice(0, 10);
  };
  const [agencies, weeks] = [new Map(), new Map()];
  for (const { kind, body } of entries.filter(({ kind }) => kind.startsWith("people.agency_"))) {
    if (kind === "people.agency_registered") agencies.set(body.agency.code, { ...body.agency });
    if (kind === "people.agency_merged" || kind === "people.agency_dissolved") agencies.get(body.code).ended = body.effective_on;
  }
  const next = monday(dayAfter(asOf));
  for (const { kind, by, recorded_at: at } of entries) {
    const week = monday(day(at));
    const ago = Math.round((Date.parse(next) - Date.parse(week)) / (7 * 24 * 3600e3));
    if (!by.agency || /^(accounts|personal)\./.test(kind) || ago < 1 || ago > 4) continue;
    const agency = agencies.get(by.agency);
    const whose = agency?.kind === "counter" ? agency.parent : by.agency;
    weeks.set(whose, (weeks.get(whose) ?? new Set()).add(week));
  }
  const there = [...agencies.values()].filter(
    ({ kind, founded_on: from, ended }) => kind === "authority" && (!from || from <= asOf) && (!ended || ended > asOf),
  );
  return [there.filter(({ code }) => (weeks.get(code)?.size ?? 0) >= 3).length, there.length];
}

const unit = 1_000_000n;
/** Whole points times a fraction, in millionths, rounded half up. */
const times = (points, numerator, denominator) => (BigInt(points) * unit * numerator * 2n + denominator) / (denominator * 2n);
const least = (one, other) => (one < other ? one : other);

/** The points of an indicator in millionths, by its definition; nothing where it does not count. */
function points({ formula, max, no_cases: empty }, numerator, denominator) {
  if (formula.kind === "average" || formula.kind === "information") return undefined;
  if (denominator === 0n) return { left_out: undefined, zero: 0n, full: BigInt(max) * unit }[empty];
  const full = formula.kind === "ratio_capped" ? BigInt(formula.full_from_percent) : 100n;
  return least(times(max, numerator * 100n, denominator * full), BigInt(max) * unit);
}

/** A number of the interface in millionths. */
const millionths = (number) => BigInt(Math.round(number * 1e6));

/** Counts the index and the figures of a day again, from what had been entered by its end. */
async function compare(asOf) {
  const entries = (await lines("one")).filter(({ recorded_at: at }) => day(at) <= asOf);
  const counted = recount(dossiers(entries), asOf);
  const index = JSON.parse(await motcua("index", ...data("one"), "--as-of", asOf, "--format", "json"));
  const indicators = Object.fromEntries(index.groups.flatMap(({ indicators }) => indicators).map((row) => [row.key, row]));
  for (const [key, pair] of Object.entries(counted)) {
    if (key === "settled") continue;
    assert.deepEqual([indicators[key].numerator, indicators[key].denominator], pair, `indicator ${key} as of ${asOf}`);
  }
  const definition = JSON.parse(await readFile(new URL("../../crates/rules/data/index/766-2022.json", import.meta.url)));
  let [sum, most] = [0n, 0n];
  for (const row of definition.groups.flatMap(({ indicators }) => indicators)) {
    const { numerator, denominator, score } = indicators[row.key];
    const own = denominator === null ? undefined : points(row, BigInt(numerator), BigInt(denominator));
    assert.equal(score === null ? undefined : millionths(score), own, `the points of ${row.key} as of ${asOf}`);
    if (own === undefined) continue;
    sum += own;
    most += BigInt(row.max) * unit;
  }
  assert.equal(millionths(index.points), sum);
  assert.equal(millionths(index.score), times(100, sum, most), `the index as of ${asOf}`);
  const figures = JSON.parse(await motcua("figures", ...data("one"), "--as-of", asOf, "--format", "json"));
  const figure = (key) => figures.items.find((item) => item.key === key);
  const [inTime, all] = counted.settled;
  assert.ok(all > 300, "there is something to count");
  assert.equal(millionths(figure("dossiers_on_time").value), times(100, BigInt(inTime), BigInt(all)));
  assert.equal(figure("service_index").value, index.score);
  const own = resources(entries, asOf);
  assert.ok(own.allocated > 0n && own.digital[0] > 0n && own.villages[1] > 900, "there is something to count");
  assert.equal(millionths(figure("budget_allocated").value), times(1, own.allocated, 1_000_000_000n));
  assert.equal(millionths(figure("disbursement_digital").value), times(100, ...own.digital));
  const villages = figure("villages_without_broadband");
  assert.deepEqual([villages.numerator, villages.denominator], own.villages);
  const work = figure("agencies_digital");
  assert.deepEqual([work.numerator, work.denominator], digitalWork(entries, asOf), `digital work as of ${asOf}`);
  const citizens = figure("digital_citizens");
  assert.deepEqual([citizens.numerator ?? 0, citizens.denominator ?? 0].map(BigInt), own.citizens);
  return { figure, counted };
}

test("the figures equal a recount of the exported journal, to the last digit", async () => {
  const { figure } = await compare(AS_OF);
  assert.equal(Math.round(figure("service_index").value * 10), 904);
});

test("a past day is counted from what was entered by its end, and not from what came later", async () => {
  const { counted } = await compare("2025-06-30");
  const known = dossiers(await lines("one")).filter(({ received }) => day(received) <= "2025-06-30");
  assert.equal(known.length, counted["3.3"][1], "the same dossiers had been received");
  const finished = known.filter(({ finished }) => finished);
  assert.ok(finished.length > counted.settled[1], "most of them ended later");
});

test("the figures are those of the conference of 23 December 2025", async () => {
  const figures = JSON.parse(await motcua("figures", ...data("one"), "--as-of", AS_OF, "--format", "json"));
  const value = (key) => figures.items.find((item) => item.key === key).value;
  assert.equal(Math.round(value("dossiers_on_time")), 99);
  assert.equal(value("location_independent"), 100);
  assert.equal(value("service_index").toFixed(1), "90.4");
  assert.equal(value("service_index_rank"), 10);
  assert.equal(value("committees_departments"), 19);
  assert.equal(value("committees_communes"), 38);
  assert.equal(value("working_groups"), 100);
  assert.equal(value("budget_allocated").toFixed(1), "160.7");
  assert.equal(Math.round(value("disbursement_digital")), 72);
  assert.equal(Math.round(value("disbursement_forecast")), 100);
  assert.equal(value("villages_without_broadband"), 9);
  assert.equal(value("essential_services"), 55);
});

test("a table of scores that lacks a province is refused and names it", async () => {
  const provinces = JSON.parse(await readFile(new URL("../../crates/rules/data/index/provinces.json", import.meta.url)));
  const rows = provinces.filter(({ name }) => name !== "Lai Châu").map(({ name }, at) => `${name};${60 + at},5`);
  const file = join(folder, "scores.csv");
  await writeFile(file, ["Tỉnh;Điểm", ...rows].join("\n"));
  const refused = await motcua("import", "scores", file, ...data("two"), "--effective-on", "2025-12-20").catch((error) => error);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Bảng còn thiếu: Lai Châu/);
});

test("a definition whose weights do not add up to 100, or that amends itself, is refused by name", async () => {
  const base = await readFile(new URL("../../crates/rules/data/index/766-2022.json", import.meta.url), "utf8");
  const files = {
    "heavier.json": [base.replace('"version": "766-2022"', '"version": "thu-nang"').replace('"effective_from": "2022-06-23"', '"effective_from": "2030-01-01"').replace('"max": 18,', '"max": 19,'), /thu-nang: điểm tối đa của các nhóm cộng lại là 101/],
    "circle.json": [JSON.stringify({ version: "thu-vong", effective_from: "2030-01-01", amends: "thu-vong", source: "Thử", indicators: [] }), /thu-vong sửa đổi lẫn nhau thành vòng tròn/],
  };
  const own = join(folder, "two", "index");
  await mkdir(own);
  for (const [name, [text, told]] of Object.entries(files)) {
    await writeFile(join(own, name), text);
    const refused = await motcua("index", ...data("two")).catch((error) => error);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, told);
    await rm(join(own, name));
  }
  await rm(own, { recursive: true });
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
