import { readFileSync } from "node:fs";
import type { Message } from "#src/conversation/message.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import { type RulesFacts, rules } from "#src/settings/rules.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Chat } from "#views/youth/chat.tsx";
import { Continue, Over } from "#views/youth/continue.tsx";
import { Door } from "#views/youth/door.tsx";
import { Ended } from "#views/youth/ended.tsx";
import { Help } from "#views/youth/help.tsx";
import { How } from "#views/youth/how.tsx";
import { Refused } from "#views/youth/refused.tsx";

export const secretWords = "things at home are bad again";
export const alias = "Mika";
export const clientId = "0123456789abcdef0123456789abcdef";
export const css = ["youth-base", "youth"]
  .map((name) => readFileSync(new URL(`../../../static/${name}.css`, import.meta.url), "utf8"))
  .join("\n");

export const facts: RulesFacts = {
  retentionDays: 14,
  resumeMinutes: 15,
  cookieHours: 12,
  emergency: "112",
  ages: [10, 25],
  supervisorsRead: true,
  addressKept: false,
  callback: false,
  ai: false,
};

export function frame(language: Language): YouthFrame {
  return {
    t: translate(language),
    name: "Chat",
    title: "Chat",
    css,
    noScriptCss: "#state{display:none}",
    emergency: "112",
    script: "/static/chat.js",
    languages: languages.filter((code) => code !== language).map((code) => ({ code, name: code, href: `/?l=${code}` })),
    exit: "https://example.org/",
    query: "",
    session: false,
  };
}

export function message(seq: number, author: Message["author"], text: string | null): Message {
  return { conversationId: 1, seq, clientId, author, alias: author === "counsellor" ? alias : null, text, at: 0 };
}

/** Every page of the young person with sample data, by name. */
export function pages(language: Language): Record<string, string> {
  const f = frame(language);
  const door = { frame: f, waiting: 2, words: "", error: null, clientId, ages: facts.ages, rulesVersion: 3 };
  const chat = { frame: f, clientId, words: "", error: null, lastSeq: 2 };
  const waiting = { version: "1", kind: "waiting", place: 3, open: true, keptMinutes: 5 } as const;
  const talking = { version: "2", kind: "talking", alias, connected: true } as const;
  const said = [message(1, "youth", secretWords), message(2, "counsellor", "Hi. I read what you wrote.")];
  const all = {
    open: <Door {...door} state="open" />,
    closed: <Door {...door} state="closed" words={secretWords} />,
    locked: <Door {...door} state="locked" />,
    waiting: <Chat {...chat} state={waiting} messages={said.slice(0, 1)} feeling="ask" />,
    talking: <Chat {...chat} state={talking} messages={said} feeling={{ value: 7 }} />,
    continue: <Continue frame={f} />,
    over: <Over frame={f} />,
    ended: <Ended frame={f} by="counsellor" feeling="ask" helped="ask" lastWords={[]} kept={null} />,
    how: <How frame={f} sections={rules(facts)} version={3} date="25 November 2026" />,
    help: <Help frame={f} />,
    refused: <Refused frame={f} sentence="Slow down." words={secretWords} />,
  };
  return Object.fromEntries(Object.entries(all).map(([name, page]) => [name, String(page)]));
}
