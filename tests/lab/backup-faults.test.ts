import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cutWork } from "#lab/faults/backup/cuts.ts";
import { killAll } from "#lab/faults/backup/kills.ts";
import { works } from "#lab/faults/backup/place.ts";
import { readSteps, type Step } from "#lab/faults/backup/steps.ts";
import { paperDisk } from "#lab/faults/backup/tree.ts";
import { seeded } from "#lab/load/report/random.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight, oneInTurn } from "#tests/support/run/night.ts";
import { canTrace } from "#tests/support/run/programs.ts";

// The short form of `npm run faults -- backup`, by day of one of them.

const plan = () => ({ program: binary(), strace: "strace", random: seeded(7) });

test.skipIf(!canTrace).each(oneInTurn("backup or restore", works))(
  "R7: killed or cut off in the middle, a %s is done or as if it had not begun",
  async (work) => {
    const killed = await killAll(work, { ...plan(), times: dayOrNight(4, 20) });
    expect(killed.wrong).toEqual([]);
    const cut = await cutWork(work, { ...plan(), times: dayOrNight(10, 30) });
    expect([cut.wrong, cut.old + cut.new]).toEqual([[], cut.cuts]);
    expect([cut.old > 0, cut.new > 0, cut.control > 0]).toEqual([true, true, true]);
  },
);

const hex = (text: string) => [...Buffer.from(text)].map((one) => `\\x${one.toString(16).padStart(2, "0")}`).join("");

test("what strace wrote of a work is read in its order, and a write that is not understood is refused", () => {
  const base = "/somewhere";
  const [part, age, folder] = ["data.copies/a.age.part", "data.copies/a.age", "data.copies"].map((one) =>
    hex(`${base}/${one}`),
  );
  const at = `AT_FDCWD<${hex("/")}>`;
  const log = [
    `7  openat(${at}, "${part}", O_WRONLY|O_CREAT|O_EXCL, 0600) = 9<${part}>`,
    `7  write(9<${part}>, "${hex("abc")}", 3) = 3`,
    `8  write(9<${part}>, "${hex("de")}", 2 <unfinished ...>`,
    "8  <... write resumed>) = 2",
    `7  write(1<${hex("/dev/null")}>, "${hex("out")}", 3) = 3`,
    `7  fsync(9<${part}>) = 0`,
    `7  rename("${part}", "${age}") = 0`,
    `7  unlink("${part}") = -1 ENOENT (No such file or directory)`,
    `7  fsync(4<${folder}>) = 0`,
  ];
  expect(readSteps(log.join("\n"), base)).toEqual([
    { kind: "create", path: "data.copies/a.age.part" },
    { kind: "write", path: "data.copies/a.age.part", at: 0, bytes: Buffer.from("abc") },
    { kind: "write", path: "data.copies/a.age.part", at: 3, bytes: Buffer.from("de") },
    { kind: "sync", path: "data.copies/a.age.part" },
    { kind: "rename", path: "data.copies/a.age.part", to: "data.copies/a.age" },
    { kind: "sync", path: "data.copies" },
  ]);
  const [next, program] = ["bin/next", "bin/program"].map((one) => hex(`${base}/${one}`));
  const copied = [
    `7  openat(${at}, "${next}", O_WRONLY|O_CREAT, 0644) = 6<${next}>`,
    `7  ioctl(6<${next}>, BTRFS_IOC_CLONE or FICLONE, 5) = -1 EOPNOTSUPP (Operation not supported)`,
    `7  copy_file_range(5<${hex("/elsewhere")}>, [0], 6<${next}>, [0], 9, 0) = 4`,
    `7  copy_file_range(5<${hex("/elsewhere")}>, [4], 6<${next}>, [4], 5, 0 <unfinished ...>`,
    "7  <... copy_file_range resumed>) = 5",
    `7  copy_file_range(6<${next}>, [0], 3<${hex("/elsewhere")}>, [0], 9, 0) = 9`,
    `7  link("${next}", "${program}") = 0`,
    `7  sendfile(6<${program}>, 5<${next}>, NULL, 9) = 9`,
  ];
  expect(readSteps(copied.join("\n"), base)).toEqual([
    { kind: "create", path: "bin/next" },
    { kind: "copy", path: "bin/next", at: 0, from: "/elsewhere", fromAt: 0, size: 4 },
    { kind: "copy", path: "bin/next", at: 4, from: "/elsewhere", fromAt: 4, size: 5 },
    { kind: "link", path: "bin/next", to: "bin/program" },
    { kind: "copy", path: "bin/program", at: 0, from: "bin/next", fromAt: 0, size: 9 },
  ]);
  const shared = `7  ioctl(6<${next}>, BTRFS_IOC_CLONE or FICLONE, 5) = 0`;
  expect(() => readSteps(shared, base)).toThrow("not understood");
  expect(() => readSteps(`7  writev(9<${age}>, [{iov_base="${hex("x")}", iov_len=1}], 1) = 1`, base)).toThrow(
    "not understood",
  );
});

test("a disk on paper has what was waited for, also under a second name, and of a copy only what was", () => {
  const base = folderHere();
  const [prepared, cut] = [join(base, "prepared"), join(base, "cut")];
  mkdirSync(join(prepared, "bin"), { recursive: true });
  writeFileSync(join(prepared, "bin/program"), "old");
  const at = { path: "bin/next" } as const;
  const laid: Step[] = [
    { kind: "create", ...at },
    { kind: "copy", ...at, at: 0, from: join(prepared, "bin/program"), fromAt: 1, size: 2 },
    { kind: "write", ...at, at: 2, bytes: Buffer.from(" new") },
  ];
  const swapped: Step[] = [
    { kind: "link", path: "bin/program", to: "bin/before" },
    { kind: "link", path: "bin/next", to: "bin/part" },
    { kind: "rename", path: "bin/part", to: "bin/program" },
    // Two names of one file: both stay.
    { kind: "rename", path: "bin/next", to: "bin/program" },
  ];
  const sync = (path: string): Step => ({ kind: "sync", path });
  const leaves = (...steps: Step[]) => {
    const disk = paperDisk(prepared, (path) => path === "bin/program");
    for (const step of steps) disk.take(step);
    disk.write(cut, "drop", seeded(1));
    const names = readdirSync(join(cut, "bin")).sort();
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(cut, "bin", name), "utf8")]));
  };
  expect(leaves(...laid, ...swapped)).toEqual({ program: "old" });
  expect(leaves(...laid, sync("bin/next"), ...swapped)).toEqual({ program: "old" });
  expect(leaves(...laid, ...swapped, sync("bin"))).toEqual({ before: "old", next: "", program: "" });
  const whole = { before: "old", next: "ld new", program: "ld new" };
  expect(leaves(...laid, sync("bin/next"), ...swapped, sync("bin"))).toEqual(whole);
});
