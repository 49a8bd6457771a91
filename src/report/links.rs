//! Where the page of a code can be opened: on the web, or in a folder of this machine.

use crate::diagnostic::{Code, Language};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Links {
    /// An address with `{code}` in it.
    Template(String),
    /// The address of the folder `docs/`: `file:///…/docs`.
    Folder(String),
}

impl Links {
    /// The address of the page of this code.
    pub fn to(&self, code: Code, language: Language) -> String {
        match self {
            Links::Template(template) => template.replace("{code}", code.code),
            Links::Folder(folder) => format!("{}/{}", folder.trim_end_matches('/'), page(code, language)),
        }
    }

    /// The same, if everybody can open it.
    pub fn public(&self, code: Code, language: Language) -> Option<String> {
        match self {
            Links::Template(_) => Some(self.to(code, language)),
            Links::Folder(_) => None,
        }
    }
}

/// The pages of lints are generated, one per language; the others hold both.
fn page(code: Code, language: Language) -> String {
    if code.code.starts_with('L') {
        format!("lints/{}/{}.md", language.pick("zh", "en"), code.code)
    } else {
        format!("diagnostics/{}.md", code.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn a_link_leads_to_the_page_of_the_code() {
        let lint = Code { code: "L0103", ..codes::EMPTY_FILE };
        let folder = Links::Folder("file:///srv/docs/".into());
        assert_eq!(folder.to(lint, Language::English), "file:///srv/docs/lints/en/L0103.md");
        assert_eq!(folder.to(codes::EMPTY_FILE, Language::Chinese), "file:///srv/docs/diagnostics/W0105.md");
        assert_eq!(folder.public(lint, Language::English), None);
        let template = Links::Template("https://example.org/{code}.html".into());
        assert_eq!(template.public(lint, Language::Chinese).as_deref(), Some("https://example.org/L0103.html"));
    }
}
