//! Sentences as facts: a small vocabulary, rules in, exact sentences out.

use super::*;
use crate::model::{
    Alternative, Attribute, AttributeId, AttributeLet, AttributeLetId, Bundle, BundleId, Comparison, Derived,
    DerivedId, Duty, Effect, Enum, EnumId, EnumValue, Fact, FactId, Group, List, ListId, ListKind, Material,
    MaterialId, Nature, Origin, ParameterKind, Place, Recipient, Template, TemplateId, TemplatePart, Tracks, Type,
    Unit, WordSet, Words, WordsId,
};
use crate::text::Date;

const TYPE: FactId = FactId(0);
const AGE: FactId = FactId(1);
const PROVINCE: FactId = FactId(2);
const IS_LEGAL_REP: FactId = FactId(3);
const SITE_NAME: FactId = FactId(4);
const SITE_REMARK: FactId = FactId(5);
const LABEL: FactId = FactId(6);
const FILED_LABEL: FactId = FactId(7);
const FILED_ON: FactId = FactId(8);
const SUFFIX: FactId = FactId(9);
const APPROVED: FactId = FactId(10);
const NOT_INVOLVED: FactId = FactId(11);

fn vocabulary() -> Vocabulary {
    let age = Type::Int { low: 0, high: 150, unit: Some(Unit::Years) };
    Vocabulary {
        enums: vec![types(), enumeration("provinces", &[("guangdong", "广东"), ("hunan", "湖南")])],
        lists: vec![
            list("site", "网站", ListKind::Array { key: "sites".into(), max: 9 }),
            list("responsible", "负责人", ListKind::Role { members: Vec::new() }),
            list("domain", "域名", ListKind::Array { key: "domains".into(), max: 9 }),
        ],
        facts: vec![
            fact("filing.type", "备案类型", None, Type::Enum(EnumId(0))),
            fact("subject_resp.age", "主体负责人年龄", None, age),
            fact("filing.province", "备案省份", None, Type::Enum(EnumId(1))),
            fact("subject_resp.is_legal_rep", "主体负责人是法定代表人", Some("主体负责人不是法定代表人"), Type::YesNo),
            fact("site.name", "网站名称", None, Type::Text),
            fact("site.remark", "网站备注", None, Type::Text),
            fact("domain.label", "域名前缀", None, Type::Text),
            fact("filed_domain.label", "已备案域名前缀", None, Type::Text),
            fact("domain.first_filed_on", "域名首次备案日期", None, Type::Date),
            fact("domain.suffix", "域名后缀", None, Type::Text),
            fact("filing.approved_on", "管局通过日期", None, Type::Date),
            fact("review.content_not_involved", "实际内容不涉及审批领域", Some("实际内容涉及审批领域"), Type::YesNo),
        ],
        derived: vec![Derived {
            path: "outsider".into(),
            label: "证件不在备案省份".into(),
            negative: Some("证件在备案省份".into()),
            kind: Type::YesNo,
            list: None,
            value: Expr::YesNo(true),
            place: Place::default(),
        }],
        attributes: vec![Attribute {
            name: "expires_on".into(),
            label: "有效期止".into(),
            negative: None,
            kind: Type::Date,
            optional: false,
            place: Place::default(),
        }],
        attribute_lets: vec![attribute_let("unexpired", "有效期内"), attribute_let("original", "原件")],
        materials: [
            ("property_certificate", "房产证"),
            ("social_insurance_proof", "社保参保证明"),
            ("residence_permit", "居住证"),
            ("site_plan", "网站建设方案书"),
            ("finance_approval", "金融主管部门审批文件"),
        ]
        .map(|(name, label)| Material {
            name: name.into(),
            label: label.into(),
            attributes: Vec::new(),
            place: Place::default(),
        })
        .into(),
        bundles: vec![Bundle {
            name: "papers".into(),
            label: "居住材料".into(),
            value: Obligation::AllOf(Box::new([plain(material(0)), plain(material(1))])),
            place: Place::default(),
        }],
        words: vec![
            words("finance_sh", "上海金融词", true, &["交易所", "基金"]),
            words("bbs", "论坛词", false, &["论坛", "博客", "社区"]),
            words("long", "国字头", false, &["中国"; 21]),
        ],
        tables: Vec::new(),
        templates: vec![
            template("same_site", vec![fixed("域名"), fixed("指向同一网站")]),
            template("licence", vec![fixed("颁发部门为"), hole("issuer", "颁发部门")]),
            template("content", vec![hole("content", "网站内容")]),
        ],
        invariants: Vec::new(),
    }
}

