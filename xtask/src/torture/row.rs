//! What came of one operation of a campaign: a row of the table that is printed.

use serde_json::json;

use super::judge::Verdict;

/// What came of one scenario.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) n_tried: usize,
    pub(super) n_hit: usize,
    pub(super) n_good: usize,
    pub(super) n_lost: usize,
    pub(super) n_partial: usize,
    pub(super) n_ruined: usize,
    pub(super) n_failed_reruns: usize,
    pub(super) lines: Vec<String>,
}

impl Row {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            n_tried: 0,
            n_hit: 0,
            n_good: 0,
            n_lost: 0,
            n_partial: 0,
            n_ruined: 0,
            n_failed_reruns: 0,
            lines: Vec::new(),
        }
    }

    pub(super) fn count(&mut self, was_hit: bool, moment: &str, verdict: &Verdict) {
        let is_one = |lines: &[String]| usize::from(!lines.is_empty());
        self.n_tried += 1;
        self.n_hit += usize::from(was_hit);
        self.n_good += usize::from(verdict.is_good());
        self.n_lost += is_one(&verdict.lost);
        self.n_partial += is_one(&verdict.partial);
        self.n_ruined += is_one(&verdict.ruined);
        self.n_failed_reruns += is_one(&verdict.failed_reruns);
        self.lines.extend(verdict.all().map(|what| format!("{moment}: {what}")));
    }

    pub(super) fn as_json(&self) -> serde_json::Value {
        json!({
            "operation": self.name, "tried": self.n_tried, "hit": self.n_hit, "verified": self.n_good,
            "lost": self.n_lost, "partial": self.n_partial, "ruined": self.n_ruined,
            "failed_reruns": self.n_failed_reruns, "problems": self.lines,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_trials_not_lines() {
        let mut row = Row::new("import");
        let verdict = Verdict { lost: vec!["a".to_owned(), "b".to_owned()], ..Verdict::default() };
        row.count(true, "kill 1", &verdict);
        row.count(false, "kill 2", &Verdict::default());
        assert_eq!((row.n_tried, row.n_hit, row.n_good, row.n_lost), (2, 1, 1, 1));
        assert_eq!(row.lines, ["kill 1: a", "kill 1: b"]);
    }
}
