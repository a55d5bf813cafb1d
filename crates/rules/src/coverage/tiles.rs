//! Where each commune of Lai Châu stands on a map of tiles: a square a commune, neighbours near each other, north above; no outline and no
//! distance can be read off it. Made for this program from where the communes lie roughly; communes of other provinces stand in rows.

/// Columns of the map.
const COLUMNS: usize = 8;

/// Communes row by row; a dash is an empty place.
const ROWS: [[&str; COLUMNS]; 8] = [
    ["03439", "03442", "-", "03562", "-", "-", "-", "-"],
    ["03451", "03460", "03503", "03571", "03549", "03394", "-", "-"],
    ["03463", "03445", "03466", "03508", "03583", "03388", "03405", "03390"],
    ["-", "03433", "03434", "03529", "03478", "03408", "03430", "03424"],
    ["-", "03472", "03487", "03532", "03517", "03601", "03598", "-"],
    ["-", "-", "-", "03538", "03544", "03613", "03616", "-"],
    ["-", "-", "-", "-", "-", "03618", "03595", "-"],
    ["-", "-", "-", "-", "-", "03637", "03640", "-"],
];

/// The column and row of a commune; `at` is its place in a list of communes, for those that the map does not know.
#[must_use]
pub fn tile(commune: &str, at: usize) -> (usize, usize) {
    let cells = ROWS
        .iter()
        .enumerate()
        .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, code)| (column, row, code)));
    let mut known = cells.filter(|(.., code)| **code == commune);
    known.next().map_or((at % COLUMNS, ROWS.len() + at / COLUMNS), |(column, row, _)| (column, row))
}
