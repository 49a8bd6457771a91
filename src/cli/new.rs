//! `guanju new PROVINCE`: the file of a province, with every policy to answer.

use crate::cli::arguments::New;
use crate::cli::{Console, Status, load};
use crate::diagnostic::{Code, Severity};
use crate::io::{Problem, write_new_file};
use crate::model::{Choice, Enum, EnumValue, Policy, Program};
use crate::say;
use crate::text::suggest::suggest;

pub const UNKNOWN_PROVINCE: Code = Code {
    code: "E0011",
    name: "no-such-province",
    severity: Severity::Error,
    title: "没有这个省份",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0011.md")),
};

pub fn run(new: &New, console: &mut Console) -> Result<Status, Problem> {
    let session = load(&new.dir)?;
    let program = &session.program;
    let province = find_province(program, &new.province)?;
    let path = new.dir.join(format!("{}.gj", province.name));
    write_new_file(&path, &province_file(program, province))?;
    let shown = path.display();
    console.say(&say!(
        "已新建 `{shown}`；填好以后运行 `guanju check`",
        "began `{shown}`; fill it in, then run `guanju check`"
    ));
    Ok(Status::Clean)
}

fn find_province<'a>(program: &'a Program, wanted: &str) -> Result<&'a EnumValue, Problem> {
    let provinces: &[EnumValue] = find_enum(program, "provinces").map_or(&[], |found| &found.values);
    let is_wanted = |value: &&EnumValue| {
        let rest = wanted.strip_prefix(&*value.label);
        &*value.name == wanted || rest.is_some_and(|rest| ["", "省", "市", "自治区"].contains(&rest))
    };
    if let Some(found) = provinces.iter().find(is_wanted) {
        return Ok(found);
    }
    let names = provinces.iter().flat_map(|value| [&*value.name, &*value.label]);
    let bare = wanted.trim_end_matches(['省', '市']);
    let near: Vec<String> = suggest(bare, names)
        .into_iter()
        .filter_map(|name| provinces.iter().find(|value| &*value.name == name || &*value.label == name))
        .map(|value| format!("`{}`（{}）", value.name, value.label))
        .collect();
    let (chinese, english) = (near.join("、"), near.join(", "));
    let help = match (provinces.is_empty(), near.is_empty()) {
        (true, _) => say!(
            "这个文件夹里没有枚举 `provinces`；用 `--dir` 指定规则文件所在的文件夹",
            "there is no enum `provinces` in this folder; name the folder of the rule files with `--dir`"
        ),
        (false, true) => say!(
            "写省份的代号或名称，如 `guangdong` 或 `广东`",
            "write its id or its name, such as `guangdong` or `广东`"
        ),
        (false, false) => say!("是不是 {chinese}？", "did you mean {english}?"),
    };
    Err(Problem::new(&UNKNOWN_PROVINCE, say!("没有省份 `{wanted}`", "there is no province `{wanted}`"), help))
}

fn find_enum<'a>(program: &'a Program, name: &str) -> Option<&'a Enum> {
    program.vocabulary.enums.iter().find(|found| &*found.name == name)
}

/// A file that compiles as it is: nothing is answered, nothing is stated.
fn province_file(program: &Program, province: &EnumValue) -> String {
    let (code, whole_name) = official(&province.name);
    let whole_name = if whole_name.is_empty() { &*province.label } else { whole_name };
    let (name, label) = (&province.name, &province.label);
    let mut text = format!(
        "# {whole_name}通信管理局的备案要求\n\
         province {name} code \"{code}\"\n\
         \n\
         bureau \"{whole_name}通信管理局\" {{\n\
         \x20 # address \"…\"\n\
         \x20 # postcode \"…\"\n\
         \x20 # telephone \"…\"\n\
         }}\n\
         \n\
         # —— 答复 ——\n\
         # 页面说到的，把 `unstated 名称` 换成 `名称: 选项 cites 编号`；页面没有说的，留着 `unstated`（未明确）。\n"
    );
    for (index, track) in program.vocabulary.tracks().iter().enumerate() {
        let asked = program.policies.iter().filter(|policy| policy.tracks.holds(index));
        let questions: Vec<String> = asked.map(question).collect();
        if !questions.is_empty() {
            text.push_str(&format!("\nfor {} {{\n{}}}\n", track.name, questions.join("\n")));
        }
    }
    text.push_str("\n# —— 规则：上面的政策没有问到的 ——\n");
    for track in program.vocabulary.tracks() {
        text.push_str(&format!("\nfor {} {{\n}}\n", track.name));
    }
    text.push_str(&format!(
        "\n# —— 来源：页面的版本和逐条陈述 ——\n\
         \n\
         source {name} \"{label}管局要求\" {{\n\
         \x20 # repository \"…\"\n\
         \x20 # path \"…\"\n\
         \x20 # commit \"…\"\n\
         \x20 # read 2026-01-01\n\
         \x20 statements {{\n\
         \x20   # e-01 decidable \"能从填报内容判断的陈述\"\n\
         \x20   # e-02 attested  \"要审核人员看过才能判断的陈述\"\n\
         \x20   # e-03 prose     \"无法判断的陈述\"\n\
         \x20 }}\n\
         }}\n"
    ));
    text
}

/// A policy that is not answered yet, under its choices.
fn question(policy: &Policy) -> String {
    let choices: String = policy.choices.iter().map(|choice| format!("  #   {}\n", choice_line(choice))).collect();
    format!("  # {}\n{choices}  unstated {}\n", policy.label, policy.name)
}

