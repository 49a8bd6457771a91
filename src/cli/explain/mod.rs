//! `guanju explain CODE|NAME`: what a code means, what the bureaus answer to a policy, what a rule
//! says and where it comes from, or who uses a term of the vocabulary.

mod policy;
mod term;

use std::fmt::Write;

use crate::cli::arguments::Explain;
use crate::cli::check::WRONG_OPTION;
use crate::cli::judge::{NOT_A_TABLE, WRONG_QUESTION};
use crate::cli::new::UNKNOWN_PROVINCE;
use crate::cli::test::NO_SUCH_SCENARIO;
use crate::cli::{Console, Status, folder_prefix, load};
use crate::diagnostic::{Code, Language, Message, Severity, codes};
use crate::emit::sentence::rule_sentence;
use crate::emit::table::table;
use crate::eval::table::Table;
use crate::io::{self, Problem};
use crate::lint;
use crate::model::fingerprint::fingerprint;
use crate::model::{ChangeKind, Layer, LayerKind, Origin, Place, Program, Rule, StatementRef};
use crate::prove::change::{Direction, direction};
use crate::prove::question::Asked;
use crate::report::severity_word;
use crate::say;
use crate::session::Session;
use crate::text::LineIndex;
use crate::text::suggest::suggest;
use crate::vectors::day_of;

/// Names with the wanted text in them that one message shows.
const CONTAINING: usize = 8;

pub const UNKNOWN_SUBJECT: Code = Code {
    code: "E0010",
    name: "unknown-subject",
    severity: Severity::Error,
    title: "没有这个编号或名称",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0010.md")),
};

pub fn run(explain: &Explain, console: &mut Console) -> Result<Status, Problem> {
    let named = lint::find_code(&explain.what).map(|code| code.code.to_owned());
    if let Some(code) = named.or_else(|| is_code(&explain.what).then(|| explain.what.to_ascii_uppercase())) {
        let text = explain_code(&code, console.language)?;
        console.result(&text);
        return Ok(Status::Clean);
    }
    let session = load(&explain.dir)?;
    let folder = folder_prefix(&explain.dir);
    if let Some(id) = policy::find(&session.program, &explain.what) {
        console.result(&policy::explain(&session, id, &folder, console.language));
        return Ok(Status::Clean);
    }
    let found = find_rules(&session.program, &explain.what);
    if found.is_empty() {
        let Some(term) = term::find(&session.program.vocabulary, &explain.what) else {
            return Err(unknown(&session.program, &explain.what));
        };
        console.result(&term::explain(&session, &term, &folder, console.language));
        return Ok(Status::Clean);
    }
    for (index, (layer, rule)) in found.into_iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let text = explain_rule(&session, layer, rule, &folder, console.language);
        console.result(&format!("{gap}{text}"));
    }
    Ok(Status::Clean)
}

/// `E0201`, `w0105`, `L0301`.
fn is_code(what: &str) -> bool {
    let digits = what.strip_prefix(['E', 'W', 'L', 'e', 'w', 'l']);
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn all_codes() -> impl Iterator<Item = &'static Code> {
    io::CODES
        .iter()
        .chain([&UNKNOWN_SUBJECT, &UNKNOWN_PROVINCE, &NOT_A_TABLE, &WRONG_QUESTION, &NO_SUCH_SCENARIO, &WRONG_OPTION])
        .chain(codes::ALL)
        .chain(lint::rules::ALL.iter().map(|lint| &lint.code))
}

fn explain_code(wanted: &str, language: Language) -> Result<String, Problem> {
    let Some(code) = all_codes().find(|code| code.code == wanted) else {
        let near = suggest(wanted, all_codes().map(|code| code.code));
        let help = if near.is_empty() {
            say!(
                "编号在报告的方括号里，如 `错误[E0201]`",
                "codes stand in the brackets of reports, as in `error[E0201]`"
            )
        } else {
            let (chinese, english) = (near.join("`、`"), near.join("`, `"));
            say!("相近的编号：`{chinese}`", "codes like it: `{english}`")
        };
        let message = say!("没有编号 `{wanted}`", "there is no code `{wanted}`");
        return Err(Problem::new(&UNKNOWN_SUBJECT, message, help));
    };
    let word = severity_word(code.severity, language);
    let title = match language {
        Language::Chinese => code.title.to_owned(),
        Language::English => code.name.replace('-', " "),
    };
    let page = codes::explanation(*code, language);
    Ok(format!("{word}[{}]: {title} ({})\n\n{page}", code.code, code.name))
}

/// The rule of this whole id, or all rules of this label or with this name behind their track:
/// `same_city` finds `guangdong.unit.same_city`.
fn find_rules<'a>(program: &'a Program, what: &str) -> Vec<(&'a Layer, &'a Rule)> {
    if let Some(found) = program.find_rule(what) {
        return vec![found];
    }
    let rules = program.layers.iter().flat_map(|layer| layer.rules.iter().map(move |rule| (layer, rule)));
    let is_named = |rule: &Rule| {
        let name = rule.name.split_once('.').map_or("", |(_, name)| name);
        format!(".{name}.").contains(&format!(".{what}."))
    };
    rules.filter(|(_, rule)| &*rule.label == what || is_named(rule)).collect()
}

