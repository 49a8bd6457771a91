//! The configuration `guanju.toml`: how strict the lints are, how files are written, what is emitted.
//!
//! A key or value that means nothing is an error with a suggestion: a misspelt setting would
//! silently do nothing. The only file that names `toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use globset::{Glob, GlobSet, GlobSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Language, Message, Severity, codes};
use crate::lint::{self, Level, Settings};
use crate::resolve::Naming;
use crate::say;
use crate::syntax::keywords::Spelling;
use crate::text::suggest::suggest;
use crate::text::{FileId, Span};

/// The name of the file.
pub const NAME: &str = "guanju.toml";

/// What a configuration says. Paths in it are relative to its folder.
#[derive(Clone, Debug)]
pub struct Configuration {
    pub lints: Settings,
    /// The baseline of known findings.
    pub baseline: Option<String>,
    /// The spelling of keywords that the formatter writes.
    pub keywords: Option<Spelling>,
    /// How the formatter writes references; as they are where nothing is said.
    pub names: Option<Naming>,
    /// Languages of the documents.
    pub languages: Vec<Language>,
    /// The address of the page of a code, with `{code}` in it.
    pub code_links: Option<String>,
}

impl Default for Configuration {
    fn default() -> Configuration {
        Configuration {
            lints: Settings::default(),
            baseline: None,
            keywords: None,
            names: None,
            languages: vec![Language::Chinese, Language::English],
            code_links: None,
        }
    }
}

/// Reads a configuration; all that is wrong with it is said.
pub fn read(file: FileId, text: &str) -> (Configuration, Vec<Diagnostic>) {
    let mut reader = Reader { file, configuration: Configuration::default(), diagnostics: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.root(table.get_ref()),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let reason = error.message();
            let message = say!("配置文件不是合法的 TOML", "the configuration is not TOML: {reason}");
            let help = say!(
                "检查这里的引号、等号和方括号；写法是 `键 = \"值\"`",
                "look for a missing quotation mark, equals sign or bracket; a line reads `key = \"value\"`"
            );
            reader.report(codes::MALFORMED_CONFIGURATION, span, message, help);
        }
    }
    (reader.configuration, reader.diagnostics)
}

