//! Finds a short text that passes some tests and fails others, or shows that there is none.
//!
//! A few likely texts are tried first: the usual one, and words joined together. What they do not
//! settle is searched letter by letter, all tests reading along, so that "none" is certain.

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::document::TemplatePart;
use crate::prove::space::{Space, TestId, TextTest};

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'s> {
    pub space: &'s Space<'s>,
    /// Only texts that are phones are wanted.
    pub is_phone: bool,
    pub tests: &'s [(TestId, bool)],
    /// Texts that others have.
    pub taken: &'s [&'s str],
    /// The usual text.
    pub wanted: Option<&'s str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Text(String),
    /// There is none.
    None,
    GaveUp,
}

impl Space<'_> {
    /// Whether only a few texts pass a test.
    pub fn is_closed(&self, test: TestId) -> bool {
        matches!(self.tests[test.0 as usize], TextTest::Among(_))
    }

    /// Whether a text passes a test.
    pub fn passes(&self, test: TestId, text: &str) -> bool {
        let any = |words: &[Box<str>], holds: &dyn Fn(&str) -> bool| words.iter().any(|word| holds(word));
        match &self.tests[test.0 as usize] {
            TextTest::Among(words) => words.binary_search_by(|word| (**word).cmp(text)).is_ok(),
            TextTest::Mentions(words) => any(words, &|word| text.contains(word)),
            TextTest::StartsWith(words) => any(words, &|word| text.starts_with(word)),
            TextTest::EndsWith(words) => any(words, &|word| text.ends_with(word)),
            TextTest::OnlyLatin => {
                text.chars().any(|letter| letter.is_ascii_alphabetic()) && text.chars().all(is_latin)
            }
            TextTest::OnlyDigits => !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit()),
            TextTest::CharsAtMost(limit) => count(text, is_counted) <= *limit,
            TextTest::HanAtMost(limit) => count(text, is_han) <= *limit,
            TextTest::Follows(template) => follows(&self.document.vocabulary.templates[*template].parts, text),
            TextTest::Mobile => crate::prove::space::is_mobile(text),
        }
    }
}

fn count(text: &str, counts: fn(char) -> bool) -> i64 {
    i64::try_from(text.chars().filter(|letter| counts(*letter)).count()).unwrap_or(i64::MAX)
}

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || " ()-._&'".contains(letter)
}

fn is_han(letter: char) -> bool {
    letter.script() == Script::Han
}

