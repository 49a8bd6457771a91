//! A small program by hand, with one of everything that the documents show.

use crate::model::*;
use crate::text::Date;

const UNIT: Tracks = Tracks(0b01);
const INDIVIDUAL: Tracks = Tracks(0b10);
const BOTH: Tracks = Tracks(0b11);

/// The fact `site.name`, which the rules of the sample are about.
const SITE_NAME: FactId = FactId(0);
const AGE: FactId = FactId(1);

pub fn program() -> Program {
    Program {
        vocabulary: vocabulary(),
        policies: vec![cross_province(), emergency_contact()],
        sources: vec![
            source("domain", 0, &[("3", Check::Decidable, "后缀须获批")]),
            source(
                "guangdong",
                2,
                &[
                    ("e-22", Check::Decidable, "前缀 | 超过 <31> 个"),
                    ("e-24", Check::Attested, "*方案书*写明六个方面"),
                    ("i-06", Check::Prose, "没有引用"),
                ],
            ),
        ],
        layers: vec![national(), tencent(), guangdong()],
        scenarios: Vec::new(),
    }
}

fn vocabulary() -> Vocabulary {
    Vocabulary {
        enums: vec![Enum {
            name: "tracks".into(),
            label: "备案性质取值".into(),
            values: vec![value("unit", "单位备案"), value("individual", "个人备案")],
            groups: vec![Group { name: "every".into(), label: "全部".into(), members: vec![0, 1] }],
            place: Place::default(),
        }],
        facts: vec![fact("site.name", "网站名称", Type::Text), fact("subject_resp.age", "主体负责人年龄", Type::Text)],
        derived: vec![Derived {
            path: "sponsor.track".into(),
            label: "备案性质".into(),
            negative: None,
            kind: Type::Enum(EnumId(0)),
            list: None,
            value: Expr::Value(EnumId(0), 0),
            place: Place::default(),
        }],
        materials: vec![material("residence_permit", "居住证"), material("site_plan", "网站建设方案书")],
        bundles: vec![Bundle {
            name: "papers".into(),
            label: "全套".into(),
            value: Obligation::Provide(MaterialId(1), Box::default()),
            place: Place::default(),
        }],
        words: vec![Words {
            name: "finance".into(),
            label: "金融词".into(),
            open: true,
            words: vec!["基金".into(), "a_b*".into()],
            place: Place::default(),
        }],
        tables: vec![
            Table {
                name: "by_track".into(),
                label: "按性质".into(),
                key: TableKey::Enum { from: EnumId(0), to: EnumId(0), rows: vec![vec![0], vec![0, 1]] },
                place: Place::default(),
            },
            Table {
                name: "districts".into(),
                label: "新区划".into(),
                key: TableKey::Text { rows: vec![("宣武区".into(), vec!["西城区".into()])] },
                place: Place::default(),
            },
        ],
        templates: vec![Template {
            name: "licence".into(),
            label: "许可证说明".into(),
            parts: vec![
                TemplatePart::Fixed("许可证由".into()),
                TemplatePart::Hole { name: "issuer".into(), label: "颁发部门".into() },
            ],
            place: Place::default(),
        }],
        ..Vocabulary::default()
    }
}

fn value(name: &str, label: &str) -> EnumValue {
    EnumValue { name: name.into(), label: label.into() }
}

fn fact(path: &str, label: &str, kind: Type) -> Fact {
    Fact {
        path: path.into(),
        label: label.into(),
        negative: None,
        kind,
        nature: Nature::Given,
        optional: false,
        list: None,
        pointer: Vec::new(),
        place: Place::default(),
    }
}

fn material(name: &str, label: &str) -> Material {
    Material { name: name.into(), label: label.into(), attributes: Vec::new(), place: Place::default() }
}

