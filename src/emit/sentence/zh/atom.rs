//! Single conditions in Chinese: 年龄不足18岁, 须为首次备案, 不得含有「论坛」字样.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::shape::{self, Literal, Names};
use crate::emit::sentence::tongue::Mood;
use crate::emit::sentence::zh::{CHINESE, operand, words};
use crate::model::{Comparison, Expr, FactId, Nature};

pub fn write(out: &mut String, names: Names<'_>, atom: Literal<'_>, mood: Mood) {
    let positive = atom.positive;
    let vocabulary = names.vocabulary;
    match atom.expr {
        Expr::Fact(id) => {
            let fact = &vocabulary.facts[id.index()];
            write_statement(out, &fact.label, fact.negative.as_deref(), positive, mood);
        }
        Expr::Derived(id) => {
            let derived = &vocabulary.derived[id.index()];
            write_statement(out, &derived.label, derived.negative.as_deref(), positive, mood);
        }
        Expr::Attribute(id) => {
            let attribute = &vocabulary.attributes[id.index()];
            write_statement(out, &attribute.label, attribute.negative.as_deref(), positive, mood);
        }
        Expr::AttributeLet(id) => {
            let attribute = &vocabulary.attribute_lets[id.index()];
            match (&attribute.negative, positive) {
                (_, true) => out.push_str(&attribute.label),
                (Some(negative), false) => out.push_str(negative),
                (None, false) => {
                    out.push_str("非“");
                    out.push_str(&attribute.label);
                    out.push('”');
                }
            }
        }
        Expr::Parameter(index) => {
            verb(out, positive, mood, "符合", "不符合");
            operand::write_parameter(out, names, *index);
        }
        Expr::YesNo(value) => write_statement(out, "任何情形", Some("没有任何情形"), *value == positive, mood),
        Expr::Compare(comparison, sides) => write_comparison(out, names, *comparison, sides, positive, mood),
        Expr::InValues(inner) => {
            write_subject(out, names, &inner.value, mood);
            words::write_membership(out, names, inner.of, &inner.values, positive, mood);
        }
        Expr::SetHolds(inner, id, value) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "包含", "不包含");
            operand::write_value(out, names, *id, *value);
        }
        Expr::InRow(inner, table, key) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "为", "不为");
            out.push('《');
            out.push_str(&vocabulary.table(*table).label);
            out.push_str("》中与");
            operand::write(out, names, key);
            out.push_str("对应的一项");
        }
        Expr::InParameter(inner, index) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "属于", "不属于");
            operand::write_parameter(out, names, *index);
        }
        Expr::InWords(inner, set) => {
            write_subject(out, names, inner, mood);
            words::write_among(out, names, set, positive, mood);
        }
        Expr::Mentions(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "含有", "不含");
            words::write_words(out, names, set, "字样");
        }
        Expr::StartsWith(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "以", "不以");
            words::write_words(out, names, set, "开头");
        }
        Expr::EndsWith(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "以", "不以");
            words::write_words(out, names, set, "结尾");
        }
        Expr::Has(inner) => write_presence(out, names, inner, positive, mood),
        Expr::Any(list, filter) => {
            verb(out, positive, mood, "有", "没有");
            operand::write_elements(out, names, *list, shape::literal(filter, true));
        }
        Expr::All(list, filter) if positive => write_every(out, names, *list, filter, mood),
        Expr::All(list, filter) => {
            verb(out, true, mood, "有", "没有");
            operand::write_elements(out, names, *list, shape::literal(filter, false));
        }
        Expr::Remaining(comparison, date, amount, unit) => {
            write_remaining(out, names, *comparison, date, positive, mood);
            operand::write_amount(out, *amount, operand::unit_name(*unit));
        }
        Expr::RemainingParameter(comparison, date, index, _) => {
            write_remaining(out, names, *comparison, date, positive, mood);
            operand::write_parameter(out, names, *index);
        }
        Expr::OnlyLatin(inner) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "为", "不为");
            out.push_str("纯英文");
        }
        Expr::OnlyDigits(inner) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "为", "不为");
            out.push_str("纯数字");
        }
        Expr::SameAsRecord(pairs) => write_same_as_record(out, names, pairs, positive, mood),
        Expr::And(_) | Expr::Or(_) | Expr::Not(_) => {
            compound::write_literal(out, &CHINESE, names, atom, Standing::Part);
        }
        Expr::Int(..)
        | Expr::Date(_)
        | Expr::Text(_)
        | Expr::Value(..)
        | Expr::Count(..)
        | Expr::CountDistinct(_)
        | Expr::DistinctMobiles(_)
        | Expr::CharCount(_)
        | Expr::HanCount(_)
        | Expr::Add(_)
        | Expr::Subtract(_)
        | Expr::Shift(..)
        | Expr::Cases(..) => {
            operand::write(out, names, atom.expr);
            verb(out, positive, mood, "成立", "不成立");
        }
    }
}

