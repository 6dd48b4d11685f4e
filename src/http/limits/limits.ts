import { type Clock, minuteMs } from "#src/clock.ts";
import { openSecretNames } from "./secret-names.ts";

/** Bytes as received, characters as a browser counts them. */
export const limits = {
  /** What the server and the proxy before it (deploy/Caddyfile) read at all: more than any door, so that a refusal has words. */
  requestBytes: 32 * 1024 * 1024,
  /** A form: twenty times the longest message, so that a pasted novel gets an answer with its words kept. */
  bodyBytes: 256 * 1024,
  /** More than that of a form is refused, and up to this its words are given back. */
  keptBytes: 1024 * 1024,
  /** The form of an entry: all it may hold, in letters that a form sends as nine. */
  entryBytes: 600_000,
  /** The form that brings files into the directory: those of `maxDirectoryFile`, and what is beside them. */
  filesBytes: 20_300_000,
  /** The form of opening hours: with a file of 1 MB, or a thousand exceptions. */
  hoursBytes: 1_500_000,
  /** The form that brings a file of ready replies, and brings it back as text: all a list may hold (replies/csv.ts). */
  repliesBytes: 8_000_000,
  /** The form of the rules: boxes for every part in every language, with a book pasted into one. */
  rulesBytes: 1_500_000,
  /** The form of a draft of a scenario: all that a file may hold, in letters that a form sends as nine. */
  scenarioBytes: 1_500_000,
  /** The form of the look: a picture from a phone, so that a logo that is too large is refused beside its field. */
  lookBytes: 12_000_000,
  /** A frame of a socket: "typing", "seen" and short words come up; longer ones go as a form (static/chat.js). */
  frameBytes: 1_024,
  /** A frame of a console, which never carries words. */
  staffFrameBytes: 256,
  /** Unsent bytes before a socket is closed; nothing is lost, since the page comes back for them. */
  backlogBytes: 1024 * 1024,
  /** Open sockets, polls and frames of one conversation: a few tabs and a reconnect. */
  channelsPerConversation: 8,
  channelsPerStaff: 20,
  /** Lines of a chat that are drawn as fast as one page; more count as several readings. */
  linesOfReading: 200,
  /** How long a poll waits for news, ms: under the 30 s after which proxies give up. */
  pollMs: 25_000,
  /** Unsent bytes before the reader of a streamed log counts as gone. */
  streamBytes: 64 * 1024,
  heartbeatMs: 15_000,
  /** Pages that wait to be drawn: all tabs of one account's browser, and altogether a few seconds' worth. */
  waitingPagesOfOne: 40,
  waitingPages: 200,
  /** A reader of the streamed log who has answered before counts as gone after this silence, ms. */
  readerMs: 50_000,
} as const;

interface Rate {
  burst: number;
  perMinute: number;
}

