//! Both languages of a message speak of the same things. Reads the sources as text.
//!
//! A thing is a placeholder of `say!("…", "…")` or of `Message::new(format!("…"), format!("…"))`.
//! Where Chinese shows a label and English a name, the placeholders are called so that it shows:
//! `label` and `name`, `track_label` and `track`, `chinese` and `english`, `kind_zh` and `kind_en`.

use std::fs;
use std::path::Path;

/// What Chinese calls the same thing that English calls by one of these names.
const PAIRS: &[(&str, &[&str])] = &[
    ("label", &["name", "id", "path"]),
    ("labels", &["names"]),
    ("what_zh", &["what_en"]),
    ("track_label", &["track"]),
    ("province_label", &["province"]),
    ("their_label", &["their_name"]),
    ("of_label", &["of_name"]),
    ("fact_label", &["PROVINCE"]),
    ("chinese", &["english"]),
    ("in_chinese", &["in_english"]),
    ("zh", &["en"]),
];

/// The files and English texts that may differ, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    // The reason is an English sentence of the TOML parser.
    ("config.rs", "the configuration is not TOML: {reason}"),
    // The reason is an English sentence of the JSON parser, which `in_chinese` translates.
    ("eval/misfit.rs", "this is not JSON: {message}"),
    // Chinese names the provinces. English has a plural, and each language its own way to say "and so on".
    ("lint/rules/repeated_rule.rs", "{count} provinces have the rule `{}.{}`, each its own"),
    // Chinese names rules by their labels, several of them here.
    ("lint/rules/redundant_rule.rs", "whatever violates it violates {ids}"),
    ("lint/rules/shadowed_rule.rs", "every application to which the rule `{id}` applies violates {ids}"),
    ("check/answers.rs", "`{}` leaves {count} {policies} unanswered for `{track}`: {}{and_more}"),
];

/// Where pieces of sentences are made: Chinese has units, and says "not" and "other" in other places.
const PIECES: &[&str] = &["prove/describe.rs", "diff/conditions.rs"];

/// The two texts of a message and where they stand.
struct Pair {
    place: String,
    chinese: String,
    english: String,
}

#[test]
fn both_languages_speak_of_the_same_things() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut pairs = Vec::new();
    collect(&root, &root, &mut pairs);
    assert!(pairs.len() > 500, "only {} messages were found", pairs.len());
    let is_in = |pair: &Pair, file: &str| pair.place.starts_with(&format!("src/{file}:"));
    let is_exception = |pair: &Pair| {
        EXCEPTIONS.iter().any(|(file, english)| is_in(pair, file) && pair.english == *english)
            || PIECES.iter().any(|file| is_in(pair, file))
    };
    let wrong: Vec<String> = pairs.iter().filter(|pair| !is_exception(pair)).filter_map(mismatch).collect();
    assert!(wrong.is_empty(), "placeholders differ:\n{}", wrong.join("\n"));
}

