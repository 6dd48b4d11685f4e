import type { Translate } from "#src/i18n/i18n.ts";
import type { WhoLeft } from "#src/queue/door/who-left.ts";
import type { WhyNotLeft } from "#src/retention/danger/left-readers.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import { DangerMark } from "#views/counsellor/console/queue.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { countryName } from "#views/parts/fields/countries.ts";
import { Ago } from "../ago.tsx";
import { wordsOfEnd } from "../state.tsx";
import { ChatWords, type OpenedChat } from "./chat-words.tsx";
import { Answered, type AnsweredNow, dial } from "./emergency.tsx";

/** What helps someone who sees to it, without a word of what was written. Times are ms UTC. */
export interface AboutLeft {
  helpline: string;
  /** That of the line first. */
  countries: EmergencyCountry[];
  came: number;
  wrote: number | null;
  /** Aliases of those at the chat until its end. */
  with: string[];
  /** Where they wrote from is kept locked: two supervisors can open it from the record of an emergency. */
  hasAddress: boolean;
  declared: ({ at: number; alias: string } & AnsweredNow) | null;
  onCall: boolean;
  /** Who else asked for help in it and was not seen yet. */
  help: string | null;
}

interface LeftProps {
  frame: StaffFrame;
  left: WhoLeft;
  about: AboutLeft;
  /** Why the reader may not read it, declare an emergency, or close the danger; null = they may. */
  whyNot: WhyNotLeft | null;
  words: OpenedChat | null;
  ticked: string[];
  asks: boolean;
  /** Record id of the emergency in it, for those who see that; it says what came of it. */
  emergency: number | null;
  now: number;
  zone: string;
}