fn types() -> Enum {
    let mut types = enumeration(
        "filing_types",
        &[
            ("first", "首次备案"),
            ("add_site", "新增网站"),
            ("access", "接入备案"),
            ("change_subject", "变更主体"),
            ("cancel_site", "注销网站"),
            ("cancel_access", "取消接入"),
        ],
    );
    types.groups = vec![
        Group { name: "new_filing".into(), label: "新增备案".into(), members: vec![0, 1] },
        Group { name: "cancels".into(), label: "注销类备案".into(), members: vec![4, 5] },
    ];
    types
}

fn enumeration(name: &str, values: &[(&str, &str)]) -> Enum {
    let values = values.iter().map(|(name, label)| EnumValue { name: (*name).into(), label: (*label).into() });
    Enum {
        name: name.into(),
        label: name.into(),
        values: values.collect(),
        groups: Vec::new(),
        place: Place::default(),
    }
}

fn list(name: &str, label: &str, kind: ListKind) -> List {
    List { name: name.into(), label: label.into(), kind, place: Place::default() }
}

fn fact(path: &str, label: &str, negative: Option<&str>, kind: Type) -> Fact {
    Fact {
        path: path.into(),
        label: label.into(),
        negative: negative.map(Into::into),
        kind,
        nature: Nature::Remediable,
        optional: false,
        list: None,
        pointer: Vec::new(),
        place: Place::default(),
    }
}

fn attribute_let(name: &str, label: &str) -> AttributeLet {
    AttributeLet {
        name: name.into(),
        label: label.into(),
        negative: None,
        value: Expr::YesNo(true),
        place: Place::default(),
    }
}

fn words(name: &str, label: &str, open: bool, words: &[&str]) -> Words {
    let words = words.iter().map(|word| (*word).into()).collect();
    Words { name: name.into(), label: label.into(), open, words, place: Place::default() }
}

fn template(name: &str, parts: Vec<TemplatePart>) -> Template {
    Template { name: name.into(), label: name.into(), parts, place: Place::default() }
}

fn fixed(text: &str) -> TemplatePart {
    TemplatePart::Fixed(text.into())
}

fn hole(name: &str, label: &str) -> TemplatePart {
    TemplatePart::Hole { name: name.into(), label: label.into() }
}

fn compare(comparison: Comparison, left: Expr, right: Expr) -> Expr {
    Expr::Compare(comparison, Box::new((left, right)))
}

fn age(comparison: Comparison, years: i64) -> Expr {
    compare(comparison, Expr::Fact(AGE), Expr::Int(years, Some(Unit::Years)))
}