struct Reader {
    file: FileId,
    configuration: Configuration,
    diagnostics: Vec<Diagnostic>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader {
    fn report(&mut self, code: Code, span: Range<usize>, message: Message, help: Message) {
        let span = Span::new(span.start, span.end);
        self.diagnostics.push(Diagnostic::new(code, self.file, span, message).help(help));
    }

    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match &**key.get_ref() {
                "lint" => self.section(
                    value,
                    &["stale-months", "several-provinces", "expiring-days", "proofs", "baseline", "levels", "paths"],
                    Reader::lint,
                ),
                "format" => self.section(value, &["keywords", "names"], Reader::format),
                "documents" => self.section(value, &["languages"], Reader::documents),
                "reports" => self.section(value, &["code-links"], Reader::reports),
                _ => self.unknown_key(key, &["lint", "format", "documents", "reports"]),
            }
        }
    }

    /// Reads the keys of a table, each with `read`, which says whether it knows the key.
    fn section(&mut self, value: &Value<'_>, keys: &[&str], read: fn(&mut Reader, &str, &Value<'_>) -> bool) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, say!("一节配置", "a table"));
            return;
        };
        for (key, value) in table {
            if !read(self, key.get_ref(), value) {
                self.unknown_key(key, keys);
            }
        }
    }

    fn lint(&mut self, key: &str, value: &Value<'_>) -> bool {
        match key {
            "stale-months" => {
                if let Some(months) = self.number(value, 1..=600) {
                    self.configuration.lints.stale_months = months;
                }
            }
            "several-provinces" => {
                if let Some(count) = self.number(value, 2..=31) {
                    self.configuration.lints.several_provinces = count as usize;
                }
            }
            "expiring-days" => {
                if let Some(days) = self.number(value, 0..=3650) {
                    self.configuration.lints.expiring_days = days;
                }
            }
            "proofs" => {
                if let Some(proofs) = self.yes_no(value) {
                    self.configuration.lints.proofs = proofs;
                }
            }
            "baseline" => self.configuration.baseline = self.text(value),
            "levels" => self.configuration.lints.levels.all = self.levels(value),
            "paths" => self.paths(value),
            _ => return false,
        }
        true
    }

    fn format(&mut self, key: &str, value: &Value<'_>) -> bool {
        match key {
            "keywords" => {
                let choices = [("zh", Spelling::Chinese), ("en", Spelling::English)];
                let spelling = self.choice(value, &choices);
                self.configuration.keywords = spelling;
                self.configuration.lints.keywords = spelling;
            }
            "names" => {
                self.configuration.names = self.choice(value, &[("id", Naming::Id), ("label", Naming::Label)]);
            }
            _ => return false,
        }
        true
    }

    fn documents(&mut self, key: &str, value: &Value<'_>) -> bool {
        let is_known = key == "languages";
        if is_known {
            let DeValue::Array(items) = value.get_ref() else {
                self.wrong(value, say!("`[\"zh\", \"en\"]` 这样的列表", "a list such as `[\"zh\", \"en\"]`"));
                return true;
            };
            let choices = [("zh", Language::Chinese), ("en", Language::English)];
            let languages: Vec<Language> = items.iter().filter_map(|item| self.choice(item, &choices)).collect();
            if items.is_empty() {
                self.wrong(value, say!("至少一种语言", "at least one language"));
            } else if !languages.is_empty() {
                self.configuration.languages = languages;
            }
        }
        is_known
    }

    fn reports(&mut self, key: &str, value: &Value<'_>) -> bool {
        let is_known = key == "code-links";
        if is_known && let Some(address) = self.text(value) {
            if address.contains("{code}") {
                self.configuration.code_links = Some(address);
            } else {
                self.wrong(value, say!("含有 `{{code}}` 的网址", "an address with `{{code}}` in it"));
            }
        }
        is_known
    }

    /// `[[lint.paths]]`: some files and their levels.
    fn paths(&mut self, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, say!("`[[lint.paths]]` 这样的几节", "tables under `[[lint.paths]]`"));
            return;
        };
        for item in items {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong(item, say!("`[[lint.paths]]` 这样的一节", "a table under `[[lint.paths]]`"));
                continue;
            };
            let (mut files, mut levels) = (None, BTreeMap::new());
            for (key, value) in table {
                match &**key.get_ref() {
                    "files" => files = self.patterns(value),
                    "levels" => levels = self.levels(value),
                    _ => self.unknown_key(key, &["files", "levels"]),
                }
            }
            match files {
                Some(files) => self.configuration.lints.levels.some.push((files, levels)),
                None if table.get("files").is_none() => {
                    self.wrong(
                        item,
                        say!("带 `files` 的一节：说明是哪些文件", "a table with `files`, which says which are meant"),
                    );
                }
                None => {}
            }
        }
    }

    fn patterns(&mut self, value: &Value<'_>) -> Option<GlobSet> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, say!("`[\"provinces/**\"]` 这样的列表", "a list such as `[\"provinces/**\"]`"));
            return None;
        };
        let mut builder = GlobSetBuilder::new();
        for item in items {
            let pattern = self.text(item)?;
            match Glob::new(&pattern) {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(_) => {
                    self.wrong(item, say!("`provinces/**` 这样的路径", "a path such as `provinces/**`"));
                    return None;
                }
            }
        }
        builder.build().ok()
    }

    /// `L0301 = "error"`: codes or names, and their levels.
    fn levels(&mut self, value: &Value<'_>) -> BTreeMap<&'static str, Level> {
        let mut levels = BTreeMap::new();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, say!("`{{ L0301 = \"off\" }}` 这样的一节", "a table such as `{{ L0301 = \"off\" }}`"));
            return levels;
        };
        for (key, value) in table {
            let choices = [("off", Level::Off), ("warning", Level::Warning), ("error", Level::Error)];
            let level = self.choice(value, &choices);
            match lint::find_code(key.get_ref()) {
                Some(code) if lint::is_negotiable(code) => {
                    levels.extend(level.map(|level| (code.code, level)));
                }
                Some(code) => {
                    let code = code.code;
                    let message = say!("`{code}` 是错误，级别不能改", "`{code}` is an error, and its level is fixed");
                    let help = say!(
                        "删去这一行；只有警告和检查项可以改",
                        "remove the line; only warnings and lints have levels"
                    );
                    self.report(codes::WRONG_SETTING, key.span(), message, help);
                }
                None => {
                    let known = lint::rules::ALL.iter().flat_map(|lint| [lint.code.code, lint.code.name]);
                    let warnings = codes::ALL.iter().filter(|code| code.severity == Severity::Warning);
                    let known: Vec<&str> = known.chain(warnings.flat_map(|code| [code.code, code.name])).collect();
                    self.unknown_key(key, &known);
                }
            }
        }
        levels
    }

    fn unknown_key(&mut self, key: &Spanned<impl AsRef<str>>, known: &[&str]) {
        let name = key.get_ref().as_ref();
        let message = say!("配置里没有 `{name}` 这一项", "no setting is called `{name}`");
        let help = match suggest(name, known.iter().copied()).first() {
            Some(near) => say!("是不是想写 `{near}`？", "did you mean `{near}`?"),
            None => {
                let some: Vec<&str> = known.iter().take(10).copied().collect();
                Message::new(format!("可以写：`{}`", some.join("`、`")), format!("settings: `{}`", some.join("`, `")))
            }
        };
        self.report(codes::UNKNOWN_KEY, key.span(), message, help);
    }

    fn wrong(&mut self, value: &Value<'_>, wanted: Message) {
        let message = say!("这个值不合适", "this value does not fit");
        let help = Message::new(format!("这里要写{}", wanted.chinese), format!("write {}", wanted.english));
        self.report(codes::WRONG_SETTING, value.span(), message, help);
    }

    fn text(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.clone().into_owned()),
            _ => {
                self.wrong(value, say!("放在引号里的文字", "a text in quotation marks"));
                None
            }
        }
    }

    fn number(&mut self, value: &Value<'_>, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = range.into_inner();
            self.wrong(value, say!("{low} 到 {high} 的整数", "a whole number from {low} to {high}"));
        }
        number
    }

    fn yes_no(&mut self, value: &Value<'_>) -> Option<bool> {
        if let DeValue::Boolean(yes) = value.get_ref() {
            return Some(*yes);
        }
        self.wrong(value, say!("`true` 或 `false`", "`true` or `false`"));
        None
    }

    fn choice<T: Copy>(&mut self, value: &Value<'_>, choices: &[(&str, T)]) -> Option<T> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            _ => "",
        };
        let found = choices.iter().find(|(name, _)| *name == written).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<String> = choices.iter().map(|(name, _)| format!("`\"{name}\"`")).collect();
            self.wrong(value, Message::new(names.join("或 "), names.join(" or ")));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code, place and help of everything that is wrong.
    fn check(text: &str) -> Vec<String> {
        let (_, diagnostics) = read(FileId(0), text);
        let line = |found: &Diagnostic| {
            format!("{} `{}` {}", found.code.code, found.place().1.of(text), found.help[0].english)
        };
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn a_whole_configuration_is_read() {
        let text = "[lint]\nstale-months = 6\nbaseline = \"known.json\"\n[lint.levels]\nL0901 = \"error\"\nW0602 = \"off\"\n\
            [[lint.paths]]\nfiles = [\"provinces/vocabulary/**\"]\nlevels = { unused-suppression = \"off\" }\n\
            [format]\nkeywords = \"zh\"\nnames = \"label\"\n[documents]\nlanguages = [\"zh\"]\n[reports]\ncode-links = \"https://example.org/{code}\"\n";
        let (read, diagnostics) = read(FileId(0), text);
        assert_eq!(diagnostics, []);
        assert_eq!((read.lints.stale_months, read.baseline.as_deref()), (6, Some("known.json")));
        let unused = lint::find("L0901").expect("it is a lint").code;
        let levels = &read.lints.levels;
        assert_eq!(levels.of(unused, "provinces/hubei.gj"), Level::Error);
        assert_eq!(levels.of(unused, "provinces/vocabulary/site.gj"), Level::Off);
        assert_eq!(levels.of(codes::RULE_WITHOUT_CITATION, "x"), Level::Off);
        assert_eq!((read.keywords, read.names), (Some(Spelling::Chinese), Some(Naming::Label)));
        assert_eq!(read.languages, [Language::Chinese]);
    }

    /// The example holds every key, so that whoever adds one writes it down.
    #[test]
    fn the_page_about_linting_shows_every_key() {
        let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/linting.md"));
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let example = example.expect("the page has an example");
        assert_eq!(check(example), [""; 0]);
        let source = include_str!("config.rs");
        let keys =
            source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => ")).map(|(key, _)| key);
        let keys: Vec<&str> = keys.collect();
        assert!(keys.len() > 10, "{keys:?}");
        for key in keys {
            assert!(example.contains(key), "`{key}` is missing");
        }
    }

    #[test]
    fn misspelt_keys_are_errors_with_a_suggestion() {
        assert_eq!(check("[lnt]\n"), ["E0902 `lnt` did you mean `lint`?"]);
        assert_eq!(check("[lint]\nstale-month = 3\n"), ["E0902 `stale-month` did you mean `stale-months`?"]);
        assert_eq!(check("[lint.levels]\nL9901 = \"off\"\n"), ["E0902 `L9901` did you mean `L0901`?"]);
    }

    #[test]
    fn values_are_checked() {
        assert_eq!(check("[lint]\nstale-months = 0\n"), ["E0903 `0` write a whole number from 1 to 600"]);
        assert_eq!(
            check("[lint.levels]\nW0602 = \"of\"\n"),
            ["E0903 `\"of\"` write `\"off\"` or `\"warning\"` or `\"error\"`"]
        );
        assert_eq!(
            check("[lint.levels]\nE0301 = \"off\"\n"),
            ["E0903 `E0301` remove the line; only warnings and lints have levels"]
        );
        assert_eq!(check("lint = 3\n"), ["E0903 `3` write a table"]);
    }

    #[test]
    fn what_is_no_toml_is_pointed_at() {
        let found = check("[lint]\nbaseline = known.json\n");
        assert!(found.len() == 1 && found[0].starts_with("E0901"), "{found:?}");
    }
}
