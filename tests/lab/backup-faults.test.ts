import { expect, test } from "vitest";
import { cutWork } from "#lab/faults/backup/cuts.ts";
import { killAll } from "#lab/faults/backup/kills.ts";
import { works } from "#lab/faults/backup/place.ts";
import { readSteps } from "#lab/faults/backup/steps.ts";
import { seeded } from "#lab/load/report/random.ts";
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
    { kind: "sync folder", path: "data.copies" },
  ]);
  expect(() => readSteps(`7  writev(9<${age}>, [{iov_base="${hex("x")}", iov_len=1}], 1) = 1`, base)).toThrow(
    "not understood",
  );
});
