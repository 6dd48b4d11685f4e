import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

interface DemoMailsProps {
  frame: StaffFrame;
  /** `at` as it is read. */
  mails: { to: string; subject: string; text: string; at: string }[];
  /** Only its own addresses are links. */
  origin: string;
}

/** The box of a demo: every mail that it would have sent. */
export function DemoMails({ frame, mails, origin }: DemoMailsProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("session.demo.mails.title")}>
      <div class="narrow">
        <h1>{t("session.demo.mails.title")}</h1>
        <p class="lead">{t("session.demo.mails.lead")}</p>
        {mails.length === 0 && <p>{t("session.demo.mails.none")}</p>}
        <ul class="list">
          {mails.map((mail) => (
            <li>
              <h2 class="minor">{mail.subject}</h2>
              <p class="hint">
                {mail.to} · {mail.at}
              </p>
              <p class="typed-lines">{withLinks(mail.text, origin)}</p>
            </li>
          ))}
        </ul>
      </div>
    </StaffSheet>
  );
}

function withLinks(text: string, origin: string) {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((piece) => (piece.startsWith(`${origin}/`) ? <a href={piece}>{piece}</a> : piece));
}
