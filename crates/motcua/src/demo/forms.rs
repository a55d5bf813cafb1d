//! What applicants fill in: for whom they ask, and for what, in the words that the pages ask for.

use super::chance::Chance;
use super::persons::Persons;
use super::texts::pick;
use rules::catalogue::Procedure;
use rules::dossiers::{ApplicantKind, Channel, Form};

/// The form of the dossier of this number. At a counter and by post only what is asked for is noted.
pub fn form(
    persons: &Persons,
    procedure: &Procedure,
    kind: ApplicantKind,
    channel: Channel,
    chance: &mut Chance,
) -> Form {
    let mut form = Form::new();
    if channel.is_online() && kind == ApplicantKind::Citizen {
        let family = chance.likely(0.3);
        form.insert("whom".into(), if family { "family" } else { "self" }.into());
        if family {
            form.insert("whom_name".into(), persons.relative(chance).into());
        }
    }
    let request = pick(chance, |texts| &texts.request).replace("{}", &procedure.name);
    form.insert("details".into(), request.into());
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_is_asked_for_and_the_same_number_fills_it_in_alike() {
        let (persons, procedure) = (Persons::new(57), &crate::catalogue::shipped()[0]);
        let filled = |number, channel| {
            form(&persons, procedure, ApplicantKind::Citizen, channel, &mut Chance::new(57, b"form....", number))
        };
        let mut families = 0;
        for number in 0..200 {
            let online = filled(number, Channel::Online);
            assert_eq!(online, filled(number, Channel::Online));
            assert!(online["details"].as_str().is_some_and(|text| text.contains(&procedure.name)), "{online:?}");
            assert_eq!(online.contains_key("whom_name"), online["whom"] == "family");
            families += u32::from(online["whom"] == "family");
            assert_eq!(filled(number, Channel::Counter).len(), 1);
        }
        assert!((30..90).contains(&families), "{families}");
    }
}
