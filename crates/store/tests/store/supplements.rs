//! What is asked to be supplemented again and again: counted by paper, with the dossiers behind each number.

use crate::province::{FIRST, act, at, file, found, officer};
use crate::stores::TestStore;
use jiff::civil::date;
use rules::dossiers::{Command, RequestSupplement};
use rules::people::permissions::Scope;
use rules::quality::Period;
use store::tables::dossier_lists::{Filter, list};
use store::tables::supplements::{self, Asked};
use store::{Fault, Store, journal};

const DECEMBER: Period = Period { from: date(2025, 12, 1), to: date(2025, 12, 31) };

fn most_asked(store: &Store) -> Vec<Asked> {
    let read: Result<_, Fault> = store.read_blocking(|tx| supplements::most_asked(tx, DECEMBER, 10));
    read.expect("read")
}

crate::on_both_engines! {
    fn papers_asked_for_again_are_counted_and_listed_and_rebuilt(given: TestStore) {
        let store = &given.store;
        found(store);
        for hour in [8, 9, 10] {
            let filed = file(store, "Lò Thị Mai", "03549", at(15, hour)).expect("filed");
            if hour < 10 {
                let ask = RequestSupplement { content: "Bản chụp mờ".into(), documents: vec!["01".into()], reason: None };
                act(store, &officer(FIRST), &filed, Command::RequestSupplement(ask), at(15, hour)).expect("asked");
            }
        }
        let asked = most_asked(store);
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_eq!((asked[0].document.as_str(), asked[0].dossiers, asked[0].filed), ("01", 2, 3));
        let condition = supplements::behind(&asked[0].procedure, "01", DECEMBER);
        let filter = Filter { condition: Some(condition), ..Filter::default() };
        let behind: Result<_, Fault> = store.read_blocking(move |tx| list(tx, &Scope::All, &filter, None, 10));
        assert_eq!(behind.expect("read").len(), 2);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(most_asked(store), asked);
    }
}
