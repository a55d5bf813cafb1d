//! Where the province's records are, and the secrets that live beside them.

use super::{CommandError, Texts};
use anyhow::Context as _;
use clap::Args;
use rules::quality::add_versions;
use seals::SigningKey;
use std::fs;
use std::path::{Path, PathBuf};
use store::{DatabaseUrl, Options, Store};

/// Where the records are.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The database: sqlite:PATH or postgres://…[?schema=NAME]; sqlite:DIR/motcua.db when not given
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database: Option<DatabaseUrl>,
    /// The folder of files, keys and the embedded database
    #[arg(long, env = "MOTCUA_DATA", value_name = "DIR", default_value = "data", global = true)]
    pub data: PathBuf,
}

impl Place {
    /// The address of the database.
    #[must_use]
    pub fn url(&self) -> DatabaseUrl {
        self.database.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(self.data.join("motcua.db")))
    }

    /// Opens the records.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub fn open(&self, options: &Options) -> Result<Store, CommandError> {
        self.index_definitions()?;
        Ok(Store::open(&self.url(), &self.data, options)?)
    }

    /// Opens records that are there: a mistyped folder is no empty province.
    ///
    /// # Errors
    /// When there is no database at this place, or it can't be reached.
    pub fn open_existing(&self, options: &Options, texts: Texts) -> Result<Store, CommandError> {
        match self.url() {
            DatabaseUrl::Sqlite(path) if !path.exists() => {
                let path = path.display().to_string();
                Err(CommandError::Refused(texts.t1("cli-no-province", "path", path)))
            }
            _ => self.open(options),
        }
    }

    /// Takes in the definitions of the index that the province keeps beside its records, in the folder `index`: a new decision is a new
    /// file.
    ///
    /// # Errors
    /// When a file can't be read or is no right definition.
    fn index_definitions(&self) -> Result<(), CommandError> {
        let Ok(folder) = fs::read_dir(self.data.join("index")) else { return Ok(()) };
        let mut files = Vec::new();
        for entry in folder {
            let path = entry.context("the folder index")?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
            }
        }
        files.sort();
        if files.is_empty() {
            return Ok(());
        }
        add_versions(&files).map_err(|refusal| CommandError::of(refusal.into(), Texts::new(web::Lang::Vi)))
    }

    /// The key that signs checkpoints of the journal; made the first time. Whoever has it and the database can rewrite
    /// history, so a province keeps it elsewhere and mounts it here.
    ///
    /// # Errors
    /// When the file can't be read or written.
    pub fn signing_key(&self) -> Result<SigningKey, CommandError> {
        let text = self.secret("journal.key", || Ok(SigningKey::generate()?.to_secret_text()))?;
        Ok(text.parse::<SigningKey>().context("keys/journal.key")?)
    }

    /// The secret that signs form tokens; made the first time.
    ///
    /// # Errors
    /// When the file can't be read or written.
    pub fn form_secret(&self) -> Result<[u8; 32], CommandError> {
        let text = self.secret("forms.key", || Ok(SigningKey::generate()?.to_secret_text()))?;
        let bytes = hex::decode(text).context("keys/forms.key")?;
        Ok(bytes.try_into().map_err(|_| anyhow::anyhow!("keys/forms.key is not 32 bytes"))?)
    }

    fn secret(&self, name: &str, make: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<String> {
        let folder = self.data.join("keys");
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
                let text = make()?;
                write_secret(&path, &text).with_context(|| path.display().to_string())?;
                Ok(text)
            }
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
