//! The formats, in the order in which they are asked whether a file is theirs.
//!
//! A new format is a module with its `FORMAT`, and its line here. Where order matters, the
//! line says why.

use crate::format::{ByteFormat, TextFormat};
use crate::{
    archive, docx, epub, fb2, feed, html, images, mail, markdown, odt, pdf, refused, rows, rtf,
    text, webarchive,
};

/// Told by their bytes, before anything is decoded.
pub(crate) static BYTE_FORMATS: &[ByteFormat] = &[
    pdf::FORMAT,
    rtf::FORMAT,
    webarchive::FORMAT,
    epub::FORMAT,
    odt::FORMAT,
    // A presentation has what a document has, and a folder more.
    refused::OTHER_OFFICE_FILE,
    docx::FORMAT,
    // Whatever else is in a ZIP file.
    archive::FORMAT,
    refused::OLD_OFFICE_FILE,
    images::PNG,
    images::JPEG,
    // A sound file begins as such a picture does.
    images::WEBP,
    images::TIFF,
    // A web archive begins with what looks like the headers of a message.
    refused::SIGNATURE,
    mail::EMLX,
    mail::MAILBOX,
    mail::MESSAGE,
];

/// Told by their text.
pub(crate) static TEXT_FORMATS: &[TextFormat] = &[
    feed::FORMAT,
    fb2::FORMAT,
    docx::FLAT,
    odt::FLAT,
    // Drawings and outlines have elements that pages have.
    refused::XML_FILE,
    html::FORMAT,
    refused::OTHER_XML_FILE,
    rows::JSON,
    rows::JSON_LINES,
    rows::CSV,
    markdown::FORMAT,
    // Everything that is none of those.
    text::FORMAT,
];
