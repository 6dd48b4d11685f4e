import type { ShownCard } from "#src/directory/entry/card.ts";

export interface Message {
  conversationId: number;
  seq: number;
  /** Made by the sender, 32 hex digits: sending it again stores it once. */
  clientId: string;
  author: Author;
  alias: string | null;
  text: string | null;
  cards: ShownCard[] | null;
  leadsTo?: "later" | "where" | "back";
  /** Only those who answer see it: the young person's page has an empty row, so that no seq is missing. */
  unseen?: true;
  at: number;
}

export type Author = "youth" | "counsellor" | "notice";
