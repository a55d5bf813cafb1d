// Starts the program with a small simulated province of its own, and stops it again.

import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export const program = join(process.env.CARGO_TARGET_DIR ?? "../target", "debug", "motcua");

/** A province of so many dossiers as this build of the program simulates it: made once, beside the build, and copied from then on. */
async function simulated(dossiers) {
  const built = Math.round((await stat(program)).mtimeMs);
  const folder = join(dirname(program), "..", "provinces", String(built));
  const province = join(folder, String(dossiers));
  if (await stat(province).catch(() => null)) return province;
  if (!(await stat(folder).catch(() => null))) await rm(dirname(folder), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, "making-"));
  await promisify(execFile)(program, ["demo", "--create-only", "--data", making, "--dossiers", String(dossiers)]);
  await rename(making, province);
  return province;
}

/** A running province: its address under this name of the machine, and a way to end it. */
export async function startProvince({ dossiers = 2000, host = "127.0.0.1", port = 0, more = [] } = {}) {
  const data = await mkdtemp(join(tmpdir(), "motcua-e2e-"));
  await cp(await simulated(dossiers), data, { recursive: true });
  const args = ["demo", "--listen", `127.0.0.1:${port}`, "--data", data, "--dossiers", String(dossiers), ...more];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((found, failed) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const match = out.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) found(match[0]);
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`motcua ended with ${code}: ${out}`)));
  });
  return {
    address: address.replace("127.0.0.1", host),
    pid: child.pid,
    async stop() {
      const ended = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
