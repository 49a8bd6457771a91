//! What is wrong with an application, said to the person who wrote it: where, what, what instead.

use crate::diagnostic::{Code, Diagnostic, Message, codes};
use crate::eval::decode::{Expected, Found, Misfit, ValueKind, What};
use crate::eval::layout::{Record, Shape};
use crate::eval::locate::{Located, locate};
use crate::eval::table::Table;
use crate::say;
use crate::text::suggest::suggest;
use crate::text::{FileId, LineIndex, Span};

/// Mistakes that are listed; each is looked for in the whole text, and further ones are counted.
const MOST: usize = 100;
/// Longer values are cut in messages.
const SHOWN: usize = 40;

/// The diagnostics of misfits in a text. Where a text is no JSON, that alone is said.
pub fn diagnostics(table: &Table, file: FileId, text: &str, misfits: &[Misfit]) -> Vec<Diagnostic> {
    if let Some(found) = misfits.iter().find_map(|misfit| syntax(file, text, misfit)) {
        return vec![found];
    }
    let said = |misfit: &Misfit| Said { table, located: locate(text, &misfit.trail) }.diagnostic(file, misfit);
    let mut found: Vec<Diagnostic> = misfits.iter().take(MOST).map(said).collect();
    let rest = misfits.len().saturating_sub(MOST);
    if rest > 0
        && let Some(last) = found.last_mut()
    {
        last.message.chinese.push_str(&format!("（另有 {rest} 处错误没有列出）"));
        last.message.english.push_str(&format!(" ({rest} further mistakes are not listed)"));
    }
    found
}

fn syntax(file: FileId, text: &str, misfit: &Misfit) -> Option<Diagnostic> {
    let What::Syntax { line, column, message } = &misfit.what else { return None };
    let start = LineIndex::new(text).start(*line) as usize + column.saturating_sub(1);
    let is_at_end = message.starts_with("EOF");
    let span = if is_at_end { Span::new(text.len(), text.len()) } else { Span::new(start, start + 1) };
    let in_chinese = in_chinese(message);
    let said = say!("这不是 JSON：{in_chinese}", "this is not JSON: {message}");
    let help = say!(
        "JSON 的引号、逗号、冒号和括号都用半角；文本和键写在双引号里；最后一项后面没有逗号",
        "texts and keys stand in double quotes; no comma stands behind the last member"
    );
    Some(Diagnostic::new(codes::MALFORMED_JSON, file, span, said).help(help))
}

/// The words of the JSON parser.
fn in_chinese(message: &str) -> &str {
    const WORDS: &[(&str, &str)] = &[
        ("EOF while parsing", "没有写完就结束了"),
        ("trailing comma", "最后一项后面多了逗号"),
        ("trailing characters", "写完之后还有多余的内容"),
        ("key must be a string", "键要写在双引号里"),
        ("expected `:`", "键后面少了冒号 `:`"),
        ("expected `,` or `}`", "少了逗号 `,` 或右花括号 `}`"),
        ("expected `,` or `]`", "少了逗号 `,` 或右方括号 `]`"),
        ("expected value", "这里要写一个值"),
        ("expected ident", "只能是 true、false 或 null"),
        ("control character", "文本里有换行或控制字符"),
        ("invalid escape", "反斜杠后面的写法不对"),
        ("lone leading surrogate", "反斜杠后面的写法不对"),
        ("invalid unicode code point", "反斜杠后面的写法不对"),
        ("number out of range", "数太大"),
        ("invalid number", "数的写法不对"),
        ("recursion limit exceeded", "嵌套太深"),
    ];
    WORDS.iter().find(|(english, _)| message.starts_with(english)).map_or(message, |(_, chinese)| chinese)
}

struct Said<'a> {
    table: &'a Table,
    located: Located<'a>,
}

