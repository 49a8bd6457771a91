//! A small program that uses every operation, for tests.

use crate::model::*;
use crate::text::Date;

const TRACKS: EnumId = EnumId(0);
const FILING_TYPES: EnumId = EnumId(1);
const SITE: ListId = ListId(0);
const TEXT: FactId = FactId(2);
const NAME: FactId = FactId(4);

/// A nation, a provider and a province.
pub fn program() -> Program {
    let place = Place::default();
    Program {
        vocabulary: vocabulary(),
        policies: vec![policy()],
        sources: vec![Source {
            name: "guangdong".into(),
            label: "《广东省管局要求》".into(),
            layer: LayerId(2),
            properties: vec![("path", "product/广东.md".into()), ("commit", "1a42".into())],
            read: Date::new(2026, 11, 24),
            statements: Box::new([Statement::new("e-22", Check::Decidable, "逐个", place)]),
            place,
        }],
        layers: vec![
            layer(LayerKind::National, "national", vec![rule("unit.naming", expressions())]),
            layer(LayerKind::Provider, "tencent", Vec::new()),
            guangdong(),
        ],
        scenarios: Vec::new(),
    }
}

fn vocabulary() -> Vocabulary {
    let place = Place::default();
    let role = ListKind::Role {
        members: vec![RoleMember {
            group: "site_resp".into(),
            label: "网站负责人".into(),
            list: Some(SITE),
            pointer: vec!["site_resp".into()],
        }],
    };
    let array = ListKind::Array { key: "sites".into(), max: 200 };
    let condition =
        Expr::Compare(Comparison::GreaterEqual, both(Expr::Attribute(AttributeId(0)), Expr::Fact(FactId(1))));
    let tracks =
        Expr::Cases(Box::new(Cases { cases: Box::new([(Expr::Fact(FactId(3)), track(1))]), otherwise: track(0) }));
    Vocabulary {
        enums: vec![enumeration("tracks", &["unit", "individual"]), enumeration("filing_types", &["first", "access"])],
        lists: vec![
            List { name: "site".into(), label: "网站".into(), kind: array, place },
            List { name: "responsible".into(), label: "负责人".into(), kind: role, place },
        ],
        facts: vec![
            fact("filing.type", Type::Enum(FILING_TYPES), None),
            fact("filing.submitted_on", Type::Date, None),
            fact("filing.remark", Type::Text, None),
            fact("sponsor.is_person", Type::YesNo, None),
            fact("site.name", Type::Text, Some(SITE)),
            fact("subject_resp.age", Type::Int { low: 0, high: 150, unit: Some(Unit::Years) }, None),
        ],
        derived: vec![Derived {
            path: "sponsor.track".into(),
            label: "备案性质".into(),
            negative: None,
            kind: Type::Enum(TRACKS),
            list: None,
            value: tracks,
            place,
        }],
        attributes: vec![Attribute {
            name: "expires_on".into(),
            label: "有效期止".into(),
            negative: None,
            kind: Type::Date,
            optional: false,
            place,
        }],
        attribute_lets: vec![AttributeLet {
            name: "unexpired".into(),
            label: "有效期内".into(),
            negative: None,
            value: condition,
            place,
        }],
        materials: vec![Material {
            name: "permit".into(),
            label: "居住证".into(),
            attributes: vec![AttributeId(0)],
            place,
        }],
        bundles: vec![Bundle {
            name: "papers".into(),
            label: "材料".into(),
            value: Obligation::Provide(MaterialId(0), Box::default()),
            place,
        }],
        words: vec![Words {
            name: "finance".into(),
            label: "金融词".into(),
            open: true,
            words: vec!["基金".into()],
            place,
        }],
        tables: vec![
            Table {
                name: "kinds".into(),
                label: "类型".into(),
                key: TableKey::Enum { from: TRACKS, to: FILING_TYPES, rows: vec![vec![0], vec![0, 1]] },
                place,
            },
            Table {
                name: "districts".into(),
                label: "新区划".into(),
                key: TableKey::Text { rows: vec![("宣武区".into(), vec!["西城区".into()])] },
                place,
            },
        ],
        templates: vec![Template {
            name: "licence".into(),
            label: "许可证说明".into(),
            parts: vec![
                TemplatePart::Fixed("由".into()),
                TemplatePart::Hole { name: "issuer".into(), label: "颁发部门".into() },
            ],
            place,
        }],
        invariants: vec![Invariant {
            name: "named".into(),
            label: "有名".into(),
            list: Some(SITE),
            value: Expr::Has(Box::new(Expr::Fact(NAME))),
            place,
        }],
    }
}

