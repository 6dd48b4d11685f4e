import { expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { rotaOf } from "#src/http/admin/subjects/on-call.tsx";
import { setSettings } from "#src/settings/settings.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";

test("what has passed goes with the next change of the single evenings, and no more than a hundred stand", async () => {
  const clock = fakeClock();
  const { helpline } = await house({ clock });
  const dates = Array.from({ length: 100 }, (_, i) => ({
    date: new Date(clock.now() + (i - 1) * 86_400_000).toISOString().slice(0, 10),
    staffId: null,
  }));
  await helpline.db.change("command line", (tx, emit) =>
    setSettings(tx, emit, { subject: "on_call", values: { onCallDates: dates } }),
  );
  const add = (date: string) => rotaOf(helpline.db, { do: "add", date, person: "" }, clock.now()).onCallDates!;
  const added = add("2027-12-24");
  expect([added.length, added[0]!.date, added.at(-1)!.date]).toEqual([100, "2026-11-24", "2027-12-24"]);
  await helpline.db.change("command line", (tx, emit) =>
    setSettings(tx, emit, { subject: "on_call", values: { onCallDates: added } }),
  );
  expect(() => add("2027-12-25")).toThrow(HelplineError);
  expect(add("2027-12-24")).toHaveLength(100);
});
