//! What statements say of words in names and texts: 含有「论坛」, 以「网」结尾, 「中国」「中华」等.
//!
//! Only words in quotation marks count, since nothing else tells where a word begins and ends.

use crate::model::{Expr, Vocabulary, WordSet};
use crate::syntax::ast::Operator;

/// Where in a text a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    Anywhere,
    Start,
    End,
    /// The word is the whole text.
    Whole,
}

impl Position {
    pub fn of_operator(operator: Operator) -> Option<Position> {
        match operator {
            Operator::Mentions => Some(Position::Anywhere),
            Operator::StartsWith => Some(Position::Start),
            Operator::EndsWith => Some(Position::End),
            Operator::Equal | Operator::In => Some(Position::Whole),
            Operator::Or
            | Operator::And
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Greater
            | Operator::GreaterEqual
            | Operator::NotIn
            | Operator::NotMentions
            | Operator::Plus
            | Operator::Minus => None,
        }
    }
}

/// What a text says of some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    pub position: Position,
    pub words: Vec<&'a str>,
}

/// Marks that every text has that says something of this kind; the others are not read.
const TELLTALES: &[&str] = &["结尾", "后缀", "开头", "含", "出现", "字样"];

/// What a text says of the words that it quotes.
pub fn said_of_words(text: &str) -> Vec<Said<'_>> {
    if !TELLTALES.iter().any(|mark| text.contains(mark)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut place = 0;
    while let Some((start, end, words)) = quoted(text, place) {
        if let Some(position) = position(&text[..start], &text[end..]) {
            found.push(Said { position, words });
        }
        place = end;
    }
    found
}

fn position(before: &str, behind: &str) -> Option<Position> {
    let behind = behind.trim_start_matches('等').trim_start_matches("字样").trim_start_matches("字");
    let is_with = before.ends_with(['以', '用', '为']);
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    if is_with && ["结尾", "收尾"].iter().any(|word| behind.starts_with(word))
        || ends(&["结尾为", "结尾是", "后缀为", "后缀是"])
    {
        return Some(Position::End);
    }
    if is_with && ["开头", "打头"].iter().any(|word| behind.starts_with(word)) || ends(&["开头为", "开头是"])
    {
        return Some(Position::Start);
    }
    ends(&["含有", "包含", "含", "带有", "出现", "出现有"]).then_some(Position::Anywhere)
}

/// Quotation marks around words that a text gives as examples.
const QUOTES: &[(char, char)] = &[('「', '」'), ('“', '”'), ('‘', '’'), ('『', '』')];

/// The next quoted words that stand together: where they begin, where they end, the words.
fn quoted(text: &str, from: usize) -> Option<(usize, usize, Vec<&str>)> {
    let start = from + text[from..].find(|letter| QUOTES.iter().any(|(open, _)| *open == letter))?;
    let (mut end, mut words) = (start, Vec::new());
    loop {
        let gap = text[end..].len() - text[end..].trim_start_matches(['、', '和', '与', '或', '及', '，']).len();
        let Some((word, length)) = one_quoted(&text[end + gap..]) else { break };
        words.push(word);
        end += gap + length;
    }
    // A mark that is never closed quotes nothing.
    (!words.is_empty()).then_some((start, end, words))
}

/// A quoted word that begins right here, and its length with the marks.
fn one_quoted(text: &str) -> Option<(&str, usize)> {
    let first = text.chars().next()?;
    let (open, close) = QUOTES.iter().find(|(open, _)| *open == first)?;
    let inside = &text[open.len_utf8()..];
    let length = inside.find(*close)?;
    Some((&inside[..length], open.len_utf8() + length + close.len_utf8()))
}

/// Letters that make another word of 等 when they stand in front of it or behind it.
const NOT_BEFORE: &[char] = &['平', '同', '高', '初', '中', '相', '对', '均', '上', '下', '优', '次', '不', '何'];
const NOT_BEHIND: &[char] = &['于', '级', '同', '待', '候', '值', '效', '额', '比', '价'];

/// The enumerations of a text that end in 等, from the last break in front: `「a」、「b」`.
pub fn open_enumerations(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('等').filter_map(|(place, mark)| {
        let before = &text[..place];
        let is_other_word = before.ends_with(NOT_BEFORE) || text[place + mark.len()..].starts_with(NOT_BEHIND);
        let start = before
            .rfind(['，', '。', '；', '：', '（', '('])
            .map_or(0, |open| open + before[open..].chars().next().map_or(0, char::len_utf8));
        let enumeration = &before[start..];
        let is_list = enumeration.contains('、') || enumeration.contains("」「") || enumeration.contains("”“");
        (!is_other_word && is_list).then_some(enumeration)
    })
}

/// Where an expression looks for which words, if it does.
pub fn sought(expr: &Expr) -> Option<(Position, Sought<'_>)> {
    match expr {
        Expr::Mentions(_, words) => Some((Position::Anywhere, Sought::Set(words))),
        Expr::StartsWith(_, words) => Some((Position::Start, Sought::Set(words))),
        Expr::EndsWith(_, words) => Some((Position::End, Sought::Set(words))),
        Expr::InWords(_, words) => Some((Position::Whole, Sought::Set(words))),
        Expr::Compare(_, sides) => match &**sides {
            (_, Expr::Text(text)) | (Expr::Text(text), _) => Some((Position::Whole, Sought::One(text))),
            _ => None,
        },
        _ => None,
    }
}

/// Words that an expression looks for.
#[derive(Clone, Copy, Debug)]
pub enum Sought<'a> {
    Set(&'a WordSet),
    One(&'a str),
}

impl Sought<'_> {
    /// Whether this word is one of them.
    pub fn holds(self, vocabulary: &Vocabulary, word: &str) -> bool {
        match self {
            Sought::One(own) => own == word,
            Sought::Set(words) => {
                let in_list = |list: &crate::model::WordsId| {
                    vocabulary.words[list.index()].words.iter().any(|own| &**own == word)
                };
                words.literals.iter().any(|own| &**own == word) || words.lists.iter().any(in_list)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let found = said_of_words(text).into_iter().map(|said| format!("{:?} {}", said.position, said.words.join("+")));
        found.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn quoted_words_are_read_with_their_place() {
        assert_eq!(check("网站名称以「网」或「站」结尾的"), "End 网+站");
        assert_eq!(check("不得含有「中国」「国家」"), "Anywhere 中国+国家");
        assert_eq!(check("域名开头为“gov”，后缀为“.cn”"), "Start gov, End .cn");
        assert_eq!(check("不得出现「市辖区」，改写实际城区"), "Anywhere 市辖区");
    }

    #[test]
    fn other_quotations_say_nothing_of_a_place() {
        assert_eq!(check("备注写「域名指向同一网站」，不含字样"), "");
        assert_eq!(check("含「没有结束"), "");
    }

    #[test]
    fn an_enumeration_may_be_left_open() {
        let found = |text: &str| open_enumerations(text).collect::<Vec<_>>().join("|");
        assert_eq!(found("名称用「中国」「国家」等字样"), "名称用「中国」「国家」");
        assert_eq!(found("不得有特殊符号，不得有反腐、赌博等敏感词"), "不得有反腐、赌博");
        assert_eq!(found("甲、乙的名称要等于丙，甲、乙平等，甲、乙等级"), "");
        assert_eq!(found("事业单位等用证件"), "");
    }
}
