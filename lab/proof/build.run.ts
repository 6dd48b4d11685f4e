// npm run proof -- build: builds the one file in two checkouts, in two places. PROMISES.md S17.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { said } from "#lab/load/report/figures.ts";
import { finish } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { builtIn, checkout } from "#tests/support/run/checkout.ts";

const folder = mkdtempSync(join(tmpdir(), "porchlight-build-"));
const places = ["one", "another one"].map((name) => join(folder, name));
const made = places.map((place) => builtIn(checkout(join(place, "porchlight")), join(place, "home"), {}));
const name = basename(binary());
const sums = made.map((one) => one[name]);
const lists = made.map((one) => one[`${name}.cdx.json`]);
const components: { scope: string }[] = JSON.parse(readFileSync(`${binary()}.cdx.json`, "utf8")).components;
rmSync(folder, { recursive: true });
const required = components.filter(({ scope }) => scope === "required").length;

finish({
  name: "build",
  figures: [
    { name: "two builds", got: sums.join(" "), aim: "the same SHA-256", pass: sums[0] === sums[1] },
    {
      name: "their lists of packages",
      got: lists[0] === lists[1] ? "the same" : "different",
      aim: "the same",
      pass: lists[0] === lists[1],
    },
    said("packages in the list", `${components.length}, of which ${required} are needed to run`),
  ],
  raw: { sha256: sums, components: components.length, required },
});
