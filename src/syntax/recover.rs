//! Explains what the grammar could not take: where exactly it stops, and what could stand there.
//!
//! The broken part is parsed again with a strict rule, whose furthest failure is the place.

use crate::diagnostic::{Diagnostic, Fix, Message, Safety, codes, look_alike, mended};
use crate::say;
use crate::syntax::grammar::{Node, Rule, probe};
use crate::syntax::keywords::{self, KEYWORDS, Keyword, Place};
use crate::syntax::lower::Lowering;
use crate::text::{FileId, Span, suggest::suggest};

/// How many characters around a mistake are looked at for what was meant.
const NEAR: usize = 200;

/// Reports a `broken_…` node.
pub(super) fn explain<'a>(lowering: &mut Lowering<'a>, node: &Node<'a>, strict: Rule) {
    let start = node.as_span().start();
    let rest = lowering.text.get(start..).unwrap_or("");
    let broken = node.as_str().trim_end();
    if let Some(opening) = unclosed_string(broken) {
        return report_unclosed_string(lowering, start + opening);
    }
    if let Some(diagnostic) = stray_brace(lowering, start, broken) {
        return lowering.report(diagnostic);
    }
    let first = Span::new(start, start + word_length(rest));
    if let Some(diagnostic) = odd_keyword(lowering, first) {
        return lowering.report(diagnostic);
    }
    if let Some(opening) = run_together(broken.get(..word_length(broken)).unwrap_or("")) {
        return lowering.report(missing_space(lowering.file, start, opening));
    }
    let window: usize = rest.char_indices().nth(4000).map_or(rest.len(), |(offset, _)| offset);
    let failure = probe(strict, rest.get(..window).unwrap_or(rest));
    let (mut offset, mut expected) = failure.map_or((0, Vec::new()), |failure| (failure.offset, failure.expected));
    if strict == Rule::probe_clause && is_unknown_opening(rest, offset) {
        // `如果 主体负责人年龄 …`: the first word is the mistake, not what follows it.
        (offset, expected) = (0, Vec::new());
    }
    let place = Span::new(start + offset, start + offset + word_length(rest.get(offset..).unwrap_or("")));
    let found = found_word(place.of(lowering.text));
    let message = Message::new(format!("这里看不懂{}", found.chinese), format!("unexpected {}", found.english));
    let mut diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, lowering.file, place, message);
    let word = place.of(lowering.text);
    if let Some(diagnostic) = odd_keyword(lowering, place) {
        return lowering.report(diagnostic);
    }
    if let Some(usual) = usual_word(word) {
        return lowering.report(instead(diagnostic, lowering.file, place, usual));
    }
    if let Some(diagnostic) = second_citation(lowering, start, rest).or_else(|| odd_date(lowering, place)) {
        return lowering.report(diagnostic);
    }
    if let Some(opening) = run_together(word) {
        return lowering.report(missing_space(lowering.file, place.start as usize, opening));
    }
    if offset > 0 && expected.contains(&Rule::name) && word.starts_with(['"', '“']) {
        return lowering.report(missing_id(lowering, start, rest, place));
    }
    if is_counted(lowering.text, place) {
        let help = say!(
            "数后面只写单位（岁、个月、天、个工作日、小时）；没有单位的只写数，不写 `{word}`",
            "behind a number stands a unit or nothing, not `{word}`"
        );
        let fix = Fix::new(Safety::Unsafe, say!("删掉 `{word}`", "delete `{word}`"));
        return lowering.report(diagnostic.help(help).fix(fix.replace(lowering.file, place, "")));
    }
    diagnostic.help.extend(slip(lowering.text.get(place.start as usize..).unwrap_or("")));
    if strict == Rule::probe_clause && offset == 0 && is_answer_without_colon(broken) {
        let message = say!("`{word}` 后面少了冒号", "a colon is missing behind `{word}`");
        let help = say!(
            "答复政策时，政策的名称后面写冒号：`{word}：选项`",
            "in an answer a colon stands behind the name of the policy: `{word}: choice`"
        );
        let end = place.end as usize;
        let blanks = broken.get(word.len()..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
        let colon = if word.is_ascii() { ": " } else { "：" };
        let fix = Fix::new(Safety::Unsafe, say!("在 `{word}` 后面写冒号", "write a colon behind `{word}`"));
        let fix = fix.replace(lowering.file, Span::new(end, end + blanks), colon);
        let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, lowering.file, place, message);
        return lowering.report(diagnostic.help(help).fix(fix));
    }
    if offset > 0 && begins_a_part(word) && expected.contains(&Rule::kw_and) {
        diagnostic = diagnostic.help(say!(
            "前一项后面少了 `，`；要说两样都行，写 `任选其一（甲，乙）`",
            "a comma is missing before this; that either will do is `one_of(a, b)`"
        ));
        return lowering.report(diagnostic);
    }
    for near in suggest(word, spellings(word, offset == 0)).into_iter().filter(|near| *near != word) {
        diagnostic = diagnostic.help(say!("是不是想写 `{near}`？", "did you mean `{near}`?"));
    }
    diagnostic = diagnostic.help(expectation(strict, offset, &expected));
    if offset > 0 {
        let whole = Span::new(start, start + word_length(rest));
        diagnostic = diagnostic.also(lowering.file, whole, say!("在这一处里面", "inside this"));
    }
    lowering.report(diagnostic);
}

