import type { Planted } from "../mutant.ts";

/** How often, how much, how many. */
export const limits: Planted[] = [
  {
    id: "new-hour-new-guesses",
    wrong: "At the turn of an hour every network that guesses codes has all of its tries again.",
    symbol: "openLimiter",
    from: "own.get(key) ?? own.get(before) ?? {",
    to: "own.get(key) ?? {",
  },
  {
    id: "capitals-are-new-tries",
    wrong: "Whoever guesses a password gets new tries by writing the name in capitals.",
    symbol: "mayTryPassword",
    from: 'limiter.take("signIn", name.toLowerCase())',
    to: 'limiter.take("signIn", name)',
  },
  {
    id: "one-network-guesses-for-all",
    wrong: "One network that guesses codes uses up the tries of everybody who wants to come back.",
    symbol: "refuseGuessing",
    from: 'if (network !== null && !limiter.take("backOfNetwork", network)) throw new HelplineError("too_fast");',
    to: "",
  },
  {
    id: "one-channel-too-many",
    wrong: "One browser holds more lines of a chat open than the server promised itself.",
    symbol: "openChannel",
    helper: "countIn",
    from: "if (count >= most)",
    to: "if (count > most)",
  },
  {
    id: "large-forms-from-anybody",
    wrong: "Anybody makes the server read twenty megabytes at once, again and again.",
    symbol: "openApp",
    from: "limit && (await findMember(c, helpline)) !== null",
    to: "limit",
  },
  {
    id: "one-stranger-too-many",
    wrong: "One more browser of a flood takes a place in the line.",
    symbol: "openPressure",
    from: "places.length < maxUnproved",
    to: "places.length <= maxUnproved",
  },
  {
    id: "recovery-codes-guessed",
    wrong: "Recovery codes can be guessed as often as anybody likes.",
    symbol: "trySecondStep",
    from: 'if (!limiter.take("recovery", staffId)) return "too_fast";',
    to: "",
  },
  {
    id: "sheet-guessed",
    wrong: "Words of the recovery sheet can be guessed as often as anybody likes.",
    symbol: "proveIt",
    from: 'if (!helpline.limiter.take("sheet", id)) throw new HelplineError("too_fast");',
    to: "",
  },
  {
    id: "key-password-guessed",
    wrong: "Whoever found a session open guesses the password of the team key as often as they like.",
    symbol: "openTeamKey",
    from: 'if (!helpline.limiter.take("confirm", c.get("sessionHash")))',
    to: "if (!id)",
  },
];
