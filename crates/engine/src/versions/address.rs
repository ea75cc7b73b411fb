//! When two addresses are one page's.
//!
//! Scheme, `www.`, a slash at the end and what only follows readers about (`utm_source`) do not
//! matter; everything else does, what follows `#` too: entries of a live blog differ in it.
//! Not here: reading addresses from pages (`parallax-import`).

/// Parameters that say where a reader came from.
const TRACKING: [&str; 8] =
    ["fbclid", "gclid", "dclid", "igshid", "mc_cid", "mc_eid", "cmpid", "smid"];

/// Whether two addresses are one page's.
pub(super) fn same_address(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// Whether an address is an outlet's front page rather than an article's.
pub(super) fn at_home(address: &str) -> bool {
    let bare = bare(address);
    let path = bare.split_once('/').map_or("", |(_, path)| path);
    matches!(path, "" | "index.html" | "index.htm" | "index.php")
}

/// The ways pages write an address, its own among them.
pub(super) fn spellings(address: &str) -> Vec<String> {
    let bare = bare(address);
    let (path, rest) = match bare.find(['?', '#']) {
        Some(at) => bare.split_at(at),
        None => (bare.as_str(), ""),
    };
    let mut found = vec![address.to_owned()];
    for scheme in ["https://", "http://"] {
        for www in ["", "www."] {
            for slash in ["", "/"] {
                found.push(format!("{scheme}{www}{path}{slash}{rest}"));
            }
        }
    }
    found.dedup();
    found
}

/// An address without what does not matter, in lower case up to its path.
fn bare(address: &str) -> String {
    let address = address.trim();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (address, None),
    };
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = match address.find('/') {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_tracking = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default().to_lowercase();
        name.starts_with("utm_") || TRACKING.contains(&name.as_str())
    };
    let kept: Vec<&str> =
        query.split('&').filter(|it| !it.is_empty() && !is_tracking(it)).collect();
    let mut bare = format!("{host}{}", path.trim_end_matches('/'));
    if !kept.is_empty() {
        bare += &format!("?{}", kept.join("&"));
    }
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        bare += &format!("#{fragment}");
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page() {
        for (one, other, is_same) in [
            ("https://a.example/b", "http://www.a.example/b/", true),
            ("https://A.example/b?utm_source=x&id=3", "https://a.example/b?id=3", true),
            ("https://a.example/b?id=3", "https://a.example/b?id=4", false),
            ("https://a.example/b", "https://a.example/B", false),
            ("https://a.example/live#entry-1", "https://a.example/live#entry-2", false),
            ("https://a.example/b", "https://m.a.example/b", false),
        ] {
            assert_eq!(same_address(one, other), is_same, "{one} {other}");
            // What is the same is found by one of its spellings.
            if is_same && !one.contains("utm") {
                assert!(spellings(other).contains(&one.to_owned()), "{one} {other}");
            }
        }
        for (address, expected) in [
            ("https://a.example", true),
            ("https://www.a.example/?utm_medium=x", true),
            ("https://a.example/index.html", true),
            ("https://a.example/news", false),
        ] {
            assert_eq!(at_home(address), expected, "{address}");
        }
    }
}