/// Names that contain what was asked for, else names like it.
fn unknown(program: &Program, what: &str) -> Problem {
    let rules = || program.layers.iter().flat_map(|layer| layer.rules.iter().map(move |rule| (layer, rule)));
    let ids: Vec<String> = rules().map(|(layer, rule)| program.rule_id(layer, rule)).collect();
    let policies = program.policies.iter().flat_map(|policy| [&*policy.name, &*policy.label]);
    let terms = || term::all(&program.vocabulary).flat_map(|term| term::names(&term));
    let labels = || policies.clone().chain(terms()).chain(rules().map(|(_, rule)| &*rule.label));
    let mut near: Vec<&str> = labels().filter(|name| name.contains(what)).collect();
    near.sort_by_key(|name| name.len());
    near.dedup();
    near.truncate(CONTAINING);
    if near.is_empty() {
        near = suggest(what, labels().chain(ids.iter().map(String::as_str)));
    }
    let help = if near.is_empty() {
        say!(
            "写政策、规则、事实、材料或词表的中文名称或标识；规则的全名如 `guangdong.unit.min_age.both_roles`",
            "write the label or the id of a policy, a rule, a fact, a material or a word list; the whole id of a rule is like `guangdong.unit.min_age.both_roles`"
        )
    } else {
        let (chinese, english) = (near.join("`、`"), near.join("`, `"));
        say!("是不是 `{chinese}`？", "did you mean `{english}`?")
    };
    Problem::new(
        &UNKNOWN_SUBJECT,
        say!("没有叫 `{what}` 的政策、规则或词汇", "no policy, rule or term is called `{what}`"),
        help,
    )
}

fn explain_rule(session: &Session, layer: &Layer, rule: &Rule, folder: &str, language: Language) -> String {
    let program = &session.program;
    let id = program.rule_id(layer, rule);
    let mut text = format!("{id}  {}\n\n", rule.label);
    let mut line = |chinese: &str, english: &str, value: &str| {
        let (name, colon) = match language {
            Language::Chinese => (chinese, "："),
            Language::English => (english, ": "),
        };
        // Writing to a text does not fail.
        let _ = writeln!(text, "{name}{colon}{value}");
    };
    line("层级", "Layers", &layer_chain(program, layer));
    line("出处", "Origin", &origin(program, layer, rule, language));
    for change in changed_by(program, &id, language) {
        line("被改动", "Changed by", &change);
    }
    line("中文", "Chinese", &rule_sentence(&program.vocabulary, rule, Language::Chinese));
    line("英文", "English", &rule_sentence(&program.vocabulary, rule, Language::English));
    line("指纹", "Fingerprint", &fingerprint(&program.vocabulary, rule));
    let (place, source) = written(session, rule, folder);
    line("文件", "File", &place);
    text.push_str(&source);
    let disputed = rule.disputed.as_deref();
    let of_dispute = disputed.map_or(&[][..], |dispute| &dispute.statements);
    let statements = rule.cites.iter().chain(of_dispute.iter().filter(|statement| !rule.cites.contains(statement)));
    let citations: String = statements.map(|statement| citation(program, *statement)).collect();
    if !citations.is_empty() {
        text.push_str(match language {
            Language::Chinese => "\n依据：\n",
            Language::English => "\nCites:\n",
        });
        text.push_str(&citations);
    }
    if let Some(dispute) = disputed {
        let word = match language {
            Language::Chinese => "\n存疑：",
            Language::English => "\nDisputed: ",
        };
        let _ = writeln!(text, "{word}{}", dispute.text);
    }
    if let Some(reason) = &rule.closed {
        let word = match language {
            Language::Chinese => "\n不可补正：",
            Language::English => "\nCannot be corrected: ",
        };
        let _ = writeln!(text, "{word}{reason}");
    }
    text
}

/// From the nation to the layer of the rule.
fn layer_chain(program: &Program, layer: &Layer) -> String {
    let above = program.layers.iter().filter(|above| above.kind == LayerKind::National && above.kind < layer.kind);
    let chain: Vec<String> =
        above.chain([layer]).map(|each| format!("{} {}", each.name, each.label).trim_end().to_owned()).collect();
    chain.join(" → ")
}

fn origin(program: &Program, layer: &Layer, rule: &Rule, language: Language) -> String {
    let message = match rule.origin {
        Origin::Own => say!("规则", "written as a rule"),
        Origin::Policy(policy) => {
            let policy = &program.policies[policy.index()];
            let (name, label) = (&policy.name, &policy.label);
            say!("对政策 `{name}`（{label}）的答复", "the answer to the policy `{name}` ({label})")
        }
        Origin::Change(index) => {
            let base = layer.changes.get(index as usize).map_or("", |change| &change.base);
            say!("代替 `{base}`", "in place of `{base}`")
        }
    };
    message.in_language(language).to_owned()
}

