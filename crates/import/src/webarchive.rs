//! Safari's web archives: a property list with the page as it came.

use std::io::Cursor;
use std::path::Path;

use encoding_rs::Encoding;
use parallax_types::{RawArticle, Source, Sourced};
use plist::Value;

use crate::error::ImportError;
use crate::format::ByteFormat;
use crate::{decode, html};

pub(crate) const FORMAT: ByteFormat = ByteFormat {
    name: "webarchive",
    sniff: |sample| {
        sample.bytes.starts_with(b"bplist00")
            && sample.bytes.windows(15).any(|window| window == b"WebMainResource")
    },
    read: |bytes, path, _| parse(bytes, path),
};

/// Reads the archive's main page.
fn parse(bytes: &[u8], path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let damaged =
        |what: &str| ImportError::Damaged { path: path.to_owned(), what: what.to_owned() };
    let list = Value::from_reader(Cursor::new(bytes))
        .map_err(|_| damaged("its property list cannot be read"))?;
    let page = list
        .as_dictionary()
        .and_then(|list| list.get("WebMainResource")?.as_dictionary())
        .ok_or_else(|| damaged("it is a property list without a web page"))?;
    let data = page.get("WebResourceData").and_then(Value::as_data);
    let data = data.ok_or_else(|| damaged("its page is missing"))?;
    let text = |name: &str| page.get(name).and_then(Value::as_string);
    let named =
        text("WebResourceTextEncodingName").and_then(|it| Encoding::for_label(it.as_bytes()));
    let (html_text, encoding) = if let Some(encoding) = named {
        let (text, encoding, _) = encoding.decode(data);
        (text.into_owned(), encoding.name().to_lowercase())
    } else {
        let decoded = decode::decode(data);
        (decoded.text, decoded.encoding)
    };
    let mut article = html::parse(&html_text);
    article.receipt.encoding = encoding;
    if article.metadata.canonical_url.is_none() {
        let url = text("WebResourceURL").filter(|url| url.starts_with("http"));
        article.metadata.canonical_url =
            url.map(|url| Sourced::new(url.to_owned(), Source::FileProperties));
    }
    Ok(vec![article])
}