/// What is said of a subject; a demand says 须 and 不得.
pub fn verb(out: &mut String, positive: bool, mood: Mood, affirmed: &str, denied: &str) {
    match (mood, positive) {
        (Mood::Plain | Mood::Continued, true) => out.push_str(affirmed),
        (Mood::Plain | Mood::Continued, false) => out.push_str(denied),
        (Mood::Must, true) => {
            out.push('须');
            out.push_str(affirmed);
        }
        (Mood::Must, false) => {
            out.push_str("不得");
            out.push_str(affirmed);
        }
    }
}

fn write_subject(out: &mut String, names: Names<'_>, subject: &Expr, mood: Mood) {
    if mood != Mood::Continued {
        operand::write(out, names, subject);
    }
}

/// A yes_no label is a whole statement. For a demand 须 goes where its negation has 不, 没 or 未:
/// 主体负责人(不)是法定代表人 gives 主体负责人须是法定代表人.
fn write_statement(out: &mut String, label: &str, negative: Option<&str>, positive: bool, mood: Mood) {
    if mood == Mood::Must {
        if let Some((before, verb, after)) = negative.and_then(|negative| split_at_verb(label, negative)) {
            out.push_str(before);
            out.push_str(if positive { verb.demanded } else { verb.forbidden });
            return out.push_str(after);
        }
        out.push_str("须满足：");
    }
    match (positive, negative) {
        (true, _) => out.push_str(label),
        (false, Some(negative)) => out.push_str(negative),
        (false, None) => {
            out.push_str("不满足“");
            out.push_str(label);
            out.push('”');
        }
    }
}

/// How a statement becomes a demand, where it differs from its negation.
struct Demand {
    demanded: &'static str,
    forbidden: &'static str,
}

/// The label before and after the place where its negation differs: 不是 for 是, 未被 for 已被, 无 for 有.
fn split_at_verb<'a>(label: &'a str, negative: &str) -> Option<(&'a str, Demand, &'a str)> {
    let ((at, letter), denial) =
        label.char_indices().zip(negative.chars()).find(|((_, letter), other)| letter != other)?;
    let (before, here) = label.split_at(at);
    let after = here.get(letter.len_utf8()..)?;
    let (denied, rest) = negative.get(at..).and_then(|text| text.split_at_checked(denial.len_utf8()))?;
    let demand = match (letter, denied) {
        _ if "不没未".contains(denial) && rest == here => {
            return Some((before, Demand { demanded: "须", forbidden: "不得" }, here));
        }
        ('不' | '没' | '未', _) if &negative[at..] == after => Demand { demanded: "不得", forbidden: "须" },
        ('已', "未") => Demand { demanded: "须已", forbidden: "不得" },
        ('有', "无") => Demand { demanded: "须有", forbidden: "不得有" },
        ('相', "不") if rest == after => {
            let at = before.find('与').unwrap_or(at);
            return Some((&label[..at], Demand { demanded: "须", forbidden: "不得" }, &label[at..]));
        }
        _ => return None,
    };
    (&negative[at..] == after || rest == after).then_some((before, demand, after))
}

/// 主办单位名称或经营范围含有「交易所」字样 / 通信地址和所属区县均不得含有「市辖区」字样
pub fn write_mentions(out: &mut String, names: Names<'_>, atoms: &[Literal<'_>], mood: Mood) {
    let positive = atoms.first().is_some_and(|atom| atom.positive);
    for (index, mention) in atoms.iter().filter_map(|atom| shape::mention(*atom)).enumerate() {
        out.push_str(operand::joint(index, atoms.len(), if positive { "或" } else { "和" }));
        if mention.list.is_some() {
            out.push_str(if positive { "任一" } else { "各" });
        }
        operand::write(out, names, mention.text);
    }
    if let Some(mention) = atoms.first().and_then(|atom| shape::mention(*atom)) {
        out.push_str(if positive { "" } else { "均" });
        verb(out, positive, mood, "含有", "不含");
        words::write_words(out, names, mention.words, "字样");
    }
}

