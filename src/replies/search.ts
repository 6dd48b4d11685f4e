import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { Reply } from "./reply.ts";

/** What a search looks through, folded: the words of the name, then of the topic and of the text. */
export function wordsOfReply({ name, topic, text }: Reply): { name: string; rest: string } {
  return { name: plain(name), rest: plain(`${topic} ${text}`) };
}

/** Letters and numbers as somebody types them in a hurry, with one space before each word. */
function plain(text: string): string {
  return searchable(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^ ?/, " ")
    .trimEnd();
}

/**
 * Replies in the order in which a counsellor wants them: in the language of the chat before others, what they took most before
 * the rest; else as they stood. static/console-replies.js keeps that order while it searches.
 */
export function ranked<One extends Reply>(
  replies: One[],
  language: Language,
  uses: ReadonlyMap<string, number>,
): One[] {
  const isOther = (reply: One) => Number(reply.language !== language);
  const times = ({ id }: One) => uses.get(id) ?? 0;
  return replies.toSorted((a, b) => isOther(a) - isOther(b) || times(b) - times(a));
}

/**
 * Those of a ranked list in which every word typed begins a word; where the name alone holds them all they come first. Without
 * words it is what is in the language of the chat, or all where nothing is.
 */
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