fn cross_province() -> Policy {
    Policy {
        name: "cross_province".into(),
        label: "跨省备案".into(),
        tracks: BOTH,
        choices: vec![
            choice("allowed", "支持", Vec::new()),
            choice(
                "with_evidence",
                "须提供证明",
                vec![Parameter {
                    name: "evidence".into(), label: "本省证明".into(), kind: ParameterKind::Obligation
                }],
            ),
        ],
        place: Place::default(),
    }
}

fn emergency_contact() -> Policy {
    Policy {
        name: "emergency_contact".into(),
        label: "应急联系人".into(),
        tracks: INDIVIDUAL,
        choices: vec![choice(
            "many",
            "至少几人",
            vec![Parameter {
                name: "number".into(),
                label: "人数".into(),
                kind: ParameterKind::Value(Type::Enum(EnumId(0))),
            }],
        )],
        place: Place::default(),
    }
}

fn choice(name: &str, label: &str, parameters: Vec<Parameter>) -> Choice {
    let rule =
        ChoiceRule { name: None, label: None, for_each: None, when: None, effect: Effect::Forbid, also: Vec::new() };
    Choice { name: name.into(), label: label.into(), parameters, rules: vec![rule], classifications: Vec::new() }
}

fn source(name: &str, layer: u32, statements: &[(&str, Check, &str)]) -> Source {
    let statement = |&(id, check, text): &(&str, Check, &str)| Statement::new(id, check, text, Place::default());
    Source {
        name: name.into(),
        label: "《要求》".into(),
        layer: LayerId(layer),
        properties: vec![
            ("repository", "tencentyun/qcloud-documents".into()),
            ("path", "product/备案/要求 (1).md".into()),
            ("commit", "1a421bcb6c093a659d20c16754844220b166dcc6".into()),
        ],
        read: Date::new(2026, 11, 24),
        statements: statements.iter().map(statement).collect(),
        place: Place::default(),
    }
}

fn layer(kind: LayerKind, name: &str, label: &str, rules: Vec<Rule>) -> Layer {
    Layer {
        kind,
        name: name.into(),
        label: label.into(),
        code: None,
        bureau: None,
        rules,
        answers: Vec::new(),
        unread: Vec::new(),
        classifications: Vec::new(),
        changes: Vec::new(),
        retired: Vec::new(),
        place: Place::default(),
    }
}

fn national() -> Layer {
    let suffix = Rule { cites: vec![cited(0, 0)].into(), ..rule("all.suffix", "域名后缀", BOTH, Effect::Forbid) };
    layer(LayerKind::National, "national", "全国", vec![suffix])
}

fn tencent() -> Layer {
    let one_domain = rule("unit.one_domain", "每个网站一个域名", UNIT, Effect::Forbid);
    layer(LayerKind::Provider, "tencent", "腾讯云", vec![one_domain])
}

fn guangdong() -> Layer {
    Layer {
        bureau: Some(Bureau {
            label: "广东省通信管理局".into(),
            properties: vec![("address", "越华路28号".into()), ("postcode", "510030".into())],
            contacts: vec![("省编办".into(), "88628427".into())],
        }),
        code: Some("CN-GD".into()),
        answers: answers(),
        classifications: vec![Classification { derived: DerivedId(0), when: Expr::YesNo(true), value: (EnumId(0), 1) }],
        changes: vec![
            Change {
                base: "tencent.unit.one_domain".into(),
                tracks: crate::model::Tracks(3),
                kind: ChangeKind::Waived,
                rule: None,
                cites: vec![cited(1, 1)].into(),
                place: Place::default(),
            },
            Change {
                base: "national.all.suffix".into(),
                tracks: crate::model::Tracks(3),
                kind: ChangeKind::ReplacedTighter,
                rule: Some(4),
                cites: Box::default(),
                place: Place::default(),
            },
        ],
        retired: vec![Retired {
            rule: "guangdong.unit.old".into(),
            superseded_by: Some("guangdong.unit.many_labels".into()),
            place: Place::default(),
        }],
        ..layer(LayerKind::Province, "guangdong", "广东", guangdong_rules())
    }
}

