import type { Key, Translate } from "#src/i18n/i18n.ts";

interface Props {
  frame: { t: Translate; css: string };
  mails: {
    purpose: "callback" | "invite" | "digest" | "trail" | "account" | "read_alone" | "concern" | "on_call" | "test";
    subject: string;
    text: string;
  }[];
}

/** Every mail as whoever gets it reads it: a document of its own, since no page of the helpline is around a mail. */
export function ExampleMails({ frame: { t, css }, mails }: Props) {
  return (
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{t("admin.texts.group.mails")}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main id="main">
          {mails.map(({ purpose, subject, text }) => (
            <article class="card">
              <p class="soft">{t(`admin.mail.purpose.${purpose}` satisfies Key)}</p>
              <h2>{subject}</h2>
              {text
                .trim()
                .split("\n\n")
                .map((part) => (
                  <p>{part}</p>
                ))}
            </article>
          ))}
        </main>
      </body>
    </html>
  );
}
