import type { Message } from "#src/conversation/messages/message.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { when } from "#src/i18n/when.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import type { ShownWaitCard } from "#src/settings/texts/meanwhile.ts";
import { Silent, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Dots, Lamp } from "#views/parts/face.tsx";
import { Composer } from "#views/parts/fields/composer.tsx";
import { Feeling, type FeelingState } from "#views/parts/fields/feeling.tsx";
import { MessageItem } from "#views/parts/message.tsx";
import { Moment } from "#views/parts/times/moment.tsx";
import { Alerted, Danger, isAlerted } from "#views/youth/danger/danger.tsx";
import { PlacesMeanwhile } from "#views/youth/later/places.tsx";
import { Out, Way } from "../way.tsx";
import type { ChatState, Closing, Place, TalkingProps } from "./chat-state.ts";
import { Meanwhile } from "./meanwhile.tsx";
import { Silence } from "./silence.tsx";

interface ChatProps {
  frame: YouthFrame;
  state: ChatState;
  messages: Message[];
  earlier?: boolean;
  lastSeq: number;
  clientId: string;
  words: string;
  error: string | null;
  feeling: FeelingState;
  places: ShownCard[];
  meanwhile: ShownWaitCard[];
  change?: boolean;
  isRead?: boolean;
  now: string;
}

/** No one would count more dots than this. */
const mostDots = 9;

/** Says before it is too late that it soon will be, with the way back. */
export const ClosingSoon = ({ t, closing }: { t: Translate; closing: Closing }) => {
  const { at, next, now, zone } = closing;
  return (
    <>
      <strong>
        <Moment t={t} text="youth.closing.soon" at={at} zone={zone} />
      </strong>{" "}
      {next !== null && (
        <>
          <Moment t={t} text="youth.next.back" values={{ when: when(t, next, now, zone) }} at={next} zone={zone} />{" "}
        </>
      )}
      {t("youth.closing.leave")}
    </>
  );
};

/** For someone who is not likely to be reached. */
const LaterLink = ({ t }: { t: Translate }) => (
  <p>
    {t("youth.later.offer")} <a href="/later">{t("youth.later.offer_go")}</a>
  </p>
);

const Waiting = ({ t, place, open, range, keptMinutes, closing }: Place & { t: Translate }) => (
  <>
    <div class="place">
      <span class="number" aria-hidden="true">
        {t.number(place)}
      </span>
      <div>
        <h1>{t("youth.waiting.place", { place })}</h1>
        {range && <p>{t("youth.waiting.range", { ...range })}</p>}
        {/* No comfort next to the warning that nobody may come. */}
        {!(open && closing) && <p class="soft">{t(open ? "youth.waiting.open" : "youth.waiting.nobody")}</p>}
      </div>
    </div>
    <div class="dots" aria-hidden="true">
      <Lamp />
      {Array.from({ length: Math.min(place, mostDots) }, () => (
        <i />
      ))}
    </div>
    {closing && (
      <p class="closing">
        <ClosingSoon t={t} closing={closing} />
      </p>
    )}
    {closing?.later && <LaterLink t={t} />}
    <p class="soft">{t("youth.waiting.meanwhile", { minutes: keptMinutes })}</p>
  </>
);

const who = {
  volunteers: "youth.talking.who",
  trained: "youth.talking.who_trained",
  professionals: "youth.talking.who_professional",
} as const satisfies Record<AnsweredBy, Key>;

const Talking = ({ t, alias, answeredBy, connected }: TalkingProps) => (
  <>
    <h1>{t(connected ? "youth.talking.here" : "youth.talking.gone", { alias })}</h1>
    <p class="soft">{t(connected ? who[answeredBy] : "youth.talking.away", { alias })}</p>
  </>
);

/** The place in line, or who is there. Replace its content and `data-v`, not the element, so that it is read aloud. */
export const State = ({ t, state }: { t: Translate; state: ChatState }) => (
  <div id="state" class={state.kind} data-v={state.version} role="status">
    {state.kind === "waiting" && !isAlerted(state.danger) && <Waiting t={t} {...state} />}
    {state.kind === "waiting" && isAlerted(state.danger) && <Alerted t={t} danger={state.danger} place={state.place} />}
    {state.kind === "talking" && <Talking t={t} {...state} />}
    {state.kind === "paused" && <h1>{t("youth.paused.title")}</h1>}
    {state.readAfter && !(state.kind === "waiting" && isAlerted(state.danger)) && (
      <p class="soft">{t("youth.danger.leave")}</p>
    )}
  </div>
);

