//! The formatter: written once or twice it is the same, no comment is lost, the table is the same,
//! and how the lines were broken before does not matter.

use guanju::emit::table::table;
use guanju::format::{Unformatted, format};
use guanju::session::{Input, parse_alone, texts};
use guanju::syntax::keywords::Spelling;
use guanju::text::FileId;

use crate::common::{compiled, input, listed, rule_files, text};
use crate::random::{Random, seed};
use crate::robust::edited;

/// The file as it is written; it must be readable.
fn written(file: &Input, spelling: Option<Spelling>) -> String {
    format(text(file), spelling).unwrap_or_else(|why| {
        let (files, _) = texts(vec![file.clone()]);
        let diagnostics = parse_alone(&files, &[FileId(0)], 1);
        let found = diagnostics.first().map(|found| (&found.message.english, found.place().1.of(&files[0].text)));
        panic!("{}: {why:?}, {found:?}", file.path)
    })
}

fn formatted(files: &[Input], spelling: Option<Spelling>) -> Vec<Input> {
    files.iter().map(|file| input(&file.path, &written(file, spelling))).collect()
}

fn table_of(files: Vec<Input>) -> String {
    let session = compiled(files);
    assert!(!session.has_errors(), "{}", listed(&session, |code| code.starts_with('W')));
    table(&session.program)
}

/// A piece of a text: white space, a comment, a string, or signs and words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece<'a> {
    Space(&'a str),
    Comment(&'a str),
    Text(&'a str),
    Other(char),
}

fn pieces<'a>(text: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (length, make): (usize, fn(&'a str) -> Piece<'a>) = match letter {
            '#' => (rest.find('\n').unwrap_or(rest.len()), Piece::Comment),
            '"' => (rest[1..].find('"').map_or(1, |end| end + 2), Piece::Text),
            '“' => (rest.find('”').map_or(letter.len_utf8(), |end| end + '”'.len_utf8()), Piece::Text),
            letter if letter.is_whitespace() => (rest.len() - rest.trim_start().len(), Piece::Space),
            letter => {
                pieces.push(Piece::Other(letter));
                rest = &rest[letter.len_utf8()..];
                continue;
            }
        };
        pieces.push(make(&rest[..length]));
        rest = &rest[length..];
    }
    pieces
}

fn comments(text: &str) -> Vec<&str> {
    let pieces = pieces(text).into_iter();
    let mut found: Vec<&str> = pieces
        .filter_map(|piece| match piece {
            Piece::Comment(comment) => Some(comment.trim()),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found
}

/// Every line broken elsewhere; empty lines, and where comments stand, are as they were.
fn scattered(random: &mut Random, text: &str) -> String {
    let pieces = pieces(text);
    let mut written = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        let beside_comment = [index.wrapping_sub(1), index + 1]
            .iter()
            .any(|index| matches!(pieces.get(*index), Some(Piece::Comment(_))));
        match piece {
            Piece::Space(space) if beside_comment || space.matches('\n').count() > 1 => written.push_str(space),
            Piece::Space(_) => written.push_str(random.of::<&str>(&[" ", "   ", "\n", "\t", "\n      ", "　"])),
            Piece::Comment(whole) | Piece::Text(whole) => written.push_str(whole),
            Piece::Other(letter) => written.push(*letter),
        }
    }
    written
}

const WIDE: &[(char, char)] =
    &[('(', '（'), (')', '）'), ('{', '｛'), ('}', '｝'), (',', '，'), (',', '、'), (':', '：'), ('=', '＝')];

/// As an input method leaves it: signs now half, now full width, and quotation marks of either kind.
fn typed(random: &mut Random, text: &str) -> String {
    let mut written = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Space(whole) | Piece::Comment(whole) => written.push_str(whole),
            Piece::Text(whole) if whole.starts_with('"') && !whole.contains(['“', '”']) && random.percent(40) => {
                written.push_str(&format!("“{}”", whole.trim_matches('"')));
            }
            Piece::Text(whole) => written.push_str(whole),
            Piece::Other(letter) => {
                let wide = WIDE.iter().find(|(half, _)| *half == letter && random.percent(40));
                written.push(wide.map_or(letter, |(_, full)| *full));
            }
        }
    }
    written
}