/** How often something may be done, per conversation, account or network, or altogether. */
export const rates = {
  send: { burst: 30, perMinute: 60 },
  tap: { burst: 60, perMinute: 120 },
  /** What one of the staff does that colleagues are told of: three times what the quickest of them do. */
  act: { burst: 60, perMinute: 60 },
  /** Pausing your own chat: everyone beside and above it is told each time. */
  pause: { burst: 3, perMinute: 6 },
  frame: { burst: 40, perMinute: 240 },
  /** All socket frames of one conversation or console: pages send a few a minute, and a flood is cut off. */
  socket: { burst: 200, perMinute: 600 },
  /** Reading a chat from where one was: every poll, socket and frame that is opened. */
  reading: { burst: 80, perMinute: 240 },
  draft: { burst: 60, perMinute: 240 },
  find: { burst: 80, perMinute: 300 },
  start: { burst: 200, perMinute: 600 },
  /** Copies of the form of a chat that has begun: nobody is told of them, and they take nothing from those who begin. */
  startAgain: { burst: 10, perMinute: 20 },
  /** Starts without proof, altogether and of one network: more get a task or a minute to wait (start-flood.ts). */
  startUnproved: { burst: 150, perMinute: 300 },
  startOfNetwork: { burst: 20, perMinute: 2 },
  /** Those of one network who waited instead: more than a school has browsers without scripts. */
  startWaited: { burst: 10, perMinute: 30 },
  /** The same for those who say they are in danger: with scripts nobody need wait, and bots say so too. */
  startUrgentWaited: { burst: 30, perMinute: 60 },
  /** Pages at the door that ask for news, altogether: no address is kept, and the largest school takes a tenth of it. */
  door: { burst: 3_000, perMinute: 30_000 },
  /** Searches in the directory, of one network: a school class at once takes half of it. */
  lookOfNetwork: { burst: 120, perMinute: 240 },
  /** The same altogether: each takes some milliseconds, and it takes five networks to use it up. */
  look: { burst: 600, perMinute: 1_800 },
  /** Callback addresses of one chat, one network and altogether: a class at once, no list of strangers (callback/callback.ts). */
  askOfChat: { burst: 4, perMinute: 0.1 },
  askOfNetwork: { burst: 30, perMinute: 0.1 },
  ask: { burst: 120, perMinute: 20 },
  /** Return codes typed, of one network (a class at once) and altogether, as each takes a fifth of a second. */
  backOfNetwork: { burst: 40, perMinute: 10 },
  back: { burst: 80, perMinute: 60 },
  /** The first codes of a network in an hour, if others used up `back`: it takes hundreds of networks to use up this too. */
  firstBackOfNetwork: { burst: 5, perMinute: 5 / 60 },
  firstBack: { burst: 20, perMinute: 20 },
  /** Codes given, altogether: apart, so that guessing keeps nobody from getting one. */
  codes: { burst: 40, perMinute: 30 },
  /** Secret words tried at one chat: fifteen within an hour, and ten in every hour from then on. */
  secret: { burst: 5, perMinute: 10 / 60 },
  /** Codes that one chat is given, each in place of the last. */
  newCode: { burst: 4, perMinute: 0.5 },
  /** What a second machine asks for, of one: it asks for three things a minute, and for each file that is new. */
  copies: { burst: 60, perMinute: 120 },
  /** Tokens that are none, altogether: a right one is never kept out by them. */
  copiesWrong: { burst: 30, perMinute: 30 },
  /** Our directory as a feed, altogether: a subscriber asks once a day. */
  feed: { burst: 120, perMinute: 120 },
  /** Passwords tried: for one account in an unknown browser, from one network (an office of volunteers), and altogether. */
  signIn: { burst: 6, perMinute: 10 / 60 },
  signInOfNetwork: { burst: 30, perMinute: 30 },
  signInOverall: { burst: 40, perMinute: 120 },
  /** For an account in a browser its owner has signed in with before: nobody else can use these up. */
  signInKnown: { burst: 6, perMinute: 6 },
  /** Second steps of one account, or of it in a known browser; recovery codes apart, so that there is always a way in. */
  code: { burst: 5, perMinute: 10 / 60 },
  recovery: { burst: 5, perMinute: 10 / 60 },
  sheet: { burst: 6, perMinute: 10 / 60 },
  /** Passwords tried in an open session, by someone who may have found or stolen it. */
  confirm: { burst: 5, perMinute: 1 },
  setUp: { burst: 20, perMinute: 30 },
  /** Logos drawn anew, of one account: the largest takes a twentieth of a second. */
  logo: { burst: 20, perMinute: 20 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;

/** Counts in memory: a bucket that fills again with time. */
export interface Limiter {
  /** Takes one, or `weight` (a full bucket always has enough), from the bucket of `key`; false means too fast. */
  take(name: RateName, key: string | number, weight?: number): boolean;
}

/** These buckets are kept under secret names. */
const ofNetworks: readonly RateName[] = [
  "lookOfNetwork",
  "askOfNetwork",
  "signInOfNetwork",
  "backOfNetwork",
  "firstBackOfNetwork",
  "startOfNetwork",
  "startWaited",
  "startUrgentWaited",
];

const keptBuckets = 50_000;

/** Opens a limiter that counts in memory only, under secret names that change: a restart forgets all of it. */
export function openLimiter(clock: Clock): Limiter {
  const buckets = new Map<RateName, Map<string | number, { left: number; at: number }>>();
  const namesOf = openSecretNames(clock);
  return {
    take: (name, whose, weight = 1) => {
      const { burst, perMinute } = rates[name];
      const now = clock.elapsed();
      const own = buckets.get(name) ?? new Map<string | number, { left: number; at: number }>();
      buckets.set(name, own);
      const [key, before] = ofNetworks.includes(name) ? namesOf(String(whose)) : [whose, whose];
      const leftIn = (one: { left: number; at: number }) =>
        Math.min(burst, one.left + ((now - one.at) / minuteMs) * perMinute);
      // A full bucket says no more than a missing one, so nobody is remembered for longer than it counts.
      for (const [old, one] of own) {
        if (leftIn(one) < burst) break;
        own.delete(old);
      }
      const bucket = own.get(key) ?? own.get(before) ?? { left: burst, at: now };
      const left = leftIn(bucket);
      // The oldest bucket goes, as the likeliest to be full again.
      own.delete(key);
      own.delete(before);
      if (own.size >= keptBuckets) own.delete(own.keys().next().value!);
      const taken = Math.min(weight, burst);
      bucket.left = left < taken ? left : left - taken;
      bucket.at = now;
      own.set(key, bucket);
      return left >= taken;
    },
  };
}
