import type { WhereAsked } from "#src/conversation/safety/where.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { ToLeft } from "#views/counsellor/after/left-way.tsx";
import { Watched } from "#views/counsellor/chat/prompts.tsx";
import { EmergencyWays } from "#views/parts/emergency.tsx";
import { countryName } from "#views/parts/fields/countries.ts";

/** What stands beside a chat for when someone is in danger. */
export interface EmergencyNow {
  /** What the helpline is called on the telephone. */
  helpline: string;
  countries: EmergencyCountry[];
  number: string;
  watched: boolean;
  /** No one else is on shift who would hear of it. */
  alone: boolean;
  /** Ways without a voice in the helpline's countries, and a sentence that says so in the young person's language. */
  silent: { ways: SaidLine[]; words: string; language: Language };
  /** When the young person was asked where they are (ms UTC), and what they have said since. */
  asked: WhereAsked | null;
  /** They left in danger, and that is not over. */
  left: boolean;
  /** Who declared it, when (ms UTC), whether its outcome is written down (`over`), who has seen it and phoned its counsellor. */
  declared: ({ id: number; at: number; alias: string; over: boolean } & AnsweredNow) | null;
  /** Names of the reader's other chats, whose young people were told that they are needed for a moment. */
  others: string[];
  onCall: boolean;
  /** Number of who is on call, during an emergency, where they gave one. */
  phone: { alias: string; number: string } | null;
  address: "off" | "none" | "locked";
  opening: { asker: string; confirmer: string | null; shown: boolean } | null;
  rehearsal: boolean;
  zone: string;
}

/** Which supervisor has seen an emergency, and who phoned its counsellor. `at`: ms UTC; alias null = unknown. */
export interface AnsweredNow {
  counsellor: string;
  acknowledged: { alias: string | null; at: number } | null;
  phoned: { alias: string | null; at: number } | null;
  calling: CallingNow | null;
}

/** Who says that they are calling the emergency services (alias); null = no one. */
export interface CallingNow {
  emergencyId: number;
  by: string | null;
  isOwn: boolean;
}

interface StepsProps {
  t: Translate;
  id: number;
  writes: boolean;
  /** The reader helps in it, and does not only read along. */
  help: boolean;
  now: EmergencyNow;
}

/** What to do when someone is in danger, in the order in which it helps: short enough for a racing heart. */
export function EmergencySteps(props: StepsProps) {
  const { t, id, now } = props;
  if (now.left) return <StepsAfterLeaving {...props} />;
  return (
    <div class="emergency" id={`emergency-${id}`}>
      <ActAlone {...props} />
      <ol>
        <li>
          {t("staff.emergency.step.ask")}
          <Asked {...props} />
        </li>
        <li>
          <Declared {...props} />
        </li>
        <li>
          <Calling {...props} />
          <p>
            {t("staff.emergency.alone", { number: now.number })} <b>{t("staff.emergency.alone_not")}</b>
          </p>
        </li>
        <li>
          <CannotSpeak {...props} />
        </li>
        <li>
          {t("staff.emergency.step.stay")}
          <WatchedNow {...props} />
        </li>
        <li>{t("staff.emergency.step.say", { name: now.helpline })}</li>
        <li>{t("staff.emergency.step.tell")}</li>
        <li>{t("staff.emergency.step.write")}</li>
        <li>{t("staff.emergency.step.after")}</li>
      </ol>
      <AboutAddress {...props} />
    </div>
  );
}

/** Nothing that is written reaches someone who left; what they wrote may say where they are. */
function StepsAfterLeaving(props: StepsProps) {
  const { t, id, now } = props;
  return (
    <div class="emergency" id={`emergency-${id}`}>
      <ActAlone {...props} />
      <ol>
        <li>
          {t("staff.left.step.read")}
          <ToLeft t={t} id={id} />
        </li>
        <li>
          <Calling {...props} />
        </li>
        <li>{t("staff.emergency.step.say_left", { name: now.helpline })}</li>
        <li>
          {t("staff.left.step.close")}
          <Declared {...props} />
        </li>
        <li>{t("staff.emergency.step.after")}</li>
      </ol>
      <AboutAddress {...props} />
    </div>
  );
}

