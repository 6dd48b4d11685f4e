import { beforeEach, expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import type { C } from "#src/http/server/context.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const aino = () => ({ get: () => at.line.aino }) as unknown as C;
const change = (verb: Parameters<typeof changeSubject>[4]) =>
  changeSubject(aino(), at.line.helpline, "keeping", { seen: 3 }, verb);

test("a change that was made is told by its id", async () => {
  const id = await change((tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 3 }));
  expect(id).toBeGreaterThan(0);
  expect(settings(at.line.helpline.db).retentionDays).toBe(3);
});

test("one that a colleague was faster than, or that was refused, is told by why, and nothing is changed", async () => {
  const failing = (error: Error) =>
    change((tx, emit) => {
      setSetting(tx, emit, { name: "retentionDays", value: 3 });
      throw error;
    });
  expect(await failing(new HelplineError("taken"))).toEqual({ late: { seen: 3 } });
  const locked = new HelplineError("locked");
  expect(await failing(locked)).toEqual({ refused: locked });
  expect(settings(at.line.helpline.db).retentionDays).not.toBe(3);
});

test("what there is not, and what is no refusal, is for whoever asked", async () => {
  for (const error of [new HelplineError("not_found"), new RangeError("no")]) {
    await expect(
      change(() => {
        throw error;
      }),
    ).rejects.toBe(error);
  }
});
