import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader } from "#src/db/db.ts";
import { cardNow, type ShownCard } from "#src/directory/entry/card.ts";
import { channelKinds, speaking } from "#src/directory/entry/entry.ts";
import { regionNames } from "#src/directory/regions.ts";
import { choices, type SearchChoices, searchForYouth } from "#src/directory/search/for-youth.ts";
import type { Group, Wish } from "#src/directory/search/search.ts";
import { partnersFitting } from "#src/directory/sharing/partners.ts";
import { isTopic } from "#src/directory/topics.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { refuseLooking } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { showOut } from "#src/http/youth/end/out.tsx";
import type { Language } from "#src/i18n/i18n.ts";
import { doorScene } from "#src/live/youth/youth-doors.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { lookingId } from "#views/parts/told/looking.tsx";
import { openLines } from "#views/youth/door/now.tsx";
import { type Chosen, type Offered, Other, type OtherProps } from "#views/youth/later/other.tsx";
import { conversationOf } from "../gate.ts";
import { showPlace } from "./place.tsx";

/** As many as fit, with all that is around them, compressed into the first packets. */
const onePage = 15;
/** 6 to 30. */
const ages = Array.from({ length: 25 }, (_, i) => i + 6);

type CardGroup = { kind: Group; cards: ShownCard[] };

const nothing: Chosen = {
  q: "",
  topic: "",
  age: "",
  region: "",
  language: "",
  channel: "",
  open: "",
  free: "",
  anonymous: "",
};

/** GET /other: every place that helps, best first; `w` names a search, once, and later the page says that it is gone. */
export const other: Handle = (c, helpline) => {
  const name = c.req.query("w");
  const looked = helpline.looked.take(name);
  return show(c, helpline, looked ?? {}, name !== undefined && looked === undefined);
};

/** POST /other: a search or a place (`see`), so that no address shows it; a redirect, for Back. Throws `too_fast`. */
export const lookFor: Handle = async (c, helpline) => {
  const form = await fields(c);
  const isSearch = seenIn(form) === "";
  const known = readForm(helpline, form);
  if (isSearch && Object.keys(known).some((name) => name !== "from")) refuseLooking(c, helpline);
  if (fromScript(c)) return show(c, helpline, form);
  const { query } = frame(c, helpline, conversationOf(c, helpline));
  const address = shownOnce("/other", query, helpline.looked.keep(known));
  return c.redirect(isSearch ? `${address}#found` : address, 303);
};

function readForm({ db, clock }: Helpline, form: Record<string, string>): Record<string, string> {
  const from = /^\d{1,5}$/.test(form.from ?? "") ? String(Number(form.from)) : "0";
  const see = seenIn(form).slice(0, maxSee);
  const all = { ...readChosen(form, choices(db, clock.now())), from: from === "0" ? "" : from, see };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

function seenIn(form: Record<string, string>): string {
  const pressed = Object.keys(form).find((name) => name.startsWith("see."));
  return pressed?.slice("see.".length) ?? form.see ?? "";
}

/** A UUID, and the number of a channel. */
const maxSee = 60;

function show(c: C, helpline: Helpline, form: Record<string, string>, gone = false): Response {
  const { see = "", ...known } = readForm(helpline, form);
  const looked = Object.entries(known);
  const around = {
    ...frame(c, helpline, conversationOf(c, helpline)),
    along: see !== "" || looked.length > 0 ? lookingId : "",
  };
  const [id = "", way] = see.split("/");
  if (way !== undefined) return showOut(c, helpline, around, looked, id, way);
  if (id !== "") return showPlace(c, helpline, around, looked, id);
  const props = otherProps(helpline, around, { ...nothing, ...known }, Number(known.from ?? 0));
  return page(c, <Other {...props} gone={gone} />);
}

function readChosen(form: Record<string, string>, offered: SearchChoices): Chosen {
  const among = (name: keyof Chosen, all: readonly string[]) => all.find((one) => one === form[name]) ?? "";
  return {
    q: tidy(form.q ?? "")
      .replace(/\s+/g, " ")
      .slice(0, 200)
      .toWellFormed(),
    topic: among("topic", offered.topics),
    age: among("age", ages.map(String)),
    region: among(
      "region",
      offered.regions.map(({ code }) => code),
    ),
    language: among("language", offered.languages),
    channel: among("channel", offered.channels),
    open: among("open", ["1"]),
    free: among("free", ["1"]),
    anonymous: among("anonymous", ["1"]),
  };
}

function wishOf({ q, topic, age, region, language, channel, open, free, anonymous }: Chosen): Wish {
  return {
    words: q,
    topics: isTopic(topic) ? [topic] : [],
    age: age === "" ? null : Number(age),
    regions: region === "" ? [] : [region],
    languages: language === "" ? [] : [language],
    channels: channelKinds.filter((kind) => kind === channel),
    open: open === "1",
    free: free === "1",
    anonymous: anonymous === "1",
  };
}

function offeredIn(db: DataReader, language: Language, at: number): Offered {
  const known = choices(db, at);
  const nameOf = regionNames(db, language);
  const regions = known.regions.map((one) => ({ ...one, name: nameOf(one.code) }));
  return { ...known, regions, ages };
}

/** Returns what fits what someone chose, from number `from` on. */
export function otherProps(helpline: Helpline, around: YouthFrame, chosen = nothing, from = 0): OtherProps {
  const { db, clock } = helpline;
  const { language } = around.t;
  const at = clock.now();
  const wish = wishOf(chosen);
  const found = searchForYouth(db, wish, language, at);
  const partners = partnersFitting(db, wish, language, at);
  const shown = found.slice(from, from + onePage);
  const groups = Map.groupBy(shown, ({ group }) => group);
  const cards = [...groups].map(([kind, all]) => ({ kind, cards: all.map((one) => cardNow(db, one, language, at)) }));
  return {
    frame: around,
    ways: saidLines(language, emergencyLines(settings(db).emergency).slice(1)),
    chosen,
    looked: [...Object.entries(chosen), ["from", from === 0 ? "" : String(from)] as const].filter(
      ([, value]) => value !== "",
    ),
    open: !around.session && openLines(doorScene(db, at, language, 0)).length > 0,
    offered: offeredIn(db, language, at),
    found: found.length + partners.length,
    groups: from === 0 ? withPartners(cards, partners, language) : cards,
    next: from + onePage < found.length ? from + onePage : null,
  };
}

/** Other helplines that are open now come first among what is open and speaks the language, as they do. */
function withPartners(groups: CardGroup[], partners: ShownCard[], language: Language): CardGroup[] {
  if (partners.length === 0) return groups;
  const of = (kind: Group) => groups.find((one) => one.kind === kind)?.cards ?? [];
  const first = groups.filter(({ kind }) => kind === "emergency");
  const rest = groups.filter(({ kind }) => kind !== "emergency" && kind !== "open");
  const open = [...partners, ...of("open")].map((card) => ({ card, speaks: speaking(card.languages, language) }));
  const cards = open.sort((a, b) => a.speaks - b.speaks).map(({ card }) => card);
  return [...first, { kind: "open", cards }, ...rest];
}
