import type { OverrideKind } from "#src/events.ts";
import type { OverrideOpening } from "#src/hours/rules/override-end.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { when, whenEnds } from "../when.ts";

export interface LineNow {
  id: number;
  name: string;
  zone: string;
  door: DoorNow;
  /** A decision that still holds; null = the hours decide. */
  decided: Decided | null;
  /** What opening it by hand would do now, for those who may decide; null = nothing. */
  opening: OverrideOpening | null;
}

interface Decided {
  kind: OverrideKind;
  alias: string;
  /** ms UTC; null = until it is lifted. */
  until: number | null;
  reason: string;
}

interface Said {
  t: Translate;
  line: LineNow;
  now: number;
}

/** The door of a line in words: "Closed, opens tomorrow 18:00", "Paused by Luna until 19:30: fire alarm". */
export function DoorSays({ t, line, now }: Said) {
  const { door, decided, zone } = line;
  if (decided && isByHand(line)) return <DecidedSays t={t} line={line} now={now} />;
  const { key, at } = said(door);
  const whenIs = key === "staff.door.closed_next" ? when : whenEnds;
  const closing = door.closing && door.until !== null && door.state !== "last_entry";
  return (
    <>
      <Strong t={t} text={key} when={at === null ? "" : whenIs(t, at, now, zone)} />
      {closing && `, ${t("staff.door.and_closing", { when: whenEnds(t, door.until!, now, zone) })}`}
    </>
  );
}

/** What someone decided, who, until when and why. */
export function DecidedSays({ t, line: { decided, door, zone }, now }: Said) {
  if (!decided) return null;
  const { kind, alias, reason } = decided;
  // Opened by hand, a line stays open until that ends or its hours do, whichever is later.
  const until = kind === "open" ? (door.until ?? decided.until) : decided.until;
  const key: Key = kind === "open" || until !== null ? `staff.door.${kind}_by_until` : `staff.door.${kind}_by`;
  return (
    <>
      <Strong t={t} text={key} when={until === null ? "" : whenEnds(t, until, now, zone)} alias={alias} />
      {reason !== "" && (
        <span class="reason">
          : <bdi>{reason}</bdi>
        </span>
      )}
    </>
  );
}

/** Returns whether the door follows a decision by hand. */
export function isByHand({ door }: LineNow): boolean {
  return door.reason === "closed_by_hand" || door.reason === "paused_by_hand" || door.reason === "opened_by_hand";
}

/** Returns whether a line should be taking people but has no one. */
export function isDeserted({ door }: LineNow): boolean {
  return door.reason === "nobody_there" || door.reason === "nobody_yet";
}

/** The sentence of a door by hours and people present, with the time in it (ms UTC). */
function said({ state, reason, until, next }: DoorNow): { key: Key; at: number | null } {
  if (reason === "not_open_yet" || reason === "on_break") return { key: `staff.door.${reason}`, at: null };
  if (state === "open" && until !== null) return { key: "staff.door.open_until", at: until };
  if (state === "closed" && next !== null) return { key: "staff.door.closed_next", at: next };
  return { key: `staff.door.${state}`, at: until };
}

function Strong({ t, text, ...values }: { t: Translate; text: Key; when: string; alias?: string }) {
  // A whole sentence does not fit beside the tools of a phone.
  const isLong = text === "staff.door.not_open_yet" || text === "staff.door.on_break";
  return (
    <span class={isLong ? "long" : undefined}>
      {t.parts(text, values).map(({ tag, text: piece }) => (tag === "strong" ? <b>{piece}</b> : piece))}
    </span>
  );
}

/** Returns the class of the dot in the console's top line, for one line or several. */
export function doorClass(lines: LineNow[]): string {
  const states = new Set(lines.map(({ door }) => door.state));
  if (states.size === 1) return lines[0]!.door.state;
  return states.has("open") ? "open" : "closed";
}
