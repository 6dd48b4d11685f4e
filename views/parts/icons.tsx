/** 24 px grid, same stroke, in the colour of the text beside it. */
const drawings = {
  lamp: "M12 2.5V5M8.5 8.5 12 5l3.5 3.5M7.5 8.5h9L15 18.5H9L7.5 8.5ZM8 21.5h8M12 11.5c1.4 1.5 1.4 3.5 0 4-1.4-.5-1.4-2.5 0-4Z",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  mute: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM16 9.5l5 5M21 9.5l-5 5",
  keyboard: "M3 6.5h18v11H3zM7 10h.01M10.5 10h.01M14 10h.01M17.5 10h.01M8 14h8",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.4 3-5.3 6.5-5.3s6 1.9 6.5 5.3M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.8 14.7c2.2.8 3.4 2.5 3.7 4.8",
  down: "m6 9.5 6 6 6-6",
  urgent: "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17h.01",
  connected: "M5 12.5 10 17.5 19.5 7",
  lost: "M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5.2 12.2a9.6 9.6 0 0 1 4.3-2.4M14.5 9.8a9.6 9.6 0 0 1 4.3 2.4M12 19h.01",
  away: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  leave: "M13.5 4H6v16h7.5M10.5 12H21M17 8l4 4-4 4",
  ended: "M7 7h10v10H7z",
  read: "M2.5 12.5 7 17l9-10M12 16.5l.8.5 8.7-10",
  send: "M12 19.5v-15M5.5 11 12 4.5l6.5 6.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  above: "M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  beside: "M3.5 5h17v14h-17zM12 5v14",
  waiting: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
  chats: "M4 5h16v11.5H10.5L6 20v-3.5H4z",
  ready: "M4 5h16v11.5H10.5L6 20v-3.5H4zM9.5 13.5l5-6",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.8h.01",
  plus: "M12 5v14M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  signpost: "M12 3v18M12 5h6l2.5 2.5L18 10h-6M12 11.5H6L3.5 14 6 16.5h6",
  hand: "M7 12.5V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V12V8.5a1.5 1.5 0 0 1 3 0v6a6.5 6.5 0 0 1-6.5 6.5c-2.6 0-4.2-1.2-5.5-3.2L4 13.5c1-1.3 2.2-1 3 .5",
  lock: "M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
  note: "M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3",
  flag: "M6 21V4M6 4.5h11.5L15 8.5l2.5 4H6",
  key: "M8 18.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM11 12l8.5-8.5M16 7l3 3",
} as const;

export type IconName = keyof typeof drawings;

/** A drawing beside words; screen readers skip it, so the words must say everything. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
