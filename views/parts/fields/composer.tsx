import type { Translate } from "#src/i18n/i18n.ts";
import { Arrow } from "../face.tsx";
import { most } from "./message-most.ts";

interface ComposerProps {
  t: Translate;
  /** 32 hex digits: the same words sent twice are stored once. */
  clientId: string;
  /** Newest seq on the page: sending says that it was read. */
  seen: number;
  words: string;
  error: string | null;
  /** In its own frame, where the answer must be the frame again. */
  framed?: boolean;
}

/** Where a young person writes during the chat: a plain form that chat.js takes over. */
export const Composer = ({ t, clientId, seen, words, error, framed }: ComposerProps) => (
  <form id="say" method="post" action="/send" autocomplete="off">
    <p id="refused" role="alert">
      {error}
    </p>
    <input type="hidden" name="client_id" value={clientId} />
    <input type="hidden" name="seen" value={seen} />
    {framed && <input type="hidden" name="frame" value="1" />}
    <div class="row">
      <label class="hid" for="text">
        {t("youth.chat.label")}
      </label>
      <textarea
        id="text"
        name="text"
        rows={1}
        dir="auto"
        autocomplete="off"
        placeholder={t("youth.chat.hint")}
        aria-describedby="refused count"
      >
        {words}
      </textarea>
      <button class="send">
        {/* A word, not a label: text browsers show nothing else. */}
        <span class="hid">{t("youth.chat.send")}</span>
        <Arrow />
      </button>
    </div>
    <p id="count" class="soft" hidden data-most={most} />
  </form>
);
