import { readFileSync } from "node:fs";
import type { Message } from "#src/conversation/messages/message.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { faceOf } from "#src/settings/look/look.ts";
import { factsOf, type RulesFacts } from "#src/settings/rules/facts.ts";
import { emergencyLines, rules } from "#src/settings/rules/rules.ts";
import { rulesIn, saidLines } from "#src/settings/rules/said.ts";
import { defaults } from "#src/settings/settings.ts";
import { offeredCards, shippedCards } from "#src/settings/texts/meanwhile.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Chat } from "#views/youth/chat/chat.tsx";
import { Continue, Over } from "#views/youth/chat/continue.tsx";
import { Door } from "#views/youth/door/door.tsx";
import { How } from "#views/youth/door/how.tsx";
import type { DoorScene, LineAtDoor } from "#views/youth/door/now.tsx";
import { Refused } from "#views/youth/door/refused.tsx";
import { Ended } from "#views/youth/end/ended.tsx";
import { Out } from "#views/youth/end/out.tsx";
import { Help } from "#views/youth/later/help.tsx";
import { Other } from "#views/youth/later/other.tsx";
import { PlacePage } from "#views/youth/later/place.tsx";
import { Unanswered } from "#views/youth/later/unanswered.tsx";
import { card, closedCard, evening, noon, shut, tomorrow, unknownCard, unsaid } from "./sample-cards.ts";
import { laterPages } from "./sample-later.tsx";

export const secretWords = "things at home are bad again";
export const alias = "Mika";
export const clientId = "0123456789abcdef0123456789abcdef";
export const css = ["youth-base", "youth"]
  .map((name) => readFileSync(new URL(`../../../static/${name}.css`, import.meta.url), "utf8"))
  .join("\n");

export const endCss = readFileSync(new URL("../../../static/youth-end.css", import.meta.url), "utf8");

const face = faceOf(defaults());

const facts: RulesFacts = {
  ...factsOf(defaults()),
  emergency: [{ country: "FR", call: "112", sms: "114", app: "Urgence 114", press: "" }],
};

const ways = (language: Language) => saidLines(language, emergencyLines(facts.emergency));

export function frame(language: Language): YouthFrame {
  return {
    t: translate(language),
    name: "Chat",
    title: "Chat",
    css,
    face,
    logo: null,
    noScriptCss: "#state{display:none}",
    emergency: "112",
    silent: true,
    script: "/static/chat.js",
    languages: languages.filter((code) => code !== language).map((code) => ({ code, name: code, href: `/?l=${code}` })),
    exit: "https://example.org/",
    query: "",
    session: false,
  };
}

export function message(seq: number, author: Message["author"], text: string | null): Message {
  return {
    conversationId: 1,
    seq,
    clientId,
    author,
    alias: author === "counsellor" ? alias : null,
    text,
    cards: null,
    at: 0,
  };
}

export function atDoor(door: Partial<DoorNow> = {}, line: Partial<LineAtDoor> = {}): LineAtDoor {
  const open: DoorNow = { state: "open", reason: "inside_hours", until: null, closing: false, next: null };
  const sample = {
    id: 1,
    name: "Chat",
    zone: "Europe/Brussels",
    waiting: 2,
    range: null,
    tooLate: null,
    tight: false,
    answered: [],
    ages: null,
    note: null,
  };
  return { ...sample, ...line, door: { ...open, ...door } };
}

const scene = (...lines: LineAtDoor[]): DoorScene => ({ at: noon, lines, chosen: lines[0]!, face });

const second = (door: Partial<DoorNow>) => atDoor(door, { id: 2, name: "En français", ages: [12, 18] });

/** A message of cards, as it was sent. */
export const sentCards = (seq: number): Message => ({
  ...message(seq, "counsellor", "Youth line"),
  cards: [card, closedCard],
});