fn write_comparison(
    out: &mut String,
    names: Names<'_>,
    comparison: Comparison,
    sides: &(Expr, Expr),
    positive: bool,
    mood: Mood,
) {
    let (comparison, left, right) = shape::oriented(comparison, sides, positive);
    if let (Expr::DistinctMobiles(values), Comparison::GreaterEqual, Expr::Int(least, None)) = (left, comparison, right)
    {
        if let ([only], 1) = (&**values, least) {
            operand::write(out, names, only);
            out.push_str(if mood == Mood::Must { "须是手机号" } else { "是手机号" });
            return;
        }
        operand::write_list(out, names, values);
        out.push_str(if mood == Mood::Must { "中须至少有" } else { "中至少有" });
        operand::write_amount(out, *least, "个不同的手机号");
        return;
    }
    // Beside a number a count needs no 个数: 不同的域名超过3个.
    let is_beside_number = matches!(right, Expr::Int(..));
    if mood != Mood::Continued {
        if is_beside_number {
            write_compared(out, names, left);
        } else {
            operand::write_number(out, names, left);
        }
    }
    match comparison {
        Comparison::Equal | Comparison::NotEqual => {
            write_equality(out, names, right, comparison == Comparison::Equal, mood);
        }
        Comparison::Less | Comparison::LessEqual | Comparison::Greater | Comparison::GreaterEqual => {
            let is_date = shape::is_date(names, left) || shape::is_date(names, right);
            let are_counts = !is_beside_number && !measure(names, left).is_empty();
            out.push_str(match (is_date, are_counts) {
                (true, _) => date_order(comparison, mood),
                (false, true) => count_order(comparison, mood),
                (false, false) => order(comparison, mood),
            });
            operand::write_number(out, names, right);
        }
    }
    if matches!(right, Expr::Int(_, None)) {
        out.push_str(measure(names, left));
    }
}

/// The left side; a count is said without 数: 网站超过3个.
fn write_compared(out: &mut String, names: Names<'_>, left: &Expr) {
    if let Expr::Count(list, filter) = left {
        match filter {
            None => out.push_str(operand::list_label(names, *list)),
            Some(filter) => operand::write_elements(out, names, *list, shape::literal(filter, true)),
        }
    } else {
        operand::write(out, names, left);
    }
}

fn write_equality(out: &mut String, names: Names<'_>, right: &Expr, positive: bool, mood: Mood) {
    if let Expr::Value(id, value) = right {
        words::write_membership(out, names, *id, &[*value], positive, mood);
    } else if shape::is_constant(right) {
        verb(out, positive, mood, "为", "不为");
        operand::write(out, names, right);
    } else {
        verb(out, positive, mood, "与", "与");
        operand::write_number(out, names, right);
        out.push_str(if positive || mood == Mood::Must { "相同" } else { "不同" });
    }
}

fn order(comparison: Comparison, mood: Mood) -> &'static str {
    match (comparison, mood == Mood::Must) {
        (Comparison::Greater, false) => "超过",
        (Comparison::Greater, true) => "须超过",
        (Comparison::GreaterEqual, false) => "至少",
        (Comparison::GreaterEqual, true) => "须至少为",
        (Comparison::Less, false) => "不足",
        (Comparison::Less, true) => "须不足",
        (Comparison::LessEqual, false) => "不超过",
        (Comparison::LessEqual, true) => "不得超过",
        (Comparison::Equal, _) => "为",
        (Comparison::NotEqual, _) => "不为",
    }
}

/// Between two counts: 号码的个数不少于人数.
fn count_order(comparison: Comparison, mood: Mood) -> &'static str {
    match (comparison, mood == Mood::Must) {
        (Comparison::Greater, false) => "多于",
        (Comparison::Greater, true) => "须多于",
        (Comparison::GreaterEqual, false) => "不少于",
        (Comparison::GreaterEqual, true) => "不得少于",
        (Comparison::Less, false) => "少于",
        (Comparison::Less, true) => "须少于",
        (Comparison::LessEqual, false) => "不多于",
        (Comparison::LessEqual, true) => "不得多于",
        (Comparison::Equal, _) => "为",
        (Comparison::NotEqual, _) => "不为",
    }
}