/// Every expression, in one conjunction.
fn expressions() -> Expr {
    let word_set = || WordSet {
        lists: vec![WordsId(0)],
        tables: vec![TableId(1)],
        literals: vec!["贷".into()],
        except_literals: vec!["x".into()],
        ..WordSet::default()
    };
    let text = || Box::new(Expr::Fact(TEXT));
    let age = || Expr::Fact(FactId(5));
    let years = |years| Expr::Int(years, Some(Unit::Years));
    let named = || Box::new(Expr::OnlyDigits(Box::new(Expr::Fact(NAME))));
    let compare = |comparison| Expr::Compare(comparison, both(age(), years(60)));
    Expr::And(Box::new([
        Expr::Or(Box::new([Expr::YesNo(true), Expr::Fact(FactId(3)).negated()])),
        compare(Comparison::Equal),
        compare(Comparison::NotEqual),
        compare(Comparison::Less),
        compare(Comparison::LessEqual),
        Expr::Compare(
            Comparison::Greater,
            both(Expr::Add(both(age(), years(1))), Expr::Subtract(both(age(), years(2)))),
        ),
        Expr::in_values(Expr::Fact(FactId(0)), FILING_TYPES, [0, 1]),
        Expr::SetHolds(Box::new(Expr::Fact(FactId(0))), FILING_TYPES, 1),
        Expr::InRow(Box::new(Expr::Fact(FactId(0))), TableId(0), Box::new(Expr::Derived(DerivedId(0)))),
        Expr::InWords(text(), word_set().into()),
        Expr::Mentions(text(), word_set().into()),
        Expr::StartsWith(text(), word_set().into()),
        Expr::EndsWith(text(), word_set().into()),
        Expr::Compare(Comparison::Equal, both(Expr::Fact(TEXT), Expr::Text("站".into()))),
        Expr::Any(SITE, named()),
        Expr::All(SITE, named()),
        Expr::Compare(Comparison::Greater, both(Expr::Count(SITE, Some(named())), Expr::Count(SITE, None))),
        Expr::Compare(
            Comparison::Greater,
            both(Expr::CountDistinct(Box::new([Expr::Fact(NAME), Expr::Fact(TEXT)])), Expr::Int(31, None)),
        ),
        Expr::Compare(Comparison::Less, both(Expr::DistinctMobiles(Box::new([Expr::Fact(NAME)])), Expr::Int(2, None))),
        Expr::Remaining(Comparison::Greater, Box::new(Expr::Date(Date::new(2018, 1, 1).unwrap())), 3, Unit::Months),
        Expr::Compare(Comparison::Equal, both(Expr::CharCount(text()), Expr::HanCount(text()))),
        Expr::OnlyLatin(text()),
        Expr::SameAsRecord(Box::new([(NAME, TEXT)])),
        Expr::Parameter(0),
    ]))
}

fn guangdong() -> Layer {
    let part = |value| Alternative { value, when: Some(Expr::Fact(FactId(3))) };
    let permit = || Obligation::Provide(MaterialId(0), vec![Expr::AttributeLet(AttributeLetId(0))].into());
    let tree = Obligation::AllOf(Box::new([
        part(Obligation::OneOf(Box::new([part(permit()), part(Obligation::Bundle(BundleId(0)))]))),
        part(Obligation::AtLeast(2, Box::new([part(Obligation::Remark(TEXT, TemplateId(0)))]))),
        part(Obligation::Prefer(Box::new([part(Obligation::Condition(Expr::YesNo(true)))]))),
    ]));
    let mut many_labels = rule("unit.many_labels", Expr::CountDistinct(Box::new([Expr::Fact(NAME)])));
    many_labels.for_each = Some(SITE);
    many_labels.effect = Effect::Require(tree.clone());
    many_labels.also = vec![
        Also::Advise(permit()),
        Also::AdviseText("尽早".into()),
        Also::Note("说明".into()),
        Also::Duty(Box::new(Duty {
            filing: 1,
            purpose: Some("变更".into()),
            deadline: Some((10, Unit::Workdays, FactId(1))),
        })),
        Also::Deliver(Recipient::Bureau),
    ]
    .into();
    many_labels.cites = vec![CITE].into();
    many_labels.disputed = Some(Box::new(Dispute { statements: vec![CITE].into(), text: "矛盾".into() }));
    many_labels.effective = Effective { from: Date::new(2020, 8, 17), until: None };
    let mut naming = rule("unit.naming", Expr::YesNo(true));
    naming.origin = Origin::Change(0);
    let mut evidence = rule("unit.cross_province", Expr::YesNo(true));
    evidence.origin = Origin::Policy(PolicyId(0));
    let mut layer = layer(LayerKind::Province, "guangdong", vec![many_labels, naming, evidence]);
    layer.code = Some("CN-GD".into());
    layer.bureau = Some(Bureau {
        label: "管局".into(),
        properties: vec![("telephone", "020".into())],
        contacts: vec![("省编办".into(), "8862".into())],
    });
    layer.answers = vec![answer(tree)];
    layer.classifications = vec![Classification { derived: DerivedId(0), when: Expr::YesNo(true), value: (TRACKS, 0) }];
    layer.changes = vec![Change {
        base: "national.unit.naming".into(),
        tracks: crate::model::Tracks(3),
        kind: ChangeKind::ReplacedTighter,
        rule: Some(1),
        cites: vec![CITE].into(),
        place: Place::default(),
    }];
    layer.retired = vec![Retired {
        rule: "guangdong.unit.old".into(),
        superseded_by: Some("guangdong.unit.many_labels".into()),
        place: Place::default(),
    }];
    layer
}

