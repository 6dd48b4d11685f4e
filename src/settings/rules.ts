import type { Key, Values } from "#src/i18n/i18n.ts";

/** How long the cookie of a young person lasts at most, hours: promised here and kept by whoever sets it. */
export const cookieHours = 12;

/** Everything the rules of the service depend on. What is not built yet can only be false, so nothing can be promised. */
export interface RulesFacts {
  /** Days the words of a chat are kept after its end; 0 = deleted at the end. */
  retentionDays: number;
  /** Minutes within which the same chat goes on after a lost connection. */
  resumeMinutes: number;
  /** Minutes a place in line is kept after a lost connection; then it is gone, and the words with it. */
  placeKeptMinutes: number;
  /** Hours the session cookie lasts at most. */
  cookieHours: number;
  /** Emergency number, digits. */
  emergency: string;
  /** Youngest and oldest age the line is for, in years. */
  ages: [number, number];
  /** Supervisors may read chats. */
  supervisorsRead: boolean;
  addressKept: false;
  callback: false;
  ai: false;
}

export interface RulesLine {
  key: Key;
  values: Values;
}

export interface RulesSection {
  title: Key;
  lines: RulesLine[];
}

const line = (key: Key, values: Values = {}): RulesLine => ({ key, values });

const chat = ({ ages: [from, to], resumeMinutes, placeKeptMinutes }: RulesFacts): RulesSection => ({
  title: "rules.chat.title",
  lines: [
    line("rules.chat.ages", { from, to }),
    line("rules.chat.line"),
    line("rules.chat.people"),
    line("rules.chat.length"),
    line("rules.chat.stop"),
    line("rules.chat.place", { minutes: placeKeptMinutes }),
    line("rules.chat.lost", { minutes: resumeMinutes }),
    line("rules.chat.next"),
    line("rules.chat.kind"),
  ],
});

const help: RulesSection = {
  title: "rules.help.title",
  lines: [line("rules.help.can"), line("rules.help.cannot"), line("rules.help.follow_up")],
};

const kept = (facts: RulesFacts): RulesSection => ({
  title: "rules.kept.title",
  lines: [
    line("rules.kept.words", { days: facts.retentionDays }),
    line(facts.supervisorsRead ? "rules.kept.readers_supervisors" : "rules.kept.readers"),
    line("rules.kept.left"),
    line("rules.kept.numbers"),
    line("rules.kept.no_address"),
    line("rules.kept.cookie", { hours: facts.cookieHours }),
    line("rules.kept.no_email"),
    line("rules.kept.no_ai"),
    line("rules.kept.no_ads"),
    line("rules.kept.rights"),
  ],
});

const told = ({ emergency }: RulesFacts): RulesSection => ({
  title: "rules.told.title",
  lines: [
    line("rules.told.normally"),
    line("rules.told.danger"),
    line("rules.told.asked"),
    line("rules.told.first"),
    line("rules.told.pass_on"),
    line("rules.told.would_life"),
    line("rules.told.would_child"),
    line("rules.told.not_thoughts"),
    line("rules.told.not_secret"),
    line("rules.told.back"),
    line("rules.told.now", { number: emergency }),
  ],
});

const traces: RulesSection = {
  title: "rules.traces.title",
  lines: [
    line("rules.traces.leave"),
    line("rules.traces.history"),
    line("rules.traces.network"),
    line("rules.traces.screen"),
  ],
};

/** The rules of the service in the order they are read. Pure: the same facts give the same text, other facts another. */
export function rules(facts: RulesFacts): RulesSection[] {
  return [chat(facts), help, kept(facts), told(facts), traces];
}
