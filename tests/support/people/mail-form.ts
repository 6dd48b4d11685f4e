// The form of the mail server, as an admin fills it in.

export const mailForm = 'form[action="/admin/mail"]';

/** A server that is right in every field. */
export const rightServer = {
  host: "smtp.example.org",
  port: "587",
  security: "starttls",
  login: "lantern",
  password: "hush hush",
  sender: "noreply@example.org",
  name: "Lantern",
};