fn date_order(comparison: Comparison, mood: Mood) -> &'static str {
    match (comparison, mood == Mood::Must) {
        (Comparison::Greater, false) => "晚于",
        (Comparison::Greater, true) => "须晚于",
        (Comparison::GreaterEqual, false) => "不早于",
        (Comparison::GreaterEqual, true) => "不得早于",
        (Comparison::Less, false) => "早于",
        (Comparison::Less, true) => "须早于",
        (Comparison::LessEqual, false) => "不晚于",
        (Comparison::LessEqual, true) => "不得晚于",
        (Comparison::Equal, _) => "为",
        (Comparison::NotEqual, _) => "不为",
    }
}

/// The measure word after a bare number.
fn measure(names: Names<'_>, counted: &Expr) -> &'static str {
    if let Expr::Count(list, _) = counted {
        return operand::counter(names, *list);
    }
    if let Expr::Add(sides) | Expr::Subtract(sides) = counted {
        return measure(names, &sides.0);
    }
    let is_count = if let Expr::Fact(id) = counted {
        names.vocabulary.facts[id.index()].label.ends_with('数')
    } else if let Expr::Derived(id) = counted {
        names.vocabulary.derived[id.index()].label.ends_with('数')
    } else {
        matches!(counted, Expr::CountDistinct(_) | Expr::DistinctMobiles(_) | Expr::CharCount(_) | Expr::HanCount(_))
    };
    if is_count { "个" } else { "" }
}

/// 已填主体应急联系方式: what an applicant fills in, and what others find out.
fn write_presence(out: &mut String, names: Names<'_>, of: &Expr, positive: bool, mood: Mood) {
    if let Expr::Fact(id) = of
        && names.vocabulary.facts[id.index()].nature != Nature::Attested
    {
        verb(out, positive, mood, if mood == Mood::Must { "填写" } else { "已填写" }, "未填写");
    } else if let Expr::Attribute(_) = of {
        verb(out, positive, mood, "载明", "未载明");
    } else {
        verb(out, positive, mood, "有", "没有");
    }
    operand::write(out, names, of);
}

/// 每个域名后缀为「.cn」; what does not begin with the name of the list is quoted.
fn write_every(out: &mut String, names: Names<'_>, list: crate::model::ListId, filter: &Expr, mood: Mood) {
    let label = operand::list_label(names, list);
    out.push('每');
    out.push_str(operand::counter(names, list));
    let start = out.len();
    compound::write(out, &CHINESE, names, filter, true, Standing::Item);
    let is_compound = shape::connective(shape::literal(filter, true)).is_some();
    if is_compound || !out[start..].starts_with(label) || mood == Mood::Must {
        let means = if mood == Mood::Must { "均须符合“" } else { "均符合“" };
        out.insert_str(start, means);
        out.insert_str(start, label);
        out.push('”');
    }
}

fn write_remaining(
    out: &mut String,
    names: Names<'_>,
    comparison: Comparison,
    date: &Expr,
    positive: bool,
    mood: Mood,
) {
    let start = out.len();
    operand::write(out, names, date);
    let ending = ["有效期止", "有效期至", "到期日"].into_iter().find(|ending| out[start..].ends_with(ending));
    match ending {
        Some(ending) => out.truncate(out.len() - ending.len()),
        None => out.push('的'),
    }
    out.push_str("剩余有效期");
    let comparison = if positive { comparison } else { shape::opposite(comparison) };
    out.push_str(order(comparison, mood));
}

fn write_same_as_record(out: &mut String, names: Names<'_>, pairs: &[(FactId, FactId)], positive: bool, mood: Mood) {
    for (index, (fact, _)) in pairs.iter().enumerate() {
        out.push_str(operand::joint(index, pairs.len(), "和"));
        out.push_str(&names.vocabulary.facts[fact.index()].label);
    }
    let several = pairs.len() > 1;
    match (positive, mood == Mood::Must) {
        (true, false) => out.push_str(if several { "均与备案库一致" } else { "与备案库一致" }),
        (true, true) => out.push_str(if several { "均须与备案库一致" } else { "须与备案库一致" }),
        (false, false) => {
            out.push_str(if several { "中至少一项与备案库不一致" } else { "与备案库不一致" })
        }
        (false, true) => out.push_str(if several {
            "中须至少有一项与备案库不一致"
        } else {
            "不得与备案库一致"
        }),
    }
}
