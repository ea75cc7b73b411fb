//! The order of rows: what differs first, and of each state what most origins tell.

use super::{FactKind, LedgerRow};

/// Sorts rows; ties keep the order of the articles.
pub(super) fn sort(rows: &mut [LedgerRow]) {
    rows.sort_by(|a, b| {
        let n_groups = |row: &LedgerRow| row.cells.iter().map(|cell| cell.group).max();
        let is_statement = |row: &LedgerRow| row.kind == FactKind::Statement;
        a.state
            .cmp(&b.state)
            .then(is_statement(a).cmp(&is_statement(b)))
            .then(b.n_origins().cmp(&a.n_origins()))
            .then(n_groups(b).cmp(&n_groups(a)))
            .then(b.likeness.total_cmp(&a.likeness))
    });
}
