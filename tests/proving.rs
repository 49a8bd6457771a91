//! The prover against the evaluator, which shares nothing with it, and against itself by another way.

use guanju::diagnostic::Diagnostic;
use guanju::document::Document;
use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::lint::Settings;
use guanju::lint::known_proofs::{Keys, KnownProofs};
use guanju::prove::change::{Direction, direction};
use guanju::prove::diagram::Function;
use guanju::prove::formula::Formula;
use guanju::prove::prover::Possible;
use guanju::prove::question::{Asked, Question};
use guanju::prove::replay::Replay;
use guanju::session::{check, compile};
use guanju::text::Date;
use serde_json::{Value, json};

use crate::common::{compiled, input, rule_files, shared_files};

fn day() -> Date {
    Date::new(2026, 11, 26).expect("a day")
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

const VOCABULARY: &str = r#"
enum provinces "省份" { hubei "湖北" hunan "湖南" }
enum tracks "性质" { unit "单位备案" individual "个人备案" }
enum kinds "种类" { red "红" green "绿" blue "蓝" }
facts filing "备案" { province provinces "备案省份" given  submitted_on date "提交日期" given }
list site "网站" key sites max 2
facts site "网站" in site { open yes_no "可访问" age int 0..2 "站龄" }
facts sponsor "主办者" {
  kind tracks "性质" given
  colour kinds "颜色"
  other kinds "另一颜色"
  old yes_no "年长"
  count int 0..3 "个数"
  more int 0..3 "另加"
  spare int 0..2 "备用" optional
}
let sponsor.track "备案性质" as tracks = first_match { individual when sponsor.kind = individual otherwise unit }
let total "合计" = sponsor.count + sponsor.more
let any_open "有可访问的网站" = any(site where site.open)
let all_young "网站都新" = all(site where site.age < 2)
"#;

/// A condition over the small vocabulary.
fn condition(dice: &mut Dice, depth: usize, in_site: bool) -> String {
    if depth > 0 && dice.roll(3) > 0 {
        let (one, other) = (condition(dice, depth - 1, in_site), condition(dice, depth - 1, in_site));
        return match dice.roll(3) {
            0 => format!("({one}) and ({other})").replace("(has", "(has"),
            1 => format!("({one}) or ({other})"),
            _ => format!("not ({one})"),
        };
    }
    let comparison = ["=", "!=", "<", "<=", ">", ">="];
    let leaves = if in_site { 11 } else { 9 };
    match dice.roll(leaves) {
        0 => "sponsor.old".to_owned(),
        1 => format!("sponsor.colour = {}", dice.pick(&["red", "green", "blue"])),
        2 => format!("sponsor.colour in ({}, {})", dice.pick(&["red", "green"]), dice.pick(&["blue", "green"])),
        3 => "sponsor.colour = sponsor.other".to_owned(),
        4 => format!("sponsor.count {} {}", dice.pick(&comparison), dice.roll(4)),
        5 => format!("total {} {}", dice.pick(&comparison), dice.roll(7)),
        6 => format!("sponsor.count {} sponsor.more", dice.pick(&comparison)),
        7 => dice.pick(&["any_open", "all_young"]).to_owned(),
        8 => "has sponsor.spare".to_owned(),
        9 => "site.open".to_owned(),
        _ => format!("site.age {} {}", dice.pick(&comparison), dice.roll(3)),
    }
}

/// A province of a few random rules.
fn province(dice: &mut Dice) -> String {
    let mut text = String::from("province hubei\nfor unit, individual {\n");
    for number in 0..4 {
        let in_site = dice.roll(3) == 0;
        let for_each = if in_site { "for_each site" } else { "" };
        let when = condition(dice, 2, in_site);
        let effect = match dice.roll(2) {
            0 => "forbid".to_owned(),
            _ => format!("require {}", condition(dice, 2, in_site)),
        };
        text.push_str(&format!("  rule r{number} \"第{number}条\" {{ {for_each}\n when {when}\n {effect} }}\n"));
    }
    text.push_str("}\n");
    // An `and` or `or` of conditions needs no brackets of its own around single words.
    text
}

/// Every application over the small vocabulary.
fn applications() -> Vec<Value> {
    let mut sites: Vec<Value> = Vec::new();
    for open in [false, true] {
        for age in 0..3 {
            sites.push(json!({ "open": open, "age": age }));
        }
    }
    let mut lists = vec![json!([])];
    lists.extend(sites.iter().map(|one| json!([one])));
    for (index, one) in sites.iter().enumerate() {
        lists.extend(sites[index..].iter().map(|other| json!([one, other])));
    }
    let mut all = Vec::new();
    for colour in ["red", "green", "blue"] {
        for other in ["red", "green", "blue"] {
            for old in [false, true] {
                for count in 0..4 {
                    for more in 0..4 {
                        for spare in [Value::Null, json!(1)] {
                            for list in &lists {
                                all.push(json!({
                                    "sponsor": { "kind": "unit", "colour": colour, "other": other, "old": old,
                                                 "count": count, "more": more, "spare": spare },
                                    "sites": list,
                                }));
                            }
                        }
                    }
                }
            }
        }
    }
    all
}

#[test]
fn the_prover_says_what_trying_all_applications_says() {
    let mut dice = Dice(3);
    let applications = applications();
    let mut decided = [0usize; 2];
    for round in 0..12 {
        let text = province(&mut dice);
        let session = compiled(vec![input("vocabulary.gj", VOCABULARY), input("hubei.gj", &text)]);
        let errors: Vec<&str> = session
            .diagnostics
            .iter()
            .filter(|found| found.leaves_out())
            .map(|found| &*found.message.english)
            .collect();
        assert_eq!(errors, [""; 0], "round {round}: {text}");
        let table = Table::read(&table(&session.program)).expect("it was just written");
        let asked = Asked { province: "hubei", provider: None, day: day() };
        let replay = Replay::new(&table, "hubei", None, day()).expect("the table has the province");
        let mut question = Question::new(&table, asked).expect("the table has the province");
        let rules = question.rules.clone();
        // Which rules each application violates.
        let mut seen: Vec<u32> = Vec::new();
        for application in &applications {
            let judged = replay.judge(application).expect("the application is legal");
            let bits = rules.iter().enumerate().filter(|(_, rule)| judged.is_violated(&rule.rule.id));
            seen.push(bits.fold(0, |bits, (index, _)| bits | 1 << index));
        }
        seen.sort_unstable();
        seen.dedup();
        for pattern in 0..1u32 << rules.len() {
            let parts: Vec<Formula> = question
                .violated
                .iter()
                .enumerate()
                .map(|(index, violated)| if pattern >> index & 1 == 1 { *violated } else { !*violated })
                .collect();
            // "Not violated" is asked of the element that rules look at, so only patterns in which
            // something is violated or which have no rule for elements are compared one to one.
            let of_elements: Vec<bool> = (0..rules.len())
                .filter(|index| rules[*index].rule.for_each.is_some())
                .map(|index| pattern >> index & 1 == 1)
                .collect();
            // Nor are two violations compared, as they may be of two elements.
            if of_elements.contains(&false) || of_elements.len() > 1 {
                continue;
            }
            let found = question.prover.possible(&parts);
            let wanted = seen.contains(&pattern);
            assert!(!matches!(found, Possible::NotDecided), "round {round}, pattern {pattern:b}: {text}");
            assert_eq!(matches!(found, Possible::Yes(_)), wanted, "round {round}, pattern {pattern:b}: {text}");
            decided[usize::from(wanted)] += 1;
        }
    }
    assert!(decided[0] > 20 && decided[1] > 20, "both answers were given: {decided:?}");
}

/// Who is left without a way, by trying everything: for each colour, old or not.
#[test]
fn whoever_has_no_way_is_found_and_nobody_else() {
    let vocabulary = VOCABULARY.replace("\"颜色\"\n", "\"颜色\" given\n").replace("\"年长\"\n", "\"年长\" given\n");
    assert_eq!(vocabulary.matches(" given\n").count(), 3, "the vocabulary has changed");
    let combinations: Vec<(&str, bool)> =
        ["red", "green", "blue"].into_iter().flat_map(|colour| [(colour, false), (colour, true)]).collect();
    let (applications, mut dice, mut counts, mut undecided) = (applications(), Dice(11), [0usize; 3], 0);
    for round in 0..100 {
        let mut text = String::from("province hubei\nfor unit, individual {\n");
        for number in 0..5 {
            let (when, required) = (condition(&mut dice, 1, false), condition(&mut dice, 2, false));
            text.push_str(&format!("  rule r{number} \"第{number}条\" {{ when {when}\n require {required} }}\n"));
        }
        // What says who somebody is.
        for (number, (colour, old)) in combinations.iter().enumerate() {
            let old = if *old { "sponsor.old" } else { "not sponsor.old" };
            text.push_str(&format!(
                "  rule who{number} \"某{number}\" {{ when sponsor.colour = {colour} and {old}\n permit }}\n"
            ));
        }
        text.push_str("}\n");
        let session = compiled(vec![input("vocabulary.gj", &vocabulary), input("hubei.gj", &text)]);
        let table = Table::read(&table(&session.program)).expect("it was just written");
        let asked = Asked { province: "hubei", provider: None, day: day() };
        let replay = Replay::new(&table, "hubei", None, day()).expect("the table has the province");
        let mut question = Question::new(&table, asked).expect("the table has the province");
        let rules = question.rules.clone();
        let (mut open, mut single) = ([false; 6], [false; 6]);
        let mut always = vec![[true; 6]; rules.len()];
        for application in applications.iter().step_by(3) {
            let sponsor = &application["sponsor"];
            let is_it = |(colour, old): &(&str, bool)| sponsor["colour"] == *colour && sponsor["old"] == *old;
            let who = combinations.iter().position(is_it).expect("it is one of them");
            let judged = replay.judge(application).expect("the application is legal");
            let violated = |index: usize| judged.is_violated(&rules[index].rule.id);
            open[who] |= !(0..rules.len()).any(violated);
            always.iter_mut().enumerate().for_each(|(index, always)| always[who] &= violated(index));
        }
        always.iter().for_each(|always| (0..6).for_each(|who| single[who] |= always[who]));
        let found = question.impasses();
        // What is too hard is said to be.
        if !found.is_complete {
            undecided += 1;
            continue;
        }
        for who in 0..6 {
            let number =
                rules.iter().position(|rule| rule.rule.id.ends_with(&format!("who{who}"))).expect("it is there");
            let is_who = question.prover.scene.space.applies(&rules[number]);
            let is_found = found.found.iter().any(|impasse| {
                let mut asked = question.prover.formulas_of(&impasse.who);
                asked.push(is_who);
                !question.prover.possible(&asked).is_no()
            });
            let is_told = format!("round {round}, {:?}: {text}", combinations[who]);
            // What one rule says of what is given alone is no impasse.
            assert!(!open[who] || !is_found, "has a way: {is_told}");
            assert!(open[who] || is_found || single[who], "has no way: {is_told}");
            counts[if open[who] {
                0
            } else if is_found {
                1
            } else {
                2
            }] += 1;
        }
    }
    assert!(undecided < 5, "{undecided} were not decided");
    assert!(counts.iter().all(|count| *count > 10), "all answers were given: {counts:?}");
}

fn table_of_provinces() -> Table {
    let session = compiled(rule_files());
    Table::read(&table(&session.program)).expect("it was just written")
}

fn questions(document: &Document) -> Vec<Asked<'_>> {
    let provinces = document.layers.iter().filter(|layer| layer.kind == "province");
    provinces.map(|layer| Asked { province: &layer.id, provider: Some("tencent"), day: day() }).collect()
}

