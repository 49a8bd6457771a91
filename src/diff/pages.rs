//! What the pages say now and did not say, or said otherwise.

use crate::diff::difference::{Cite, Named, PageChange, StatementChange};
use crate::document::{Document, Source};

/// The pages of which a statement came, went or changed.
pub fn changes(old: &Document, new: &Document) -> Vec<PageChange> {
    let mut all = Vec::new();
    for source in &new.sources {
        let before = old.sources.iter().find(|other| other.id == source.id);
        all.extend(page(source, before.map_or(&[], |before| &before.statements), &source.statements));
    }
    for source in old.sources.iter().filter(|own| !new.sources.iter().any(|other| other.id == own.id)) {
        all.extend(page(source, &source.statements, &[]));
    }
    all
}

fn page(source: &Source, old: &[crate::document::Statement], new: &[crate::document::Statement]) -> Option<PageChange> {
    let cite = |statement: &crate::document::Statement| Cite {
        id: format!("{}/{}", source.id, statement.id),
        text: statement.text.clone(),
    };
    let lacks = |all: &[crate::document::Statement], id: &str| !all.iter().any(|own| own.id == id);
    let added: Vec<Cite> = new.iter().filter(|own| lacks(old, &own.id)).map(cite).collect();
    let removed: Vec<Cite> = old.iter().filter(|own| lacks(new, &own.id)).map(cite).collect();
    let changed: Vec<StatementChange> = new
        .iter()
        .filter_map(|own| {
            let before = old.iter().find(|other| other.id == own.id)?;
            let id = format!("{}/{}", source.id, own.id);
            (before.text != own.text).then(|| StatementChange { id, old: before.text.clone(), new: own.text.clone() })
        })
        .collect();
    let source = Named { id: source.id.clone(), label: source.label.clone() };
    let is_changed = !(added.is_empty() && removed.is_empty() && changed.is_empty());
    is_changed.then_some(PageChange { source, added, removed, changed })
}
