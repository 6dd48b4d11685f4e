import { clean } from "#tests/support/made/corpus.ts";

// What may be written in a field, in one line each. Written from the design, not from the code.

/** What may stand in a field: whether this may, and how many letters at most. */
export interface Rule {
  right: (value: string) => boolean;
  most?: number;
  /** What is nearly right. */
  nearly?: string[];
}

/** Words of several lines. */
export const words = (most: number, least = 1): Rule => ({
  most,
  right: (value) => clean(value).trim().length >= least && clean(value).trim().length <= most,
});

/** Words that are kept on one line; `letters`: counted as people count them. */
export const line = (most: number, least = 1): Rule => ({
  most,
  right: (value) => {
    const { length } = clean(value).replace(/\s+/g, " ").trim();
    return length >= least && length <= most;
  },
});

/** What is written just so. */
export const like = (pattern: RegExp): Rule => ({ right: (value) => pattern.test(value.trim()) });

/** What a page says of itself: nothing round it is taken for nothing. */
export const exactly = (pattern: RegExp): Rule => ({ right: (value) => pattern.test(value) });

/** A number without anything round it, or nothing where that may be. */
export const whole = (least: number, most: number, mayBeBlank = false): Rule => ({
  nearly: [String(least - 1), String(most + 1), `${least}.5`],
  right: (value) => {
    const typed = value.trim();
    if (typed === "") return mayBeBlank;
    return /^\d{1,6}$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
  },
});

const controlled = /\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

/** A name of something that is seen: it has a letter, and nothing in it that turns words around. */
export const named = (most: number): Rule => ({
  most,
  right: (value) => value.trim().length <= most && /[\p{L}\p{N}]/u.test(value) && !controlled.test(value.trim()),
});

/** A name as a person writes one: nothing that cannot be seen, and not longer than a line. */
export const ofPerson: Rule = {
  most: 200,
  right: (value) => {
    const name = value.trim();
    return name.length <= 200 && /[\p{L}\p{N}]/u.test(name) && !/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/u.test(name);
  },
};

/** One plain address of a mailbox, or nothing where that may be. */
export const mailbox = (mayBeBlank = false): Rule => ({
  right: (value) => {
    const typed = value.trim();
    return typed === "" ? mayBeBlank : /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(typed);
  },
});

/** A telephone number, as people write one. */
export const telephone: Rule = {
  right: (value) => {
    const typed = value.trim().replace(/\s+/g, " ");
    const digits = typed.replace(/\D/g, "").length;
    return /^\+?\d[\d ()./-]*$/.test(typed) && typed.length <= 30 && digits >= 3 && digits <= 15;
  },
};

/** A password as one is chosen: long enough, and more than the same few characters again and again. */
export const chosenPassword: Rule = {
  most: 1_000,
  right: (value) =>
    value.length >= 15 && value.length <= 1_000 && new Set(value).size >= 5 && !/^(.+)\1+$/s.test(value),
};

/** Whatever is typed is taken as it is. */
export const anything: Rule = { right: () => true };

/** Only this. */
export const just = (only: string): Rule => ({ right: (value) => value.trim() === only });
