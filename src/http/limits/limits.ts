import { type Clock, minuteMs } from "#src/clock.ts";
import { openSecretNames } from "./secret-names.ts";

/** Every limit in one table. Bytes as received, characters as a browser counts them. */
export const limits = {
  /** What a server reads at all, and the proxy before it (deploy/Caddyfile): more than any door, so that too much is refused in words. */
  requestBytes: 32 * 1024 * 1024,
  /** A form. Twenty times the longest message, so that a pasted novel still gets an answer with its words kept. */
  bodyBytes: 256 * 1024,
  /** The form of an entry of the directory: all it may hold, in letters that a form sends as nine. */
  entryBytes: 600_000,
  /** The form that brings files into the directory: those of `maxDirectoryFile`, and what stands beside them. */
  filesBytes: 20_300_000,
  /** The form of opening hours: a file of 1 MB with it, or a thousand exceptions. */
  hoursBytes: 1_500_000,
  /** The form that brings a file of ready replies, and brings it back as text: all that a list may hold (replies/csv.ts). */
  repliesBytes: 8_000_000,
  /** The form of the rules: boxes for every part in every language, with a book pasted into one. */
  rulesBytes: 1_500_000,
  /** The form of the look: a picture as a phone takes it, so that too large a logo is told beside its field. */
  lookBytes: 12_000_000,
  /** A frame a browser sends up a socket: only "typing" and "seen" travel there. */
  frameBytes: 256,
  /** What may wait unsent in a socket before it is closed; the database is the truth, the page comes back for it. */
  backlogBytes: 1024 * 1024,
  /** Open sockets, polls and frames of one conversation: a few tabs and a reconnect. */
  channelsPerConversation: 8,
  channelsPerStaff: 20,
  /** Lines of a chat that are drawn as quickly as one page: more of them at once count as several readings. */
  linesOfReading: 200,
  /** How long a poll waits for news, ms. Under the 30 s after which proxies lose patience. */
  pollMs: 25_000,
  /** What may wait unsent in the streamed log before its reader counts as gone. */
  streamBytes: 64 * 1024,
  /** How often an idle stream says that it is still there, ms. */
  heartbeatMs: 15_000,
  /** Pages and consoles that wait for their turn to be drawn, of one account: all tabs of a browser at once. And altogether: some seconds. */
  waitingPagesOfOne: 40,
  waitingPages: 200,
  /** After this long a reader of the streamed log who has answered before and does no more counts as gone, ms. */
  readerMs: 50_000,
} as const;

interface Rate {
  /** How many at once after a quiet time. */
  burst: number;
  perMinute: number;
}