/// What the layers do to a rule, and whether it is tighter or looser, as is proved.
fn changed_by(program: &Program, id: &str, language: Language) -> Vec<String> {
    let changes = program.layers.iter().flat_map(|layer| layer.changes.iter().map(move |change| (layer, change)));
    let mut of_this = changes.filter(|(_, change)| &*change.base == id).peekable();
    let table = of_this.peek().and_then(|_| Table::read(&table(program)).ok());
    let sentences = of_this.map(|(layer, change)| {
        let (name, label) = (&layer.name, &layer.label);
        let how = match change.kind {
            ChangeKind::Waived => say!("豁免", "waived"),
            ChangeKind::ReplacedTighter | ChangeKind::ReplacedLooser | ChangeKind::Replaced => say!("改写", "replaced"),
        };
        let how = how.in_language(language);
        match table.as_ref().and_then(|table| direction_of(table, layer, id)) {
            Some(direction) => format!("{name} {label} ({how}{}{})", comma(language), direction.in_language(language)),
            None => format!("{name} {label} ({how})"),
        }
    });
    sentences.collect()
}

fn comma(language: Language) -> &'static str {
    match language {
        Language::Chinese => "，",
        Language::English => ", ",
    }
}

/// Where a change of a rule leads, in the province of the layer; a provider's in the first province.
fn direction_of(table: &Table, layer: &Layer, base: &str) -> Option<Message> {
    let document = &table.document;
    let day = day_of(table)?;
    let provinces = document.layers.iter().filter(|own| own.kind == "province");
    let providers = document.layers.iter().filter(|own| own.kind == "provider");
    let (mut provinces, mut providers) = (provinces.map(|own| &*own.id), providers.map(|own| &*own.id));
    let (province, provider) = match layer.kind {
        LayerKind::Province => (&*layer.name, providers.next()),
        LayerKind::Provider => (provinces.next()?, Some(&*layer.name)),
        LayerKind::National => return None,
    };
    Some(match direction(document, Asked { province, provider, day }, base)? {
        Direction::Nothing => say!("什么也没有改变", "nothing changes"),
        Direction::Tighter => say!("更严", "tighter"),
        Direction::Looser => say!("更宽", "looser"),
        Direction::Both => say!("有的更严，有的更宽", "tighter for some, looser for others"),
        Direction::Advice => say!("只是建议不同", "only what is advised differs"),
        Direction::NotDecided => say!("是严是宽没有判定", "whether tighter or looser was not decided"),
    })
}

fn written(session: &Session, rule: &Rule, folder: &str) -> (String, String) {
    let Some(file) = session.files.get(rule.place.file.0 as usize) else {
        return (String::new(), String::new());
    };
    let (first, last) = LineIndex::new(&file.text).lines(rule.place.span);
    let place = lines_of(session, rule.place, folder);
    let numbered = (1..).zip(file.text.lines()).skip(first - 1).take(last + 1 - first);
    let width = last.to_string().len();
    let source = numbered.map(|(number, line): (usize, &str)| format!("  {number:>width$} | {line}\n"));
    (place, format!("\n{}", source.collect::<String>()))
}

/// `provinces/guangdong.gj:89-104`.
fn lines_of(session: &Session, place: Place, folder: &str) -> String {
    let Some(file) = session.files.get(place.file.0 as usize) else { return String::new() };
    let (first, last) = LineIndex::new(&file.text).lines(place.span);
    let path = format!("{folder}{}", file.path);
    if first == last { format!("{path}:{first}") } else { format!("{path}:{first}-{last}") }
}

fn citation(program: &Program, statement: StatementRef) -> String {
    let source = &program.sources[statement.source.index()];
    match source.statements.get(statement.statement as usize) {
        Some(found) => format!("  {}/{}  {}\n", source.name, found.id(), found.text()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_both_languages() {
        for code in all_codes() {
            // The page of a lint stands in its source and gets its heading later.
            let has_heading = code.page.starts_with(&format!("# {} {} {}\n", code.code, code.name, code.title));
            assert!(has_heading || lint::find(code.code).is_some(), "{}", code.code);
            assert!(!codes::explanation(*code, Language::Chinese).is_ascii(), "{} in Chinese", code.code);
            let english = codes::explanation(*code, Language::English);
            assert!(english.starts_with(|letter: char| letter.is_ascii_graphic()), "{} in English", code.code);
        }
    }

    #[test]
    fn an_explanation_has_its_example() {
        let text = explain_code("E0207", Language::English).unwrap();
        assert!(text.starts_with("error[E0207]: no such day (no-such-day)\n\nThe calendar"), "{text}");
        assert!(text.contains("\nWrong:\n    省份 湖北\n"), "{text}");
    }

    #[test]
    fn a_code_that_is_not_there_has_neighbours() {
        let problem = explain_code("E0299", Language::English).unwrap_err();
        assert_eq!(problem.message.english, "there is no code `E0299`");
        assert!(problem.help.english.contains("`E020"), "{}", problem.help.english);
    }
}