/** Someone left in danger: whom to call, what is known, their words, calling for help, and closing the danger. */
export function LeftInDanger(props: LeftProps) {
  const { frame, left, whyNot, words, ticked, asks, now, zone } = props;
  const { t } = frame;
  const path = `/staff/danger/${left.id}`;
  const mayRead = whyNot === null;
  const isDeleted = left.how === "deleted";
  // What was deleted outlasts the danger only while the record of its emergency is open.
  const isKept = isDeleted && left.mark === "emergency";
  const until = isKept ? "staff.left.until_kept" : isDeleted ? "staff.left.until_deleted" : "staff.left.until";
  return (
    <StaffSheet frame={frame} title={t("staff.left.title", { chat: left.name })}>
      <div class="narrow">
        <h1>{t("staff.left.title", { chat: left.name })}</h1>
        <p>
          <DangerMark t={t} mark={left.mark} /> {t(wordsOfEnd(left.how))} · <Ago t={t} at={left.at} now={now} />
        </p>
        {mayRead && asks && <Closing {...props} />}
        <HelpAsked {...props} />
        <Calls {...props} />
        {whyNot !== null && (
          // As soon as they are available the page is another (static/staff-live.js).
          <p id="left-why" data-follows={whyNot === "away" ? "availability" : undefined}>
            {t(`staff.left.why.${whyNot}`)}
          </p>
        )}
        {ticked.length > 0 && (
          <p class="note" id="left-ticked">
            {t("staff.urgent.ticked", { words: ticked.map((one) => `“${one}”`).join(", ") })}
          </p>
        )}
        {words && <ChatWords t={t} name={left.name} words={words} back={null} />}
        {mayRead && !words && !asks && (
          <form method="post" action={`${path}/open`}>
            <button type="submit" class="main" id="read-left">
              {t("staff.left.read")}
            </button>
          </form>
        )}
        <Known {...props} />
        <p class="hint">{t(until, { time: t.dateTime(left.until, zone) })}</p>
        <Declaring {...props} />
        {mayRead && !asks && (
          <form method="post" action={`${path}/close`}>
            <button type="submit" class="second" id="close-danger">
              {t("staff.left.close")}
            </button>
          </form>
        )}
        <p>
          <a href="/staff">{t("staff.left.back")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}

/** The question stands before everything else on the page, in the first look. */
function Closing({ frame: { t }, left }: LeftProps) {
  const path = `/staff/danger/${left.id}`;
  const isDeleted = left.how === "deleted";
  const sure = isDeleted && left.mark === "emergency" ? "sure_kept" : isDeleted ? "sure_deleted" : "sure";
  return (
    <form class="left-act" method="post" action={`${path}/close`}>
      <p role="alert">
        <b>{t(`staff.left.${sure}`)}</b>
      </p>
      <input type="hidden" name="sure" value="yes" />
      <div class="row-of">
        <button type="submit" class="second" id="close-danger">
          {t("staff.left.close_yes")}
        </button>
        <a class="second" href={path}>
          {t("staff.left.close_no")}
        </a>
      </div>
    </form>
  );
}

function HelpAsked({ frame: { t }, left, about: { help } }: LeftProps) {
  if (help === null) return null;
  return (
    <form class="left-act" method="post" action={`/staff/conversation/${left.id}/help/answer`}>
      <p>{t("staff.left.help_asked", { alias: help })}</p>
      <button type="submit" class="second" id="see-help">
        {t("staff.left.help_see", { alias: help })}
      </button>
    </form>
  );
}

/** The police only where someone hurts them; the caller says that they have left. */
function Calls({ frame: { t }, about: { countries, helpline } }: LeftProps) {
  const [{ call: number }] = countries as [EmergencyCountry];
  return (
    <section class="act-alone" aria-labelledby="left-calls">
      <h2 id="left-calls">{t("staff.left.calls")}</h2>
      <ul>
        {countries.flatMap((one) => [
          <li>
            <Where t={t} country={one.country} countries={countries} />
            {t("staff.left.for_hurt")}: <Call t={t} number={one.call} />
          </li>,
          <li>
            <Where t={t} country={one.country} countries={countries} />
            {t("staff.left.for_suicide")}: <Call t={t} number={one.call} />
          </li>,
          <li>
            <Where t={t} country={one.country} countries={countries} />
            {t("staff.left.for_police")}: <Call t={t} number={one.call} police={one.police} />
          </li>,
        ])}
      </ul>
      <p>
        <b>{t("staff.emergency.act_alone", { number })}</b>
      </p>
      <p>{t("staff.emergency.step.say_left", { name: helpline })}</p>
    </section>
  );
}

function Where({ t, country, countries }: { t: Translate; country: string; countries: EmergencyCountry[] }) {
  return countries.length > 1 ? <>{countryName(t, country)} · </> : null;
}

function Call({ t, number, police = "" }: { t: Translate; number: string; police?: string | undefined }) {
  if (police === "") return <a href={dial(number)}>{t("staff.emergency.call", { number })}</a>;
  return <a href={dial(police)}>{t("staff.emergency.police", { number: police })}</a>;
}

function Known({ frame: { t }, left, about, zone }: LeftProps) {
  const when = (at: number) => t.dateTime(at, zone);
  const names = new Intl.ListFormat(t.language, { type: "conjunction" });
  const wrote = about.wrote === null ? null : when(about.wrote);
  return (
    <ul id="left-known">
      <li>{t(`staff.left.known.${left.mark}`)}</li>
      <li>{t("staff.left.came", { when: when(about.came) })}</li>
      <li>{wrote === null ? t("staff.left.wrote_none") : t("staff.left.wrote", { when: wrote })}</li>
      <li>{t("staff.left.went", { when: when(left.at) })}</li>
      <li>
        {about.with.length === 0
          ? t("staff.left.with_none")
          : t("staff.left.with", { names: names.format(about.with) })}
      </li>
      {about.hasAddress && <li>{t("staff.emergency.address.locked")}</li>}
    </ul>
  );
}

function Declaring({ frame: { t }, left, about, whyNot, asks, emergency, zone }: LeftProps) {
  const { declared, onCall } = about;
  if (declared === null && (whyNot !== null || asks)) return null;
  const called = <p class="hint">{t(onCall ? "staff.emergency.on_call" : "staff.emergency.no_on_call")}</p>;
  if (declared === null) {
    return (
      <form class="left-act" method="post" action={`/staff/danger/${left.id}/emergency`}>
        <button type="submit" class="second" id="declare-left">
          {t("staff.emergency.declare")}
        </button>
        <p class="hint">{t("staff.left.declare_hint")}</p>
        {called}
      </form>
    );
  }
  return (
    <div id="declared" class="left-act" role="status">
      <p>
        <b>{t("staff.emergency.declared", { time: t.time(declared.at, zone), alias: declared.alias })}</b>
      </p>
      <Answered t={t} answered={declared} time={(at) => t.time(at, zone)} />
      {declared.acknowledged === null && called}
      {emergency !== null && (
        <p>
          <a href={`/staff/emergencies/${emergency}`}>{t("staff.left.to_emergency")}</a>
        </p>
      )}
    </div>
  );
}