#[test]
fn the_test_sees_a_mismatch() {
    let check = |source: &str| {
        let mut pairs = Vec::new();
        read(source, "a.rs", &mut pairs);
        assert_eq!(pairs.len(), 1, "{source}");
        mismatch(&pairs[0])
    };
    assert_eq!(check(r#"say!("有 {count} 个", "there are {count:>3}")"#), None);
    assert_eq!(check(r#"say!("有 {label}\"，{{x}}", "there is {name}, {{y}}")"#), None);
    assert_eq!(check(r#"Message::new(format!("{}（{}）", a(")"), b), format!("{0} ({0})", c))"#), None);
    assert!(
        check("\n crate::say!(\n  \"没有 {one}\",\n  \"no {two}\", two = 2)")
            .is_some_and(|at| at.starts_with("src/a.rs:2: "))
    );
    assert!(check(r#"say!("有 {count}", "there are some")"#).is_some());
    assert!(check(r#"say!("有 {label}", "there is {count}")"#).is_some());
}

fn collect(root: &Path, folder: &Path, pairs: &mut Vec<Pair>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(root, &path, pairs);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source can be read");
            let relative = path.strip_prefix(root).expect("it was found under the root");
            read(&text, &relative.to_string_lossy().replace('\\', "/"), pairs);
        }
    }
}

/// Finds the messages of one source.
fn read(source: &str, file: &str, pairs: &mut Vec<Pair>) {
    for (opening, is_macro) in [("say!(", true), ("Message::new(", false)] {
        for (offset, _) in source.match_indices(opening) {
            let rest = &source[offset + opening.len()..];
            let line = source[..offset].matches('\n').count() + 1;
            let start = source[..offset].rfind('\n').map_or(0, |newline| newline + 1);
            let is_comment = source[start..offset].trim_start().starts_with("//");
            let texts = if is_macro { two_literals(rest) } else { two_formats(rest) };
            match texts {
                Some((chinese, english)) => pairs.push(Pair { place: format!("src/{file}:{line}"), chinese, english }),
                // A message may be put together in other ways; the macro takes two literals.
                None => assert!(!is_macro || is_comment, "src/{file}:{line}: cannot read this message"),
            }
        }
    }
}

/// `"…", "…"`
fn two_literals(text: &str) -> Option<(String, String)> {
    let (chinese, rest) = literal(text)?;
    let (english, _) = literal(rest.trim_start().strip_prefix(',')?)?;
    Some((chinese, english))
}

/// `format!("…", …), format!("…"`
fn two_formats(text: &str) -> Option<(String, String)> {
    let (chinese, rest) = literal(text.trim_start().strip_prefix("format!(")?)?;
    let rest = behind_parenthesis(rest)?.trim_start().strip_prefix(',')?;
    let (english, _) = literal(rest.trim_start().strip_prefix("format!(")?)?;
    Some((chinese, english))
}

/// A text literal, as it is written, and what stands behind it.
fn literal(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start().strip_prefix('"')?;
    let mut is_escaped = false;
    for (offset, letter) in text.char_indices() {
        match letter {
            '"' if !is_escaped => return Some((text[..offset].to_owned(), &text[offset + 1..])),
            _ => is_escaped = letter == '\\' && !is_escaped,
        }
    }
    None
}

/// What stands behind the parenthesis that closes the one before this text.
fn behind_parenthesis(mut text: &str) -> Option<&str> {
    let mut depth = 1;
    loop {
        let offset = text.find(['(', ')', '"'])?;
        let (found, rest) = text[offset..].split_at(1);
        match found {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {
                text = literal(&text[offset..])?.1;
                continue;
            }
        }
        text = rest;
        if depth == 0 {
            return Some(text);
        }
    }
}

/// What is wrong with a message.
fn mismatch(pair: &Pair) -> Option<String> {
    let (mut chinese, mut english) = (placeholders(&pair.chinese), placeholders(&pair.english));
    chinese.retain(|name| match english.iter().position(|other| is_same(name, other)) {
        Some(position) => {
            english.remove(position);
            false
        }
        None => true,
    });
    let is_right = chinese.is_empty() && english.is_empty();
    (!is_right)
        .then(|| format!("{}: {chinese:?} and {english:?} in {:?}, {:?}", pair.place, pair.chinese, pair.english))
}

/// The names in braces, in their order. Those without a name may be repeated in one language and
/// not in the other, so they count once.
fn placeholders(text: &str) -> Vec<String> {
    let text = text.replace("{{", "").replace("}}", "");
    let mut names = Vec::new();
    for part in text.split('{').skip(1) {
        let name = part.split([':', '}']).next().unwrap_or_default();
        let is_named = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        let name = if is_named { name } else { "" };
        if is_named || !names.iter().any(String::is_empty) {
            names.push(name.to_owned());
        }
    }
    names
}

fn is_same(chinese: &str, english: &str) -> bool {
    let stem = |name: &str, ending: &str| name.strip_suffix(ending).map(str::to_owned);
    chinese == english
        || PAIRS.iter().any(|(name, others)| *name == chinese && others.contains(&english))
        || stem(chinese, "_label").as_deref() == Some(english)
        || stem(chinese, "_zh").is_some_and(|own| stem(english, "_en") == Some(own))
}