impl Said<'_> {
    fn diagnostic(&self, file: FileId, misfit: &Misfit) -> Diagnostic {
        let (code, message, help) = self.words(misfit);
        let is_about_key = matches!(
            misfit.what,
            What::UnknownKey | What::UnknownMaterial | What::UnknownAttribute | What::Duplicate | What::TooLong { .. }
        );
        let span = if is_about_key { self.located.span } else { self.located.value_span };
        let diagnostic = Diagnostic::new(code, file, span, message);
        if help.is_empty() { diagnostic } else { diagnostic.help(help) }
    }

    fn words(&self, misfit: &Misfit) -> (Code, Message, Message) {
        let path = &self.located.path;
        let value = self.value();
        match &misfit.what {
            What::Syntax { message, .. } => (codes::MALFORMED_JSON, Message::new(message, message), Message::empty()),
            What::UnknownKey => (
                codes::UNKNOWN_PATH,
                say!("申请里没有 `{path}` 这一项", "an application has nothing called `{path}`"),
                self.known_keys(),
            ),
            What::UnknownMaterial => {
                let known = self.table.document.vocabulary.materials.iter();
                let known: Vec<(&str, &str)> = known.map(|item| (item.id.as_str(), item.label.as_str())).collect();
                let message = say!("没有材料 `{path}`", "there is no material `{path}`");
                (codes::UNKNOWN_PATH, message, near(self.last(), "materials.", &known))
            }
            What::UnknownAttribute => {
                let vocabulary = &self.table.document.vocabulary;
                let id = path.split('.').nth(1).unwrap_or_default();
                let material = vocabulary.materials.iter().find(|item| item.id == id);
                let has = |id: &String| material.is_some_and(|material| material.attributes.contains(id));
                let known = vocabulary.attributes.iter().filter(|item| has(&item.id));
                let known: Vec<(&str, &str)> = known.map(|item| (item.id.as_str(), item.label.as_str())).collect();
                let label = material.map_or("", |material| &material.label);
                let own = vocabulary.attributes.iter().find(|item| item.id == self.last());
                let (attribute_zh, attribute_en) = (own.map_or(path, |item| &item.label), self.last());
                let message = say!("{label}没有 `{attribute_zh}` 这个属性", "`{id}` has no attribute `{attribute_en}`");
                (codes::UNKNOWN_PATH, message, near(self.last(), "", &known))
            }
            What::Duplicate => (
                codes::DUPLICATE_KEY,
                say!("`{path}` 写了两次", "`{path}` is given twice"),
                say!("只留一处", "keep one of them"),
            ),
            What::WrongType { expected, found } => self.wrong_type(*expected, *found),
            What::OutOfRange { low, high } => (
                codes::VALUE_OUT_OF_RANGE,
                say!("`{path}` 不能是 {value}", "`{path}` cannot be {value}"),
                say!("写 {low} 到 {high} 之间的整数", "write a whole number from {low} to {high}"),
            ),
            What::NotADay => (
                codes::VALUE_OUT_OF_RANGE,
                say!("`{path}` 的 {value} 不是日期", "{value} in `{path}` is not a day"),
                say!("写成 \"2026-11-23\" 的样子", "write it like \"2026-11-23\""),
            ),
            What::UnknownValue { of } => {
                let known = self.table.document.vocabulary.enums[*of as usize].values.iter();
                let known: Vec<(&str, &str)> = known.map(|item| (item.id.as_str(), item.label.as_str())).collect();
                let written: String = serde_json::from_str(self.located.value).unwrap_or_default();
                let message = say!("`{path}` 没有取值 {value}", "`{path}` has no value {value}");
                (codes::UNKNOWN_ENUM_VALUE, message, near(&written, "", &known))
            }
            What::TooLong { max, count } => (
                codes::LIST_TOO_LONG,
                say!(
                    "`{path}` 有 {count} 项，最多 {max} 项",
                    "`{path}` has {count} elements, at most {max} are allowed"
                ),
                say!("分成几份申请", "split the application"),
            ),
            What::Contradiction { invariant, values } => self.contradiction(*invariant, values),
            What::OtherProvince => (
                codes::OTHER_PROVINCE,
                say!(
                    "`{path}` 是 {value}，要核对的却是另一个省",
                    "`{path}` is {value}, and another province is asked about"
                ),
                say!(
                    "改 `--province`，或删去申请里的这一项",
                    "change `--province`, or leave this out of the application"
                ),
            ),
        }
    }

    /// The value as it is written, cut if it is long.
    fn value(&self) -> String {
        let shown: String = self.located.value.chars().take(SHOWN).collect();
        let is_cut = shown.len() < self.located.value.len();
        format!("`{}{}`", shown.split_whitespace().collect::<Vec<_>>().join(" "), if is_cut { "…" } else { "" })
    }

    /// The last key of the path.
    fn last(&self) -> &str {
        self.located.path.rsplit('.').next().unwrap_or_default()
    }

    fn contradiction(&self, number: u32, [in_chinese, in_english]: &[String; 2]) -> (Code, Message, Message) {
        let invariant = &self.table.document.vocabulary.invariants[number as usize];
        let (label, id) = (&invariant.label, &invariant.id);
        (
            codes::CONTRADICTION,
            say!(
                "申请自相矛盾，没有做到「{label}」{in_chinese}",
                "the application contradicts itself, `{id}` does not hold{in_english}"
            ),
            say!("核对有关的几项，改正写错的一项", "compare the facts concerned and mend the wrong one"),
        )
    }

    fn wrong_type(&self, expected: Expected, found: Found) -> (Code, Message, Message) {
        let path = &self.located.path;
        let (zh, en) = match found {
            Found::Null => ("空值 null", "null"),
            Found::Bool => ("true 或 false", "true or false"),
            Found::Number => ("数", "a number"),
            Found::Fraction => ("小数", "a fraction"),
            Found::Text => ("文本", "a text"),
            Found::Array => ("数组", "an array"),
            Found::Object => ("对象", "an object"),
        };
        let (wanted_zh, wanted_en) = match expected {
            Expected::Object => ("对象 { … }", "an object { … }"),
            Expected::Array => ("数组 [ … ]", "an array [ … ]"),
            Expected::Materials => (
                "对象，例如 {\"residence_permit\": {\"expires_on\": \"2027-05-01\"}}",
                "an object such as {\"residence_permit\": {\"expires_on\": \"2027-05-01\"}}",
            ),
            Expected::Value(ValueKind::YesNo) => ("true 或 false", "true or false"),
            Expected::Value(ValueKind::Int) => ("整数", "a whole number"),
            Expected::Value(ValueKind::Date) => ("日期，例如 \"2026-11-23\"", "a day such as \"2026-11-23\""),
            Expected::Value(ValueKind::Text) => ("文本", "a text"),
            Expected::Value(ValueKind::Enum(_)) => ("取值的标识（文本）", "the id of a value (a text)"),
            Expected::Value(ValueKind::Set(_)) => ("取值标识的数组", "an array of ids of values"),
        };
        let message = if path.is_empty() {
            say!("申请要是{wanted_zh}，这里是{zh}", "an application is {wanted_en}, and this is {en}")
        } else {
            say!("`{path}` 要写{wanted_zh}，这里是{zh}", "`{path}` takes {wanted_en}, and this is {en}")
        };
        let help = match (expected, found) {
            (_, Found::Null) => say!(
                "不知道的就不写这一项；null 表示留空，只有可不填的项才可以",
                "leave out what is not known; null means left empty, which only optional facts can be"
            ),
            (Expected::Value(ValueKind::Enum(of) | ValueKind::Set(of)), _) => {
                let values = &self.table.document.vocabulary.enums[of as usize].values;
                let shown: Vec<String> =
                    values.iter().take(6).map(|value| format!("\"{}\"（{}）", value.id, value.label)).collect();
                let shown = shown.join("、");
                say!("例如 {shown}", "for example {shown}")
            }
            (Expected::Value(ValueKind::Int), Found::Text) => {
                say!("写成数，不加引号和单位", "write the number without quotation marks and unit")
            }
            _ => Message::empty(),
        };
        (codes::WRONG_VALUE_TYPE, message, help)
    }

    /// The paths that an unknown key may stand for.
    fn known_keys(&self) -> Message {
        let (parent, key) = self.located.path.rsplit_once('.').unwrap_or(("", &self.located.path));
        let parent = without_indexes(parent);
        let mut paths = Vec::new();
        self.collect(&self.table.layout.shape, "", &mut paths);
        let beside = |path: &&(String, &str)| path.0.rsplit_once('.').map_or("", |(parent, _)| parent) == parent;
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let whole = if parent.is_empty() { key.to_owned() } else { format!("{parent}.{key}") };
        let show = |(path, label): &(String, &str)| {
            if label.is_empty() { format!("`{path}`") } else { format!("`{path}`（{label}）") }
        };
        if let Some(derived) = self.table.document.vocabulary.derived.iter().find(|item| item.path == whole) {
            let label = &derived.label;
            return say!(
                "「{label}」由别的事实推出，不能填写",
                "this follows from other facts and cannot be given: {label}"
            );
        }
        // Its label, or the whole path as one key.
        if let Some(found) =
            paths.iter().find(|(path, label)| *label == key || (key.contains('.') && without_indexes(path) == key))
        {
            let shown = show(found);
            return say!("写 {shown}，每一段是一层对象", "write {shown}, each part an object of its own");
        }
        let near_keys =
            suggest(key, paths.iter().filter(beside).map(|(path, _)| path.rsplit('.').next().unwrap_or_default()));
        let mut shown: Vec<String> = paths
            .iter()
            .filter(beside)
            .filter(|(path, _)| near_keys.contains(&last(path).as_str()))
            .map(show)
            .collect();
        if shown.is_empty() {
            // The right name, or nearly, in the wrong place: first those under the same parent.
            let meant = suggest(key, paths.iter().map(|(path, _)| path.rsplit('.').next().unwrap_or_default()));
            let is_meant = |(path, _): &&(String, &str)| meant.contains(&last(path).as_str());
            let under = paths.iter().filter(is_meant).filter(|(path, _)| path.starts_with(&parent));
            shown = under.take(3).map(show).collect();
            if shown.is_empty() {
                shown = paths.iter().filter(is_meant).take(3).map(show).collect();
            }
        }
        if shown.is_empty() {
            shown = paths.iter().filter(beside).take(12).map(show).collect();
            let shown = shown.join("、");
            return say!("这里可以写 {shown}", "what can stand here: {shown}");
        }
        let shown = shown.join("、");
        say!("是不是 {shown}？", "did you mean {shown}?")
    }

    /// All keys that may be written, with the labels of facts and lists.
    fn collect<'a>(&'a self, record: &Record, parent: &str, paths: &mut Vec<(String, &'a str)>) {
        let mut keys: Vec<_> = record.iter().collect();
        keys.sort_by_key(|(_, entry)| entry.number);
        for (key, entry) in keys {
            let path = if parent.is_empty() { key.to_string() } else { format!("{parent}.{key}") };
            match &entry.shape {
                Shape::Record(inner) => {
                    paths.push((path.clone(), ""));
                    self.collect(inner, &path, paths);
                }
                Shape::Field(slot) => {
                    let list = parent.split('.').next().unwrap_or_default();
                    let array = self.table.layout.arrays.iter().find(|array| array.key == list);
                    let fields = array.map_or(&self.table.layout.fields, |array| &array.fields);
                    let fact = fields
                        .get(*slot as usize)
                        .map(|field| &self.table.document.vocabulary.facts[field.fact as usize]);
                    paths.push((path, fact.map_or("", |fact| &fact.label)));
                }
                Shape::Array(number, inner) => {
                    paths.push((path.clone(), &self.table.layout.arrays[*number as usize].label));
                    self.collect(inner, &path, paths);
                }
                Shape::Materials => paths.push((path, "材料")),
            }
        }
    }
}

/// `sites[0].name` is `sites.name`.
fn without_indexes(path: &str) -> String {
    path.split('.').map(|part| part.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join(".")
}

/// The id that is meant, by its label or by its letters; some ids if none is near.
fn near(written: &str, prefix: &str, known: &[(&str, &str)]) -> Message {
    let show = |(id, label): &(&str, &str)| format!("`{prefix}{id}`（{label}）");
    if let Some(found) = known.iter().find(|(_, label)| *label == written) {
        let shown = show(found);
        return say!("写标识 {shown}", "write the id {shown}");
    }
    let ids = suggest(written, known.iter().map(|(id, _)| *id));
    let labels = suggest(written, known.iter().map(|(_, label)| *label));
    let is_near = |(id, label): &&(&str, &str)| ids.contains(id) || labels.contains(label);
    let shown: Vec<String> = known.iter().filter(is_near).map(show).collect();
    if shown.is_empty() {
        let some = known.iter().take(40).map(show).collect::<Vec<_>>().join("、");
        return say!("可以是 {some}", "it can be {some}");
    }
    let shown = shown.join("、");
    say!("是不是 {shown}？", "did you mean {shown}?")
}