/// A letter or a number, by its general category.
fn is_counted(letter: char) -> bool {
    matches!(letter.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

const SPACE: [char; 5] = ['\t', '\n', '\r', ' ', '\u{3000}'];

/// The fixed parts in their order, a character for every hole between, before and behind them.
fn follows(parts: &[TemplatePart], text: &str) -> bool {
    let mut rest = text.trim_matches(SPACE);
    let mut holes = 0;
    for part in parts {
        let Some(fixed) = &part.fixed else {
            holes += 1;
            continue;
        };
        let Some(after) = behind(rest, holes) else { return false };
        let Some(found) = after.find(fixed.as_str()) else { return false };
        rest = &after[found + fixed.len()..];
        holes = 0;
    }
    behind(rest, holes).is_some()
}

fn behind(text: &str, letters: usize) -> Option<&str> {
    let mut rest = text.chars();
    (0..letters).try_for_each(|_| rest.next().map(|_| ()))?;
    Some(rest.as_str())
}

/// Of each set of words so many are joined for a try.
const WORDS: usize = 4;
/// How many joined texts are tried.
const TRIES: usize = 256;
/// How many states the search letter by letter may reach.
const STATES: usize = 20_000;

impl Search<'_> {
    fn fits(&self, text: &str) -> bool {
        !self.taken.contains(&text) && self.tests.iter().all(|(test, sign)| self.space.passes(*test, text) == *sign)
    }

    fn test(&self, test: TestId) -> &TextTest {
        &self.space.tests[test.0 as usize]
    }

    /// The texts of the closed lists that fit.
    pub fn all_of_closed(&self) -> Vec<String> {
        let mut words = self.tests.iter().filter_map(|(test, sign)| match self.test(*test) {
            TextTest::Among(words) if *sign => Some(words),
            _ => None,
        });
        let Some(first) = words.next() else { return Vec::new() };
        first.iter().filter(|word| self.fits(word)).map(|word| word.to_string()).collect()
    }

    pub fn run(&self) -> Found {
        if let Some(wanted) = self.wanted
            && self.fits(wanted)
        {
            return Found::Text(wanted.to_owned());
        }
        if self.wanted.is_some() {
            return self.look();
        }
        let taken = self.taken.iter().map(|text| (*text).to_owned()).collect();
        let key = (self.is_phone, self.tests.to_vec(), taken);
        if let Some(known) = self.space.texts.borrow().get(&key) {
            return known.clone();
        }
        let found = self.look();
        self.space.texts.borrow_mut().insert(key, found.clone());
        found
    }

    fn look(&self) -> Found {
        if self.tests.iter().any(|(test, sign)| *sign && self.space.is_closed(*test)) {
            return self.all_of_closed().into_iter().next().map_or(Found::None, Found::Text);
        }
        if self.is_phone {
            return self.phone();
        }
        self.likely().map_or_else(|| self.by_letters(), Found::Text)
    }

    fn phone(&self) -> Found {
        let mobiles = (1u64..64).map(|number| format!("1380000{number:04}"));
        let others = (1u64..64).map(|number| format!("0208{number:07}"));
        let is_other = self.tests.iter().any(|(test, sign)| !sign && *self.test(*test) == TextTest::Mobile);
        let found = if is_other {
            others.chain(mobiles).find(|text| self.fits(text))
        } else {
            mobiles.chain(others).find(|text| self.fits(text))
        };
        found.map_or_else(|| self.by_letters(), Found::Text)
    }

    /// Words of the sets joined together, with what is usual before them.
    fn likely(&self) -> Option<String> {
        let mut starts: Vec<&str> = Vec::new();
        let mut ends: Vec<&str> = Vec::new();
        let mut middles: Vec<Vec<String>> = Vec::new();
        let mut least = 0;
        let mut only_latin = false;
        let mut only_digits = false;
        for (test, sign) in self.tests {
            match (self.test(*test), sign) {
                (TextTest::StartsWith(words), true) => starts.extend(self.usable(words).take(WORDS)),
                (TextTest::EndsWith(words), true) => ends.extend(self.usable(words).take(WORDS)),
                (TextTest::Mentions(words), true) => {
                    middles.push(self.usable(words).take(WORDS).map(str::to_owned).collect());
                }
                (TextTest::Follows(template), true) => middles.push(vec![self.filled(*template)]),
                (TextTest::CharsAtMost(limit) | TextTest::HanAtMost(limit), false) => least = least.max(limit + 1),
                (TextTest::OnlyLatin, true) => only_latin = true,
                (TextTest::OnlyDigits, true) => only_digits = true,
                _ => {}
            }
        }
        let mut fillers: Vec<String> = Vec::new();
        if !only_latin && !only_digits {
            fillers.extend(self.wanted.map(str::to_owned));
            fillers.extend(["青禾园艺", "晨光", "远山"].map(str::to_owned));
            fillers.extend((1..20).map(|number| format!("青禾{number}")));
        }
        if !only_digits {
            fillers.extend(["garden", "Qinghe", "blog"].map(str::to_owned));
            fillers.extend((1..20).map(|number| format!("garden{number}")));
        }
        fillers.extend((1..20).map(|number| format!("{}", 100 + number)));
        fillers.push(String::new());
        let padding = |text: &str| {
            let pad = if only_digits {
                '1'
            } else if only_latin {
                'a'
            } else {
                '青'
            };
            let short = usize::try_from(least).unwrap_or(0).saturating_sub(text.chars().count());
            std::iter::repeat_n(pad, short.min(400)).collect::<String>()
        };
        let middles = combinations(&middles);
        let (starts, ends) = (or_nothing(starts), or_nothing(ends));
        let mut tries = 0;
        for filler in &fillers {
            for middle in &middles {
                for (start, end) in starts.iter().flat_map(|start| ends.iter().map(move |end| (start, end))) {
                    let padding = padding(&format!("{start}{filler}{middle}{end}"));
                    let texts = [
                        format!("{start}{filler}{padding}{middle}{end}"),
                        format!("{start}{middle}{padding}{filler}{end}"),
                    ];
                    if let Some(text) = texts.into_iter().find(|text| self.fits(text)) {
                        return Some(text);
                    }
                    tries += 1;
                    if tries > TRIES {
                        return None;
                    }
                }
            }
        }
        None
    }

    /// The words that a text may have in it, whatever else it has.
    fn usable<'w>(&self, words: &'w [Box<str>]) -> impl Iterator<Item = &'w str> {
        let forbidden = self.tests.iter().filter(|(_, sign)| !sign).filter_map(|(test, _)| match self.test(*test) {
            TextTest::Mentions(words) => Some(words),
            _ => None,
        });
        let forbidden: Vec<&str> = forbidden.flatten().map(|word| &**word).collect();
        words.iter().map(|word| &**word).filter(move |word| !forbidden.iter().any(|other| word.contains(other)))
    }

    /// A template with something in every hole.
    fn filled(&self, template: usize) -> String {
        let parts = &self.space.document.vocabulary.templates[template].parts;
        parts.iter().map(|part| part.fixed.as_deref().unwrap_or("某")).collect()
    }

    /// Every text that matters, the shortest first.
    fn by_letters(&self) -> Found {
        let readers: Vec<(Reader, bool)> =
            self.tests.iter().map(|(test, sign)| (Reader::new(self.space, self.test(*test)), *sign)).collect();
        let alphabet = self.alphabet();
        let start: Vec<u32> = readers.iter().map(|(reader, _)| reader.start()).collect();
        let mut seen: FxHashSet<Vec<u32>> = FxHashSet::from_iter([start.clone()]);
        let mut waiting: VecDeque<(Vec<u32>, String)> = VecDeque::from([(start, String::new())]);
        while let Some((state, text)) = waiting.pop_front() {
            let accepts = readers.iter().zip(&state).all(|((reader, sign), state)| reader.accepts(*state) == *sign);
            if accepts && self.fits(&text) {
                return Found::Text(text);
            }
            if accepts && !self.taken.is_empty() {
                // One that fits may be taken; more of the same shape are not told apart here.
                if let Some(text) = alphabet.iter().map(|letter| format!("{text}{letter}")).find(|text| self.fits(text))
                {
                    return Found::Text(text);
                }
                return Found::GaveUp;
            }
            for letter in &alphabet {
                let next: Vec<u32> =
                    readers.iter().zip(&state).map(|((reader, _), state)| reader.read(*state, *letter)).collect();
                let is_dead =
                    readers.iter().zip(&next).any(|((reader, sign), state)| reader.is_final(*state) == Some(!sign));
                if is_dead || !seen.insert(next.clone()) {
                    continue;
                }
                if seen.len() > STATES {
                    return Found::GaveUp;
                }
                let mut longer = text.clone();
                longer.push(*letter);
                waiting.push_back((next, longer));
            }
        }
        Found::None
    }

    /// The letters of words that are wanted, and of each kind some that no word has.
    fn alphabet(&self) -> Vec<char> {
        let mut own: Vec<char> = Vec::new();
        let mut all: FxHashSet<char> = FxHashSet::default();
        for (test, sign) in self.tests {
            let mut letters: Vec<char> = Vec::new();
            match self.test(*test) {
                TextTest::Among(words)
                | TextTest::Mentions(words)
                | TextTest::StartsWith(words)
                | TextTest::EndsWith(words) => letters.extend(words.iter().flat_map(|word| word.chars())),
                TextTest::Follows(template) => {
                    let parts = &self.space.document.vocabulary.templates[*template].parts;
                    letters.extend(parts.iter().filter_map(|part| part.fixed.as_deref()).flat_map(str::chars));
                }
                _ => {}
            }
            all.extend(letters.iter().copied());
            if *sign {
                own.extend(letters);
            }
        }
        let kinds: [&[char]; 5] = [
            &['青', '禾', '园', '艺', '晨', '远', '甲', '乙', '丙', '丁'],
            &['q', 'w', 'x', 'z', 'k', 'j', 'v', 'Q', 'Z', 'X'],
            &['7', '3', '9', '4', '8', '6', '5', '2', '1', '0'],
            &['-', '.', '_', '&', '(', ')', '\''],
            &['！', '。', '＃', '※', '§', '；'],
        ];
        for kind in kinds {
            let unused: Vec<char> = kind.iter().copied().filter(|letter| !all.contains(letter)).take(2).collect();
            // Where words use them all, all are tried.
            own.extend(if unused.is_empty() { kind.to_vec() } else { unused });
        }
        if self.is_phone {
            own.extend('0'..='9');
        }
        own.sort_unstable();
        own.dedup();
        own
    }
}