#[test]
fn the_rule_files_are_in_the_usual_layout() {
    for file in rule_files() {
        let written = format(text(&file), None).expect("rule files can be read");
        assert!(written == text(&file), "run `guanju fmt`: {}", file.path);
    }
}

#[test]
fn formatting_keeps_the_table_and_every_comment() {
    let mut random = Random::new(seed());
    let files = rule_files();
    let messy: Vec<Input> = files
        .iter()
        .map(|file| {
            let scattered = scattered(&mut random, text(file));
            input(&file.path, &typed(&mut random, &scattered))
        })
        .collect();
    let written = formatted(&messy, None);
    for (before, after) in messy.iter().zip(&written) {
        assert_eq!(comments(text(before)), comments(text(after)), "{}", before.path);
    }
    assert!(table_of(messy) == table_of(written), "the table has changed");
}

#[test]
fn how_lines_were_broken_and_signs_typed_does_not_matter() {
    let mut random = Random::new(seed());
    for file in rule_files() {
        let messy = scattered(&mut random, text(&file));
        let messy = typed(&mut random, &messy);
        assert!(messy != text(&file), "{} should have changed", file.path);
        let written = written(&input(&file.path, &messy), Some(Spelling::English));
        for (line, (found, wanted)) in (1..).zip(written.lines().zip(text(&file).lines())) {
            assert_eq!(found, wanted, "{}:{line}", file.path);
        }
        assert!(written == text(&file), "{}", file.path);
    }
}

#[test]
fn chinese_and_back_gives_the_first_file_again() {
    let english = formatted(&rule_files(), Some(Spelling::English));
    let chinese = formatted(&english, Some(Spelling::Chinese));
    let back = formatted(&chinese, Some(Spelling::English));
    let again = formatted(&back, Some(Spelling::Chinese));
    for index in 0..english.len() {
        let path = &english[index].path;
        assert!(text(&english[index]) != text(&chinese[index]), "{path}");
        assert!(text(&english[index]) == text(&back[index]), "{path}");
        assert!(text(&chinese[index]) == text(&again[index]), "{path}");
    }
    assert!(table_of(english) == table_of(chinese), "the spelling changes the table");
}

#[test]
fn line_ends_of_windows_stay() {
    let file = rule_files().into_iter().find(|file| file.path == "ningxia.gj").expect("the file is there");
    let windows = text(&file).replace('\n', "\r\n");
    assert!(format(&windows, None) == Ok(windows.clone()), "a file in the usual layout stays as it is");
    assert!(format(&format!("\u{feff}{windows}"), None) == Ok(windows), "the mark at the beginning goes");
}

/// What is written from a damaged file is the same words again, and the same when written twice.
#[test]
fn damaged_files_are_formatted_or_left_alone() {
    let files = rule_files();
    let (mut left, mut taken) = (0, 0);
    for round in 0..150 {
        let mut random = Random::new(seed() << 32 | round);
        let file = random.of(&files).clone();
        let broken = edited(&mut random, text(&file));
        match format(&broken, None) {
            Err(why) => {
                assert_eq!(why, Unformatted::Unreadable, "edit {round} of {}", file.path);
                left += 1;
            }
            Ok(written) => {
                taken += 1;
                let again = format(&written, None);
                assert!(again.as_deref() == Ok(&*written), "edit {round} of {}", file.path);
            }
        }
    }
    assert!(left > 10 && taken > 10, "{left} left, {taken} taken");
}