/// A word of the language, but for a letter that only looks right or cannot be seen.
fn odd_keyword(lowering: &Lowering<'_>, place: Span) -> Option<Diagnostic> {
    let word = place.of(lowering.text);
    let mended = mended(word);
    let is_meant = mended.is_empty() || keywords::find(&mended).is_some();
    look_alike(lowering.file, word, place).filter(|_| is_meant)
}

/// `当主体负责人年龄 不足 18岁`
fn missing_space(file: FileId, start: usize, opening: &str) -> Diagnostic {
    let end = start + opening.len();
    let message = say!("`{opening}` 后面少了一个空格", "a space is missing behind `{opening}`");
    let help = say!(
        "在 `{opening}` 后面空一格；词与词之间都要空，如 `当 主体负责人年龄 不足 18岁`",
        "write a space behind `{opening}`; words need spaces between them"
    );
    let fix = Fix::new(Safety::Unsafe, say!("在 `{opening}` 后面空一格", "write a space behind `{opening}`"));
    let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, file, Span::new(start, end), message).help(help);
    diagnostic.fix(fix.replace(file, Span::new(end, end), " "))
}

/// `规则 “负责人未成年” {`: the label without the id before it.
fn missing_id(lowering: &Lowering<'_>, start: usize, rest: &str, place: Span) -> Diagnostic {
    let opening = rest.get(..word_length(rest)).unwrap_or("");
    let message = say!("`{opening}` 后面少了标识", "an id is missing behind `{opening}`");
    let help = say!(
        "在引号前面写一个标识，用小写英文字母、数字和 `_`，如 `{opening} min_age “…”`",
        "write an id of lower-case letters, digits and `_` before the quotation mark, such as `{opening} min_age \"…\"`"
    );
    let head = Span::new(start, start + opening.len());
    let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, lowering.file, place, message).help(help);
    diagnostic.also(lowering.file, head, say!("在这一处里面", "inside this"))
}

/// What is usually written, with a fix that writes what is meant; needless words are deleted.
fn instead(diagnostic: Diagnostic, file: FileId, place: Span, usual: &str) -> Diagnostic {
    let (help, fix) = if usual.is_empty() {
        (say!("删掉这个词", "delete this word"), say!("删掉它", "delete it"))
    } else {
        (say!("改用 `{usual}`", "write `{usual}`"), say!("改成 `{usual}`", "write `{usual}`"))
    };
    diagnostic.help(help).fix(Fix::new(Safety::Unsafe, fix).replace(file, place, usual))
}

