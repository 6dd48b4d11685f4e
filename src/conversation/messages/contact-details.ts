export interface ContactDetail {
  kind: "phone" | "email" | "handle" | "link";
  text: string;
}

/** Returns the phone numbers, email addresses, names in social media and links to messengers in a text. */
export function contactDetailsIn(text: string): ContactDetail[] {
  // The patterns are bounded, so that this takes time in proportion to the text.
  const found: ContactDetail[] = [];
  let rest = text.normalize("NFKC");
  const take = (kind: ContactDetail["kind"], pattern: RegExp, isOne: (found: string) => boolean = () => true) => {
    rest = rest.replace(pattern, (part) => {
      if (!isOne(part)) return part;
      found.push({ kind, text: part.trim() });
      return " ";
    });
  };
  take("email", email);
  take("email", spokenEmail);
  take("link", messengerLink);
  rest = rest.replace(anyLink, " ");
  take("handle", namedHandle);
  take("handle", atHandle);
  rest = rest.replace(datesAndTimes, " ");
  take("phone", digits, isPhone);
  return found;
}

const email = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;

const at = "arroba|arobase|apenstaartje|ät|kukac";
const dot = "dot|punto|point|punt|piste|pont";
const ends = "com|org|net|info|eu|fr|be|nl|es|fi|hu|de|uk|ie|ch|lu|io";
const spoken = (sign: string, end: string) =>
  `[\\p{L}\\p{N}._-]{2,40} ?[([]?(?<!\\p{L})(?:${sign})(?!\\p{L})[)\\]]? ?[\\p{L}\\p{N}-]{2,40}(?:${end})(?!\\p{L})`;
// "At" is a word of any sentence, and so is a dot: there only a common end makes an address of them.
const anyEnd = ` ?[([]?(?:\\.|${dot})[)\\]]? ?[a-z]{2,6}`;
const commonEnd = `\\.(?:${ends})| ?[([]?(?:${dot})[)\\]]? ?(?:${ends})`;
const spokenEmail = new RegExp(`(?<![\\p{L}\\p{N}._-])(?:${spoken(at, anyEnd)}|${spoken("at", commonEnd)})`, "giu");

const hosts = [
  ...["wa.me", "whatsapp.com", "t.me", "telegram.me", "discord.gg", "discord.com", "discordapp.com", "instagram.com"],
  ...["ig.me", "m.me", "facebook.com", "fb.com", "messenger.com", "snapchat.com", "tiktok.com", "signal.me"],
  ...["signal.group", "twitter.com", "x.com", "threads.net", "viber.com", "line.me", "kik.me", "join.skype.com"],
  ...["zoom.us", "meet.google.com", "linkedin.com", "bsky.app"],
];
const messengerLink = new RegExp(
  `(?<![\\p{L}\\p{N}@.-])(?:https?://)?(?:[a-z0-9-]{1,20}\\.){0,2}(?:${hosts.join("|").replaceAll(".", "\\.")})/[^\\s<>"]{1,200}`,
  "giu",
);
const anyLink = /(?:https?:\/\/|www\.)[^\s<>"]{1,500}/gi;

const media =
  "insta(?:gram)?|snap(?:chat)?|tik ?tok|discord|telegram|whats ?app|signal|messenger|facebook|fb|skype|viber|kik|threads|twitter";
const says = "is|est|c’est|c'est|es|on|az|a nevem|naam is|name is|nimi on|nombre es|nom est|id is";
/** "my insta is anna.k99", "snap: anna_k": a name with a character that words do not have. */
const namedHandle = new RegExp(
  `(?<!\\p{L})(?:${media})\\p{L}{0,4}(?: ?[:=] ?|,? (?:${says})[: ]{1,3})@?(?=[\\p{L}.-]{0,40}[\\p{N}_#.][\\p{L}\\p{N}_#])[\\p{L}\\p{N}_.#-]{3,40}`,
  "giu",
);
const atHandle = /(?<![\p{L}\p{N}.])@(?=[\p{L}-]{0,40}[\p{N}_.][\p{L}\p{N}])[\p{L}\p{N}_.]{3,40}/gu;

const datesAndTimes =
  /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d(?:[./-]|\. )\d{1,2}(?:[./-]|\. )\d{1,2}\.?|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{1,2}[:.h]\d\d ?[-–] ?\d{1,2}[:.h]\d\d)(?!\d)/g;
const digits = /(?<![\p{L}\p{N}])\+?\(?\d(?:[ \u00a0./()-]{0,3}\d){6,14}(?![\p{L}\p{N}])/gu;

function isPhone(part: string): boolean {
  if (/^[+(]*0|^\+/.test(part)) return true;
  return !/^\d{1,2}([ .]\d{3}){2,}$|0{6}$|000[ .]000$|^(\d{1,2} )+\d{1,2}$/.test(part.trim());
}
