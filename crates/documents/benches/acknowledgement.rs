//! What an acknowledgement costs: `cargo bench -p documents`. Prints milliseconds a document, and resident memory after 1,000 and
//! 10,000 different ones (`-- n` for another number).
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../tests/papers/samples.rs"]
#[expect(dead_code, reason = "only one of the samples is measured")]
mod samples;

use documents::forms::Form;
use std::time::{Duration, Instant};

fn main() {
    let count = std::env::args().find_map(|count| count.parse().ok()).unwrap_or(10_000_u32);
    let begun = Instant::now();
    make(0);
    println!("the first: {:.1} ms", milliseconds(begun.elapsed()));
    let mut taken = Vec::new();
    for number in 1..=count {
        taken.push(make(number));
        if number == 1_000 || number == count {
            println!("memory after {number}: {} MB", resident());
        }
    }
    taken.sort_unstable();
    let at = |share: usize| milliseconds(taken[(taken.len() - 1) * share / 100]);
    println!("warm, of {count}: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", at(50), at(99), at(100));
}

/// Makes one whose values are not those of another.
fn make(number: u32) -> Duration {
    let mut form = samples::acknowledgement();
    form.code = format!("H35.27-251205-{number:05}");
    form.letter.number = format!("{}/TNHS", form.code);
    form.letter.check.url = format!("https://motcua.laichau.gov.vn/verify/{}.01.K7Q2-M9XA-4T7D-8ZJ3", form.code);
    form.applicant.name = format!("Lò Thị Lan {number}");
    let begun = Instant::now();
    let pdf = form.pdf().map(|pdf| pdf.len());
    assert!(pdf.is_ok_and(|length| length > 10_000));
    begun.elapsed()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Resident memory in MB, as Linux tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or_default() / 1024
}