/// `依据 e-01 e-02`: the second one without a comma before it.
fn second_citation(lowering: &Lowering<'_>, start: usize, rest: &str) -> Option<Diagnostic> {
    let before = lowering.text.get(..start)?.trim_end();
    // No more than a few words, lest a long line of such things is read over and over.
    let line = before.get(before.char_indices().rev().nth(NEAR).map_or(0, |(offset, _)| offset)..)?;
    let line = line.get(line.rfind('\n').map_or(0, |newline| newline + 1)..)?;
    let mut words = line.split([' ', '，', ',', '、', '\u{3000}']).filter(|word| !word.is_empty());
    let is_behind =
        words.any(|word| word == "依据" || word == "cites") && words.next_back().is_some_and(is_statement_id);
    let id = rest.get(..rest.find(|letter: char| !is_id_letter(letter)).unwrap_or(rest.len()))?;
    if !is_behind || !is_statement_id(id) {
        return None;
    }
    let place = Span::new(start, start + id.len());
    let gap = Span::new(before.len(), start);
    let message = say!("`{id}` 前面少了逗号", "a comma is missing before `{id}`");
    let help = say!("几条依据之间写逗号：`依据 e-01，e-02`", "write commas between statements: `cites e-01, e-02`");
    let comma = if line.contains("cites") { ", " } else { "，" };
    let fix = Fix::new(Safety::Unsafe, say!("补上逗号", "write the comma")).replace(lowering.file, gap, comma);
    Some(Diagnostic::new(codes::UNEXPECTED_TEXT, lowering.file, place, message).help(help).fix(fix))
}

fn is_id_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '/' | '_')
}

/// `e-01`, `notice/1`; not a word alone.
fn is_statement_id(word: &str) -> bool {
    word.chars().all(is_id_letter)
        && word.contains(['-', '/'])
        && word.ends_with(|letter: char| letter.is_ascii_digit())
}

/// `2026/3/1`, `2026.3.1`: found at its first sign.
fn odd_date(lowering: &Lowering<'_>, place: Span) -> Option<Diagnostic> {
    let sign = place.of(lowering.text).chars().next().filter(|sign| matches!(sign, '/' | '.' | '／' | '．'))?;
    let (before, after) = (lowering.text.get(..place.start as usize)?, lowering.text.get(place.start as usize..)?);
    let start = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let is_part = |letter: char| letter.is_ascii_digit() || letter == sign;
    let length = after.find(|letter: char| !is_part(letter)).unwrap_or(after.len());
    let place = Span::new(start, place.start as usize + length);
    let written = place.of(lowering.text);
    let parts: Vec<&str> = written.split(sign).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    let usual = format!("{year}-{month:0>2}-{day:0>2}");
    let message = say!("日期不能写成 `{written}`", "a date is not written `{written}`");
    let help = say!("写成 `{usual}` 或 `{year}年{month}月{day}日`", "write `{usual}` (or `{year}年{month}月{day}日`)");
    let fix =
        Fix::new(Safety::Unsafe, say!("改成 `{usual}`", "write `{usual}`")).replace(lowering.file, place, &*usual);
    Some(Diagnostic::new(codes::UNEXPECTED_TEXT, lowering.file, place, message).help(help).fix(fix))
}

/// `3个网站`: a measure word right behind a number.
fn is_counted(text: &str, place: Span) -> bool {
    let before = text.get(..place.start as usize).unwrap_or("");
    let word = place.of(text);
    before.ends_with(|letter: char| letter.is_ascii_digit())
        && word.starts_with(['个', '家', '次', '项', '份', '位', '条'])
}

