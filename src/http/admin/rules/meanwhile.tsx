import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { changesInWords } from "#src/http/admin/subjects/settings-words.ts";
import { basedOnNow, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { preview, previewLanguages, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import {
  isExercise,
  isShippedTopic,
  maxCardText,
  maxCardTitle,
  maxWaitCards,
  type WaitCard,
  withCard,
} from "#src/settings/texts/meanwhile.ts";
import { MeanwhilePage } from "#views/admin/rules/meanwhile.tsx";
import { WaitCardPage } from "#views/admin/rules/wait-card.tsx";
import {
  type CardDraft,
  draftOfCard,
  listAfter,
  listToLookAt,
  nameOfCard,
  readMeanwhileForm,
  waitCardOf,
} from "./meanwhile-form.ts";

/** GET /admin/meanwhile: the waiting cards; `?card=` (a code, or new) shows the form of one. */
export const meanwhilePage: Handle = (c, helpline) => {
  const { db } = helpline;
  const code = c.req.query("card");
  if (code === undefined) {
    return showMeanwhile(c, helpline, { saved: savedOf(c, settingsHistory.newest(db, "meanwhile")) });
  }
  const draft = draftOfCard(settings(db).meanwhile, code);
  if (!draft) throw new HelplineError("not_found");
  return showCard(c, helpline, { draft });
};

/** POST /admin/meanwhile: saves one card or the list, as the pressed button says. */
export const saveMeanwhile: Handle = async (c, helpline) => {
  const cards = settings(helpline.db).meanwhile;
  const { action, basedOn, draft } = await readMeanwhileForm(c, cards);
  if (action === "save") return saveCard(c, helpline, { cards, draft, basedOn });
  const next = listAfter(cards, action);
  if (!next) throw new HelplineError("bad_input");
  const saved = await change(c, helpline, next, basedOn);
  if (typeof saved !== "number") return showMeanwhile(c, helpline, { basedOn, ...saved });
  return c.redirect(`/admin/meanwhile?saved=${saved}#meanwhile`, 303);
};

async function saveCard(
  c: C,
  helpline: Helpline,
  { cards, draft, basedOn }: { cards: WaitCard[]; draft: CardDraft; basedOn: number },
) {
  const { t } = staffFrame(c, helpline);
  const made = waitCardOf(cards, draft, previewLanguages(settings(helpline.db)));
  if ("problems" in made) {
    const most = { title: maxCardTitle, text: maxCardText };
    if (made.problems.has("")) {
      const refused = new HelplineError("bad_input", "admin.meanwhile.gone");
      return showCard(c, helpline, { draft, basedOn, refused });
    }
    const wrong = [...made.problems].map(([id, why]) => [id, t(`admin.meanwhile.${why}`, most)] as const);
    return showCard(c, helpline, { draft, basedOn, wrong: new Map(wrong) });
  }
  const next = withCard(cards, made.card);
  if (next.length > maxWaitCards) {
    const refused = new HelplineError("bad_input", "admin.hours.problem.too_many", { most: maxWaitCards });
    return showCard(c, helpline, { draft, basedOn, refused });
  }
  const saved = await change(c, helpline, next, basedOn);
  if (typeof saved !== "number") return showCard(c, helpline, { draft, basedOn, ...saved });
  return c.redirect(`/admin/meanwhile?saved=${saved}#meanwhile`, 303);
}

function change(c: C, helpline: Helpline, meanwhile: WaitCard[], basedOn: number) {
  return changeSubject(c, helpline, "meanwhile", { seen: basedOn }, (tx, emit) =>
    setSettings(tx, emit, { subject: "meanwhile", values: { meanwhile }, basedOn }),
  );
}

/** GET and POST /admin/meanwhile/preview: the waiting page as it is, or with the card of the form. */
export const previewMeanwhile: Handle = async (c, helpline) => {
  const cards = settings(helpline.db).meanwhile;
  const form = c.req.method === "POST" ? await readMeanwhileForm(c, cards) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, "waiting");
  const code = c.req.query("card");
  const draft = form?.draft ?? (code === undefined ? null : draftOfCard(cards, code));
  const isOnlyLooking = form?.wish.code === undefined && code === undefined;
  return preview(
    c,
    helpline,
    (tx, emit) => {
      if (isOnlyLooking || !draft) return;
      setSettings(tx, emit, { subject: "meanwhile", values: { meanwhile: listToLookAt(cards, draft) } });
    },
    wish,
  );
};

interface Shown extends NotDone {
  basedOn?: number;
  saved?: number | null;
}

/** Shows the page of the waiting cards. */
export function showMeanwhile(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const set = settings(db);
  const changes = changesInWords(t, db, settingsHistory.latest(db, "meanwhile"));
  const late = lateOf(shown.late, changes);
  return page(
    c,
    <MeanwhilePage
      frame={frame}
      cards={set.meanwhile.map((card) => ({
        code: card.code,
        name: nameOfCard(t, card),
        kind: isExercise(card.code) ? "exercise" : isShippedTopic(card.code) ? "shipped" : "own",
        off: card.off,
      }))}
      isFull={set.meanwhile.length >= maxWaitCards}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "meanwhile"))}
      saved={shown.saved ?? null}
      late={late}
      refused={shown.refused ? t(shown.refused.key, shown.refused.values) : null}
      changes={changes}
      languages={previewLanguages(set)}
      zone={homeZone(db)}
    />,
    statusOf(shown.refused !== undefined, late),
  );
}

interface CardShown extends NotDone {
  draft: CardDraft;
  basedOn?: number;
  wrong?: Map<string, string>;
}

function showCard(c: C, helpline: Helpline, shown: CardShown): Response {
  const { db } = helpline;
  const { draft, wrong = new Map(), refused } = shown;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const set = settings(db);
  const card = set.meanwhile.find(({ code }) => code === draft.code);
  const late = lateOf(shown.late, changesInWords(t, db, settingsHistory.latest(db, "meanwhile")));
  return page(
    c,
    <WaitCardPage
      frame={frame}
      title={card ? t("admin.reasons.change", { name: nameOfCard(t, card) }) : t("admin.meanwhile.add")}
      code={draft.code ?? "new"}
      typed={draft.typed}
      written={Object.keys(card?.texts ?? {})}
      shipped={draft.code !== null && isShippedTopic(draft.code)}
      most={{ title: maxCardTitle, text: maxCardText }}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "meanwhile"))}
      wrong={wrong}
      late={late}
      refused={refused ? t(refused.key, refused.values) : null}
      languages={previewLanguages(set)}
      zone={homeZone(db)}
    />,
    statusOf(wrong.size > 0 || refused !== undefined, late),
  );
}
