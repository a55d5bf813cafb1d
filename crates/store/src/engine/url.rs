//! Where the database is: `sqlite:PATH` or `postgres://…[?schema=NAME]`.

use std::{fmt, path::PathBuf, str::FromStr};

/// The address of a province's database.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// One file.
    Sqlite(PathBuf),
    /// One schema of a PostgreSQL database.
    Postgres {
        /// The address as the driver takes it, without our own parameter.
        server: String,
        /// The schema that holds this province.
        schema: String,
    },
}

/// The address is not one that we understand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDatabaseUrl {
    /// It begins like neither engine's.
    #[error("a database is sqlite:PATH or postgres://…[?schema=NAME]")]
    Scheme,
    /// The schema's name is not plain.
    #[error("a schema's name has small letters, digits and _, at most 63, and begins with a letter")]
    Schema,
}

impl FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(BadDatabaseUrl::Scheme) } else { Ok(Self::Sqlite(path.into())) };
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(BadDatabaseUrl::Scheme);
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut schema = "motcua".to_owned();
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.strip_prefix("schema=") {
                Some(name) => schema = name.to_owned(),
                None => rest.push(pair),
            }
        }
        let plain = schema.len() <= 63
            && schema.starts_with(|first: char| first.is_ascii_lowercase())
            && schema.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain {
            return Err(BadDatabaseUrl::Schema);
        }
        let server = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        Ok(Self::Postgres { server, schema })
    }
}

impl fmt::Debug for DatabaseUrl {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres { server, schema } => {
                let place = server.rsplit_once('@').map_or("…", |(_, place)| place);
                write!(f, "postgres://{place} schema {schema}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadDatabaseUrl, DatabaseUrl};

    #[test]
    fn addresses_of_both_engines_are_read() {
        assert_eq!("sqlite:/a/b.db".parse(), Ok(DatabaseUrl::Sqlite("/a/b.db".into())));
        assert_eq!(
            "postgres://u:p@h/d?a=1&schema=lai_chau&b=2".parse(),
            Ok(DatabaseUrl::Postgres { server: "postgres://u:p@h/d?a=1&b=2".into(), schema: "lai_chau".into() })
        );
        assert_eq!("mysql://x".parse::<DatabaseUrl>(), Err(BadDatabaseUrl::Scheme));
        assert_eq!("postgres://h/d?schema=A;b".parse::<DatabaseUrl>(), Err(BadDatabaseUrl::Schema));
    }

    #[test]
    fn a_password_is_not_shown() {
        let url: DatabaseUrl = "postgres://u:secret@h/d".parse().expect("valid");
        assert!(!format!("{url:?}").contains("secret"));
    }
}