/// `home_url_limit one`: two names of which the first is no word of the language.
fn is_answer_without_colon(broken: &str) -> bool {
    let first = word_length(broken);
    let rest = broken.get(first..).unwrap_or("");
    begins_a_part(broken.get(..first).unwrap_or(""))
        && rest.starts_with(char::is_whitespace)
        && begins_a_part(rest.trim_start().get(..word_length(rest.trim_start())).unwrap_or(""))
}

/// Whether the first word opens a clause.
pub(super) fn begins_with_clause(text: &str) -> bool {
    let word = text.get(..word_length(text)).unwrap_or("");
    KEYWORDS.iter().any(|known| known.place == Place::Part && (known.english == word || known.chinese == word))
}

/// A word that could begin the next of several parts: behind a whole one only a comma is missing.
fn begins_a_part(word: &str) -> bool {
    let is_keyword = KEYWORDS.iter().any(|known| known.english == word || known.chinese == word);
    !is_keyword && word.chars().next().is_some_and(char::is_alphabetic)
}

/// Whether a clause fails right behind a first word that opens none.
fn is_unknown_opening(rest: &str, offset: usize) -> bool {
    let first = word_length(rest);
    let word = rest.get(..first).unwrap_or("");
    let between = rest.get(first..offset).unwrap_or("x");
    offset > 0
        && between.trim().is_empty()
        && !KEYWORDS.iter().any(|known| known.english == word || known.chinese == word)
}

/// The clause word that begins a longer Chinese word, as in `当主体负责人年龄不足18岁`.
fn run_together(word: &str) -> Option<&'static str> {
    let openings = ["当", "除非", "要求", "逐个", "依据", "建议", "说明", "规则", "适用于", "未明确"];
    openings.into_iter().find(|opening| word.len() > opening.len() + 3 && word.starts_with(opening))
}

/// What people write instead of a word of the language, and the word.
fn usual_word(written: &str) -> Option<&'static str> {
    const USUAL: &[(&str, &str)] = &[
        ("如果", "当"),
        ("假如", "当"),
        ("若", "当"),
        ("当且仅当", "当"),
        ("必须", "要求"),
        ("应当", "要求"),
        ("需要", "要求"),
        ("须", "要求"),
        ("提供", "要求"),
        ("禁止", "不予备案"),
        ("不得", "不予备案"),
        ("拒绝", "不予备案"),
        ("可以", "允许"),
        ("大于", "超过"),
        ("大于等于", "至少"),
        ("不少于", "至少"),
        ("不低于", "至少"),
        ("小于", "不足"),
        ("小于等于", "不超过"),
        ("低于", "不足"),
        ("未满", "不足"),
        ("至多", "不超过"),
        ("等于", "为"),
        ("是", "为"),
        ("不是", "不为"),
        ("不等于", "不为"),
        ("包含", "含有"),
        ("包括", "含有"),
        ("不包含", "不含"),
        ("并且", "且"),
        ("而且", "且"),
        ("或者", "或"),
        ("来自", "依据"),
        ("备注", "说明"),
        ("每个", "逐个"),
        ("if", "when"),
        ("must", "require"),
        ("deny", "forbid"),
        ("allow", "permit"),
        ("contains", "mentions"),
        ("foreach", "for_each"),
        ("那么", ""),
        ("则", ""),
        ("就", ""),
        ("的话", ""),
        ("then", ""),
        ("月", "个月"),
        ("日", "天"),
        ("工作日", "个工作日"),
    ];
    USUAL.iter().find(|(usual, _)| *usual == written).map(|(_, word)| *word)
}

/// The words that could have been meant: those in the same writing system.
fn spellings(word: &str, at_start: bool) -> impl Iterator<Item = &'static str> {
    let chinese = !word.is_ascii();
    let fits = move |keyword: &&Keyword| !at_start || matches!(keyword.place, Place::Item | Place::Part);
    KEYWORDS.iter().filter(fits).map(move |k| if chinese { k.chinese } else { k.english })
}

