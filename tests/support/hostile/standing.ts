import { describe, expect, test } from "vitest";
import { dump } from "#tests/support/house/dump.ts";
import { sentence } from "#tests/support/made/corpus.ts";
import { drawn, night, seed } from "#tests/support/run/night.ts";
import { attack, replay, submit } from "./attack.ts";
import { type FormRow, formAt } from "./form.ts";
import { ready, type Scene, type Stage, settle } from "./scene.ts";

const none = ["999999", "0", "-1", "1.5", "1e0", "0x1", "99999999999999999999", "1;DROP", "%00", "1%00", "1%0a"];
const strangers = [
  ...none,
  "__proto__",
  "constructor",
  "\u0661",
  "%E0%A4%A",
  "NaN",
  "null",
  "1,2",
  "%31%2f%32",
  "'1'",
  " 1",
];

/** For each form, in turn. */
const strangersByDay = 3;

/** Houses without arrangements, in which refusals leave no trace. */
const untouched = new Map<Stage, Promise<Scene>>();
const houseOf = (stage: Stage) => {
  const made = untouched.get(stage) ?? ready(stage).then(({ lay }) => lay());
  untouched.set(stage, made);
  return made;
};

/** Makes a failure repeatable. */
const drawnFrom = `SEED=${seed} draws the same again`;

/** Tests what every form withstands: hostile fields, sending twice, ids of someone else or no one. */
export function standAttacks(whose: string, forms: FormRow[]): void {
  describe(`hostile inputs in every form of ${whose}`, () => {
    test.each(forms.map((row, n) => ({ ...row, n })))(
      "[ASVS 1.2.1, 2.2.1, 2.2.2, 3.2.2, 4.2.5] $path: a sentence, nothing stored wrongly, nothing raw",
      { timeout: night ? 600_000 : 60_000 },
      async ({ n, ...row }) => {
        const { tries, wrong } = await attack(row, n);
        expect(wrong, drawnFrom).toEqual([]);
        expect(tries).toBeGreaterThanOrEqual(3);
      },
    );

    test.each(forms)("$path sent twice does nothing more", async (row) => {
      expect(await replay(row)).toEqual([]);
    });
  });

  const withId = forms.filter(({ path }) => path.includes(":id"));
  if (withId.length === 0) return;
  describe(`ids of others and of nobody in the address of ${whose}`, () => {
    test.each(withId)("$path", async (row) => {
      const { honest, given } = await formAt(row);
      const at = await houseOf(row.stage);
      const before = dump(at);
      const begin = drawn(row.path) % strangers.length;
      const turn = strangers.filter(
        (_, i) => night || (i - begin + strangers.length) % strangers.length < strangersByDay,
      );
      const other = row.id || given.id ? (row.stranger ?? "2") : String(at.sam);
      for (const id of [other, ...turn]) {
        settle(at);
        const sent = { body: new URLSearchParams(honest).toString(), type: "application/x-www-form-urlencoded" };
        const answer = await submit(at, row, row.path.replace(":id", id), sent);
        expect([id, answer.status], drawnFrom).toEqual([id, expect.toBeOneOf([403, 404, 409])]);
        expect(sentence(answer.text)).not.toBe("");
      }
      expect(dump(at)).toEqual(before);
      expect(at.line.reported).toEqual([]);
    });
  });
}