/** What one person can do alone, at once: whom to call comes first. */
export function ActAlone({ t, id, help, now }: StepsProps) {
  const { number, countries, alone, phone } = now;
  return (
    <div class="act-alone" id={`act-alone-${id}`}>
      <p>
        <a class="dial" href={dial(number)}>
          {t("staff.emergency.dial", { number })}
        </a>
        {alone && help && phone && <OnCall t={t} phone={phone} />}
      </p>
      <p>
        <b>{t("staff.emergency.act_alone", { number })}</b>
      </p>
      <Numbers t={t} countries={countries} />
      <p>{t(alone ? "staff.emergency.lead_alone" : "staff.emergency.lead")}</p>
    </div>
  );
}

/** Who calls: of two people one stays in the chat. */
export function Calling({ t, id, help, now: { alone, left, declared } }: StepsProps) {
  return (
    <div id={`calling-${id}`}>
      <p>{t(alone || left ? "staff.emergency.step.call_alone" : "staff.emergency.step.call")}</p>
      {help && declared?.calling && <WhoCalls t={t} calling={declared.calling} place="steps" />}
    </div>
  );
}

/** Says who calls the emergency services, to everyone at the chat alike, with the button that says so. `place`: where it stands. */
export function WhoCalls({
  t,
  calling,
  place,
}: {
  t: Translate;
  calling: CallingNow;
  place: "line" | "steps" | "record";
}) {
  const { emergencyId, by, isOwn } = calling;
  const action = `/staff/emergencies/${emergencyId}/calling`;
  return (
    <form class="who-calls" method="post" action={action} hx-post={action} hx-swap="none">
      <span>{by === null ? t("staff.calling.none") : t("staff.calling.by", { alias: by })}</span>{" "}
      <button
        type="submit"
        class="second"
        name="on"
        value={isOwn ? "no" : "yes"}
        id={`calling-${place}-${emergencyId}`}
      >
        {t(isOwn ? "staff.calling.not" : "staff.calling.say")}
      </button>
    </form>
  );
}

/** For a young person who would be heard: ways without a voice, and a sentence for the field with one press. */
function CannotSpeak({ t, id, writes, now: { silent } }: StepsProps) {
  const { ways, words, language } = silent;
  return (
    <>
      {t(ways.length > 0 ? "staff.emergency.step.silent" : "staff.emergency.step.silent_none")}
      <EmergencyWays lines={ways} />
      <p>{t("staff.emergency.silent_write")}</p>
      <blockquote lang={language} dir="auto">
        {words}
      </blockquote>
      {writes && (
        <button type="button" class="second" id={`silent-${id}`} data-say={words} data-id={id} hidden>
          {t("staff.emergency.silent_put")}
        </button>
      )}
    </>
  );
}

/** When they were asked where they are, their answer, and the button that asks again unless they named a place. */
export function Asked({ t, id, writes, now: { asked, zone } }: StepsProps) {
  const since = asked?.since ?? null;
  const mayAsk = asked === null || (since !== null && since.answer !== "place");
  return (
    <div id={`asked-where-${id}`} role="status">
      {asked && !since?.answer && (
        <p>{t(since ? "staff.emergency.asked_before" : "staff.emergency.asked", { time: t.time(asked.at, zone) })}</p>
      )}
      {since?.answer && (
        <p>
          {t("staff.emergency.answered", { time: t.time(since.at, zone) })} <b dir="auto">{since.text}</b>
        </p>
      )}
      {writes && mayAsk && (
        <Button t={t} id={id} act="where" words={asked ? "staff.emergency.ask_again" : "staff.emergency.ask"} />
      )}
    </div>
  );
}

/** Says that their screen is watched, or has the button that says so. */
export function WatchedNow({ t, id, writes, now: { watched } }: StepsProps) {
  return (
    <div id={`watched-of-${id}`} role="status">
      {(watched || writes) && (
        <p class={watched ? undefined : "soft"}>{t(watched ? "staff.watched.on" : "staff.watched.hint")}</p>
      )}
      {writes && <Watched t={t} id={id} watched={watched} place="emergency" />}
    </div>
  );
}

/** Says that it was declared, and declares it: also once it is over, since there may be another. */
export function Declared({ t, id, help, now }: StepsProps) {
  const step = now.declared && !now.declared.over ? "declared" : "colleague";
  // Someone who left has a page of their own, on which it is declared.
  if (now.left)
    return <div id={`declared-${id}`}>{now.declared && <IsDeclared {...{ t, id, now }} help={false} />}</div>;
  return (
    <div id={`declared-${id}`}>
      <p>{t(now.alone ? `staff.emergency.step.${step}_alone` : `staff.emergency.step.${step}`)}</p>
      <IsDeclared t={t} id={id} help={help} now={now} />
    </div>
  );
}