/// Offset of the quotation mark that opens a string without an end on its line.
fn unclosed_string(broken: &str) -> Option<usize> {
    let mut line_start = 0;
    for line in broken.split_inclusive('\n') {
        let mut open: Option<(usize, char)> = None;
        for (offset, letter) in line.char_indices() {
            match (open, letter) {
                (None, '#') => break,
                (None, '"') => open = Some((offset, '"')),
                (None, '“') => open = Some((offset, '”')),
                (Some((_, closing)), letter) if letter == closing => open = None,
                // Strings do not nest: the first mark is the one that is not closed.
                (Some((_, '”')), '“') => break,
                _ => {}
            }
        }
        if let Some((offset, _)) = open {
            return Some(line_start + offset);
        }
        line_start += line.len();
    }
    None
}

fn report_unclosed_string(lowering: &mut Lowering<'_>, opening: usize) {
    let mark = lowering.text.get(opening..).and_then(|rest| rest.chars().next()).unwrap_or('"');
    let place = Span::new(opening, opening + mark.len_utf8());
    let closing = if mark == '“' { '”' } else { '"' };
    let other = if mark == '“' { '"' } else { '”' };
    let rest = lowering.text.get(place.end as usize..).unwrap_or("");
    let near = rest.get(..rest.char_indices().nth(NEAR).map_or(rest.len(), |(offset, _)| offset)).unwrap_or("");
    let line = near.lines().next().unwrap_or("");
    if let Some(end) = line.find(other) {
        let end = place.end as usize + end;
        let found = Span::new(end, end + other.len_utf8());
        let message =
            say!("这一对引号不成对：`{mark}` … `{other}`", "these two marks are no pair: `{mark}` … `{other}`");
        let help =
            say!("用 `{mark}` 开头的，要用 `{closing}` 结尾", "what opens with `{mark}` closes with `{closing}`");
        let fix = Fix::new(Safety::Unsafe, say!("结尾改成 `{closing}`", "close with `{closing}`"));
        let fix = fix.replace(lowering.file, found, closing);
        let diagnostic = Diagnostic::new(codes::UNCLOSED_STRING, lowering.file, place, message).also(
            lowering.file,
            found,
            say!("这里应当是 `{closing}`", "this should be `{closing}`"),
        );
        return lowering.report(diagnostic.help(help).fix(fix));
    }
    let message = say!("这个引号没有对应的结束引号", "this string has no closing quotation mark");
    let help = say!("在同一行补上 `{closing}`；名称里面要用引号时写「」", "write `{closing}` on the same line");
    lowering.report(Diagnostic::new(codes::UNCLOSED_STRING, lowering.file, place, message).help(help));
}

fn stray_brace(lowering: &Lowering<'_>, start: usize, broken: &str) -> Option<Diagnostic> {
    let letter = broken.chars().next()?;
    if !matches!(letter, '}' | '｝') {
        return None;
    }
    let place = Span::new(start, start + letter.len_utf8());
    let message = say!("多了一个 `}}`", "this `}}` closes nothing");
    let help = say!(
        "删掉它；或者前面少写了 `{{`，或某一项提前结束了",
        "delete it; or a `{{` is missing above, or an item ended too early"
    );
    Some(Diagnostic::new(codes::STRAY_BRACE, lowering.file, place, message).help(help))
}

/// Length in bytes of the word, string start or sign at the beginning of a text.
pub(super) fn word_length(text: &str) -> usize {
    // What cannot be seen is part of a word, as in the grammar, so that it can be pointed at.
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '\u{200B}'..='\u{200D}');
    let Some(first) = text.chars().next() else { return 0 };
    if !is_word(first) {
        return first.len_utf8();
    }
    text.find(|letter: char| !is_word(letter)).unwrap_or(text.len())
}

fn found_word(word: &str) -> Message {
    if word.is_empty() {
        return say!("：文件到此结束了", "end of file");
    }
    if word.chars().all(char::is_whitespace) {
        return say!("：这里缺了内容", "end of the line");
    }
    say!("：`{word}`", "`{word}`")
}

