/** For a form without fields: lynx sends an empty form by GET, where there is no door. */
export const Sent = () => <input type="hidden" name="sent" value="1" />;
