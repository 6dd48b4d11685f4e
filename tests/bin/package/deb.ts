import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));

interface Made {
  program: Buffer;
  version: string;
  parts: string;
  architecture: string;
  at: number;
  locked: unknown;
}
const { makeDeb } = (await import(join(root, "bin/deb/contents.mjs"))) as { makeDeb(made: Made): Buffer };

/** What the package is made of: a small program in the place of the one file, unless another is given. */
export const usual: Made = {
  program: Buffer.from("#!/bin/sh\n"),
  parts: "{}\n",
  architecture: "amd64",
  version: json("package.json").version,
  at: 1_796_115_843,
  locked: json("package-lock.json").packages,
};

/** Returns the package, the usual one but for what is given. */
export const debOf = (given: Partial<Made> = {}): Buffer => makeDeb({ ...usual, ...given });