fn guangdong_rules() -> Vec<Rule> {
    let plan = Obligation::AllOf(Box::new([
        part(Obligation::Provide(MaterialId(0), vec![Expr::YesNo(true)].into())),
        part(Obligation::Bundle(BundleId(0))),
    ]));
    let words = WordSet { lists: vec![WordsId(0)], tables: vec![TableId(1)], ..WordSet::default() };
    let mentions = Expr::Mentions(Box::new(Expr::Fact(SITE_NAME)), words.into());
    vec![
        Rule {
            also: vec![Also::Deliver(Recipient::Bureau), Also::Note("请 *寄* 原件".into())].into(),
            cites: vec![cited(1, 0), cited(0, 0)].into(),
            disputed: Some(Box::new(Dispute { statements: vec![cited(1, 1)].into(), text: "两处<矛盾>".into() })),
            effective: Effective { from: Date::new(2027, 3, 1), until: None },
            ..rule("unit.many_labels", "前缀|过多", UNIT, Effect::Require(plan))
        },
        Rule { when: Some(mentions), ..rule("unit.name", "网站名称用词", UNIT, Effect::Forbid) },
        rule(
            "individual.age",
            "负责人年龄",
            INDIVIDUAL,
            Effect::Require(Obligation::Condition(Expr::Has(Box::new(Expr::Fact(AGE))))),
        ),
        Rule {
            origin: Origin::Policy(PolicyId(0)),
            ..rule("individual.cross_province", "跨省备案", INDIVIDUAL, Effect::Permit)
        },
        Rule {
            origin: Origin::Change(1),
            ..rule("all.suffix", "域名后缀", BOTH, Effect::Require(Obligation::Remark(SITE_NAME, TemplateId(0))))
        },
        Rule {
            also: vec![Also::Note("只是说明".into())].into(), ..rule("all.remark", "说明", BOTH, Effect::None)
        },
    ]
}

fn answers() -> Vec<Answer> {
    let evidence = Argument::Obligation(Obligation::Provide(MaterialId(0), Box::default()));
    let guarded = vec![
        AnswerCase {
            choice: Some(1),
            arguments: vec![evidence].into(),
            when: Some(Expr::YesNo(true)),
            cites: Box::default(),
            disputed: None,
            closed: None,
        },
        AnswerCase {
            choice: Some(0),
            arguments: Box::default(),
            when: None,
            cites: Box::default(),
            disputed: None,
            closed: None,
        },
    ];
    let plain = vec![AnswerCase {
        choice: Some(0),
        arguments: Box::default(),
        when: None,
        cites: Box::default(),
        disputed: None,
        closed: None,
    }];
    vec![answer(0, INDIVIDUAL, guarded), answer(0, UNIT, plain), answer(1, INDIVIDUAL, Vec::new())]
}

fn answer(policy: u32, tracks: Tracks, cases: Vec<AnswerCase>) -> Answer {
    Answer {
        policy: PolicyId(policy),
        tracks,
        place: Place::default(),
        stated: Some(Box::new(Stated {
            cases: cases.into(),
            cites: vec![cited(1, 1)].into(),
            disputed: Some(Box::new(Dispute {
                statements: vec![cited(1, 0)].into(), text: "页面自相矛盾".into()
            })),
            notes: vec!["以管局为准".into()].into(),
            effective: Effective::default(),
            closed: None,
        })),
    }
}

fn part(value: Obligation) -> Alternative {
    Alternative { value, when: None }
}

fn cited(source: u32, statement: u32) -> StatementRef {
    StatementRef { source: SourceId(source), statement }
}

fn rule(name: &str, label: &str, tracks: Tracks, effect: Effect) -> Rule {
    Rule {
        name: name.into(),
        label: label.into(),
        tracks,
        origin: Origin::Own,
        for_each: None,
        when: None,
        effect,
        also: Box::default(),
        cites: Box::default(),
        disputed: None,
        closed: None,
        effective: Effective::default(),
        place: Place::default(),
    }
}
