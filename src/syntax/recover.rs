//! Explains what the grammar could not take: where exactly it stops, and what could stand there.
//!
//! The broken part is parsed again with a strict rule, whose furthest failure is the place.

use crate::diagnostic::{Diagnostic, Message, codes};
use crate::say;
use crate::syntax::grammar::{Node, Rule, probe};
use crate::syntax::keywords::{KEYWORDS, Keyword, Place};
use crate::syntax::lower::Lowering;
use crate::text::{Span, suggest::suggest};

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
    if let Some(usual) = usual_word(word) {
        return lowering.report(diagnostic.help(say!("改用 `{usual}`", "write `{usual}`")));
    }
    if let Some(opening) = run_together(word) {
        diagnostic = diagnostic.help(say!(
            "`{opening}` 后面要空一格，词与词之间也要，如 `当 主体负责人年龄 不足 18岁`",
            "words need spaces between them: write `{opening}` and then a space"
        ));
    }
    diagnostic.help.extend(slip(lowering.text.get(place.start as usize..).unwrap_or("")));
    if strict == Rule::probe_clause && offset == 0 && is_answer_without_colon(broken) {
        diagnostic = diagnostic.help(say!(
            "是答复的话，名称后面写冒号：`{word}：选项`",
            "in an answer a colon stands behind the name: `{word}: choice`"
        ));
        return lowering.report(diagnostic);
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
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
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
