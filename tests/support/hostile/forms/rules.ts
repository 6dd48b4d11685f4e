import { clean } from "#tests/support/made/corpus.ts";

// What a field may hold, a line each: written from the design, not from the code.

/** Whether a value may stand in a field, and the most letters. */
export interface Rule {
  right: (value: string) => boolean;
  most?: number;
  /** Nearly right values. */
  nearly?: string[];
}

/** Returns the rule for words of several lines. */
export const words = (most: number, least = 1): Rule => ({
  most,
  right: (value) => clean(value).trim().length >= least && clean(value).trim().length <= most,
});

/** Returns the rule for words kept on one line; `letters`: counted as people count them. */
export const line = (most: number, least = 1): Rule => ({
  most,
  right: (value) => {
    const { length } = clean(value).replace(/\s+/g, " ").trim();
    return length >= least && length <= most;
  },
});

/** Returns the rule for a fixed form. */
export const like = (pattern: RegExp): Rule => ({ right: (value) => pattern.test(value.trim()) });

/** Returns the rule for what a page says of itself, with nothing around it. */
export const exactly = (pattern: RegExp): Rule => ({ right: (value) => pattern.test(value) });

/** Returns the rule for a number with nothing around it, or nothing if allowed. */
export const whole = (least: number, most: number, mayBeBlank = false): Rule => ({
  nearly: [String(least - 1), String(most + 1), `${least}.5`],
  right: (value) => {
    const typed = value.trim();
    if (typed === "") return mayBeBlank;
    return /^\d{1,6}$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
  },
});

const controlled = /\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

/** Returns the rule for a visible name: it has a letter, and nothing that turns words around. */
export const named = (most: number): Rule => ({
  most,
  right: (value) => value.trim().length <= most && /[\p{L}\p{N}]/u.test(value) && !controlled.test(value.trim()),
});

/** A person's name: nothing invisible, and at most a line. */
export const ofPerson: Rule = {
  most: 200,
  right: (value) => {
    const name = value.trim();
    return name.length <= 200 && /[\p{L}\p{N}]/u.test(name) && !/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/u.test(name);
  },
};

/** Returns the rule for one plain mailbox address, or nothing if allowed. */
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

/** A new password: long enough, and more than the same few characters again and again. */
export const chosenPassword: Rule = {
  most: 1_000,
  right: (value) =>
    value.length >= 15 && value.length <= 1_000 && new Set(value).size >= 5 && !/^(.+)\1+$/s.test(value),
};

/** Anything is taken as it is. */
export const anything: Rule = { right: () => true };

/** Returns the rule for exactly this. */
export const just = (only: string): Rule => ({ right: (value) => value.trim() === only });
