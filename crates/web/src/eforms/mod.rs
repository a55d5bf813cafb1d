//! Electronic forms on pages: from a definition and what was typed to inputs, and from what was sent back to answers.
//!
//! What an answer must be is `rules::catalogue::forms`' matter; here is how it is asked. Used by filing, online and at the
//! counter, and by the catalogue's editor.

mod collect;
mod paper;
mod places;
mod view;

pub use collect::{collect, is_asked, press, seeded};
pub use paper::{drafted, filed, lines, said};
pub use places::villages;
pub use view::{Asker, FormView};

use crate::app::App;
use crate::errors::Failure;
use crate::texts::Lang;
use rules::catalogue::forms::{Definition, Marks, RESERVED};
use rules::dossiers::{Dossier, Filed};
use store::province::Province;
use store::tables::catalogue;

/// How decimals are marked in what is typed into a page of this language.
#[must_use]
pub fn marks(lang: Lang) -> Marks {
    match lang {
        Lang::Vi => Marks::Vietnamese,
        Lang::En => Marks::Either,
    }
}

/// Whether a dossier was filed with more than every filing says: with a form.
#[must_use]
pub fn is_in(filed: &Filed) -> bool {
    filed.form.keys().any(|name| !RESERVED.contains(&name.as_str()))
}

/// The form that a dossier was filed with, as the procedure's version of that time has it; nothing where it was handed in on paper.
///
/// # Errors
/// When the database fails.
pub async fn of(app: &App, province: &Province, dossier: &Dossier) -> Result<Option<Definition>, Failure> {
    let filed = &dossier.filed;
    if !is_in(filed) {
        return Ok(None);
    }
    // What was filed jointly was answered in the joint procedure's form; each agency is told what it needs of it.
    let (asked, number) = match &filed.joined {
        Some(joined) => (&joined.procedure, joined.procedure_version),
        None => (&filed.procedure, filed.procedure_version),
    };
    let state = province.procedure(asked).filter(|state| state.edition == number);
    let form = match state.and_then(|state| state.procedure.as_ref()) {
        Some(procedure) => procedure.form.clone(),
        None => {
            let code = asked.clone();
            let procedure = app.read(move |tx| Ok(catalogue::edition(tx, &code, number)?)).await?;
            procedure.and_then(|procedure| procedure.form)
        }
    };
    let form = form.filter(|form| form.is_begun(&filed.form));
    Ok(if filed.joined.is_some() { form.map(|form| form.only(&filed.form)) } else { form })
}
