import { isLanguage, type Language, languages, translate } from "#src/i18n/i18n.ts";
import { placeholders } from "./placeholders.ts";
import type { Reply } from "./reply.ts";

/** By topic, in the order in which a chat needs them. The texts are in the catalogs. */
const shipped = {
  start: ["greeting", "slow", "back"],
  feelings: ["feeling_now", "feeling_name", "feeling_guess", "feeling_strong"],
  danger: ["danger_now", "danger_self", "danger_alone"],
  silence: ["silence"],
  help: ["referral", "referral_next"],
  limits: ["joke", "robot", "age", "contact", "tomorrow"],
  end: ["closing", "end", "come_back", "thanks"],
} as const;

type Topic = keyof typeof shipped;
export type ShippedName = (typeof shipped)[Topic][number];

const open = Object.fromEntries(placeholders.map((name) => [name, `{${name}}`]));

let all: ReadonlyMap<string, Reply> | undefined;

/** Every shipped reply by its id, in every language. */
export function shippedReplies(): ReadonlyMap<string, Reply> {
  all ??= new Map(languages.flatMap(inLanguage).map((reply) => [reply.id, reply]));
  return all;
}

function inLanguage(language: Language): Reply[] {
  const t = translate(language);
  return (Object.keys(shipped) as Topic[]).flatMap((topic) =>
    shipped[topic].map((name) => ({
      id: shippedId(name, language),
      ownerId: null,
      language,
      topic: t(`reply.topic.${topic}`),
      name: t(`reply.${name}.name`),
      text: t(`reply.${name}.text`, open),
    })),
  );
}

/** The id of a shipped reply in a language. */
export function shippedId(name: ShippedName, language: Language): string {
  return `${name}.${language}`;
}

/** Whether an id is that of a shipped reply, or could be in a later Porchlight. */
export function isShippedId(id: string): boolean {
  return /^[a-z_]{1,40}\.[a-z]{2,3}$/.test(id) && isLanguage(id.split(".")[1]!);
}