const CITE: StatementRef = StatementRef { source: SourceId(0), statement: 0 };

fn policy() -> Policy {
    let parameter = |name: &str, kind| Parameter { name: name.into(), label: name.into(), kind };
    let choice = Choice {
        name: "with_evidence".into(),
        label: "须提供证明".into(),
        parameters: vec![
            parameter("evidence", ParameterKind::Obligation),
            parameter("age", ParameterKind::Value(Type::Int { low: 0, high: 99, unit: None })),
            parameter("types", ParameterKind::Value(Type::Set(FILING_TYPES))),
            parameter("paper", ParameterKind::Material),
            parameter("terms", ParameterKind::Words),
            parameter("unless", ParameterKind::Condition),
        ],
        rules: Vec::new(),
        classifications: Vec::new(),
    };
    Policy {
        name: "cross_province".into(),
        label: "跨省备案".into(),
        tracks: Tracks(3),
        choices: vec![choice],
        place: Place::default(),
    }
}

fn answer(tree: Obligation) -> Answer {
    let arguments = vec![
        Argument::Obligation(tree),
        Argument::Value(Expr::Int(18, None)),
        Argument::Values(FILING_TYPES, vec![0].into()),
        Argument::Material(MaterialId(0)),
        Argument::Words(WordSet { lists: vec![WordsId(0)], ..WordSet::default() }.into()),
        Argument::Condition(Expr::Fact(FactId(3))),
    ];
    let guarded = AnswerCase {
        choice: Some(0),
        arguments: arguments.into(),
        when: Some(Expr::YesNo(true)),
        cites: Box::default(),
        disputed: None,
        closed: None,
    };
    let otherwise = AnswerCase {
        choice: None,
        arguments: Box::default(),
        when: None,
        cites: Box::default(),
        disputed: None,
        closed: None,
    };
    Answer {
        policy: PolicyId(0),
        tracks: Tracks(1),
        place: Place::default(),
        stated: Some(Box::new(Stated {
            cases: vec![guarded, otherwise].into(),
            cites: vec![CITE].into(),
            disputed: None,
            closed: None,
            notes: vec!["说明".into()].into(),
            effective: Effective::default(),
        })),
    }
}

fn layer(kind: LayerKind, name: &str, rules: Vec<Rule>) -> Layer {
    Layer {
        kind,
        name: name.into(),
        label: name.into(),
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

fn rule(name: &str, when: Expr) -> Rule {
    Rule {
        name: name.into(),
        label: "规则".into(),
        tracks: Tracks(1),
        origin: Origin::Own,
        for_each: None,
        when: Some(when),
        effect: Effect::Forbid,
        also: Box::default(),
        cites: Box::default(),
        disputed: None,
        closed: None,
        effective: Effective::default(),
        place: Place::default(),
    }
}

fn enumeration(name: &str, values: &[&str]) -> Enum {
    let value = |name: &&str| EnumValue { name: (*name).into(), label: (*name).into() };
    let group = Group { name: "some".into(), label: "一些".into(), members: vec![0] };
    Enum {
        name: name.into(),
        label: name.into(),
        values: values.iter().map(value).collect(),
        groups: vec![group],
        place: Place::default(),
    }
}

fn fact(path: &str, kind: Type, list: Option<ListId>) -> Fact {
    Fact {
        path: path.into(),
        label: path.into(),
        negative: None,
        kind,
        nature: Nature::Remediable,
        optional: false,
        list,
        pointer: path.split('.').map(Box::from).collect(),
        place: Place::default(),
    }
}

fn track(value: u16) -> Expr {
    Expr::Value(TRACKS, value)
}

fn both(left: Expr, right: Expr) -> Box<(Expr, Expr)> {
    Box::new((left, right))
}