/// The texts, or an empty one if there is none.
fn or_nothing(texts: Vec<&str>) -> Vec<&str> {
    if texts.is_empty() { vec![""] } else { texts }
}

/// One of each, joined; the first of all first.
fn combinations(sets: &[Vec<String>]) -> Vec<String> {
    let mut joined = vec![String::new()];
    for set in sets {
        joined = set.iter().flat_map(|word| joined.iter().map(move |before| format!("{before}{word}"))).collect();
        joined.truncate(TRIES);
    }
    joined
}

/// A test that reads a text letter by letter; its state is a number.
enum Reader {
    /// Words found anywhere: the state is a node, 0 once one was found.
    Anywhere(Trie),
    /// The text so far is a beginning of a word; 0 once it began with one, 1 when it cannot.
    Beginning(Trie),
    Ending(Trie),
    /// 0: nothing yet; 1: only signs; 2: a letter too; 3: another character.
    Latin,
    Digits,
    AtMost {
        limit: u32,
        counts: fn(char) -> bool,
    },
    Template {
        parts: Vec<Vec<char>>,
        holes: Vec<u32>,
    },
    Mobile,
    Whole(Trie),
}

impl Reader {
    fn new(space: &Space<'_>, test: &TextTest) -> Reader {
        match test {
            TextTest::Among(words) => Reader::Whole(Trie::new(words)),
            TextTest::Mentions(words) => Reader::Anywhere(Trie::new(words)),
            TextTest::StartsWith(words) => Reader::Beginning(Trie::new(words)),
            TextTest::EndsWith(words) => Reader::Ending(Trie::new(words)),
            TextTest::OnlyLatin => Reader::Latin,
            TextTest::OnlyDigits => Reader::Digits,
            TextTest::CharsAtMost(limit) => {
                Reader::AtMost { limit: u32::try_from(*limit).unwrap_or(u32::MAX - 1), counts: is_counted }
            }
            TextTest::HanAtMost(limit) => {
                Reader::AtMost { limit: u32::try_from(*limit).unwrap_or(u32::MAX - 1), counts: is_han }
            }
            TextTest::Follows(template) => {
                let (mut parts, mut holes) = (Vec::new(), vec![0u32]);
                for part in &space.document.vocabulary.templates[*template].parts {
                    match &part.fixed {
                        Some(fixed) => {
                            parts.push(fixed.chars().collect());
                            holes.push(0);
                        }
                        None => {
                            if let Some(last) = holes.last_mut() {
                                *last += 1;
                            }
                        }
                    }
                }
                Reader::Template { parts, holes }
            }
            TextTest::Mobile => Reader::Mobile,
        }
    }

