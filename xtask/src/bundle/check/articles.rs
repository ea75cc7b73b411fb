//! What is imported on the bare system: the sample, a PDF made here, and five articles of
//! others where `../shared` has them.

use std::fmt::Write;

use crate::error::TaskError;
use crate::workspace::Workspace;

use super::super::files;
use super::bare::Bare;

/// Where they lie in the root; everybody may read them.
pub(super) const FOLDER: &str = "/srv/articles";

/// What the PDF says.
const PDF_LINES: [&str; 5] = [
    "Lighthouse keepers count migrating birds",
    "The keepers of the western lighthouse counted four thousand starlings in one night.",
    "They write every flock into a ledger that was begun ninety years ago.",
    "Biologists from the coastal institute compare the ledger with radar pictures.",
    "The count has fallen by a third since the ledger was begun.",
];

/// Brings everything there is, and returns how many files.
pub(super) fn bring(workspace: &Workspace, bare: &Bare) -> Result<usize, TaskError> {
    let mut files = files::files_below(&workspace.path("crates/engine/sample"))?;
    let seeds = workspace.path("../shared/data/seeds");
    if seeds.is_dir() {
        let mut seeds = files::files_below(&seeds)?;
        seeds.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        files.extend(seeds);
    }
    files.retain(|path| !path.ends_with("README.md"));
    for file in &files {
        bare.bring(file, FOLDER)?;
    }
    fs_err::write(bare.path(FOLDER).join("lighthouse.pdf"), pdf())?;
    Ok(files.len() + 1)
}

/// One page in Helvetica (ISO 32000-1, 7.5).
fn pdf() -> Vec<u8> {
    let mut text = String::from("BT /F1 11 Tf 60 760 Td 18 TL\n");
    for line in PDF_LINES {
        let _ = writeln!(text, "({line}) '"); // writing to a String cannot fail
    }
    text += "ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    let mut page = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(page.len());
        let _ = write!(page, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = page.len();
    let _ = write!(page, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(page, "{offset:010} 00000 n ");
    }
    let size = objects.len() + 1;
    let _ = write!(page, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    page.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_pdf_point_at_its_objects() {
        let page = String::from_utf8(pdf()).unwrap();
        let table = page.find("xref\n").unwrap();
        assert!(page.contains(&format!("startxref\n{table}\n")));
        let entries = page[table..].lines().skip(3).take(5);
        for (at, entry) in entries.enumerate() {
            let offset: usize = entry[..10].parse().unwrap();
            assert!(page[offset..].starts_with(&format!("{} 0 obj", at + 1)), "{entry}");
        }
    }
}
