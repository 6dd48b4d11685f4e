import { expect, test } from "vitest";
import { rotaChanges } from "#src/http/admin/subjects/on-call.tsx";
import { translate } from "#src/i18n/i18n.ts";
import type { OnCallDate } from "#src/settings/on-call-draft.ts";
import { setSettings } from "#src/settings/settings.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

test("a change of who is on call is said by evening, with the aliases", async () => {
  const line = await house({ clock: fakeClock() });
  const { bela, aino } = line;
  const set = (onCallWeek: (number | null)[], onCallDates: OnCallDate[]) =>
    act(line, bela, (tx, emit) => setSettings(tx, emit, { subject: "on_call", values: { onCallWeek, onCallDates } }));
  await set([null, bela.id, null, null, null, null, null], [{ date: "2026-12-24", staffId: aino.id }]);
  await set([aino.id, null, null, null, null, null, null], [{ date: "2026-12-31", staffId: null }]);
  // French has a space before its colons, one that does not break.
  const said = rotaChanges(translate("fr"), line.helpline.db);
  const [second, first] = said.map(({ words, who }) => ({ who, words: words.map((one) => one.replace(/\s/g, " ")) }));
  expect(first!.words).toEqual(["mardi : Personne → Luna", "24 décembre 2026 : comme la semaine habituelle → Robin"]);
  expect(second).toMatchObject({
    who: "Luna",
    words: [
      "lundi : Personne → Robin",
      "mardi : Luna → Personne",
      "24 décembre 2026 : Robin → comme la semaine habituelle",
      "31 décembre 2026 : comme la semaine habituelle → Personne",
    ],
  });
});