fn choice_line(choice: &Choice) -> String {
    let parameters: Vec<String> =
        choice.parameters.iter().map(|parameter| format!("{}：{}", parameter.name, parameter.label)).collect();
    match parameters.is_empty() {
        true => format!("{}  {}", choice.name, choice.label),
        false => format!("{}({})  {}", choice.name, parameters.join("，"), choice.label),
    }
}

/// ISO 3166-2 code and whole name; both empty for a province that is not one of China's.
fn official(name: &str) -> (&'static str, &'static str) {
    OFFICIAL.iter().find(|(id, _, _)| *id == name).map_or(("", ""), |(_, code, whole_name)| (code, whole_name))
}

const OFFICIAL: &[(&str, &str, &str)] = &[
    ("anhui", "CN-AH", "安徽省"),
    ("beijing", "CN-BJ", "北京市"),
    ("chongqing", "CN-CQ", "重庆市"),
    ("fujian", "CN-FJ", "福建省"),
    ("gansu", "CN-GS", "甘肃省"),
    ("guangdong", "CN-GD", "广东省"),
    ("guangxi", "CN-GX", "广西壮族自治区"),
    ("guizhou", "CN-GZ", "贵州省"),
    ("hainan", "CN-HI", "海南省"),
    ("hebei", "CN-HE", "河北省"),
    ("heilongjiang", "CN-HL", "黑龙江省"),
    ("henan", "CN-HA", "河南省"),
    ("hubei", "CN-HB", "湖北省"),
    ("hunan", "CN-HN", "湖南省"),
    ("jiangsu", "CN-JS", "江苏省"),
    ("jiangxi", "CN-JX", "江西省"),
    ("jilin", "CN-JL", "吉林省"),
    ("liaoning", "CN-LN", "辽宁省"),
    ("neimenggu", "CN-NM", "内蒙古自治区"),
    ("ningxia", "CN-NX", "宁夏回族自治区"),
    ("qinghai", "CN-QH", "青海省"),
    ("shaanxi", "CN-SN", "陕西省"),
    ("shandong", "CN-SD", "山东省"),
    ("shanghai", "CN-SH", "上海市"),
    ("shanxi", "CN-SX", "山西省"),
    ("sichuan", "CN-SC", "四川省"),
    ("tianjin", "CN-TJ", "天津市"),
    ("xinjiang", "CN-XJ", "新疆维吾尔自治区"),
    ("xizang", "CN-XZ", "西藏自治区"),
    ("yunnan", "CN-YN", "云南省"),
    ("zhejiang", "CN-ZJ", "浙江省"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Derived, EnumId, Expr, Place, Tracks, Type};

    fn value(name: &str, label: &str) -> EnumValue {
        EnumValue { name: name.into(), label: label.into() }
    }

    fn program() -> Program {
        let list = |name: &str, values: Vec<EnumValue>| Enum {
            name: name.into(),
            label: name.into(),
            values,
            groups: Vec::new(),
            place: Place::default(),
        };
        let mut program = Program::default();
        program.vocabulary.enums = vec![
            list("provinces", vec![value("shaanxi", "陕西"), value("shanxi", "山西"), value("guangdong", "广东")]),
            list("tracks", vec![value("unit", "单位"), value("individual", "个人")]),
        ];
        program.vocabulary.derived = vec![Derived {
            path: "sponsor.track".into(),
            label: "备案性质".into(),
            negative: None,
            kind: Type::Enum(EnumId(1)),
            list: None,
            value: Expr::Int(0, None),
            place: Place::default(),
        }];
        let choice = |name: &str, label: &str| Choice {
            name: name.into(),
            label: label.into(),
            parameters: Vec::new(),
            rules: Vec::new(),
            classifications: Vec::new(),
        };
        program.policies = vec![Policy {
            name: "cross_province".into(),
            label: "跨省备案".into(),
            tracks: Tracks::default().with(1),
            choices: vec![choice("allowed", "支持"), choice("forbidden", "不支持")],
            place: Place::default(),
        }];
        program
    }

    #[test]
    fn a_province_is_found_by_id_and_by_name() {
        let program = program();
        for wanted in ["guangdong", "广东", "广东省"] {
            assert_eq!(&*find_province(&program, wanted).unwrap().name, "guangdong");
        }
    }

    #[test]
    fn shanxi_and_shaanxi_are_offered() {
        let problem = find_province(&program(), "shannxi").unwrap_err();
        assert!(problem.help.english.contains("`shaanxi`（陕西）"), "{}", problem.help.english);
        let problem = find_province(&program(), "峡西省").unwrap_err();
        assert!(problem.help.chinese.contains("`shaanxi`（陕西）"), "{}", problem.help.chinese);
    }

    #[test]
    fn a_new_file_asks_every_policy() {
        let program = program();
        insta::assert_snapshot!(province_file(&program, find_province(&program, "山西").unwrap()), @r#"
        # 山西省通信管理局的备案要求
        province shanxi code "CN-SX"

        bureau "山西省通信管理局" {
          # address "…"
          # postcode "…"
          # telephone "…"
        }

        # —— 答复 ——
        # 页面说到的，把 `unstated 名称` 换成 `名称: 选项 cites 编号`；页面没有说的，留着 `unstated`（未明确）。

        for individual {
          # 跨省备案
          #   allowed  支持
          #   forbidden  不支持
          unstated cross_province
        }

        # —— 规则：上面的政策没有问到的 ——

        for unit {
        }

        for individual {
        }

        # —— 来源：页面的版本和逐条陈述 ——

        source shanxi "山西管局要求" {
          # repository "…"
          # path "…"
          # commit "…"
          # read 2026-01-01
          statements {
            # e-01 decidable "能从填报内容判断的陈述"
            # e-02 attested  "要审核人员看过才能判断的陈述"
            # e-03 prose     "无法判断的陈述"
          }
        }
        "#);
    }
}
