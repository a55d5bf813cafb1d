//! The definition and its arithmetic, against the published maxima, conversions and rules for empty denominators.

use jiff::civil::date;
use rules::calendar::Calendar;
use rules::catalogue::{
    Announcement, Level, OnlineLevel, Procedure, ProcedureResult, RequiredDocument, Route, Subject,
};
use rules::people::AgencyLevel::{self, Commune, Department, Province};
use rules::quality::{
    Counts, Definition, FiguresReport, IndexReport, Part, Period, Points, Rank, Scope, ServiceIndex, Share, State,
    announced, compute, figure_definitions, made_public, missing_parts,
};

fn definition() -> &'static Definition {
    Definition::in_force(date(2025, 12, 23))
}

fn index(level: AgencyLevel, counts: &[(&'static str, i64, i64)]) -> ServiceIndex {
    let counts: Counts = counts.iter().map(|(key, num, den)| (*key, Share::new(*num, *den))).collect();
    compute(definition(), level, &counts)
}

fn points(key: &'static str, numerator: i64, denominator: i64) -> Option<String> {
    row(&index(Province, &[(key, numerator, denominator)]), key).0.map(|points| points.to_string())
}

fn row(index: &ServiceIndex, key: &str) -> (Option<Points>, State) {
    let mut rows = index.groups.iter().flat_map(|group| &group.indicators);
    let row = rows.find(|scored| scored.indicator.key == key).expect("an indicator");
    (row.points, row.state)
}

#[test]
fn the_maxima_are_the_published_ones() {
    let groups: Vec<_> = definition().groups.iter().map(|group| group.max).collect();
    assert_eq!(groups, [18, 20, 12, 10, 22, 18]);
    for group in &definition().groups {
        assert_eq!(group.indicators.iter().map(|row| row.max).sum::<u16>(), group.max, "{}", group.key);
    }
    assert_eq!(definition().indicators().count(), 24);
    let split = |key: &str| {
        let group = definition().groups.iter().find(|group| group.key == key).expect("a group");
        group.indicators.iter().map(|row| row.max).filter(|max| *max > 0).collect::<Vec<_>>()
    };
    assert_eq!(split("transparency"), [6, 4, 2, 6]);
    assert_eq!(split("online_services"), [2, 4, 6]);
    assert_eq!(split("online_payment"), [2, 2, 6]);
    assert_eq!(split("digitisation"), [6, 4, 2, 2, 4, 2, 2]);
    assert_eq!(split("satisfaction"), [6, 6, 6]);
}

#[test]
fn each_version_is_complete_and_in_force_from_its_day() {
    let versions: Vec<_> = Definition::versions().iter().map(|version| version.version.as_str()).collect();
    assert_eq!(versions, ["766-2022", "766-2026"]);
    assert_eq!(Definition::in_force(date(2020, 1, 1)).version, "766-2022");
    assert_eq!(Definition::in_force(date(2025, 12, 31)).version, "766-2022");
    assert_eq!(Definition::in_force(date(2026, 1, 1)).version, "766-2026");
    for version in Definition::versions() {
        assert_eq!(version.groups.iter().map(|group| group.max).sum::<u16>(), 100);
    }
}

#[test]
fn ratios_become_points_as_the_published_conversions_do() {
    let golden = [
        ("1.1", 1, 2, "3.00"),
        ("1.2", 3, 4, "3.00"),
        ("1.3", 1, 3, "0.67"),
        ("2.1", 99, 100, "19.80"),
        ("3.1", 40, 100, "1.00"),
        ("3.1", 80, 100, "2.00"),
        ("3.1", 95, 100, "2.00"),
        ("3.2", 1, 4, "1.00"),
        ("3.3", 25, 100, "3.00"),
        ("3.3", 66, 100, "6.00"),
        ("3.5", 4, 10, "1.00"),
        ("3.5b", 8, 10, "2.00"),
        ("3.6", 1, 3, "2.00"),
        ("4.1", 1, 2, "3.00"),
        ("4.2", 80, 100, "3.20"),
        ("4.2b", 19, 38, "1.00"),
        ("4.3", 40, 100, "1.00"),
        ("4.3", 80, 100, "2.00"),
        ("5.2", 1, 2, "3.00"),
        ("5.4", 45, 100, "3.00"),
        ("5.4", 90, 100, "6.00"),
    ];
    for (key, numerator, denominator, expected) in golden {
        assert_eq!(points(key, numerator, denominator).as_deref(), Some(expected), "{key} {numerator}/{denominator}");
    }
    assert_eq!(points("2.2", 3600, 2), None);
}

#[test]
fn an_empty_denominator_is_never_divided_by() {
    let empty = |key| row(&index(Province, &[(key, 0, 0)]), key);
    assert_eq!(empty("2.1"), (None, State::NoCases));
    assert_eq!(empty("5.2"), (Some(Points::whole(6)), State::NoCases));
    assert_eq!(empty("5.3"), (Some(Points::whole(6)), State::NoCases));
    assert_eq!(empty("5.4"), (Some(Points::ZERO), State::NoCases));
}

#[test]
fn what_has_no_data_or_does_not_apply_is_in_neither_points_nor_maximum() {
    let index = index(Commune, &[("2.1", 1, 2), ("5.4", 9, 10), ("1.1", 1, 1)]);
    assert_eq!(row(&index, "1.1"), (None, State::NotApplicable));
    assert_eq!(row(&index, "4.5a"), (None, State::NotApplicable));
    assert_eq!(row(&index, "3.6"), (None, State::NoDataYet));
    assert_eq!(index.points, Points::whole(16));
    assert_eq!(index.measured_max, Points::whole(26));
    assert_eq!(index.score.map(|score| score.to_string()).as_deref(), Some("61.54"));
    assert_eq!(row(&self::index(Department, &[("4.2b", 1, 1)]), "4.2b").1, State::NotApplicable);
    let nothing = self::index(Province, &[]);
    assert_eq!((nothing.score, nothing.band), (None, None));
}

#[test]
fn who_had_no_dossier_in_hand_has_no_score() {
    let offered = [("3.1", 40, 40), ("3.2", 0, 40)];
    let with = |in_hand: i64, received: i64| {
        let dossiers = [("2.1", 0, in_hand), ("3.3", 0, received), ("5.4", 0, in_hand)];
        index(Commune, &[&offered[..], &dossiers[..]].concat())
    };
    let idle = with(0, 0);
    assert_eq!((idle.score, idle.band), (None, None), "nothing was served, well or badly");
    assert_eq!(row(&idle, "5.4"), (Some(Points::ZERO), State::NoCases), "what is known of it stays");
    assert_eq!(with(1, 1).band.map(|band| band.key.as_str()), Some("weak"));
    assert!(with(1, 0).score.is_some(), "received before the period, and still in hand");
}

#[test]
fn parts_add_up_to_their_group_and_groups_to_the_points() {
    let shares =
        [("1.3", 1, 3), ("2.1", 2, 3), ("3.1", 1, 7), ("3.2", 1, 11), ("3.3", 1, 13), ("4.1", 1, 17), ("5.4", 1, 19)];
    let index = index(Province, &shares);
    for group in &index.groups {
        assert_eq!(group.indicators.iter().filter_map(|scored| scored.points).sum::<Points>(), group.points);
    }
    assert_eq!(index.groups.iter().map(|group| group.points).sum::<Points>(), index.points);
}

#[test]
fn bands_begin_at_their_lowest_score() {
    let band = |num| index(Province, &[("2.1", num, 1000)]).band.map(|band| band.key.as_str());
    assert_eq!(
        [1000, 900, 899, 800, 700, 500, 499, 0].map(band),
        ["excellent", "excellent", "good", "good", "fair", "average", "weak", "weak"].map(Some)
    );
}

#[test]
fn the_report_has_the_names_that_other_systems_rely_on() {
    let index = index(Province, &[("2.1", 99, 100)]);
    let period = Period { from: date(2025, 1, 1), to: date(2025, 12, 23) };
    let report = IndexReport::new(
        &index,
        definition(),
        &Scope::Province,
        period,
        period.to,
        Rank::UNKNOWN,
        jiff::Timestamp::UNIX_EPOCH,
    );
    let json = serde_json::to_value(report).expect("JSON");
    assert_eq!(json["score"], 99.0);
    assert_eq!(json["max"], 100);
    assert_eq!(json["computed_at"], "1970-01-01T07:00:00+07:00");
    assert_eq!(json["band"], "excellent");
    assert_eq!(json["rank"]["state"], "no_data_yet");
    assert_eq!((&json["from"], &json["to"]), (&"2025-01-01".into(), &"2025-12-23".into()));
    let row = &json["groups"][1]["indicators"][0];
    assert_eq!((&row["key"], &row["numerator"], &row["denominator"]), (&"2.1".into(), &99.into(), &100.into()));
    assert_eq!((row["ratio"].as_f64(), row["score"].as_f64(), row["max"].as_i64()), (Some(0.99), Some(19.8), Some(20)));
    assert_eq!(
        row["records"],
        "/api/v1/index/2.1/records?side=numerator&from=2025-01-01&to=2025-12-23&as_of=2025-12-23"
    );
    assert!(json["groups"][0]["indicators"][3]["score"].is_null());
}

#[test]
fn figures_without_records_say_so() {
    let period = Period { from: date(2025, 1, 1), to: date(2025, 12, 23) };
    let report = FiguresReport::new(period, period.to, jiff::Timestamp::UNIX_EPOCH, |_| None);
    assert_eq!(report.items.len(), figure_definitions().len());
    assert_eq!(report.items.len(), 16);
    assert!(
        report.items.iter().all(|item| item.value.is_none() && item.state == State::NoDataYet && !item.passport.manual)
    );
}

#[test]
fn a_procedure_is_announced_and_public_in_time_by_working_days() {
    // 2/9/2025 is a holiday with 1/9; five working days before Wednesday 3/9 is Monday 25/8.
    let procedure = |signed: i8, public: Option<i8>| Procedure {
        announcement: Some(Announcement {
            decision: "1/QĐ-UBND".into(),
            signed_on: date(2025, 8, signed),
            basis_effective_on: date(2025, 9, 3),
            made_public_on: public.map(|day| date(2025, 8, day)),
        }),
        ..complete()
    };
    let (in_time, late, waiting) = (procedure(25, Some(29)), procedure(26, None), procedure(4, Some(12)));
    let all = [&in_time, &late, &waiting];
    let calendar = Calendar::national();
    let august = Period { from: date(2025, 8, 1), to: date(2025, 8, 31) };
    let announced = announced(&all, august, definition(), &calendar).expect("known").share();
    assert_eq!(announced, Share::new(2, 3));
    // The second one has until September; the third took six working days.
    let public = made_public(&all, august, definition(), &calendar).expect("known").share();
    assert_eq!(public, Share::new(1, 2));
    assert_eq!(rules::quality::announced(&[&complete()], august, definition(), &calendar), None);
}

#[test]
fn a_procedure_says_which_part_it_lacks() {
    assert_eq!(missing_parts(&complete()), []);
    let bare = Procedure { sequence: Vec::new(), time_limit: None, subjects: Vec::new(), ..complete() };
    assert_eq!(missing_parts(&bare), [Part::Sequence, Part::TimeLimit, Part::Subjects]);
}

fn complete() -> Procedure {
    Procedure {
        code: "1.001193".parse().expect("a code"),
        name: "N".into(),
        name_en: None,
        field: "F".into(),
        level: Level::Commune,
        subjects: vec![Subject::Citizen],
        agency: None,
        authority: "A".into(),
        sequence: vec!["S".into()],
        documents: vec![RequiredDocument {
            code: "01".into(),
            name: "D".into(),
            required: true,
            originals: 1,
            copies: 0,
            note: None,
        }],
        time_limit: Some(rules::calendar::TimeLimit::WorkingDays(1)),
        start: Default::default(),
        fees: Vec::new(),
        online: OnlineLevel::Full,
        result: ProcedureResult { name: "R".into(), code: None, paper: true, ..ProcedureResult::default() },
        legal_basis: Vec::new(),
        conditions: None,
        location_independent: true,
        location_eligible: true,
        essential: None,
        keywords: Vec::new(),
        announcement: None,
        route: Route::usual(),
        variants: Vec::new(),
        form: None,
        joint: None,
    }
}
