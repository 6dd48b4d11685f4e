/** For the button of a form without fields: lynx sends a form that holds nothing as GET, where no door is. */
export const sent = { name: "sent", value: "1" } as const;
