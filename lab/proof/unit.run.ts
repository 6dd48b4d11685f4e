// npm run proof -- unit: systemd rates the shipped unit from 0 (closed) to 10 (open). PROMISES.md S14.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { finish } from "#lab/load/report/report.ts";

const unit = fileURLToPath(new URL("../../deploy/porchlight.service", import.meta.url));
const most = 1.1;
const asked = ["security", "--offline=true", "--no-pager", unit];
const { stdout, error } = spawnSync("systemd-analyze", asked, { encoding: "utf8" });
if (error) throw new Error("systemd-analyze is not on this machine.");
const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1] ?? "NaN");

finish({
  name: "unit",
  figures: [{ name: "exposure", got: String(exposure), aim: `at most ${most}`, pass: exposure <= most }],
  raw: { exposure },
});
