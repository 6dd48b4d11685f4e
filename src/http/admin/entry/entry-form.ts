import { channelKinds, maxEntry } from "#src/directory/entry/entry.ts";
import {
  blankChannel,
  type ChannelDraft,
  channelTexts,
  type EntryDraft,
  entryFacts,
  entryTexts,
  type HoursDraft,
  placeTexts,
  type TranslationDraft,
  translationTexts,
} from "#src/directory/entry/entry-draft.ts";
import { type Service, service } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, type Helpline, lists } from "#src/http/server/context.ts";

/** The form of an entry as sent, with everything typed kept as it is. */
export interface EntryForm {
  draft: EntryDraft;
  /** The version its sender had seen; -1 if the form does not say. */
  basedOn: number;
  /** The version the form was first drawn from; its row numbers refer to it. */
  drawnFrom: number;
  /** The version both began from, if a colleague changed it meanwhile; else -1. */
  mergeFrom: number;
  /** Fields changed by both for which the colleague's value is taken. */
  theirs: string[];
  /** The pressed button: "save", "add phone", "remove channel.2", "up channel.2", "add text", "copy week" … */
  action: string;
  /** How someone has just checked the entry; "" if nobody has. */
  verified: string;
  /** Ids of similar entries that the sender was told of, and that are not the same place. */
  known: string[];
  wish: Record<string, string>;
  /** The days ticked beside a week, 1 to 6, by the week's name. */
  copyTo(week: string): number[];
}

/** More than may be saved, so that too many rows are refused and not silently dropped. */
const maxRows = { channel: maxEntry.channels + 10, text: maxEntry.list };

/** Reads the form of an entry. Never throws: the last of doubled fields counts, and a missing one is "". */
export async function readEntryForm(c: C): Promise<EntryForm> {
  const given = await lists(c);
  const text = (name: string) => given[name]?.at(-1) ?? "";
  const hours = (place: string): HoursDraft => ({
    zone: text(`${place}zone`) || text("zone"),
    week: [0, 1, 2, 3, 4, 5, 6].map((day) => text(`${place}week.${day}`)),
    plain: text(`${place}plain`) === "yes",
  });
  const channel = (name: string): ChannelDraft => ({
    texts: textsOf([...channelTexts, ...placeTexts], (one) => text(`${name}.${one}`)),
    hideExactAddress: text(`${name}.hide`) === "yes",
    hours: hours(`${name}.`),
    was: idOf(text(`${name}.was`)) < 0 ? null : idOf(text(`${name}.was`)),
  });
  const translation = (name: string): TranslationDraft => ({
    language: text(`${name}.language`),
    ...textsOf(translationTexts, (one) => text(`${name}.${one}`)),
  });
  const draft: EntryDraft = {
    texts: textsOf(entryTexts, text),
    facts: textsOf(entryFacts, text),
    emergency: text("emergency") === "yes",
    languages: given.languages ?? [],
    regions: given.regions ?? [],
    topics: given.topics ?? [],
    channels: rowsOf(given, "channel").map(channel),
    translations: rowsOf(given, "text").map(translation),
    hours: hours(""),
  };
  return {
    draft,
    basedOn: idOf(text("based_on")),
    drawnFrom: idOf(text("drawn_from")),
    mergeFrom: idOf(text("merge_from")),
    theirs: given.theirs ?? [],
    action: text("do"),
    verified: text("verified"),
    known: given.known ?? [],
    wish: { preview_language: text("preview_language"), preview_scheme: text("preview_scheme") },
    copyTo: (week) => (given[`${week}.copy`] ?? []).map(Number).filter((day) => [1, 2, 3, 4, 5, 6].includes(day)),
  };
}

function textsOf<Name extends string>(names: readonly Name[], text: (name: Name) => string): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}

function rowsOf(given: Record<string, string[]>, kind: keyof typeof maxRows): string[] {
  const numbers = Object.keys(given).flatMap((name) => {
    const [, group, number] = /^([a-z]+)\.(\d{1,3})\./.exec(name) ?? [];
    return group === kind ? Number(number) : [];
  });
  const each = [...new Set(numbers)].sort((a, b) => a - b);
  return each.slice(0, maxRows[kind]).map((number) => `${kind}.${number}`);
}

/** Returns the draft as a button changes it, and the field or button that gets the focus (null: the page decides). */
export function entryChangedBy({ draft, action, copyTo }: EntryForm): { draft: EntryDraft; cursor: string | null } {
  const [verb = "", object = ""] = action.split(" ");
  if (verb === "copy") return { draft: copied(draft, object, copyTo(object)), cursor: `${object}.copy` };
  if (verb === "add") return added(draft, object);
  const [kind, number] = object.split(".");
  const at = kind === "channel" || kind === "text" ? Number(number) : -1;
  if (verb === "remove") return { draft: without(draft, kind!, at), cursor: null };
  if (verb === "up" && kind === "channel") return { draft: raised(draft, at), cursor: `channel.${at - 1}.value` };
  return { draft, cursor: null };
}

function added(draft: EntryDraft, kind: string): { draft: EntryDraft; cursor: string | null } {
  const { channels, translations, hours } = draft;
  if (kind === "text" && translations.length < maxRows.text) {
    const blank = { language: "", name: "", summary: "", description: "", eligibility: "" };
    return {
      draft: { ...draft, translations: [...translations, blank] },
      cursor: `text.${translations.length}.language`,
    };
  }
  if (!channelKinds.some((one) => one === kind) || channels.length >= maxRows.channel) return { draft, cursor: null };
  const more = [...channels, blankChannel(kind, hours.zone)];
  return { draft: { ...draft, channels: more }, cursor: `channel.${channels.length}.value` };
}

function without(draft: EntryDraft, kind: string, at: number): EntryDraft {
  const { channels, translations } = draft;
  return {
    ...draft,
    channels: kind === "channel" ? channels.filter((_, i) => i !== at) : channels,
    translations: kind === "text" ? translations.filter((_, i) => i !== at) : translations,
  };
}

function raised(draft: EntryDraft, at: number): EntryDraft {
  const channels = [...draft.channels];
  const [one] = at > 0 ? channels.splice(at, 1) : [];
  if (one) channels.splice(at - 1, 0, one);
  return { ...draft, channels };
}

function copied(draft: EntryDraft, week: string, days: number[]): EntryDraft {
  const copy = (hours: HoursDraft) => ({
    ...hours,
    week: hours.week.map((text, day) => (days.includes(day) ? hours.week[0]! : text)),
  });
  if (week === "week") return { ...draft, hours: copy(draft.hours) };
  const channels = draft.channels.map((one, i) =>
    week === `channel.${i}.week` ? { ...one, hours: copy(one.hours) } : one,
  );
  return { ...draft, channels };
}

/** Returns the service of the address; null for the page of a new one. Throws `not_found`. */
export function ofPath(c: C, { db }: Helpline): Service | null {
  const id = c.req.param("id") ?? "";
  if (id === "new") return null;
  const found = service(db, id);
  if (!found) throw new HelplineError("not_found");
  return found;
}

/** Returns the service of the address. Throws `not_found`, also for the page of a new one. */
export function existing(c: C, helpline: Helpline): Service {
  const found = ofPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  return found;
}
