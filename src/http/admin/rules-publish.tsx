import { q } from "#src/db/schema.ts";
import { languageNames } from "#src/i18n/i18n.ts";
import { newestSettingsChange } from "#src/settings/changes.ts";
import { changedPlaces } from "#src/settings/own-rules.ts";
import { hintsFor } from "#src/settings/own-rules-hints.ts";
import { publishedRules } from "#src/settings/published.ts";
import { publishOwnRules } from "#src/settings/rules-draft.ts";
import { settings } from "#src/settings/settings.ts";
import { RulesPublish } from "#views/admin/rules-publish.tsx";
import { fields, type Handle } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { changeId, unlessTaken } from "./history.ts";
import { showRules } from "./rules.tsx";

/** GET /admin/rules/publish: what will happen, before it does. */
export const publishPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const { ownRules, rulesDraft, languages } = settings(db);
  if (rulesDraft === null) return c.redirect("/admin/rules", 303);
  const frame = staffFrame(c, helpline);
  const going = q.selectFrom("conversation").where("ended_at", "is", null).where("rehearsal", "=", 0);
  const props = {
    frame,
    version: publishedRules(db).version + 1,
    going: db.first(going.select((of) => of.fn.countAll<number>().as("n")))?.n ?? 0,
    basedOn: newestSettingsChange(db, "rules"),
    languages,
    words: changedPlaces(ownRules, rulesDraft).map(({ part, language }) => ({
      title: frame.t(`rules.${part}.title`),
      language,
      name: languageNames[language],
      before: ownRules[part]?.[language] ?? "",
      after: rulesDraft[part]?.[language] ?? "",
      hints: hintsFor(rulesDraft[part]?.[language] ?? ""),
    })),
  };
  return page(c, <RulesPublish {...props} />);
};

/** POST /admin/rules/publish: the draft is what young people read from now on, as a version of its own. */
export const publishRulesDraft: Handle = async (c, helpline) => {
  const basedOn = changeId((await fields(c)).based_on);
  const saved = await unlessTaken(
    helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => publishOwnRules(tx, emit, { basedOn })),
  );
  if (saved === null) return showRules(c, helpline, { seen: basedOn });
  return c.redirect(`/admin/rules?saved=${saved}`, 303);
};