    fn start(&self) -> u32 {
        match self {
            Reader::Anywhere(trie) => {
                if trie.is_word(Trie::ROOT) {
                    FOUND
                } else {
                    Trie::ROOT
                }
            }
            Reader::Beginning(trie) => {
                if trie.is_word(Trie::ROOT) {
                    FOUND
                } else {
                    Trie::ROOT
                }
            }
            Reader::Ending(_) | Reader::Whole(_) => Trie::ROOT,
            Reader::Latin | Reader::Digits | Reader::AtMost { .. } | Reader::Mobile => 0,
            Reader::Template { .. } => 0,
        }
    }

    fn read(&self, state: u32, letter: char) -> u32 {
        match self {
            Reader::Anywhere(_) if state == FOUND => FOUND,
            Reader::Anywhere(trie) => {
                let next = trie.next(state, letter);
                if trie.ends_word(next) { FOUND } else { next }
            }
            Reader::Beginning(_) if state == FOUND || state == LOST => state,
            Reader::Beginning(trie) => match trie.child(state, letter) {
                Some(next) if trie.is_word(next) => FOUND,
                Some(next) => next,
                None => LOST,
            },
            Reader::Ending(trie) => trie.next(state, letter),
            Reader::Whole(_) if state == LOST => LOST,
            Reader::Whole(trie) => trie.child(state, letter).unwrap_or(LOST),
            Reader::Latin => match state {
                3 => 3,
                _ if letter.is_ascii_alphabetic() => 2,
                _ if is_latin(letter) => state.max(1),
                _ => 3,
            },
            Reader::Digits => {
                if state < 2 && letter.is_ascii_digit() {
                    1
                } else {
                    2
                }
            }
            Reader::AtMost { limit, counts } => {
                if counts(letter) {
                    state.saturating_add(1).min(limit.saturating_add(1))
                } else {
                    state
                }
            }
            Reader::Template { parts, holes } => read_template(parts, holes, state, letter),
            Reader::Mobile => match state {
                0 if letter == '1' => 1,
                1..=10 if letter.is_ascii_digit() => state + 1,
                _ => LOST,
            },
        }
    }

