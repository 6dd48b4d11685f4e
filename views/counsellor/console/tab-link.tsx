import type { PropsWithChildren } from "hono/jsx";
import { type SideTab, tabAddress } from "./side-tabs.ts";

interface ToTabProps {
  tab: SideTab;
  id: number;
  ended: boolean;
  /** Id to go to in it: "went-3". */
  at?: string;
  current?: "true" | undefined;
  letter?: string | undefined;
  class?: string;
  title?: string;
}

/** Link to a tab beside a chat. In a chat with a field it is a button of its form, so that words are kept without scripts. */
export function ToTab(props: PropsWithChildren<ToTabProps>) {
  const { tab, id, ended, at, current, letter, title, children } = props;
  const shared = {
    class: props.class,
    title,
    "data-tab": tab,
    "data-letter": letter?.toLowerCase(),
    "aria-current": current,
  };
  // What is known of someone stands beside the field, which stays.
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