#[test]
fn the_evaluator_agrees_with_every_witness() {
    let table = table_of_provinces();
    let mut count = 0;
    for asked in questions(&table.document) {
        let mut question = Question::new(&table, asked).expect("the table has the province");
        for (index, rule) in question.rules.clone().into_iter().enumerate() {
            if !(rule.requires() || rule.forbids()) {
                continue;
            }
            let violated = question.violated[index];
            let id = &rule.rule.id;
            let shown = question.show(&rule.rule.tracks, &[violated]).unwrap_or_else(|| panic!("{id} has no witness"));
            let replayed = shown.replayed.unwrap_or_else(|| panic!("{id}: the witness is no legal application"));
            assert!(
                replayed.is_violated(id),
                "{}: {id} is not violated by {}",
                asked.province,
                shown.witness.application
            );
            count += 1;
        }
    }
    assert!(count > 2000, "{count}");
}

#[test]
fn diagrams_and_the_solver_agree_on_every_rule() {
    let table = table_of_provinces();
    let mut compared = [0usize; 2];
    for asked in questions(&table.document) {
        let mut question = Question::new(&table, asked).expect("the table has the province");
        let rules = question.rules.clone();
        for (index, rule) in rules.iter().enumerate() {
            // The rule alone, and what of it the next does not find.
            let next = question.violated[(index + 1) % rules.len()];
            let violated = question.violated[index];
            let applies = question.prover.scene.space.applies(rule);
            for parts in [vec![violated], vec![applies], vec![violated, !next], vec![applies, !violated]] {
                let whole = question.prover.scene.space.formulas.and(parts.clone());
                let Ok(mut local) = question.prover.local(&[whole]) else { continue };
                let function = local.functions[0];
                let Ok(cubes) = question.prover.cover(&mut local, function) else { continue };
                let by_diagrams = !cubes.is_empty();
                assert_eq!(cubes.is_empty(), local.diagrams.and(function, local.possible) == Ok(Function::FALSE));
                let by_solver = question.prover.possible(&parts);
                // A local function does not know of what ties it to other facts, so it may be possible
                // where the whole is not; never the other way.
                assert!(by_diagrams || by_solver.is_no(), "{}: {}", asked.province, rule.rule.id);
                compared[usize::from(by_diagrams)] += 1;
            }
        }
    }
    assert!(compared[0] > 100 && compared[1] > 5000, "{compared:?}");
}