/** Every page of the young person with sample data, by name. */
export function pages(language: Language): Record<string, string> {
  const f = frame(language);
  const hours = [
    {
      name: null,
      zone: "Central European Time",
      week: [{ from: 0, to: 6, hours: ["16:00–22:00"] }],
      exceptions: [{ from: "2026-12-24", to: "2026-12-26", hours: [], note: "Back on Sunday" }],
      calendar: "/hours.ics",
    },
  ];
  const door = {
    ...{
      frame: f,
      words: "",
      error: null,
      clientId,
      hasLeft: null,
      danger: false,
      secret: "",
      secretWrong: null,
      rehearsal: false,
      ages: [10, 25] as [number, number],
      rulesVersion: 3,
    },
    ...{
      asks: false,
      chosen: noAnswers,
      first: false,
      ways: ways(language).slice(1),
      chatScript: "/static/chat.js",
      versions: { now: "1", rest: "2" },
    },
    places: [card],
    later: true,
  };
  const chat = { frame: f, clientId, words: "", error: null, lastSeq: 2, places: [], meanwhile: [], now: "" };
  const nothing = {
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
  const offered = {
    topics: ["suicide", "school"] as const,
    ages: [12, 13],
    regions: [
      { code: "BE", name: "Belgium", depth: 0 },
      { code: "BE-X", name: "<Ghent>", depth: 1 },
    ],
    languages: ["nl", "ar"],
    channels: ["chat", "phone"] as const,
  };
  const other = {
    frame: f,
    ways: ways(language).slice(1),
    looked: [],
    open: true,
    offered: { ...offered, topics: [...offered.topics], channels: [...offered.channels] },
  };
  const meanwhile = offeredCards(translate(language), [
    ...shippedCards,
    { code: "own_00000000", texts: { [language]: { title: "<Exams>", text: "One\n<b>Two</b>" } }, off: false },
  ]);
  const range = { low: 10, high: 20 };
  const late = { range, tooLate: { until: evening, next: tomorrow } };
  const waiting = {
    version: "1",
    kind: "waiting",
    place: 3,
    open: true,
    range,
    keptMinutes: 5,
    closing: null,
  } as const;
  const who = { alias, answeredBy: "volunteers", connected: true } as const;
  const talking = { version: "2", kind: "talking", ...who, asked: null } as const;
  const said = [message(1, "youth", secretWords), message(2, "counsellor", "Hi. I read what you wrote.")];
  const all = {
    open: <Door {...door} scene={scene(atDoor())} />,
    openUntil: <Door {...door} scene={scene(atDoor({ until: evening }))} />,
    oneOfTwo: <Door {...door} scene={scene(atDoor({ until: evening }), second({ state: "closed", next: tomorrow }))} />,
    twoOpen: <Door {...door} scene={scene(atDoor({ until: evening }), second({}))} />,
    closed: <Door {...door} scene={scene(atDoor(shut.closed))} words={secretWords} />,
    bothClosed: <Door {...door} scene={scene(atDoor(shut.closed), second(shut.closed))} />,
    ...Object.fromEntries(
      Object.entries(shut).map(([name, door_]) => [`shut_${name}`, <Door {...door} scene={scene(atDoor(door_))} />]),
    ),
    openWait: <Door {...door} scene={scene(atDoor({ until: evening }, { range }))} />,
    tooLate: <Door {...door} scene={scene(atDoor({ until: evening }, late))} places={[card]} />,
    locked: <Door {...door} scene={scene(atDoor({ state: "locked", reason: "no_key" }))} />,
    waiting: (
      <Chat {...chat} state={waiting} messages={said.slice(0, 1)} feeling="ask" places={[card]} meanwhile={meanwhile} />
    ),
    closing: (
      <Chat
        {...chat}
        state={{ ...waiting, closing: { at: evening, next: tomorrow, now: noon, zone: "Europe/Brussels" } }}
        messages={[]}
        feeling="hidden"
      />
    ),
    talking: <Chat {...chat} state={talking} messages={said} feeling={{ value: 7 }} />,
    talkingCards: <Chat {...chat} state={talking} messages={[...said, sentCards(3)]} feeling="hidden" />,
    ...laterPages(f),
    continue: <Continue frame={f} secret={null} />,
    continueSecret: <Continue frame={f} secret={{ refused: f.t("youth.secret.wrong"), words: "" }} />,
    over: <Over frame={f} placeKept={null} readAfter={null} faded={false} />,
    placeGone: <Over frame={f} placeKept={5} readAfter={null} faded={false} />,
    ended: (
      <Ended
        {...{ frame: f, t: f.t, query: "", face, css: endCss }}
        byYouth={false}
        after={{ kind: "asks", question: "feeling", said: { question: "helped", value: "bit" } }}
        call={null}
        readHours={null}
        openNow={null}
        thanks={{ most: 140, typed: "", wrong: "" }}
        lastWords={[]}
        cards={[card]}
        canStart
        asks={false}
        kept={null}
        rehearsal={false}
        aside={null}
        setAside={false}
      />
    ),
    unanswered: (
      <Unanswered
        frame={f}
        line={atDoor(shut.closed)}
        at={noon}
        ways={ways(language).slice(1)}
        wrote
        words={secretWords}
        asks={false}
        keptMinutes={15}
        places={[card]}
        later
      />
    ),
    how: (
      <How
        frame={f}
        hours={hours}
        data='{"name":"Chat"}'
        shut={null}
        today={null}
        rules={rulesIn(language, rules(facts), { kept: { [language]: "Ask us.\n\nOr <write> to us:\nat school." } })}
        version={3}
        date="25 November 2026"
      />
    ),
    help: <Help frame={f} emergency={ways(language)} write wrong={{ ...unsaid, said: false }} />,
    other: (
      <Other
        {...other}
        chosen={nothing}
        found={4}
        groups={[
          { kind: "emergency", cards: [{ ...card, emergency: true }] },
          { kind: "open", cards: [card] },
          { kind: "unknown", cards: [unknownCard] },
          { kind: "closed", cards: [closedCard] },
        ]}
        next={10}
      />
    ),
    otherNone: <Other {...other} chosen={{ ...nothing, q: "<b>", free: "1" }} found={0} groups={[]} next={null} />,
    otherEmpty: <Other {...other} chosen={nothing} found={0} groups={[]} next={null} />,
    place: (
      <PlacePage
        frame={f}
        looked={[["q", "<b>"]]}
        card={card}
        description="Volunteers listen.\n\nThey <never> tell."
        eligibility="Everybody."
        application="Ring first."
        needsReferral
        fees="None."
        interpretation="By phone"
        access={["A lift"]}
        topics={["School"]}
        regions={["Belgium"]}
        hours={hours}
      />
    ),
    out: <Out frame={f} link="https://example.org/room" looked={[["see", "x"]]} />,
    refused: <Refused frame={f} sentence="Slow down." words={secretWords} isOver={false} again={null} />,
  };
  return Object.fromEntries(Object.entries(all).map(([name, page]) => [name, String(page)]));
}
