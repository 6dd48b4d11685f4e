import { goingOn } from "#src/conversation/counts.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { fields, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { languageNames } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { changedPlaces } from "#src/settings/rules/own-rules.ts";
import { hintsFor } from "#src/settings/rules/own-rules-hints.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { publishOwnRules } from "#src/settings/rules/rules-draft.ts";
import { settings } from "#src/settings/settings.ts";
import { RulesPublish } from "#views/admin/rules/rules-publish.tsx";
import { showRules } from "./rules.tsx";

/** GET /admin/rules/publish: shows what publishing will do, before it does. */
export const publishPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const { ownRules, rulesDraft, languages } = settings(db);
  if (rulesDraft === null) return c.redirect("/admin/rules", 303);
  const frame = staffFrame(c, helpline);
  const props = {
    frame,
    version: publishedRules(db).version + 1,
    going: goingOn(db),
    basedOn: settingsHistory.newest(db, "rules"),
    languages,
    words: changedPlaces(ownRules, rulesDraft).map(({ part, language }) => ({
      title: frame.t(`rules.${part}.title`),
      language,
      name: languageNames[language],
      before: ownRules[part]?.[language] ?? "",
      after: rulesDraft[part]?.[language] ?? "",
      hints: hintsFor(language, rulesDraft[part]?.[language] ?? ""),
    })),
  };
  return page(c, <RulesPublish {...props} />);
};

/** POST /admin/rules/publish: publishes the draft as a new version, which young people read from now on. */
export const publishRulesDraft: Handle = async (c, helpline) => {
  const basedOn = idOf((await fields(c)).based_on);
  const saved = await changeSubject(c, helpline, "rules", { seen: basedOn }, (tx, emit) =>
    publishOwnRules(tx, emit, { basedOn }),
  );
  if (typeof saved !== "number") return showRules(c, helpline, saved);
  return c.redirect(`/admin/rules?saved=${saved}`, 303);
};
