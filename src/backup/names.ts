const pattern = /^((porchlight-\d{8}T\d{6}Z)(?:\.since-(\d{8}T\d{6}Z))?)\.(data|keys|opened)\.(age|json)$/;

/** What the name of a sealed file says. */
export interface SealedName {
  /** The copy or delta it is part of, as "porchlight-20261201T211500Z". */
  set: string;
  /** The copy that a delta belongs to; null for a whole copy. */
  base: string | null;
  what: "data" | "keys" | "opened";
  /** ms UTC */
  at: number;
}

/** Reads the name of a file of a copy; null for any other. */
export function sealedName(file: string): SealedName | null {
  const [, set, name, since, what, ending] = pattern.exec(file) ?? [];
  if (!set || !name || (what === "opened") !== (ending === "json")) return null;
  const at = instantIn(name.slice("porchlight-".length));
  if (Number.isNaN(at)) return null;
  return { set, base: since ? `porchlight-${since}` : null, what: what as SealedName["what"], at };
}

function instantIn(text: string): number {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(text)!;
  const day = date!.replace(/(....)(..)(..)/, "$1-$2-$3");
  return Date.parse(`${day}T${time!.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
}
