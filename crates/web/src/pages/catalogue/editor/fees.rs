//! Fees on the pages of the editor: how an amount is counted stands in fields beside it there, and in one part of the fee in the
//! procedure.

use rules::Problem;
use serde_json::{Map, Value, json};

/// The fields of a count on the page, and in the procedure.
const FIELDS: [(&str, &str); 4] =
    [("count_rows", "rows"), ("count_copies", "copies"), ("count_pages", "pages"), ("count_at_most", "at_most")];

/// The fees of a procedure as answers.
pub(super) fn answers(fees: &Value) -> Value {
    let Some(fees) = fees.as_array() else { return fees.clone() };
    let one = |fee: &Value| {
        let mut fee = fee.as_object().cloned().unwrap_or_default();
        if let Some(count) = fee.remove("count") {
            for (field, part) in FIELDS {
                fee.insert(field.to_owned(), count[part].clone());
            }
            let further = count["further"].as_array().into_iter().flatten();
            let further: Vec<String> = further.map(|one| format!("{}: {}", one["from"], one["amount"])).collect();
            fee.insert("count_further".to_owned(), further.join("; ").into());
        }
        fee.retain(|_, value| !value.is_null() && value != "");
        Value::Object(fee)
    };
    fees.iter().map(one).collect()
}

/// Answers as the fees of a procedure; prices of later pages that can't be read are noted.
pub(super) fn of(answers: &Value, wrong: &mut Vec<Problem>) -> Value {
    let Some(answers) = answers.as_array() else { return json!([]) };
    let one = |(place, fee): (usize, &Value)| {
        let mut fee = fee.as_object().cloned().unwrap_or_default();
        let mut count: Map<String, Value> =
            FIELDS.iter().filter_map(|(field, part)| Some(((*part).to_owned(), fee.remove(*field)?))).collect();
        let further = fee.remove("count_further");
        let further = further.as_ref().and_then(Value::as_str).unwrap_or_default();
        match further
            .split([';', '\n'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(tier)
            .collect::<Option<Vec<_>>>()
        {
            Some(tiers) if !tiers.is_empty() => drop(count.insert("further".to_owned(), tiers.into())),
            Some(_) => {}
            None => wrong.push(Problem::new(format!("/form/fees/{place}/count_further"), "editor-fee-further")),
        }
        count.retain(|_, value| !value.is_null() && value != "");
        if !count.is_empty() {
            fee.insert("count".to_owned(), count.into());
        }
        Value::Object(fee)
    };
    answers.iter().enumerate().map(one).collect()
}

/// "3: 1000": from the third page on.
fn tier(typed: &str) -> Option<Value> {
    let (from, amount) = typed.split_once(':')?;
    let amount: String = amount.chars().filter(|sign| !matches!(sign, '.' | ' ')).collect();
    Some(
        json!({"from": from.trim().parse::<u32>().ok().filter(|from| *from > 1)?, "amount": amount.parse::<u32>().ok()?}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_of_later_pages_are_read_or_named() {
        let mut wrong = Vec::new();
        let typed = json!([{"name": "Phí", "count_pages": "pages", "count_further": "3: 1.000; 10: 500"}]);
        let further = json!([{"from": 3, "amount": 1000}, {"from": 10, "amount": 500}]);
        assert_eq!(of(&typed, &mut wrong), json!([{"name": "Phí", "count": {"pages": "pages", "further": further}}]));
        assert_eq!(wrong, []);
        of(&json!([{"name": "Phí", "count_further": "ba: 1.000"}]), &mut wrong);
        assert_eq!(wrong[0].pointer, "/form/fees/0/count_further");
    }
}
