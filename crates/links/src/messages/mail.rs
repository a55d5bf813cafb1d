//! Mail over SMTP.
//!
//! A server keeps no key by which it would know a message again, so that one that was perhaps taken over is not sent twice. That
//! a server accepted a mail does not say that anybody got it.

use super::{Letter, Sender, Sent};
use async_trait::async_trait;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport as _};
use rules::messages::Outcome;
use std::time::Duration;

/// How the line is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secrecy {
    /// Encrypted from the first byte on.
    Tls,
    /// Encrypted before anything is said.
    #[default]
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
    domain: String,
}

impl Mail {
    /// A server at this place, which knows us by these credentials.
    ///
    /// # Errors
    /// When the sender is no mail address or TLS can't be set up.
    pub fn new(
        (host, port): (&str, u16),
        secrecy: Secrecy,
        credentials: Option<(String, String)>,
        from: &str,
        timeout: Duration,
    ) -> Result<Self, String> {
        let from: Mailbox = from.parse().map_err(|error| format!("from: {error}"))?;
        let tls = || TlsParameters::new(host.to_owned()).map_err(|error| error.to_string());
        let tls = match secrecy {
            Secrecy::None => Tls::None,
            Secrecy::Starttls => Tls::Required(tls()?),
            Secrecy::Tls => Tls::Wrapper(tls()?),
        };
        let mut builder = SmtpTransport::builder_dangerous(host).port(port).tls(tls).timeout(Some(timeout));
        if let Some((user, password)) = credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: builder.build(), domain: from.email.domain().to_owned(), from })
    }

    fn letter(&self, letter: &Letter) -> Result<Message, String> {
        let to: Mailbox = letter.to.parse().map_err(|error| format!("{}: {error}", letter.to))?;
        let body = Body::new_with_encoding(letter.text.clone(), ContentTransferEncoding::Base64)
            .map_err(|_| "the text can't be encoded".to_owned())?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", letter.short_key(), self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| error.to_string())
    }

    fn send_blocking(&self, letter: &Letter) -> Sent {
        let message = match self.letter(letter) {
            Ok(message) => message,
            Err(error) => return Sent::new(Outcome::Never, &error),
        };
        // Whether there is anybody is found out before anything is handed over: until then it can be tried again.
        match self.transport.test_connection() {
            Ok(true) => {}
            Ok(false) => return Sent::new(Outcome::Later, &"the server does not answer"),
            Err(error) => return Sent::new(Outcome::Later, &error),
        }
        match self.transport.send(&message) {
            Ok(response) => Sent::new(Outcome::Accepted, &response.first_line().unwrap_or_default()),
            Err(error) if error.is_permanent() => Sent::new(Outcome::Never, &error),
            Err(error) if error.is_transient() => Sent::new(Outcome::Later, &error),
            Err(error) => Sent::new(Outcome::Unknown, &error),
        }
    }
}

#[async_trait]
impl Sender for Mail {
    async fn send(&self, letter: &Letter) -> Sent {
        let (mail, letter) = (self.clone(), letter.clone());
        let sent = tokio::task::spawn_blocking(move || mail.send_blocking(&letter)).await;
        sent.unwrap_or_else(|error| Sent::new(Outcome::Unknown, &error))
    }
}
