import { createTransport } from 'nodemailer'

/** Where mail goes out. */
export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  readonly url: string
  /** The address that mail comes from. */
  readonly from: string
}

export interface Letter {
  /** Names the message, so that one that is sent twice can be told. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail {
  /** Hands a letter to the mail server; rejects where it does not take it. */
  send(letter: Letter): Promise<void>
}

const PATIENCE_MS = 20_000

/** Sends through an SMTP server. A letter is plain text: no files, no addresses are fetched for it. */
export function createMail({ url, from }: MailSettings): Mail {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.replace(/^.*@/, '').replace(/>$/, '')
  return {
    send: async ({ id, to, subject, text }) => {
      await transport.sendMail({
        ...{ from, subject, text, messageId: `<${id}@${domain}>` },
        to: { name: '', address: to },
      })
    },
  }
}
