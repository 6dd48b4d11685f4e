import { wasHelpWanted } from "#src/conversation/colleagues/help.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { inLine } from "#src/queue/claim.ts";
import { signalsOf } from "#src/staff/accounts/signals.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { Bar } from "#views/counsellor/console/bar.tsx";
import { LiveBar, LiveLine, LiveWaits } from "#views/counsellor/console/live-bar.tsx";
import { AskNotices } from "#views/counsellor/console/sound.tsx";
import { StillHere } from "#views/counsellor/console/still-here.tsx";
import { Deserted, LineStatus, type LineStatusProps } from "#views/counsellor/line/line-menu.tsx";
import { Busy } from "#views/counsellor/team/presence.tsx";
import { type Fragment, type Part, paint, paintFor, paintList, present, Replacement } from "../paint.tsx";
import { type QueueSeen, type Sources, topics } from "../topics.ts";
import {
  barScene,
  busyScene,
  doorsNow,
  doorsScene,
  liveBarScene,
  type Shift,
  shiftNow,
  waitsOnLines,
} from "./staff-shift.ts";

// The top line of the console, and the live bar on every other page of the staff. The live bar never holds a word of a chat.

/** Repaints the top line of every console, and every live bar. */
export function bars(sources: Sources): Fragment[] {
  const shift = shiftNow(sources);
  return [...present(sources).flatMap((member) => bar(sources, member, shift)), ...liveBars(sources, shift)];
}

/** Repaints what the doors say in every bar, and nothing beside it. */
export function doorBars(sources: Sources): Fragment[] {
  const { db } = sources;
  const doors = doorsNow(sources);
  const said = (member: StaffMember) => ({ t: translate(member.language), ...doorsScene(db, member, doors) });
  const consoles = present(sources).flatMap((member) =>
    paint(sources, topics.staff(member.id), () => <DoorsNow {...said(member)} />, "doors"),
  );
  const others = withLiveBar(sources).flatMap((member) =>
    paint(sources, topics.bar(member.id), () => <LiveLineNow {...said(member)} />, "doors"),
  );
  return [...consoles, ...others];
}

function DoorsNow(props: LineStatusProps) {
  return (
    <>
      <Replacement target="#line">
        <LineStatus {...props} />
      </Replacement>
      <Replacement target="#deserted">
        <Deserted {...props} />
      </Replacement>
    </>
  );
}

function LiveLineNow(props: LineStatusProps) {
  return (
    <Replacement target="#live-line">
      <LiveLine {...props} />
    </Replacement>
  );
}

/** Repaints what new hours change: the doors; in another time zone the whole bar, which says when a wrap-up ends. */
export function hoursInBars(sources: Sources, { before, after }: { before: string; after: string }): Fragment[] {
  const [was, is] = [before, after].map((text): { timeZone: string } => JSON.parse(text));
  return was!.timeZone === is!.timeZone ? doorBars(sources) : bars(sources);
}

/** Repaints the bars if help was wanted in a chat, as what happened may have ended that. */
export function helpBars(sources: Sources, conversationId: number): Fragment[] {
  return wasHelpWanted(sources.db, conversationId) ? bars(sources) : [];
}

/** Repaints the top line of one member's consoles. */
export function bar(sources: Sources, member: StaffMember, shift = shiftNow(sources)): Fragment[] {
  return paint(
    sources,
    topics.staff(member.id),
    () => (
      <Replacement target="#bar">
        <Bar t={translate(member.language)} {...barScene(sources, member, shift)} />
      </Replacement>
    ),
    "bar",
  );
}

/** Repaints the bars of one member (id), on any page. */
export function ownBar(sources: Sources, staffId: number): Fragment[] {
  const member = staffMember(sources.db, staffId);
  return [...(member ? bar(sources, member) : []), ...liveBarsOf(sources, staffId)];
}

/** Repaints whether someone counts as busy after a chat. */
export function busy(sources: Sources, staffId: number): Fragment[] {
  const console = paintFor(
    sources,
    staffId,
    (_member, t) => (
      <Replacement target="#busy">
        <Busy t={t} wrapUp={busyScene(sources, staffId)} />
      </Replacement>
    ),
    "busy",
  );
  return [...console, ...liveBarsOf(sources, staffId)];
}

/** Draws the live bar of a member, with the question whether they are still there. */
export function liveBarOnPage(sources: Pick<Sources, "db" | "clock">, member: StaffMember, scripts: string[]) {
  return (
    <>
      {liveBarNow(sources, member)}
      <AskNotices t={translate(member.language)} signals={signalsOf(sources.db, member.id)} scripts={scripts} />
      <StillHere t={translate(member.language)} />
    </>
  );
}

function liveBarNow(sources: Pick<Sources, "db" | "clock">, member: StaffMember, shift?: Shift) {
  return <LiveBar t={translate(member.language)} {...liveBarScene(sources, member, shift)} />;
}

function liveBars(sources: Sources, shift: Shift): Fragment[] {
  return withLiveBar(sources).flatMap((member) => liveBar(sources, member, shift));
}

function withLiveBar({ db, hub }: Sources): StaffMember[] {
  return hub.topics(topics.everyBar).flatMap((topic) => staffMember(db, topics.barOf(topic)!) ?? []);
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