/// What to write instead of a sign that an input method has put there.
fn slip(rest: &str) -> Option<Message> {
    Some(match rest.chars().next()? {
        '”' => say!("前面的引号写 `“`，后面的才写 `”`", "a string opens with `“` and closes with `”`"),
        '。' | '；' | ';' | '！' | '，' | ',' | '、' => {
            say!("子句之间不用标点，删掉它", "nothing stands between clauses; delete it")
        }
        '．' | '·' => say!("名称里用半角的 `.`", "write a plain `.`"),
        '—' | '–' | '－' | '−' | '‐' => say!("用半角的 `-`", "write a plain `-`"),
        '.' => say!("日期写成 `2026年3月1日` 或 `2026-03-01`", "write a date as `2026-03-01`"),
        '「' | '『' | '‘' => say!("文字用 `“ ”` 或 `\"` 括起来", "write a text in `\"`"),
        _ => return None,
    })
}

fn expectation(strict: Rule, offset: usize, expected: &[Rule]) -> Message {
    if offset == 0 || expected.is_empty() {
        return match strict {
            Rule::probe_item => say!(
                "这里应当是一项的开头，如 `规则`、`适用于`、`政策`、`事实`、`来源`",
                "an item begins here: `rule`, `for`, `policy`, `facts`, `source`, …"
            ),
            Rule::probe_clause => say!(
                "规则里可以写 `当`、`除非`、`要求`、`不予备案`、`建议`、`依据` 等；答复写成 `政策：选项`",
                "write `when`, `unless`, `require`, `forbid`, `advise`, `cites`, or an answer `policy: choice`"
            ),
            _ => say!("这里应当是一行条目，如 `名称 \"中文名称\"`", "an entry stands here, such as `name \"label\"`"),
        };
    }
    let mut chinese: Vec<String> = Vec::new();
    let mut english: Vec<String> = Vec::new();
    for rule in expected {
        let Some(phrase) = phrase(*rule) else { continue };
        if !chinese.contains(&phrase.chinese) {
            chinese.push(phrase.chinese);
            english.push(phrase.english);
        }
    }
    chinese.truncate(8);
    english.truncate(8);
    if chinese.is_empty() {
        return say!("看一看这一处的写法（参考卡）", "see the reference card for how this is written");
    }
    Message::new(format!("这里可以写：{}", chinese.join("、")), format!("expected {}", english.join(", ")))
}

/// What a grammar rule is called when speaking to a person; `None` for what need not be said.
fn phrase(rule: Rule) -> Option<Message> {
    let name = format!("{rule:?}");
    if let Some(keyword) = KEYWORDS.iter().find(|keyword| keyword.rule == Some(name.as_str())) {
        let Keyword { english, chinese, .. } = keyword;
        return Some(say!("`{chinese}`", "`{english}`"));
    }
    Some(match rule {
        Rule::string => say!("引号里的文字", "a text in quotation marks"),
        Rule::name | Rule::names => say!("一个名称", "a name"),
        Rule::path | Rule::reference => say!("一个名称", "a name"),
        Rule::expr | Rule::tuple => say!("一个条件", "an expression"),
        Rule::number | Rule::digits => say!("数字", "a number"),
        Rule::date => say!("日期", "a date"),
        Rule::citation => say!("条目编号（如 e-01）", "a statement id such as `e-01`"),
        Rule::open => say!("`{{`", "`{{`"),
        Rule::type_ref | Rule::named_type => {
            say!("类型（如 `是否`、`文本`、`整数 0..150`）", "a type such as `yes_no`, `text`, `int 0..150`")
        }
        Rule::arguments => say!("（…）", "`(…)`"),
        Rule::unit => say!("单位（岁、个月、天、个工作日、小时）", "a unit (years, months, days, workdays, hours)"),
        Rule::property => say!("一项资料", "a property"),
        _ => return None,
    })
}
