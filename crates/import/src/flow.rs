//! Paragraphs, tables and notes as word processors nest them → blocks in order.
//!
//! A text box or note inside a paragraph is a paragraph of its own, before the
//! one that holds it. A table of short cells gives one block per row; one that
//! only arranges text gives its paragraphs.

use parallax_types::{Block, BlockKind, Role};

/// A row with more bytes than this in it arranges text.
const MAX_ROW_BYTES: usize = 600;

/// Blocks being put together.
#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) blocks: Vec<Block>,
    open: Vec<(BlockKind, String)>,
    /// A paragraph whose end was removed; the next goes on with it.
    carried: Option<(BlockKind, String)>,
    /// For each open row: its finished cells and the one being read.
    rows: Vec<(Vec<Vec<Block>>, Vec<Block>)>,
}

impl Flow {
    pub(crate) fn open_paragraph(&mut self) {
        self.open.push(self.carried.take().unwrap_or((BlockKind::Paragraph, String::new())));
    }

    /// Ends the open paragraph so that the next goes on with it.
    pub(crate) fn carry_paragraph(&mut self) {
        self.carried = self.open.pop();
    }

    /// Says what the open paragraph is.
    pub(crate) fn kind(&mut self, kind: BlockKind) {
        if let Some((open, _)) = self.open.last_mut() {
            *open = kind;
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        if let Some((_, open)) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    pub(crate) fn is_in_paragraph(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes back the open paragraph.
    pub(crate) fn take_paragraph(&mut self) -> Option<String> {
        self.open.pop().map(|(_, text)| text)
    }

    pub(crate) fn close_paragraph(&mut self) {
        let Some((kind, text)) = self.open.pop() else { return };
        let lines: Vec<String> = text
            .split('\n')
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        if !lines.is_empty() {
            self.push(Block { kind, role: Role::Body, text: lines.join("\n"), page: None });
        }
    }

    fn push(&mut self, block: Block) {
        match self.rows.last_mut() {
            Some((_, cell)) => cell.push(block),
            None => self.blocks.push(block),
        }
    }

    pub(crate) fn open_row(&mut self) {
        self.rows.push((Vec::new(), Vec::new()));
    }

    pub(crate) fn close_cell(&mut self) {
        if let Some((cells, cell)) = self.rows.last_mut() {
            cells.push(std::mem::take(cell));
        }
    }

    pub(crate) fn close_row(&mut self) {
        let Some((mut cells, rest)) = self.rows.pop() else { return };
        cells.push(rest);
        cells.retain(|cell| !cell.is_empty());
        let n_bytes: usize = cells.iter().flatten().map(|block| block.text.len()).sum();
        let is_data = cells.len() > 1 && n_bytes <= MAX_ROW_BYTES;
        if !is_data {
            for block in cells.into_iter().flatten() {
                self.push(block);
            }
            return;
        }
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| {
                let texts: Vec<String> =
                    cell.into_iter().map(|it| it.text.replace('\n', " ")).collect();
                texts.join(" ")
            })
            .collect();
        self.push(Block {
            kind: BlockKind::TableRow,
            role: Role::Body,
            text: cells.join(" | "),
            page: None,
        });
    }

    /// Everything, also what a damaged document left open.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        self.open.extend(self.carried.take());
        while !self.open.is_empty() {
            self.close_paragraph();
        }
        while !self.rows.is_empty() {
            self.close_row();
        }
        self.blocks
    }
}
