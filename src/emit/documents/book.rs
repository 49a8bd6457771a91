//! What every page needs to know: the program, the language, and what was gathered once for all.

use std::collections::BTreeMap;

use crate::diagnostic::Language;
use crate::emit::documents::coverage::{self, Citer};
use crate::emit::documents::uses::{self, Use};
use crate::model::{EnumValue, Layer, MaterialId, Policy, PolicyId, Program, StatementRef, Tracks, Vocabulary};

/// The program in one language.
pub struct Book<'a> {
    pub program: &'a Program,
    pub facts: &'a Facts,
    pub language: Language,
    /// All languages that are written, for the links between them.
    pub languages: &'a [Language],
}

/// What is the same in every language.
pub struct Facts {
    /// Who cites a statement, in the order of the layers.
    pub citers: BTreeMap<StatementRef, Vec<Citer>>,
    /// Which rules ask for a material, in the order of the layers.
    pub uses: BTreeMap<MaterialId, Vec<Use>>,
}

impl Facts {
    pub fn gather(program: &Program) -> Facts {
        Facts { citers: coverage::citers(program), uses: uses::uses(program) }
    }
}

impl<'a> Book<'a> {
    /// The text in the language of this book.
    pub fn say<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        self.language.pick(chinese, english)
    }

    pub fn vocabulary(&self) -> &'a Vocabulary {
        &self.program.vocabulary
    }

    pub fn policy(&self, id: PolicyId) -> &'a Policy {
        &self.program.policies[id.index()]
    }

    /// `前（内）` or `before (inside)`.
    pub fn aside(&self, before: &str, inside: &str) -> String {
        match self.language {
            Language::Chinese => format!("{before}（{inside}）"),
            Language::English => format!("{before} ({inside})"),
        }
    }

    /// `标题：内容` or `Title: content`.
    pub fn titled(&self, title: &str, content: &str) -> String {
        match self.language {
            Language::Chinese => format!("{title}：{content}"),
            Language::English => format!("{title}: {content}"),
        }
    }

    /// The parts as a list within a line.
    pub fn listed(&self, parts: &[String]) -> String {
        parts.join(self.say("、", ", "))
    }

    pub fn tracks(&self) -> &'a [EnumValue] {
        self.vocabulary().tracks()
    }

    pub fn is_for_all(&self, tracks: Tracks) -> bool {
        (0..self.tracks().len()).all(|track| tracks.holds(track))
    }

    /// `单位备案`, or `两类都适用` for all tracks.
    pub fn track_label(&self, tracks: Tracks) -> String {
        if self.is_for_all(tracks) {
            return self.say("两类都适用", "both tracks").to_string();
        }
        let held: Vec<String> = self.held(tracks).map(|track| track.label.to_string()).collect();
        self.listed(&held)
    }

    /// `unit`, or `all` for all tracks; as in the ids of rules.
    pub fn track_name(&self, tracks: Tracks) -> String {
        if self.is_for_all(tracks) {
            return "all".to_string();
        }
        let held: Vec<&str> = self.held(tracks).map(|track| &*track.name).collect();
        held.join("-")
    }

    fn held(&self, tracks: Tracks) -> impl Iterator<Item = &'a EnumValue> {
        let all = self.tracks().iter().enumerate();
        all.filter(move |(track, _)| tracks.holds(*track)).map(|(_, value)| value)
    }

    /// The groups in which a page shows what it says of tracks: each track alone, then the rest.
    pub fn track_groups(&self) -> Vec<TrackGroup> {
        let count = self.tracks().len();
        (0..count).map(|track| TrackGroup::Only(Tracks::default().with(track))).chain([TrackGroup::Several]).collect()
    }

    pub fn group_label(&self, group: TrackGroup) -> String {
        match group {
            TrackGroup::Only(tracks) => self.track_label(tracks),
            TrackGroup::Several => self.say("两类都适用", "Both tracks").to_string(),
        }
    }

    /// The layers that a province inherits from, or a provider.
    pub fn bases(&self, layer: &Layer) -> impl Iterator<Item = &'a Layer> {
        let kind = layer.kind;
        self.program.layers.iter().filter(move |base| base.kind < kind)
    }
}

/// A part of a page by track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackGroup {
    Only(Tracks),
    Several,
}

impl TrackGroup {
    pub fn holds(self, book: &Book<'_>, tracks: Tracks) -> bool {
        match self {
            TrackGroup::Only(own) => tracks == own,
            TrackGroup::Several => !(0..book.tracks().len()).any(|track| tracks == Tracks::default().with(track)),
        }
    }
}