/** Where they stand, or who is there, beside the field, in sight only while the companion is open. */
export const Now = ({ text }: { text: string }) => (
  <p id="stand" hidden>
    {text}
  </p>
);

/** The typing line under the messages; else empty, as text browsers show hidden text too. */
export const Typing = ({ t, alias, on }: { t: Translate; alias: string; on: boolean }) => (
  <p id="typing" class="soft" hidden={!on}>
    {on && (
      <>
        <i />
        <i />
        <i /> {t("youth.talking.writing", { alias })}
      </>
    )}
  </p>
);

/** The frame is told what the page around it shows, which only a reload changes. */
const WithoutScript = ({ t, waiting }: { t: Translate; waiting: boolean }) => (
  <noscript>
    <iframe class="frame-log" src={waiting ? "/log?from=waiting" : "/log"} title={t("youth.chat.log")} />
    <iframe class="frame-box" src="/box" title={t("youth.chat.label")} />
  </noscript>
);

/** Under the words: that whoever they chat with has read the last of them. Replaced as a whole; chat-log.js empties it. */
export const Read = ({ t, isRead }: { t: Translate; isRead: boolean }) => (
  <p id="read" class="soft">
    {isRead && t("youth.message.read")}
  </p>
);

/** All that is seldom wanted, over the composer: a `<details>`, so that it needs no script. */
const Menu = ({ frame: { t, query }, state, lastSeq, change, places, meanwhile }: ChatProps) => (
  <details id="more">
    <summary>
      <Dots />
      {t("youth.chat.more")}
    </summary>
    <div class="sheet">
      <noscript>
        <p class="soft">{t("youth.chat.check_first")}</p>
      </noscript>
      <form id="check" method="post" action="/check">
        <input type="hidden" name="seen" value={lastSeq} />
        <button class="plain">{t("youth.chat.check")}</button>
      </form>
      <Meanwhile t={t} cards={meanwhile} />
      <PlacesMeanwhile t={t} places={places} query={query} />
      <a class="row-to" href="/back">
        {t("youth.code.link")}
      </a>
      <a class="row-to" href="/back#own-secret">
        {t("youth.secret.link")}
      </a>
      <a class="row-to" href={`/other${query}`}>
        {t("youth.frame.other")}
      </a>
      <a class="row-to" href={`/how${query}`}>
        {t("youth.frame.how")}
      </a>
      <a class="row-to" href={`/help${query}`}>
        {t("youth.frame.help")}
      </a>
      <a class="row-to" href={`/how-it-looks${query}`}>
        {t("youth.look.title")}
      </a>
      <Way t={t} state={state} change={change} />
    </div>
  </details>
);

/** The chat from the first minute in line to the end: one skeleton, whose parts chat.js and the frames change. */
export const Chat = (props: ChatProps) => {
  const { frame, state, messages, earlier, lastSeq, clientId, words, error, feeling } = props;
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div
        id="chat"
        data-last={lastSeq}
        data-you={t("youth.message.you")}
        data-sending={t("youth.message.sending")}
        data-unsent={t("youth.message.unsent")}
        data-offline={t("youth.chat.offline")}
        data-back={t("youth.chat.back_online")}
      >
        <State t={t} state={state} />
        {state.kind === "waiting" && state.closing?.later && (
          <noscript>
            <LaterLink t={t} />
          </noscript>
        )}
        <Danger t={t} state={state} />
        <div id="talk" role="log" aria-label={t("youth.chat.log")} tabindex={0} translate="no">
          {earlier && (
            <a class="soft" href="/?earlier=1">
              {t("youth.chat.earlier")}
            </a>
          )}
          <ol id="log" class="log">
            {messages.map((message) => (
              <MessageItem t={t} message={message} />
            ))}
          </ol>
        </div>
        <div class="under">
          <Typing t={t} alias={state.kind === "waiting" ? "" : state.alias} on={false} />
          <Read t={t} isRead={props.isRead === true} />
        </div>
        <WithoutScript t={t} waiting={state.kind === "waiting"} />
        <Feeling t={t} feeling={feeling} />
        <div class="dock">
          {/* Its words are drawn from its name: text browsers show what is hidden too. */}
          <button id="new" type="button" hidden aria-label={t("youth.chat.new")} />
          <p id="net" role="status" hidden />
          <Silence t={t} state={state} />
          <div class="ways">
            <Out t={t} state={state} />
            <Silent t={t} silent={frame.silent} query={frame.query} />
          </div>
          <Menu {...props} />
          <Composer t={t} clientId={clientId} seen={lastSeq} words={words} error={error} />
          <Now text={props.now} />
        </div>
      </div>
    </YouthPage>
  );
};
