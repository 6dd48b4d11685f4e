import { chownSync, lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataOwner } from "#src/upgrade/hands.ts";
import { folderHere } from "#tests/backup/copies.ts";

const nobody = 65_534;

test.runIf(process.getuid?.() === 0)(
  "an account cannot have root work on data that it has put elsewhere by a link",
  () => {
    const base = folderHere();
    const [home, elsewhere] = [join(base, "porchlight"), join(base, "elsewhere")];
    for (const folder of [home, elsewhere, join(elsewhere, "data")]) mkdirSync(folder);
    expect(dataOwner(elsewhere)).toEqual({ uid: 0, gid: 0 });
    chownSync(home, nobody, nobody);
    for (const [name, to] of [
      ["data", elsewhere],
      ["on", elsewhere],
    ] as const) {
      symlinkSync(to, join(home, name));
      lchownSync(join(home, name), nobody, nobody);
    }
    for (const path of [join(home, "data"), join(home, "on", "data")])
      expect(() => dataOwner(path)).toThrow("belongs to root, but");
    mkdirSync(join(home, "own"));
    expect(() => dataOwner(join(home, "own"))).toThrow(`but ${home} to another account`);
    chownSync(join(home, "own"), nobody, nobody);
    expect(dataOwner(join(home, "own"))).toEqual({ uid: nobody, gid: nobody });
  },
);
