//! Servers that take messages and send them nowhere: SMTP, and a gateway for short messages. They keep what they took, for whoever
//! looks, and misbehave as told.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The key by which it would be known again: a mail's Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// Its words.
    pub text: String,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Misbehaviour {
    /// Nothing.
    #[default]
    None,
    /// It has no time now.
    Busy,
    /// It refuses the address for good.
    Refuse,
    /// It accepts and loses.
    Lose,
    /// It takes the message and breaks off before it says so.
    Cut,
}

impl FromStr for Misbehaviour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "none" => Self::None,
            "busy" => Self::Busy,
            "refuse" => Self::Refuse,
            "lose" => Self::Lose,
            "cut" => Self::Cut,
            _ => return Err("none, busy, refuse, lose, cut".to_owned()),
        })
    }
}

/// What was taken, and how the server behaves; shared by all its lines.
#[derive(Debug, Default)]
struct Kept {
    taken: Mutex<Vec<Taken>>,
    way: Mutex<Misbehaviour>,
}

impl Kept {
    fn way(&self) -> Misbehaviour {
        *self.way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, taken: Taken) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
    }

    fn all(&self) -> Vec<Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

macro_rules! looked_at {
    ($server:ident) => {
        impl $server {
            /// Lets it misbehave from now on.
            pub fn misbehave(&self, way: Misbehaviour) {
                *self.0.way.lock().unwrap_or_else(PoisonError::into_inner) = way;
            }

            /// What it took.
            #[must_use]
            pub fn taken(&self) -> Vec<Taken> {
                self.0.all()
            }
        }
    };
}

/// A mail server without mail.
#[derive(Debug, Clone, Default)]
pub struct MailServer(Arc<Kept>);

looked_at!(MailServer);

impl MailServer {
    /// Serves SMTP until the listener fails.
    pub async fn serve(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let server = self.clone();
            tokio::spawn(async move {
                // A line that breaks is the other side's to notice.
                let _ = server.talk(stream).await;
            });
        }
    }

    /// What it took as JSON at `/taken`.
    pub fn router(&self) -> Router {
        Router::new().route("/taken", get(taken)).with_state(Arc::clone(&self.0))
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        writing.write_all(b"220 simulated\r\n").await?;
        let (mut to, mut body) = (String::new(), String::new());
        while let Some(line) = lines.next_line().await? {
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-simulated\r\n250 8BITMIME",
                "RCPT" if self.0.way() == Misbehaviour::Refuse => "550 5.1.1 no such mailbox",
                "RCPT" if self.0.way() == Misbehaviour::Busy => "451 4.3.2 too busy",
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    "250 ok"
                }
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    body.clear();
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        body.push_str(line.strip_prefix('.').unwrap_or(&line));
                        body.push('\n');
                    }
                    if self.0.way() != Misbehaviour::Lose {
                        self.0.take(read(&to, &body));
                    }
                    if self.0.way() == Misbehaviour::Cut {
                        return Ok(());
                    }
                    "250 2.0.0 accepted"
                }
                "QUIT" => {
                    writing.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "250 ok",
            };
            writing.write_all(answer.as_bytes()).await?;
            writing.write_all(b"\r\n").await?;
        }
        Ok(())
    }
}

/// A mail as it was sent: its Message-ID, and its text out of base64.
fn read(to: &str, mail: &str) -> Taken {
    let (head, body) = mail.split_once("\n\n").unwrap_or((mail, ""));
    let key = head.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default();
    let packed: String = body.split_whitespace().collect();
    let text = base64::engine::general_purpose::STANDARD.decode(packed).unwrap_or_default();
    Taken { key: key.to_owned(), to: to.to_owned(), text: String::from_utf8_lossy(&text).into_owned() }
}

/// A gateway that sends short messages nowhere.
#[derive(Debug, Clone, Default)]
pub struct ShortMessages(Arc<Kept>);

looked_at!(ShortMessages);

#[derive(Debug, Deserialize)]
struct Posted {
    request_id: String,
    to: String,
    text: String,
}

impl ShortMessages {
    /// Takes messages at `/send`; what it took is JSON at `/taken`.
    pub fn router(&self) -> Router {
        Router::new().route("/send", post(send)).route("/taken", get(taken)).with_state(Arc::clone(&self.0))
    }
}

async fn taken(State(kept): State<Arc<Kept>>) -> Json<Vec<Taken>> {
    Json(kept.all())
}

async fn send(
    State(kept): State<Arc<Kept>>,
    headers: HeaderMap,
    Json(posted): Json<Posted>,
) -> (StatusCode, &'static str) {
    let way = kept.way();
    let known = kept.all().iter().any(|taken| taken.key == posted.request_id);
    match way {
        _ if !headers.contains_key("authorization") => return (StatusCode::UNAUTHORIZED, "who are you"),
        _ if known => return (StatusCode::CONFLICT, "known already"),
        Misbehaviour::Busy => return (StatusCode::SERVICE_UNAVAILABLE, "too busy"),
        Misbehaviour::Refuse => return (StatusCode::UNPROCESSABLE_ENTITY, "no such number"),
        Misbehaviour::Lose => return (StatusCode::OK, "accepted"),
        Misbehaviour::None | Misbehaviour::Cut => {}
    }
    kept.take(Taken { key: posted.request_id, to: posted.to, text: posted.text });
    // What was taken is told as a failure: the sender can't know.
    if way == Misbehaviour::Cut { (StatusCode::BAD_GATEWAY, "broken off") } else { (StatusCode::OK, "accepted") }
}