function IsDeclared({ t, id, help, now }: Omit<StepsProps, "writes">) {
  const { declared, rehearsal, zone, onCall } = now;
  const isToDeclare = !declared || declared.over;
  const isSeen = !isToDeclare && declared.acknowledged !== null;
  return (
    <div role="status">
      {declared && (
        <p>
          <b>
            {t(declared.over ? "staff.emergency.over" : "staff.emergency.declared", {
              time: t.time(declared.at, zone),
              alias: declared.alias,
            })}
          </b>{" "}
          <a href={`/staff/emergencies/${declared.id}`}>{t("staff.emergency.to_record")}</a>
        </p>
      )}
      {declared && <Answered t={t} answered={declared} time={(at) => t.time(at, zone)} />}
      {!isToDeclare && now.others.map((name) => <p class="soft">{t("staff.emergency.others_told", { name })}</p>)}
      {isToDeclare && rehearsal && <p class="soft">{t("staff.emergency.rehearsal")}</p>}
      {isToDeclare && !rehearsal && help && (
        <>
          <Button t={t} id={id} act="emergency" words="staff.emergency.declare" />
          <p class="soft">{t("staff.emergency.declare_hint")}</p>
        </>
      )}
      {help && now.phone && (
        <p>
          <OnCall t={t} phone={now.phone} />
        </p>
      )}
      {!rehearsal && !isSeen && (
        <p class="soft">{t(onCall ? "staff.emergency.on_call" : "staff.emergency.no_on_call")}</p>
      )}
    </div>
  );
}

/** A supervisor has seen it, and someone phoned its counsellor; `time` puts an instant (ms UTC) in words. */
export function Answered({ t, answered, time }: { t: Translate; answered: AnsweredNow; time: (at: number) => string }) {
  const { counsellor, acknowledged, phoned } = answered;
  return (
    <>
      {acknowledged?.alias && (
        <p>{t("staff.emergency.seen_by", { alias: acknowledged.alias, when: time(acknowledged.at) })}</p>
      )}
      {phoned?.alias && (
        <p>{t("staff.emergency.phoned_by", { alias: phoned.alias, counsellor, when: time(phoned.at) })}</p>
      )}
    </>
  );
}

/** The person on call, with their own number. */
function OnCall({ t, phone: { alias, number } }: { t: Translate; phone: NonNullable<EmergencyNow["phone"]> }) {
  return <a href={dial(number)}>{t("staff.emergency.phone", { alias, phone: number })}</a>;
}

/** Whether there is an address of where they write from, and who is opening it. */
export function AboutAddress({ t, id, now }: Pick<StepsProps, "t" | "id" | "now">) {
  return (
    <div id={`address-of-${id}`} role="status">
      <p class="soft">{t(`staff.emergency.address.${now.address}`)}</p>
      {now.opening && <p>{openingInWords(t, now.opening)}</p>}
    </div>
  );
}

function openingInWords(t: Translate, { asker, confirmer, shown }: NonNullable<EmergencyNow["opening"]>): string {
  if (confirmer === null) return t("staff.emergency.opening.asked", { alias: asker });
  const names = { alias: asker, colleague: confirmer };
  return t(shown ? "staff.emergency.opening.shown" : "staff.emergency.opening.confirmed", names);
}

type ButtonProps = {
  t: Translate;
  id: number;
  act: "where" | "emergency";
  words: "staff.emergency.ask" | "staff.emergency.ask_again" | "staff.emergency.declare";
};

/** Returns a number as it is dialled, without what makes it easier to read. */
export function dial(number: string): string {
  return `tel:${number.replace(/[^+\d]/g, "")}`;
}

/** Its result comes back by the socket. */
function Button({ t, id, act, words }: ButtonProps) {
  const action = `/staff/conversation/${id}/${act}`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={`ask-${act}-${id}`}>
        {t(words)}
      </button>
    </form>
  );
}

/** Whom to call, in each country that this helpline serves. */
function Numbers({ t, countries }: { t: Translate; countries: EmergencyCountry[] }) {
  return (
    <ul>
      {countries.map(({ country, call, police = "", sms, app }) => {
        const others = [
          ...(police === "" ? [] : [t("staff.emergency.police", { number: police })]),
          ...(sms === "" ? [] : [t("staff.emergency.sms", { number: sms })]),
          ...(app === "" ? [] : [t("staff.emergency.app", { name: app })]),
        ];
        return (
          <li>
            {countryName(t, country)}: <a href={dial(call)}>{t("staff.emergency.call", { number: call })}</a>
            {others.map((way) => ` · ${way}`)}
          </li>
        );
      })}
    </ul>
  );
}
