import type { ShownCard } from "#src/directory/entry/card.ts";

/** One line of a conversation as it is read: who said it, what, when. */
export interface Message {
  conversationId: number;
  /** 1, 2, 3 … without gaps, the order everyone sees. */
  seq: number;
  /** Made by whoever sent it (128 bits, 32 hex digits): sending it again stores it once. */
  clientId: string;
  author: Author;
  /** Public alias of the counsellor who wrote it; null for the others. */
  alias: string | null;
  /** The words; null when they cannot be opened (key missing or bytes damaged). */
  text: string | null;
  /** Cards of other places that help, as they were when they were sent; null for words. `text` then says them in words. */
  cards: ShownCard[] | null;
  /** A notice that leads somewhere: to where an address can be left, to be written to, to where one says where one is, or to lines for another time. */
  leadsTo?: "later" | "where" | "back";
  /** For whoever answers alone: on the young person's page its row stands empty, so that no seq is missing there. */
  unseen?: true;
  /** ms UTC */
  at: number;
}

/** `notice` lines are written by Porchlight itself ("Mika is here") and are stored as a catalog key. */
export type Author = "youth" | "counsellor" | "notice";
