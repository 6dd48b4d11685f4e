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

/** Link to a tab beside a chat. */
export function ToTab(props: PropsWithChildren<ToTabProps>) {
  const { tab, id, ended, at, current, letter, title, children } = props;
  const place = at === undefined ? "" : `#${at}`;
  return (
    <LeadsOn
      id={id}
      // What is known of someone stands beside the field, which stays.
      ended={ended || tab === "about"}
      to={at ?? tab}
      href={`${tabAddress(id, tab)}${place}`}
      class={props.class}
      title={title}
      data-tab={tab}
      data-letter={letter?.toLowerCase()}
      aria-current={current}
    >
      {children}
    </LeadsOn>
  );
}

interface LeadsOnProps {
  id: number;
  /** There is no field. */
  ended: boolean;
  /** Where it leads, as the form of the field says it. */
  to: string;
  href: string;
  class?: string | undefined;
  title?: string | undefined;
  "data-tab"?: SideTab;
  "data-letter"?: string | undefined;
  "aria-current"?: "true" | undefined;
}

/** Link from a chat. If there is a field it is a button of its form, so that words are kept without scripts. */
export function LeadsOn({ id, ended, to, href, children, ...shared }: PropsWithChildren<LeadsOnProps>) {
  if (ended) {
    return (
      <a href={href} {...shared}>
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
      value={to}
      {...shared}
    >
      {children}
    </button>
  );
}