    fn accepts(&self, state: u32) -> bool {
        match self {
            Reader::Anywhere(_) | Reader::Beginning(_) => state == FOUND,
            Reader::Ending(trie) => trie.ends_word(state),
            Reader::Whole(trie) => state != LOST && trie.is_word(state),
            Reader::Latin => state == 2,
            Reader::Digits => state == 1,
            Reader::AtMost { limit, .. } => state <= *limit,
            Reader::Template { parts, holes } => {
                let (part, skipped, _) = unpack(state);
                part == parts.len() && skipped >= holes[parts.len()]
            }
            Reader::Mobile => state == 11,
        }
    }

    /// What the test says whatever follows.
    fn is_final(&self, state: u32) -> Option<bool> {
        match self {
            Reader::Anywhere(_) => (state == FOUND).then_some(true),
            Reader::Beginning(_) => match state {
                FOUND => Some(true),
                LOST => Some(false),
                _ => None,
            },
            Reader::Ending(_) => None,
            Reader::Whole(_) | Reader::Mobile => (state == LOST).then_some(false),
            Reader::Latin => (state == 3).then_some(false),
            Reader::Digits => (state == 2).then_some(false),
            Reader::AtMost { limit, .. } => (state > *limit).then_some(false),
            Reader::Template { .. } => self.accepts(state).then_some(true),
        }
    }
}

const FOUND: u32 = u32::MAX;
const LOST: u32 = u32::MAX - 1;

/// The state of a template: which fixed part is next, characters skipped before it, how much of it
/// was read.
fn unpack(state: u32) -> (usize, u32, usize) {
    ((state >> 20) as usize, state >> 10 & 0x3ff, (state & 0x3ff) as usize)
}

fn pack(part: usize, skipped: u32, read: usize) -> u32 {
    (part as u32) << 20 | skipped.min(0x3ff) << 10 | (read as u32 & 0x3ff)
}

fn read_template(parts: &[Vec<char>], holes: &[u32], state: u32, letter: char) -> u32 {
    let (part, skipped, read) = unpack(state);
    if skipped < holes[part] {
        return pack(part, skipped + 1, 0);
    }
    let Some(fixed) = parts.get(part) else { return state };
    // The longest beginning of the part that the text ends with now.
    let mut tail: Vec<char> = fixed[..read].to_vec();
    tail.push(letter);
    let kept = (0..=tail.len().min(fixed.len())).rev().find(|length| tail.ends_with(&fixed[..*length])).unwrap_or(0);
    if kept == fixed.len() { pack(part + 1, 0, 0) } else { pack(part, skipped, kept) }
}

/// Words by their letters, and where to go on when a letter does not fit.
struct Trie {
    children: Vec<FxHashMap<char, u32>>,
    fail: Vec<u32>,
    word: Vec<bool>,
    ends: Vec<bool>,
}

impl Trie {
    const ROOT: u32 = 0;

    fn new(words: &[Box<str>]) -> Trie {
        let mut trie =
            Trie { children: vec![FxHashMap::default()], fail: vec![0], word: vec![false], ends: vec![false] };
        for word in words {
            let mut node = Trie::ROOT;
            for letter in word.chars() {
                let new = u32::try_from(trie.children.len()).unwrap_or(u32::MAX);
                let next = *trie.children[node as usize].entry(letter).or_insert(new);
                if next == new {
                    trie.children.push(FxHashMap::default());
                    trie.fail.push(0);
                    trie.word.push(false);
                    trie.ends.push(false);
                }
                node = next;
            }
            trie.word[node as usize] = true;
        }
        let mut waiting: VecDeque<u32> = VecDeque::from([Trie::ROOT]);
        while let Some(node) = waiting.pop_front() {
            trie.ends[node as usize] = trie.word[node as usize] || trie.ends[trie.fail[node as usize] as usize];
            let mut children: Vec<(char, u32)> =
                trie.children[node as usize].iter().map(|(letter, child)| (*letter, *child)).collect();
            children.sort_unstable();
            for (letter, child) in children {
                if node != Trie::ROOT {
                    trie.fail[child as usize] = trie.next(trie.fail[node as usize], letter);
                }
                waiting.push_back(child);
            }
        }
        trie
    }

    fn child(&self, node: u32, letter: char) -> Option<u32> {
        self.children[node as usize].get(&letter).copied()
    }

    fn next(&self, node: u32, letter: char) -> u32 {
        let mut node = node;
        loop {
            match self.child(node, letter) {
                Some(next) => return next,
                None if node == Trie::ROOT => return Trie::ROOT,
                None => node = self.fail[node as usize],
            }
        }
    }

    fn is_word(&self, node: u32) -> bool {
        self.word[node as usize]
    }

    /// Whether what was read ends with a word.
    fn ends_word(&self, node: u32) -> bool {
        self.ends[node as usize]
    }
}
