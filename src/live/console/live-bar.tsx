import { type Language, translate } from "#src/i18n/i18n.ts";
import { Replacement } from "#src/live/chat/staff-log.tsx";
import { inLine } from "#src/queue/claim.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { LiveBar, LiveWaits } from "#views/counsellor/console/live-bar.tsx";
import { StillHere } from "#views/counsellor/console/still-here.tsx";
import { type Fragment, type Part, paint, paintList } from "../paint.ts";
import { type QueueSeen, type Sources, topics } from "../topics.ts";
import { liveBarScene, type Shift, waitsOnLines } from "./staff-shift.ts";

// The bar on every staff page but the console, which has a richer one. It never holds a word of a chat.

/** Draws the live bar of a member, with the question whether they are still there. */
export function liveBarOnPage(sources: Pick<Sources, "db" | "clock">, member: StaffMember) {
  return (
    <>
      {liveBarNow(sources, member)}
      <StillHere t={translate(member.language)} />
    </>
  );
}

function liveBarNow(sources: Pick<Sources, "db" | "clock">, member: StaffMember, shift?: Shift) {
  return <LiveBar t={translate(member.language)} {...liveBarScene(sources, member, shift)} />;
}

/** Repaints the live bar of everyone who has one open. */
export function liveBars(sources: Sources, shift: Shift): Fragment[] {
  return sources.hub
    .topics(topics.everyBar)
    .flatMap((topic) => staffMember(sources.db, topics.barOf(topic)!) ?? [])
    .flatMap((member) => liveBar(sources, member, shift));
}

/** Repaints the live bars of some members (ids). */
export function liveBarsOf(sources: Sources, ...staffIds: number[]): Fragment[] {
  return staffIds
    .filter((id) => sources.hub.heard(topics.bar(id)))
    .flatMap((id) => staffMember(sources.db, id) ?? [])
    .flatMap((member) => liveBar(sources, member));
}

function liveBar(sources: Sources, member: StaffMember, shift?: Shift): Fragment[] {
  return paint(sources, topics.bar(member.id), () => <Whole sources={sources} member={member} shift={shift} />, "live");
}

/** Draws the whole live bar, for a page that may have missed something. */
export function wholeLiveBar(sources: Sources, member: StaffMember): string {
  return String(<Whole sources={sources} member={member} />);
}

function Whole({ sources, member, shift }: { sources: Sources; member: StaffMember; shift?: Shift | undefined }) {
  return <Replacement target="#live">{liveBarNow(sources, member, shift)}</Replacement>;
}

/** Repaints how many wait on some lines, in the live bars of those who serve them. */
export function waits(sources: Sources, isConcerned: (seen: QueueSeen) => boolean, part: Part): Fragment[] {
  return sources.hub
    .topics(topics.everyWaits)
    .map((topic) => topics.waitsOf(topic)!)
    .filter(isConcerned)
    .flatMap((seen) => waitsFor(sources, seen, part));
}

/** Repaints how many wait, for those who serve these lines and read one language. */
export function waitsFor(
  sources: Sources,
  { language, lineIds }: { language: Language; lineIds: number[] },
  { mayRest = false }: Part = {},
): Fragment[] {
  const topic = topics.waits({ language, lineIds });
  return paintList(sources, { topic, place: "waits", mayRest }, () => (
    <Replacement target="#wait">
      <LiveWaits t={translate(language)} waits={waitsOnLines(inLine(sources.db), lineIds)} now={sources.clock.now()} />
    </Replacement>
  ));
}