/// What z3 makes of scripts, one after the other; `None` where there is no z3.
fn ask_z3(scripts: &[String]) -> Option<Vec<String>> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut z3 = Command::new("z3").args(["-in", "-smt2"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut input = z3.stdin.take().expect("it was asked for");
    let text: String = scripts.iter().map(|script| format!("(reset)\n(set-option :timeout 2000)\n{script}")).collect();
    let writer = std::thread::spawn(move || {
        // A prover that ends early is noticed by its answers.
        let _ = input.write_all(text.as_bytes());
    });
    let output = z3.wait_with_output().expect("it ends");
    writer.join().expect("it was written");
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

#[test]
fn z3_agrees_on_every_local_question() {
    let table = table_of_provinces();
    let mut asked: Vec<(String, bool, bool, String)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for province in questions(&table.document) {
        let mut question = Question::new(&table, province).expect("the table has the province");
        let rules = question.rules.clone();
        for (index, rule) in rules.iter().enumerate() {
            let violated = question.violated[index];
            let applies = question.prover.scene.space.applies(rule);
            let next = question.violated[(index + 1) % rules.len()];
            let mut parts = vec![vec![violated], vec![applies, !violated], vec![violated, !next]];
            for instance in &rule.instances {
                for guard in &instance.guards {
                    let others = instance.guards.iter().filter(|other| *other != guard).copied();
                    parts.push([instance.there, instance.track, !*guard].into_iter().chain(others).collect());
                }
            }
            for parts in parts {
                let script = question.prover.script(&parts);
                if !seen.insert(script.text.clone()) {
                    continue;
                }
                let found = question.prover.possible(&parts);
                let name = format!("{} {}", province.province, rule.rule.id);
                match found {
                    Possible::NotDecided => {}
                    Possible::Yes(_) => asked.push((script.text, true, script.is_exact, name)),
                    Possible::No(_) => asked.push((script.text, false, script.is_exact, name)),
                }
            }
        }
    }
    // Every seventh by default, all with `GUANJU_Z3=all`.
    if std::env::var_os("GUANJU_Z3").is_none() {
        let mut number = 0;
        asked.retain(|_| {
            number += 1;
            number % 7 == 1
        });
    }
    let scripts: Vec<String> = asked.iter().map(|(text, ..)| text.clone()).collect();
    let answers: Option<Vec<String>> =
        scripts.chunks(50).map(ask_z3).collect::<Option<Vec<_>>>().map(|all| all.concat());
    let Some(answers) = answers else {
        eprintln!("SKIPPED: z3 is not installed, so nothing was compared with it (Debian's package is `z3`)");
        return;
    };
    assert_eq!(answers.len(), asked.len(), "one answer each: {:?}", answers.iter().find(|line| line.contains("error")));
    let mut counts = [0usize; 3];
    for ((text, is_possible, is_exact, name), answer) in asked.iter().zip(&answers) {
        match answer.as_str() {
            "sat" if *is_possible => counts[1] += 1,
            // Without the number of letters more is possible for z3.
            "sat" => assert!(!is_exact, "{name}: z3 finds an application, the prover says there is none\n{text}"),
            "unsat" => {
                assert!(!is_possible, "{name}: z3 says there is none\n{text}");
                counts[0] += 1;
            }
            _ => counts[2] += 1,
        }
    }
    eprintln!("z3: {} impossible, {} possible, {} not decided by it", counts[0], counts[1], counts[2]);
    assert!(counts[2] * 50 < answers.len(), "z3 decided nearly all: {counts:?}");
}

#[test]
fn an_edit_of_a_province_changes_its_own_key_alone() {
    let keys = |hubei: &str| {
        let mut inputs = shared_files();
        inputs.extend([input("hubei.gj", hubei), input("hunan.gj", "省份 湖南\n")]);
        let session = compile(inputs, 1);
        let keys = Keys::new(&session.program, std::iter::empty());
        ["hubei", "hunan"].map(|province| keys.of(&Asked { province, provider: None, day: day() }))
    };
    let rule = "省份 湖北\n\n适用于 单位备案 {\n  规则 a \"甲\" {\n    依据 e-01\n    要求 主办者有公章\n  }\n}\n\n来源 hubei \"页\" {\n  原文条目 { e-01 可判定 \"须有公章\" }\n}\n";
    let (before, after, again) = (keys("省份 湖北\n"), keys(rule), keys("省份 湖北\n"));
    assert_eq!(before, again);
    assert_eq!(before[1], after[1], "nothing of 湖南 has changed");
    assert_ne!(before[0], after[0], "湖北 has a rule more");
}

#[test]
fn where_a_change_leads_is_proved() {
    let direction_of = |change: &str| {
        let mut inputs = shared_files();
        let change = format!(
            "省份 湖北\n\n适用于 单位备案 {{\n  {change}\n}}\n\n来源 hubei \"页\" {{\n  原文条目 {{ e-01 可判定 \"另有要求\" }}\n}}\n"
        );
        inputs.push(input("hubei.gj", &change));
        let session = compiled(inputs);
        let table = Table::read(&table(&session.program)).expect("it was just written");
        let base = ["national.unit.doc_type", "national.all.suffix"].into_iter().find(|base| change.contains(base));
        let asked = Asked { province: "hubei", provider: None, day: day() };
        direction(&table.document, asked, base.expect("one of them"))
    };
    let waived = |condition: &str| {
        direction_of(&format!("豁免 national.all.suffix 基于 \"91d2516a\" {{ 依据 e-01\n 当 {condition} }}"))
    };
    assert_eq!(waived("域名后缀 为 \".io\""), Some(Direction::Looser));
    assert_eq!(waived("域名后缀 为 \".com\""), Some(Direction::Nothing));
    let replaced = |requirement: &str| {
        direction_of(&format!("改写 national.all.suffix 基于 \"91d2516a\" {{ 依据 e-01\n 逐个 域名\n {requirement} }}"))
    };
    assert_eq!(replaced("要求 域名后缀 为 \".com\""), Some(Direction::Tighter));
    assert_eq!(replaced("要求 域名后缀 为 \".io\""), Some(Direction::Both));
    // The national rule advises something, which is all that this takes away.
    let advice = "豁免 national.unit.doc_type 基于 \"c3de849d\" { 依据 e-01\n 当 主办单位性质 为 企业 且 主办单位证件类型 为 工商营业执照 }";
    assert_eq!(direction_of(advice), Some(Direction::Advice));
}

#[test]
fn parts_of_rules_that_make_no_difference_are_found() {
    let found = |rule: &str| here(&[rule], "", "L0707");
    let news = "for_each site when news in site.topics";
    for (rule, part) in [
        ("require residence_permit(unexpired, remaining(expires_on) > 1 months)", "`unexpired`"),
        (
            &format!("{news} require one_of(news_approval, pre_approval when news not_in site.topics)"),
            "provide `pre_approval`",
        ),
        (
            &format!(
                "{news} require one_of(news_approval, pre_approval when education not_in site.topics or news in site.topics)"
            ),
            "news",
        ),
        (
            "when (sponsor.kind = enterprise and sponsor.kind != individual) or filing.type = access forbid",
            "part 2 of `and`",
        ),
        ("require all(site where site.domain_count >= 2 and site.domain_count >= 1)", "part 2 of `and`"),
        ("when not (sponsor.kind = enterprise or sponsor.kind in (enterprise, government)) forbid", "part 1 of `or`"),
    ] {
        let found = found(rule);
        assert!(found.len() == 1 && found[0].contains(part), "{rule}: {found:?}");
    }
    for rule in [
        // Both parts could be said in fewer words, but not more plainly.
        "for_each site when (site_resp.sex = male and subject_resp.age > 60 years) or (site_resp.sex = female and subject_resp.age > 55 years) forbid",
        &format!(
            "{news} require one_of(pre_approval when sponsor.kind = enterprise, pre_approval(stamped) when sponsor.kind != enterprise)"
        ),
        "require residence_permit(unexpired, stamped)",
        // Another site may be meant than that of the rule.
        "for_each site when site.domain_count >= 2 require any(site where site.domain_count >= 2 and site.service_content = unit_portal)",
    ] {
        assert_eq!(found(rule), Vec::<String>::new(), "{rule}");
    }
}

#[test]
fn what_holds_for_a_time_only_says_when() {
    let same = "when filing.type = first and has subject_resp.emergency_phone require subject_resp.emergency_phone = subject_resp.phone";
    let other = "when filing.type = first require has subject_resp.emergency_phone and subject_resp.emergency_phone != subject_resp.phone";
    for (first, second, said) in [
        ("", "", "no application to which they apply"),
        ("effective until 2027-03-31", "", "until 2027-03-31: "),
        ("effective from 2027-03-31", "", "from 2027-03-31 on: "),
        ("effective until 2027-03-31", "effective from 2027-03-01", "from 2027-03-01 to 2027-03-31: "),
        ("effective until 2027-03-31", "effective from 2027-03-31", "on 2027-03-31 only: "),
    ] {
        let found = here(&[&format!("{same} {first}"), &format!("{other} {second}")], "", "L0704");
        assert!(found.len() == 1 && found[0].starts_with(said), "{first} {second}: {found:?}");
    }
}

/// What is said at the rules of 湖北 of which a lint tells something.
fn here(rules: &[&str], derived: &str, code: &str) -> Vec<String> {
    let found = checked(rules, derived);
    let own = found.iter().filter(|found| found.code.code == code);
    own.map(|found| found.labels[0].message.english.clone()).collect()
}

/// The proofs about two rules of 湖北 for units, and perhaps a derived fact: codes, each with the rule of
/// which it is told.
fn proved(rules: &[&str], derived: &str) -> Vec<(String, String)> {
    let found = checked(rules, derived);
    let own = found.iter().filter(|found| found.code.code.starts_with("L07"));
    own.map(|found| (found.code.code.to_owned(), found.message.english.clone())).collect()
}

fn checked(rules: &[&str], derived: &str) -> Vec<Diagnostic> {
    let mut inputs = shared_files();
    let rule =
        |(number, rule): (usize, &&str)| format!("  rule r{number} \"第{number}条\" {{ cites e-01\n {rule} }}\n");
    let rules: String = rules.iter().enumerate().map(rule).collect();
    let source = "source hubei \"页\" {\n  statements { e-01 decidable \"另有要求\" }\n}\n";
    inputs.push(input("hubei.gj", &format!("province 湖北\n\nfor unit {{\n{rules}}}\n\n{source}")));
    inputs.push(input("vocabulary/extra.gj", derived));
    let session = check(inputs, 1, &Settings::default(), None);
    let errors = session.diagnostics.iter().map(|found| found.code.code).filter(|code| code.starts_with('E'));
    assert_eq!(errors.filter(|code| *code != "E0506").collect::<Vec<_>>(), Vec::<&str>::new(), "{rules} {derived}");
    session.diagnostics
}

#[test]
fn rules_that_leave_no_way_together_are_found_however_they_are_written() {
    let sealed = "require sponsor.has_seal";
    for (rules, code, id) in [
        // An element that a quantifier asks for violates a rule about each.
        (
            [
                "when filing.type = first require any(site where site.service_content = unit_portal)",
                "for_each site require site.service_content != unit_portal",
            ],
            "L0704",
            "hubei.unit.r1",
        ),
        (
            [
                "when filing.type = first require count(site where site_resp.is_legal_rep) >= 1",
                "for_each site require not site_resp.is_legal_rep",
            ],
            "L0704",
            "hubei.unit.r1",
        ),
        // One fact cannot be like two others that are given.
        (
            [
                "when filing.type = first require sponsor.name = legal_rep.name",
                "when filing.type = first require sponsor.name = sponsor.doc.name",
            ],
            "L0704",
            "hubei.unit.r1",
        ),
        // A template has more characters than are allowed.
        (
            [
                "when filing.type = first require remark(sponsor.remark, department_head)",
                "require char_count(sponsor.remark) <= 3",
            ],
            "L0704",
            "hubei.unit.r1",
        ),
        // One says what must be by what must not.
        (["when not sponsor.has_seal require sponsor.has_seal", "when filing.type = first permit"], "", ""),
        (
            [
                "when not sponsor.has_seal require sponsor.has_seal",
                "when not sponsor.has_seal and filing.type = first permit",
            ],
            "L0709",
            "hubei.unit.r1",
        ),
        // What is demanded of those alone who have to correct something else.
        (
            [sealed, "when not sponsor.has_seal require remark(sponsor.remark, no_trade_name_reason)"],
            "L0703",
            "hubei.unit.r1",
        ),
        // A way that the other closes, and a word.
        (
            [
                sealed,
                "require one_of(legal_rep_id_scan, remark(sponsor.remark, no_trade_name_reason) when not sponsor.has_seal)",
            ],
            "L0713",
            "hubei.unit.r1",
        ),
        (
            [
                "for_each site require site.name not_mentions \"论坛\"",
                "for_each site when site.name mentions (\"论坛\", \"在线\") require pre_approval",
            ],
            "L0713",
            "hubei.unit.r1",
        ),
        // What one demands ends the other on purpose: those who are the legal representative need the plan.
        (
            [
                "when not subject_resp.is_legal_rep and filing.type in openings require order.site_count <= 3",
                "when filing.type in openings and order.site_count > 3 require site_plan",
            ],
            "",
            "",
        ),
        // Numbers of elements are tied to one another.
        (
            [
                "when filing.type in openings require order.site_count <= 1",
                "when filing.type = first require count(site) >= 2",
            ],
            "L0704",
            "hubei.unit.r1",
        ),
        // An element can be left out.
        (["when filing.type in openings require count(site) <= 5", sealed], "", ""),
        // What only another kind of filing refuses is not what is permitted; what all but a few refuse is.
        (["for_each site when site.purpose = app permit", "when filing.type = change_subject forbid"], "", ""),
        (
            [
                "when subject_resp.age >= 16 years and subject_resp.age < 18 years permit",
                "when subject_resp.age < 18 years unless filing.type in cancels forbid",
            ],
            "L0709",
            "hubei.unit.r0",
        ),
        // Nobody has three numbers in two places.
        (
            [
                "when filing.type = first require count_distinct(subject_resp.phone, subject_resp.emergency_phone) >= 3",
                sealed,
            ],
            "L0705",
            "hubei.unit.r0",
        ),
        ([sealed, "when sponsor.has_seal require remark(sponsor.remark, no_trade_name_reason)"], "", ""),
    ] {
        let found = proved(&rules, "");
        let told: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(told, Vec::from_iter((!code.is_empty()).then_some(code)), "{rules:?}: {found:?}");
        assert!(found.iter().all(|(_, message)| message.contains(id)), "{rules:?}: {found:?}");
    }
}

#[test]
fn of_two_conditions_that_say_the_same_one_is_told() {
    let both = "when (sponsor.kind = enterprise and sponsor.has_seal) or (sponsor.kind = enterprise and filing.type = first)\n when sponsor.kind = enterprise forbid";
    let found = proved(&[both], "");
    assert_eq!(found, [("L0707".to_owned(), "the rule `hubei.unit.r0` has a redundant condition".to_owned())]);
}

#[test]
fn what_is_so_in_one_province_alone_is_told_of_its_rule() {
    let here = "let in_hunan \"在湖南\" not \"不在湖南\" = filing.province = hunan\n";
    let found = proved(&["when in_hunan forbid"], here);
    assert_eq!(found, [("L0701".to_owned(), "the rule `hubei.unit.r0` never applies".to_owned())]);
}

#[test]
fn a_derived_fact_that_never_holds_is_told_once() {
    let never = "let odd_unit \"奇怪的单位\" not \"不是奇怪的单位\" = sponsor.kind = enterprise and sponsor.kind = government\n";
    let found = proved(&["when odd_unit forbid", "when odd_unit and sponsor.has_seal forbid"], never);
    assert_eq!(found, [("L0701".to_owned(), "the derived fact `odd_unit` never holds".to_owned())]);
}

#[test]
fn what_is_known_from_the_last_run_changes_no_finding() {
    let findings = |requirement: &str, settings: &Settings| {
        let mut inputs = shared_files();
        let rule = |name: &str, requirement: &str| {
            format!(
                "  规则 {name} \"{name}\" {{\n    依据 e-01\n    当 备案类型 为 首次备案\n    要求 {requirement}\n  }}\n"
            )
        };
        let rules = [rule("a", "本单网站数 >= 4"), rule("b", requirement)].concat();
        let source = "来源 hubei \"页\" {\n  原文条目 { e-01 可判定 \"网站数\" }\n}\n";
        inputs.push(input("hubei.gj", &format!("省份 湖北\n\n适用于 单位备案 {{\n{rules}}}\n\n{source}")));
        inputs.push(input("hunan.gj", "省份 湖南\n"));
        let session = check(inputs, 2, settings, None);
        let found = session.diagnostics.iter().filter(|found| found.code.code.starts_with("L07"));
        found.map(|found| found.message.english.clone()).collect::<Vec<String>>()
    };
    let watched = Settings { known_proofs: Some(KnownProofs::default()), ..Settings::default() };
    for requirement in ["本单网站数 <= 3", "本单网站数 <= 3", "本单网站数 <= 5", "本单网站数 <= 3"]
    {
        let fresh = findings(requirement, &Settings::default());
        assert_eq!(findings(requirement, &watched), fresh, "{requirement}");
        let is_told = fresh.iter().any(|found| found.contains("`hubei.unit.b` and `hubei.unit.a`"));
        assert_eq!(is_told, requirement.ends_with('3'), "{fresh:?}");
    }
}