/// A comment behind every word: none is lost, and none becomes a part of another.
#[test]
fn comments_may_stand_anywhere() {
    let files = rule_files();
    let commented: Vec<Input> = files
        .iter()
        .map(|file| {
            let mut written = String::new();
            let mut count = 0;
            for piece in pieces(text(file)) {
                match piece {
                    Piece::Space(space)
                        if written.ends_with(|letter: char| letter.is_alphanumeric() || letter == '"') =>
                    {
                        count += 1;
                        written.push_str(&format!(" # {count}\n"));
                        written.push_str(space.trim_start_matches('\n'));
                    }
                    Piece::Space(whole) | Piece::Comment(whole) | Piece::Text(whole) => written.push_str(whole),
                    Piece::Other(letter) => written.push(letter),
                }
            }
            input(&file.path, &written)
        })
        .collect();
    let once = formatted(&commented, None);
    for (before, after) in commented.iter().zip(&once) {
        assert_eq!(comments(text(before)), comments(text(after)), "{}", before.path);
    }
    for (once, twice) in once.iter().zip(formatted(&once, None)) {
        for (line, (found, wanted)) in (1..).zip(text(&twice).lines().zip(text(once).lines())) {
            assert_eq!(found, wanted, "{}:{line}", once.path);
        }
    }
    assert!(table_of(commented) == table_of(once), "the table has changed");
}

/// The items of a text with the comments above them.
fn items(text: &str) -> Vec<&str> {
    let ends = text.match_indices("\n}\n").map(|(end, sign)| end + sign.len());
    let mut start = 0;
    let mut items: Vec<&str> = ends.map(|end| &text[std::mem::replace(&mut start, end)..end]).collect();
    items.push(&text[start..]);
    items
}

/// White space and comments between any two tokens, as often as in so many of a hundred cases.
fn messed(random: &mut Random, text: &str) -> String {
    let (space, comment) = (*random.of(&[0, 20, 90]), *random.of(&[1, 5, 30]));
    let mut written = String::new();
    let pieces = pieces(text);
    for (index, piece) in pieces.iter().enumerate() {
        let is_joint = match piece {
            Piece::Space(_) if random.percent(space) => {
                written.push_str(random.of::<&str>(&[" ", "\n", "\n\n", "\n  "]));
                true
            }
            Piece::Space(whole) => {
                written.push_str(whole);
                true
            }
            Piece::Comment(whole) => {
                written.push_str(&format!("{whole}\n"));
                true
            }
            Piece::Text(whole) => {
                written.push_str(whole);
                true
            }
            Piece::Other(letter) => {
                written.push(*letter);
                matches!(letter, '(' | ')' | '{' | '}' | ',' | ':')
            }
        };
        while is_joint && random.percent(comment) {
            let before = random.of::<&str>(&["", " ", "\n", "\n\n"]);
            written.push_str(&format!("{before}# {index}{}", random.of::<&str>(&["\n", "\n\n", "\n "])));
        }
    }
    written
}

/// Formatting what is formatted changes nothing, wherever the comments stood.
#[test]
fn what_is_written_once_stays() {
    let mut random = Random::new(seed());
    let files = rule_files();
    let mut taken = 0;
    for round in 0..300 {
        let list = items(text(random.of(&files)));
        let tidy = random.of::<&str>(&list);
        let messy = messed(&mut random, tidy);
        let messy = if random.percent(50) { typed(&mut random, &messy) } else { messy };
        for spelling in [None, Some(Spelling::English), Some(Spelling::Chinese)] {
            let once = match format(&messy, spelling) {
                Ok(once) => once,
                Err(why) => {
                    assert_eq!(why, Unformatted::Unreadable, "round {round}:\n{messy}");
                    continue;
                }
            };
            taken += 1;
            assert_eq!(comments(&messy), comments(&once), "round {round}:\n{messy}");
            let twice = format(&once, spelling).expect("what was written can be read");
            assert!(twice == once, "round {round}:\n{messy}\nonce:\n{once}\ntwice:\n{twice}");
        }
    }
    assert!(taken > 800, "{taken} taken");
}
