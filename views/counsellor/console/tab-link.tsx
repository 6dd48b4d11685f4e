import type { PropsWithChildren } from "hono/jsx";
import { type SideTab, tabAddress } from "./side-tabs.ts";

interface ToTabProps {
  tab: SideTab;
  /** Of the conversation, and whether it is over. */
  id: number;
  ended: boolean;
  /** What stands there that is meant: "went-3", of the other places. */
  at?: string;
  current?: "true" | undefined;
  /** The key that is this (console-room.js). */
  letter?: string | undefined;
  class?: string;
  title?: string;
}

/** The way to a tab beside a chat. While there is a field to write in it is a button of its form: without scripts the words are kept on the way. */
export function ToTab(props: PropsWithChildren<ToTabProps>) {
  const { tab, id, ended, at, current, letter, title, children } = props;
  const shared = {
    class: props.class,
    title,
    "data-tab": tab,
    "data-letter": letter?.toLowerCase(),
    "aria-current": current,
  };
  // What is known of somebody stands beside the field, which stays.
  if (ended || tab === "about") {
    const place = at === undefined ? "" : `#${at}`;
    return (
      <a href={`${tabAddress(id, tab)}${place}`} {...shared}>
        {children}
      </a>
    );
  }
  return (
    <button
      type="submit"
      form={`compose-${id}`}
      formaction={`/staff/conversation/${id}/draft`}
      formnovalidate
      name="to"
      value={at ?? tab}
      {...shared}
    >
      {children}
    </button>
  );
}