fn types_in(values: &[u16]) -> Expr {
    Expr::in_values(Expr::Fact(TYPE), EnumId(0), values)
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

fn name_mentions(list: u32) -> Expr {
    let set = WordSet { lists: vec![WordsId(list)], ..WordSet::default() };
    Expr::Mentions(Box::new(Expr::Fact(SITE_NAME)), set.into())
}

fn suffix_is_org() -> Expr {
    compare(Comparison::Equal, Expr::Fact(SUFFIX), Expr::Text(".org".into()))
}

fn many_labels() -> Expr {
    let labels = Expr::CountDistinct(Box::new([Expr::Fact(LABEL), Expr::Fact(FILED_LABEL)]));
    compare(Comparison::Greater, labels, Expr::Int(31, None))
}

fn outsider() -> Expr {
    Expr::Derived(DerivedId(0))
}

fn material(index: u32) -> Obligation {
    Obligation::Provide(MaterialId(index), Box::default())
}

fn valid_permit() -> Obligation {
    Obligation::Provide(MaterialId(2), vec![Expr::AttributeLet(AttributeLetId(0))].into())
}

fn plain(value: Obligation) -> Alternative {
    Alternative { value, when: None }
}

fn rule(when: Option<Expr>, effect: Effect) -> Rule {
    Rule {
        name: "unit.rule".into(),
        label: "规则".into(),
        tracks: Tracks::default(),
        origin: Origin::Own,
        for_each: None,
        when,
        effect,
        also: Box::default(),
        cites: Box::default(),
        disputed: None,
        closed: None,
        effective: Effective::default(),
        place: Place::default(),
    }
}

#[track_caller]
fn check(rule: &Rule, chinese: &str, english: &str) {
    assert_eq!(rule_sentence(&vocabulary(), rule, Language::Chinese), chinese);
    assert_eq!(rule_sentence(&vocabulary(), rule, Language::English), english);
}

#[track_caller]
fn check_condition(expr: &Expr, chinese: &str, english: &str) {
    assert_eq!(condition(&vocabulary(), expr, Language::Chinese), chinese);
    assert_eq!(condition(&vocabulary(), expr, Language::English), english);
}

#[test]
fn a_refusal_reads_like_a_notice() {
    check(
        &rule(Some(age(Comparison::Less, 18)), Effect::Forbid),
        "主体负责人年龄不足18岁的，不予备案。",
        "If `subject_resp.age` is less than 18 years, then the filing is refused.",
    );
}

#[test]
fn plain_alternatives_need_no_numbers() {
    let proofs = [material(0), material(1), valid_permit()].map(plain);
    check(
        &rule(Some(outsider().and(types_in(&[0, 1, 2]))), Effect::Require(Obligation::OneOf(proofs.into()))),
        "证件不在备案省份，且备案类型为首次备案、新增网站或接入备案的，\
         须提供以下任一项：房产证；社保参保证明；居住证（有效期内）。",
        "If `outsider` holds, and `filing.type` is `first`, `add_site` or `access`, then the applicant must \
         provide any one of: `property_certificate`; `social_insurance_proof`; `residence_permit` (`unexpired`).",
    );
}

#[test]
fn all_of_is_numbered_and_delivery_is_a_sentence_of_its_own() {
    let plan = Obligation::Provide(MaterialId(3), vec![Expr::AttributeLet(AttributeLetId(1))].into());
    let papers = Obligation::AllOf(Box::new([plain(material(0)), plain(plan)]));
    let many_labels = Rule {
        also: vec![Also::Deliver(Recipient::Bureau)].into(),
        ..rule(Some(many_labels()), Effect::Require(papers))
    };
    check(
        &many_labels,
        "域名前缀和已备案域名前缀合计（相同的计一个）超过31个的，\
         须提供以下全部材料：①房产证；②网站建设方案书（原件）。材料递交至管局。",
        "If the number of distinct values of `domain.label` and `filed_domain.label` is more than 31, then the \
         applicant must provide all of: (1) `property_certificate`; (2) `site_plan` (`original`). \
         The papers go to the bureau.",
    );
}

#[test]
fn negation_goes_inward() {
    check_condition(
        &not(Expr::And(Box::new([age(Comparison::Greater, 60), Expr::Fact(IS_LEGAL_REP)]))),
        "主体负责人年龄不超过60岁，或者主体负责人不是法定代表人",
        "`subject_resp.age` is at most 60 years, or `subject_resp.is_legal_rep` does not hold",
    );
}

#[test]
fn one_subject_is_said_once() {
    check_condition(
        &Expr::And(Box::new([age(Comparison::GreaterEqual, 16), age(Comparison::Less, 18), outsider()])),
        "主体负责人年龄至少16岁且不足18岁，且证件不在备案省份",
        "`subject_resp.age` is at least 16 years and is less than 18 years, and `outsider` holds",
    );
}

#[test]
fn a_group_has_its_name_and_a_long_set_its_complement() {
    check_condition(
        &types_in(&[0, 1]),
        "备案类型属于新增备案（首次备案、新增网站）",
        "`filing.type` is in `new_filing` (`first` and `add_site`)",
    );
    check_condition(&types_in(&[0, 1, 2, 4, 5]), "备案类型不为变更主体", "`filing.type` is not `change_subject`");
    check_condition(
        &not(types_in(&[4, 5])),
        "备案类型不属于注销类备案（注销网站、取消接入）",
        "`filing.type` is not in `cancels` (`cancel_site` and `cancel_access`)",
    );
}

#[test]
fn or_within_and_is_bracketed_and_cases_are_numbered() {
    let either = Expr::Or(Box::new([Expr::Fact(IS_LEGAL_REP), types_in(&[2])]));
    check_condition(
        &outsider().and(either.clone()),
        "证件不在备案省份，且（主体负责人是法定代表人，或者备案类型为接入备案）",
        "`outsider` holds, and (`subject_resp.is_legal_rep` holds, or `filing.type` is `access`)",
    );
    check_condition(
        &Expr::Or(Box::new([outsider().and(either), age(Comparison::Less, 16)])),
        "有下列情形之一（①证件不在备案省份，且（主体负责人是法定代表人，或者备案类型为接入备案）；\
         ②主体负责人年龄不足16岁）",
        "any of these cases applies [(1) `outsider` holds, and (`subject_resp.is_legal_rep` holds, or \
         `filing.type` is `access`); (2) `subject_resp.age` is less than 16 years]",
    );
}

#[test]
fn the_scope_says_the_name_of_the_list_once() {
    let bbs = Rule { for_each: Some(ListId(0)), ..rule(Some(name_mentions(1)), Effect::Forbid) };
    check(
        &bbs,
        "对每个网站：名称含有「论坛」「博客」或「社区」字样的，不予备案。",
        "For each `site`: if `site.name` contains “论坛”, “博客” or “社区”, then the filing is refused.",
    );
}

#[test]
fn open_lists_say_so_and_long_lists_are_named() {
    check_condition(
        &name_mentions(0),
        "网站名称含有「交易所」「基金」等字样",
        "`site.name` contains “交易所”, “基金” or a similar word",
    );
    check_condition(
        &not(name_mentions(2)),
        "网站名称不含《国字头》所列字样",
        "`site.name` does not contain a word of `long`",
    );
}

#[test]
fn demands_speak_of_their_own_subject() {
    check(
        &rule(None, Effect::Require(Obligation::Condition(Expr::Fact(IS_LEGAL_REP)))),
        "主体负责人须是法定代表人。",
        "`subject_resp.is_legal_rep` must hold.",
    );
    check(
        &rule(Some(outsider()), Effect::Require(Obligation::Condition(not(name_mentions(1))))),
        "证件不在备案省份的，网站名称不得含有「论坛」「博客」或「社区」字样。",
        "If `outsider` holds, then `site.name` must not contain “论坛”, “博客” or “社区”.",
    );
    let both = Expr::And(Box::new([age(Comparison::LessEqual, 60), not(outsider())]));
    check(
        &rule(None, Effect::Require(Obligation::Condition(both))),
        "须满足以下全部要求：①主体负责人年龄不超过60岁；②证件在备案省份。",
        "The applicant must satisfy all of: (1) `subject_resp.age` is at most 60 years; \
         (2) `outsider` does not hold.",
    );
}

#[test]
fn a_demand_of_the_opposite_needs_no_guard() {
    let demand = Effect::Require(Obligation::Condition(Expr::Fact(IS_LEGAL_REP)));
    check(
        &rule(Some(outsider().and(not(Expr::Fact(IS_LEGAL_REP)))), demand),
        "证件不在备案省份的，主体负责人须是法定代表人。",
        "If `outsider` holds, then `subject_resp.is_legal_rep` must hold.",
    );
    let at_most = Effect::Require(Obligation::Condition(age(Comparison::LessEqual, 60)));
    check(
        &rule(Some(age(Comparison::Greater, 60)), at_most),
        "主体负责人年龄不得超过60岁。",
        "`subject_resp.age` must be at most 60 years.",
    );
}

#[test]
fn what_does_not_hold_together_is_an_exception() {
    let both = Expr::And(Box::new([types_in(&[2]), Expr::Fact(IS_LEGAL_REP)]));
    check(
        &rule(Some(outsider().and(not(both))), Effect::Forbid),
        "证件不在备案省份的，不予备案。但备案类型为接入备案，且主体负责人是法定代表人的除外。",
        "If `outsider` holds, then the filing is refused. This does not apply if `filing.type` is `access`, and \
         `subject_resp.is_legal_rep` holds.",
    );
}

#[test]
fn nested_trees_are_numbered_twice_and_then_bracketed() {
    let deepest = Obligation::OneOf(Box::new([plain(material(0)), plain(material(1))]));
    let second = Obligation::AllOf(Box::new([plain(valid_permit()), plain(deepest)]));
    let guarded = Alternative { value: second, when: Some(Expr::Fact(NOT_INVOLVED)) };
    check(
        &rule(None, Effect::Require(Obligation::OneOf(Box::new([plain(material(4)), guarded])))),
        "须提供以下任一项：①金融主管部门审批文件；②实际内容不涉及审批领域的，\
         提供以下全部：(a)居住证（有效期内），(b)房产证或社保参保证明。",
        "The applicant must provide any one of: (1) `finance_approval`; (2) when \
         `review.content_not_involved` holds: provide all of: (a) `residence_permit` (`unexpired`), \
         (b) `property_certificate` or `social_insurance_proof`.",
    );
}

#[test]
fn mixed_parts_have_verbs() {
    let parts = [
        material(4),
        Obligation::Remark(SITE_REMARK, TemplateId(0)),
        Obligation::Condition(not(outsider())),
        Obligation::Bundle(BundleId(0)),
    ];
    check(
        &rule(None, Effect::Require(Obligation::AtLeast(2, parts.map(plain).into()))),
        "须满足以下至少2项：①提供金融主管部门审批文件；②在网站备注中注明「域名……指向同一网站」；\
         ③证件在备案省份；④提供居住材料（房产证和社保参保证明）。",
        "The applicant must satisfy at least 2 of: (1) provide `finance_approval`; (2) write \
         “域名…指向同一网站” in `site.remark`; (3) `outsider` does not hold; (4) provide `papers` (\
         `property_certificate` and `social_insurance_proof`).",
    );
}

#[test]
fn remarks_name_their_holes() {
    check(
        &rule(None, Effect::Require(Obligation::Remark(SITE_REMARK, TemplateId(1)))),
        "须在网站备注中注明「颁发部门为〔颁发部门〕」。",
        "The applicant must write “颁发部门为〔issuer〕” in `site.remark`.",
    );
    check(
        &rule(None, Effect::Require(Obligation::Remark(SITE_REMARK, TemplateId(2)))),
        "须在网站备注中写明网站内容。",
        "The applicant must state `content` in `site.remark`.",
    );
}

#[test]
fn preference_names_what_comes_first() {
    let permit = Obligation::Provide(
        MaterialId(2),
        vec![Expr::Remaining(Comparison::Greater, Box::new(Expr::Attribute(AttributeId(0))), 3, Unit::Months)].into(),
    );
    check(
        &rule(None, Effect::Require(Obligation::Prefer(Box::new([plain(material(0)), plain(permit)])))),
        "须优先提供房产证；没有房产证的，提供居住证（剩余有效期超过3个月）。",
        "The applicant must preferably provide `property_certificate`; without `property_certificate`, provide \
         `residence_permit` (the time left until `expires_on` is more than 3 months).",
    );
}

#[test]
fn permissions_advice_and_duties_follow() {
    let duty = Also::Duty(Box::new(Duty {
        filing: 3,
        purpose: Some("把主体负责人变更为法定代表人。".into()),
        deadline: Some((10, Unit::Workdays, APPROVED)),
    }));
    let allowed = Rule {
        also: vec![duty, Also::AdviseText("先电话咨询".into())].into(),
        ..rule(Some(types_in(&[2])), Effect::Permit)
    };
    check(
        &allowed,
        "备案类型为接入备案的，允许备案（不得据此退回）。\
         管局通过后10个工作日内，须办理变更主体：把主体负责人变更为法定代表人。建议：先电话咨询。",
        "If `filing.type` is `access`, then the filing is allowed (it may not be returned for this). Within 10 \
         workdays after `filing.approved_on`, a filing of type `change_subject` must be made: \
         “把主体负责人变更为法定代表人”. It is advised: “先电话咨询”.",
    );
    let refused = Rule { also: vec![Also::Advise(valid_permit())].into(), ..rule(Some(outsider()), Effect::Forbid) };
    check(
        &refused,
        "证件不在备案省份的，不予备案。处理办法：提供居住证（有效期内）。",
        "If `outsider` holds, then the filing is refused. Remedy: provide `residence_permit` (`unexpired`).",
    );
    let advised = Rule { also: vec![Also::Advise(material(0))].into(), ..rule(Some(outsider()), Effect::None) };
    check(
        &advised,
        "证件不在备案省份的，建议提供房产证。",
        "If `outsider` holds, then it is advised: provide `property_certificate`.",
    );
}

#[test]
fn dates_quantifiers_and_optional_facts() {
    let cutoff = Date::new(2018, 1, 1).expect("a day");
    check_condition(
        &Expr::And(Box::new([
            Expr::Has(Box::new(Expr::Fact(FILED_ON))),
            compare(Comparison::Less, Expr::Fact(FILED_ON), Expr::Date(cutoff)),
        ])),
        "已填写域名首次备案日期且早于2018年1月1日",
        "`domain.first_filed_on` is given and is before 2018-01-01",
    );
    check_condition(
        &Expr::Any(ListId(2), Box::new(suffix_is_org())),
        "有后缀为「.org」的域名",
        "for at least one `domain` (`domain.suffix` is “.org”)",
    );
    check_condition(
        &not(Expr::All(ListId(2), Box::new(suffix_is_org()))),
        "有后缀不为「.org」的域名",
        "for at least one `domain` (`domain.suffix` is not “.org”)",
    );
    let two = Expr::Count(ListId(2), Some(Box::new(suffix_is_org())));
    check_condition(
        &compare(Comparison::GreaterEqual, two, Expr::Int(2, None)),
        "后缀为「.org」的域名至少2个",
        "the number of `domain` elements where (`domain.suffix` is “.org”) is at least 2",
    );
}

#[test]
fn same_as_the_record_and_same_as_each_other() {
    check_condition(
        &not(Expr::SameAsRecord(Box::new([(SITE_NAME, SITE_NAME), (SITE_REMARK, SITE_REMARK)]))),
        "网站名称和网站备注中至少一项与备案库不一致",
        "at least one of `site.name` and `site.remark` differs from the record",
    );
    check_condition(
        &compare(Comparison::NotEqual, Expr::Fact(SITE_NAME), Expr::Fact(SITE_REMARK)),
        "网站名称与网站备注不同",
        "`site.name` is not the same as `site.remark`",
    );
    // A province is compared with a constant, which may stand on either side.
    check_condition(
        &compare(Comparison::Equal, Expr::Value(EnumId(1), 1), Expr::Fact(PROVINCE)),
        "备案省份为湖南",
        "`filing.province` is `hunan`",
    );
}

#[test]
fn parameters_stand_for_themselves_in_a_choice() {
    let parameters = [
        Parameter { name: "limit".into(), label: "上限".into(), kind: ParameterKind::Condition },
        Parameter { name: "evidence".into(), label: "本省证明".into(), kind: ParameterKind::Obligation },
    ];
    let choice_rule = ChoiceRule {
        name: None,
        label: None,
        for_each: None,
        when: Some(outsider().and(Expr::Parameter(0))),
        effect: Effect::Require(Obligation::Parameter(1)),
        also: Vec::new(),
    };
    assert_eq!(
        choice_sentence(&vocabulary(), &parameters, &choice_rule, Language::Chinese),
        "证件不在备案省份，且符合〔上限〕的，须满足〔本省证明〕。",
    );
    assert_eq!(
        choice_sentence(&vocabulary(), &parameters, &choice_rule, Language::English),
        "If `outsider` holds, and 〔limit〕 holds, then the applicant must satisfy 〔evidence〕.",
    );
}

#[test]
fn answers_and_periods_have_sentences_too() {
    let vocabulary = vocabulary();
    let values = Argument::Values(EnumId(0), vec![0, 2].into());
    assert_eq!(argument(&vocabulary, &values, Language::Chinese), "首次备案、接入备案");
    assert_eq!(argument(&vocabulary, &values, Language::English), "`first` and `access`");
    let from = Effective { from: Date::new(2024, 5, 1), until: None };
    assert_eq!(effective(from, Language::Chinese), "自2024年5月1日起施行");
    assert_eq!(effective(from, Language::English), "in force from 2024-05-01");
    assert_eq!(effective(Effective::default(), Language::Chinese), "");
}