/** How often something may be done, per conversation, account or network, or altogether. */
export const rates = {
  send: { burst: 30, perMinute: 60 },
  tap: { burst: 60, perMinute: 120 },
  /** What one of the staff does that colleagues are told of, all of it together: three times what the quickest of them do. */
  act: { burst: 60, perMinute: 60 },
  /** Pausing one's own chat: everybody beside it and above is told each time. */
  pause: { burst: 3, perMinute: 6 },
  frame: { burst: 40, perMinute: 240 },
  /** Frames of all sockets of one conversation or console. Pages send a few in a minute: more is a flood, which is cut off. */
  socket: { burst: 200, perMinute: 600 },
  /** Reading a chat from where one was: every poll, socket and frame that is opened. A chat may be long. */
  reading: { burst: 80, perMinute: 240 },
  draft: { burst: 60, perMinute: 240 },
  /** Searches beside a chat, of one account: about one for each letter. */
  find: { burst: 80, perMinute: 300 },
  start: { burst: 200, perMinute: 600 },
  /** Copies of the form of one chat that has begun: of them nobody else is told, and those who begin lose nothing by them. */
  startAgain: { burst: 10, perMinute: 20 },
  /**
   * Those of them who have shown nothing, of everybody together and of one network: more, and browsers are given a task, or a minute
   * to wait (start-flood.ts). The rest of `start` is left to those who did it.
   */
  startUnproved: { burst: 150, perMinute: 300 },
  startOfNetwork: { burst: 20, perMinute: 2 },
  /** Those who waited the minute instead, of one network: more than a school has browsers without scripts. */
  startWaited: { burst: 10, perMinute: 30 },
  /** The same of those who say that they are in danger: whoever has scripts need not wait, and bots say so too. */
  startUrgentWaited: { burst: 30, perMinute: 60 },
  /** Pages at the door that ask what it says now, two or three times a minute each, of everybody together: nobody's address is kept. The largest school takes a tenth of it. */
  door: { burst: 3_000, perMinute: 30_000 },
  /** Searches in the directory, of one network: a school class that looks at once takes half of it. */
  lookOfNetwork: { burst: 120, perMinute: 240 },
  /** The same, of everybody together: each takes some milliseconds, and it takes five networks to use it up. */
  look: { burst: 600, perMinute: 1_800 },
  /**
   * Addresses that are left to be written to, of one chat, of one network, and of everybody together: a school class at once, no list
   * of strangers, and never so many of one network that nobody else is taken (maxAsked, callback/callback.ts).
   */
  askOfChat: { burst: 4, perMinute: 0.1 },
  askOfNetwork: { burst: 30, perMinute: 0.1 },
  ask: { burst: 120, perMinute: 20 },
  /** Codes that are typed to come back: of one network, a school class at once; and altogether, as each takes a fifth of a second. */
  backOfNetwork: { burst: 40, perMinute: 10 },
  back: { burst: 80, perMinute: 60 },
  /** The first codes of a network in an hour, for when others have used up `back`: it takes hundreds of networks to use up this too. */
  firstBackOfNetwork: { burst: 5, perMinute: 5 / 60 },
  firstBack: { burst: 20, perMinute: 20 },
  /** Codes that are given, altogether: apart, so that no guesses keep anybody from getting one. */
  codes: { burst: 40, perMinute: 30 },
  /** Secret words that are tried at one chat: fifteen within an hour, and ten in every hour from then on. */
  secret: { burst: 5, perMinute: 10 / 60 },
  /** Codes that one chat is given, one in the place of the other. */
  newCode: { burst: 4, perMinute: 0.5 },
  /** Our directory as a feed, of everybody together: who subscribes asks once a day. */
  feed: { burst: 120, perMinute: 120 },
  /** Passwords that are tried: for one account by whoever is not known, which is ten in an hour; from one network, an office of volunteers; and altogether. */
  signIn: { burst: 6, perMinute: 10 / 60 },
  signInOfNetwork: { burst: 30, perMinute: 30 },
  signInOverall: { burst: 40, perMinute: 120 },
  /** For an account in a browser that its owner has signed in with before: nobody else can use these up. */
  signInKnown: { burst: 6, perMinute: 6 },
  /** Second steps of one account, or of it in a browser that is known; by a recovery code apart, so that there is always a way in. */
  code: { burst: 5, perMinute: 10 / 60 },
  recovery: { burst: 5, perMinute: 10 / 60 },
  /** Recovery sheets, and words of them, that one of the staff types. */
  sheet: { burst: 6, perMinute: 10 / 60 },
  /** Passwords that are tried in a session that is open, by whoever may have found or stolen it. */
  confirm: { burst: 5, perMinute: 1 },
  setUp: { burst: 20, perMinute: 30 },
  /** Pictures that are drawn anew for a logo, of one account: the largest takes a twentieth of a second. */
  logo: { burst: 20, perMinute: 20 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;

/** Counts in memory: a bucket that fills again with time. */
export interface Limiter {
  /**
   * Takes one if there is one, or as many as `weight` says, of which a full bucket always has enough. False means: too fast. `key`
   * names whose bucket it is.
   */
  take(name: RateName, key: string | number, weight?: number): boolean;
}

/** Whose buckets stand under secret names. */
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

/** Counts in memory only, under secret names that change: a restart forgets all of it. */
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
      // One that is full again says no more than none: nobody is remembered for longer than it counts.
      for (const [old, one] of own) {
        if (leftIn(one) < burst) break;
        own.delete(old);
      }
      const bucket = own.get(key) ?? own.get(before) ?? { left: burst, at: now };
      const left = leftIn(bucket);
      // The oldest bucket goes when there are too many: it is the likeliest to be full again.
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
