//! Paths as addresses: `provinces/湖北.gj` is `provinces/%E6%B9%96%E5%8C%97.gj`.

/// The address of a path with `/` between its parts: absolute for an absolute path, else relative.
pub fn of(path: &str) -> String {
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let prefix = match () {
        () if has_drive => "file:///",
        () if path.starts_with("//") => "file:",
        () if path.starts_with('/') => "file://",
        () => "",
    };
    format!("{prefix}{}", encode(path))
}

pub fn is_absolute(uri: &str) -> bool {
    // INVARIANT: `encode` leaves no colon in a relative address.
    uri.starts_with("file:")
}

/// RFC 3986: what is neither unreserved nor `/` is encoded, byte by byte.
fn encode(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(of("provinces/湖 北.gj"), "provinces/%E6%B9%96%20%E5%8C%97.gj");
        assert_eq!(of("a:b%.gj"), "a%3Ab%25.gj");
        assert_eq!(of("/srv/a.gj"), "file:///srv/a.gj");
        assert_eq!(of("D:/rules/a.gj"), "file:///D%3A/rules/a.gj");
        assert_eq!(of("//host/rules/a.gj"), "file://host/rules/a.gj");
    }
}
