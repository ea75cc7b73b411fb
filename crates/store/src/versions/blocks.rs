//! The blocks of an earlier text in a few bytes each.
//!
//! Invariant: blocks that stand one after the other come back as they were, but for their keys,
//! which serve to count repetition and of earlier texts count nothing.

use parallax_types::{BlockKind, Boilerplate, Role, Span};

use super::delta::{number, put_number};
use crate::StoredBlock;

/// By place: never reordered, only added to.
const KINDS: [BlockKind; 7] = [
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::TableRow,
    BlockKind::Caption,
    BlockKind::Preformatted,
];

/// Of a body block; boilerplate is told by its name, after the name's length.
const BODY: u64 = 0;

pub(super) fn pack(blocks: &[StoredBlock]) -> Vec<u8> {
    let (mut out, mut end) = (Vec::new(), 0);
    for block in blocks {
        put_number(&mut out, block.span.start.saturating_sub(end) as u64);
        put_number(&mut out, block.span.end.saturating_sub(block.span.start) as u64);
        let kind = KINDS.iter().position(|kind| *kind == block.kind).unwrap_or(1);
        put_number(&mut out, kind as u64);
        match block.role {
            Role::Body => put_number(&mut out, BODY),
            Role::Boilerplate(boilerplate) => {
                let name = boilerplate.as_str();
                put_number(&mut out, name.len() as u64);
                out.extend_from_slice(name.as_bytes());
            }
        }
        put_number(&mut out, u64::from(block.page.unwrap_or_default()));
        end = block.span.end;
    }
    out
}

/// `None` when these are no blocks of `text`.
pub(super) fn unpack(mut bytes: &[u8], text: &str) -> Option<Vec<StoredBlock>> {
    let (mut blocks, mut end) = (Vec::new(), 0usize);
    while !bytes.is_empty() {
        let start = end.checked_add(size(&mut bytes)?)?;
        end = start.checked_add(size(&mut bytes)?)?;
        text.get(start..end)?;
        let kind = *KINDS.get(size(&mut bytes)?)?;
        let role = match size(&mut bytes)? {
            0 => Role::Body,
            length => {
                let name = bytes.get(..length)?;
                bytes = &bytes[length..];
                let is_it = |boilerplate: &Boilerplate| boilerplate.as_str().as_bytes() == name;
                Role::Boilerplate(Boilerplate::ALL.into_iter().find(is_it)?)
            }
        };
        let page = u32::try_from(number(&mut bytes)?).ok().filter(|page| *page > 0);
        blocks.push(StoredBlock { span: Span::new(start, end), kind, role, key: None, page });
    }
    Some(blocks)
}

fn size(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(number(bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_back() {
        let text = "Heading\n\nSome body.\n\nRead also: this\n\n";
        let block = |start, end, kind, role, page| StoredBlock {
            span: Span::new(start, end),
            kind,
            role,
            key: None,
            page,
        };
        let mut blocks = vec![
            block(0, 7, BlockKind::Heading, Role::Body, Some(1)),
            block(9, 19, BlockKind::Quote, Role::Body, Some(300)),
        ];
        blocks.extend(Boilerplate::ALL.iter().map(|boilerplate| {
            block(21, 21, BlockKind::Paragraph, Role::Boilerplate(*boilerplate), None)
        }));
        let packed = pack(&blocks);
        assert_eq!(unpack(&packed, text), Some(blocks));
        assert_eq!(unpack(&packed, "short"), None, "spans beyond the text");
        assert_eq!(unpack(&packed[..packed.len() - 1], text), None, "cut off");
        assert_eq!(unpack(&[], text), Some(Vec::new()));
    }
}
