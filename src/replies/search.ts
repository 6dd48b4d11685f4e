import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { Reply } from "./reply.ts";

/** Returns what a search looks through, folded: the words of the name, then those of topic and text. */
export function wordsOfReply({ name, topic, text }: Reply): { name: string; rest: string } {
  return { name: plain(name), rest: plain(`${topic} ${text}`) };
}

function plain(text: string): string {
  return searchable(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^ ?/, " ")
    .trimEnd();
}

/** Sorts replies: the chat's language first, then those used most. static/console-replies.js keeps that order in a search. */
export function ranked<One extends Reply>(
  replies: One[],
  language: Language,
  uses: ReadonlyMap<string, number>,
): One[] {
  const isOther = (reply: One) => Number(reply.language !== language);
  const times = ({ id }: One) => uses.get(id) ?? 0;
  return replies.toSorted((a, b) => isOther(a) - isOther(b) || times(b) - times(a));
}

/** Returns those of some ranked replies in which each typed word begins a word, names first. Without words: in `language`. */
export function foundReplies<One extends Reply>(replies: One[], language: Language, typed: string): One[] {
  const wanted = plain(typed.slice(0, 200)).split(" ").filter(Boolean).slice(0, 12);
  if (wanted.length === 0) {
    const own = replies.filter((reply) => reply.language === language);
    return own.length > 0 ? own : replies;
  }
  const holds = (text: string) => wanted.every((word) => text.includes(` ${word}`));
  const hits = replies.map((reply) => ({ reply, words: wordsOfReply(reply) }));
  const all = hits.filter(({ words: { name, rest } }) => holds(`${name}${rest}`));
  const byName = all.filter(({ words }) => holds(words.name));
  return [...new Set([...byName, ...all])].map(({ reply }) => reply);
}
