//! The one keyword table: every word of the language in English and in Chinese.
//!
//! The grammar file `grammar/keywords.pest` is generated from this table (a test says when it is
//! stale), and the respeller, the reference and the highlighters read it. It knows nothing of
//! what a word means.
//!
//! ```
//! use guanju::syntax::keywords::{Spelling, respell};
//! assert_eq!(respell("when", Spelling::Chinese), Some("当"));
//! assert_eq!(respell("当", Spelling::English), Some("when"));
//! assert_eq!(respell("guangdong", Spelling::Chinese), None);
//! ```

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Which of the two spellings a text is to be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    English,
    Chinese,
}

impl Spelling {
    /// The other one.
    pub fn other(self) -> Spelling {
        match self {
            Spelling::English => Spelling::Chinese,
            Spelling::Chinese => Spelling::English,
        }
    }
}

/// Where a word stands; the reference groups them by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Opens an item of a file.
    Item,
    /// Opens a part of an item.
    Part,
    /// Stands inside an expression.
    Operator,
    /// A function that is called with parentheses.
    Function,
    /// The name of a type.
    Type,
    /// A unit behind a number.
    Unit,
    /// The name of a property with a text behind it.
    Property,
    /// A fixed value.
    Value,
}

/// One word of the language.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The English spelling; for an operator with a sign, the sign.
    pub english: &'static str,
    /// The Chinese spelling.
    pub chinese: &'static str,
    pub place: Place,
    /// The name of the grammar rule, where the grammar needs one.
    pub rule: Option<&'static str>,
}

impl Keyword {
    pub fn in_spelling(&self, spelling: Spelling) -> &'static str {
        match spelling {
            Spelling::English => self.english,
            Spelling::Chinese => self.chinese,
        }
    }
}

const fn word(place: Place, english: &'static str, chinese: &'static str, rule: &'static str) -> Keyword {
    Keyword { english, chinese, place, rule: Some(rule) }
}

const fn name(place: Place, english: &'static str, chinese: &'static str) -> Keyword {
    Keyword { english, chinese, place, rule: None }
}

/// All words of the language, in the order in which the reference shows them.
pub const KEYWORDS: &[Keyword] = &[
    // Items.
    word(Place::Item, "national", "全国", "kw_national"),
    word(Place::Item, "provider", "接入商", "kw_provider"),
    word(Place::Item, "province", "省份", "kw_province"),
    word(Place::Item, "enum", "枚举", "kw_enum"),
    word(Place::Item, "facts", "事实", "kw_facts"),
    word(Place::Item, "list", "列表", "kw_list"),
    word(Place::Item, "role", "角色", "kw_role"),
    word(Place::Item, "attributes", "材料属性", "kw_attributes"),
    word(Place::Item, "materials", "材料", "kw_materials"),
    word(Place::Item, "bundle", "材料组", "kw_bundle"),
    word(Place::Item, "words", "词表", "kw_words"),
    word(Place::Item, "table", "对照表", "kw_table"),
    word(Place::Item, "template", "备注模板", "kw_template"),
    word(Place::Item, "let", "定义", "kw_let"),
    word(Place::Item, "invariant", "恒成立", "kw_invariant"),
    word(Place::Item, "policy", "政策", "kw_policy"),
    word(Place::Item, "for", "适用于", "kw_for"),
    word(Place::Item, "rule", "规则", "kw_rule"),
    word(Place::Item, "replace", "改写", "kw_replace"),
    word(Place::Item, "waive", "豁免", "kw_waive"),
    word(Place::Item, "retired", "已废止", "kw_retired"),
    word(Place::Item, "bureau", "管局", "kw_bureau"),
    word(Place::Item, "source", "来源", "kw_source"),
    word(Place::Item, "baseline", "基准申请", "kw_baseline"),
    word(Place::Item, "scenario", "情形", "kw_scenario"),
    // Parts of items.
    word(Place::Part, "group", "组", "kw_group"),
    word(Place::Part, "key", "键", "kw_key"),
    word(Place::Part, "max", "最多", "kw_max"),
    word(Place::Part, "with", "带有", "kw_with"),
    word(Place::Part, "open", "未穷尽", "kw_open"),
    word(Place::Part, "as", "作为", "kw_as"),
    word(Place::Part, "from", "自", "kw_from"),
    word(Place::Part, "until", "至", "kw_until"),
    word(Place::Part, "to", "到", "kw_to"),
    word(Place::Part, "of", "之", "kw_of"),
    word(Place::Part, "given", "既定", "kw_given"),
    word(Place::Part, "remediable", "可补正", "kw_remediable"),
    word(Place::Part, "attested", "须核查", "kw_attested"),
    word(Place::Part, "optional", "可不填", "kw_optional"),
    word(Place::Part, "choice", "选项", "kw_choice"),
    word(Place::Part, "classify", "归为", "kw_classify"),
    word(Place::Part, "unstated", "未明确", "kw_unstated"),
    word(Place::Part, "for_each", "逐个", "kw_for_each"),
    word(Place::Part, "when", "当", "kw_when"),
    word(Place::Part, "unless", "除非", "kw_unless"),
    word(Place::Part, "require", "要求", "kw_require"),
    word(Place::Part, "forbid", "不予备案", "kw_forbid"),
    word(Place::Part, "permit", "允许", "kw_permit"),
    word(Place::Part, "advise", "建议", "kw_advise"),
    word(Place::Part, "duty", "事后须办", "kw_duty"),
    word(Place::Part, "within", "限期", "kw_within"),
    word(Place::Part, "after", "起算于", "kw_after"),
    word(Place::Part, "deliver", "递交至", "kw_deliver"),
    word(Place::Part, "note", "说明", "kw_note"),
    word(Place::Part, "cites", "依据", "kw_cites"),
    word(Place::Part, "disputed", "存疑", "kw_disputed"),
    word(Place::Part, "effective", "生效", "kw_effective"),
    word(Place::Part, "closed", "不可补正", "kw_closed"),
    word(Place::Part, "because", "因为", "kw_because"),
    word(Place::Part, "at", "基于", "kw_at"),
    word(Place::Part, "superseded_by", "代之以", "kw_superseded_by"),
    word(Place::Part, "contact", "联系", "kw_contact"),
    word(Place::Part, "read", "查阅于", "kw_read"),
    word(Place::Part, "statements", "原文条目", "kw_statements"),
    word(Place::Part, "base", "沿用", "kw_base"),
    word(Place::Part, "add", "增加", "kw_add"),
    word(Place::Part, "without", "没有", "kw_without"),
    word(Place::Part, "unknown", "未知", "kw_unknown"),
    word(Place::Part, "left_empty", "留空", "kw_left_empty"),
    word(Place::Part, "expect", "预期", "kw_expect"),
    word(Place::Part, "verdict", "结论", "kw_verdict"),
    word(Place::Part, "missing", "待补信息", "kw_missing"),
    // Operators.
    word(Place::Operator, "and", "且", "kw_and"),
    word(Place::Operator, "or", "或", "kw_or"),
    word(Place::Operator, "not", "非", "kw_not"),
    word(Place::Operator, "=", "为", "op_eq"),
    word(Place::Operator, "!=", "不为", "op_ne"),
    word(Place::Operator, "<", "不足", "op_lt"),
    word(Place::Operator, "<=", "不超过", "op_le"),
    word(Place::Operator, ">", "超过", "op_gt"),
    word(Place::Operator, ">=", "至少", "op_ge"),
    word(Place::Operator, "before", "早于", "op_before"),
    word(Place::Operator, "not_after", "不晚于", "op_not_after"),
    word(Place::Operator, "later_than", "晚于", "op_later_than"),
    word(Place::Operator, "not_before", "不早于", "op_not_before"),
    word(Place::Operator, "in", "属于", "op_in"),
    word(Place::Operator, "not_in", "不属于", "op_not_in"),
    word(Place::Operator, "mentions", "含有", "op_mentions"),
    word(Place::Operator, "not_mentions", "不含", "op_not_mentions"),
    word(Place::Operator, "starts_with", "开头为", "op_starts_with"),
    word(Place::Operator, "ends_with", "结尾为", "op_ends_with"),
    word(Place::Operator, "has", "已填", "kw_has"),
    word(Place::Operator, "where", "满足", "kw_where"),
    word(Place::Operator, "first_match", "按序取一", "kw_first_match"),
    word(Place::Operator, "otherwise", "否则", "kw_otherwise"),
    // Functions.
    name(Place::Function, "one_of", "任选其一"),
    name(Place::Function, "all_of", "全部提供"),
    name(Place::Function, "at_least", "至少几项"),
    name(Place::Function, "prefer", "依次优先"),
    name(Place::Function, "remark", "备注写明"),
    name(Place::Function, "any", "存在"),
    name(Place::Function, "all", "全部"),
    name(Place::Function, "count", "个数"),
    name(Place::Function, "count_distinct", "不同个数"),
    name(Place::Function, "distinct_mobiles", "不同手机号数"),
    name(Place::Function, "remaining", "剩余有效期"),
    name(Place::Function, "char_count", "字数"),
    name(Place::Function, "han_count", "汉字数"),
    name(Place::Function, "only_latin", "纯英文"),
    name(Place::Function, "only_digits", "纯数字"),
    name(Place::Function, "same_as_record", "与备案库一致"),
    // Types.
    word(Place::Type, "yes_no", "是否", "kw_yes_no"),
    word(Place::Type, "int", "整数", "kw_int"),
    word(Place::Type, "date", "日期", "kw_date"),
    word(Place::Type, "text", "文本", "kw_text"),
    word(Place::Type, "phone", "号码", "kw_phone"),
    word(Place::Type, "set_of", "多选", "kw_set_of"),
    word(Place::Type, "obligation", "材料要求", "kw_obligation"),
    word(Place::Type, "condition", "条件", "kw_condition"),
    word(Place::Type, "material", "一种材料", "kw_material"),
    // Units.
    word(Place::Unit, "years", "岁", "unit_years"),
    word(Place::Unit, "months", "个月", "unit_months"),
    word(Place::Unit, "days", "天", "unit_days"),
    word(Place::Unit, "workdays", "个工作日", "unit_workdays"),
    word(Place::Unit, "hours", "小时", "unit_hours"),
    // Properties of a bureau and of a source.
    name(Place::Property, "code", "代码"),
    name(Place::Property, "address", "地址"),
    name(Place::Property, "postcode", "邮编"),
    name(Place::Property, "telephone", "电话"),
    name(Place::Property, "website", "网址"),
    name(Place::Property, "repository", "仓库"),
    name(Place::Property, "path", "页面"),
    name(Place::Property, "commit", "版本"),
    name(Place::Property, "reviewed", "核对"),
    // Fixed values.
    name(Place::Value, "yes", "是"),
    name(Place::Value, "no", "否"),
    name(Place::Value, "decidable", "可判定"),
    name(Place::Value, "prose", "仅供阅读"),
    name(Place::Value, "pass", "通过"),
    name(Place::Value, "correct", "补正"),
    name(Place::Value, "refuse", "拒绝"),
    name(Place::Value, "violated", "违反"),
    name(Place::Value, "ok", "符合"),
];

/// The other spelling of a keyword, or `None` for a word that is not one.
pub fn respell(word: &str, spelling: Spelling) -> Option<&'static str> {
    Some(find(word)?.in_spelling(spelling))
}

/// The keyword with this spelling, in either language.
pub fn find(word: &str) -> Option<&'static Keyword> {
    static BY_SPELLING: OnceLock<FxHashMap<&'static str, &'static Keyword>> = OnceLock::new();
    let by_spelling = BY_SPELLING.get_or_init(|| {
        let spellings = KEYWORDS.iter().flat_map(|k| [(k.english, k), (k.chinese, k)]);
        spellings.collect()
    });
    by_spelling.get(word).copied()
}

/// The keyword that a grammar rule stands for.
pub fn by_rule(rule: &str) -> Option<&'static Keyword> {
    static BY_RULE: OnceLock<FxHashMap<&'static str, &'static Keyword>> = OnceLock::new();
    let by_rule = BY_RULE.get_or_init(|| KEYWORDS.iter().filter_map(|k| Some((k.rule?, k))).collect());
    by_rule.get(rule).copied()
}

/// Further signs that mean the same as an operator's English sign.
const SIGNS: &[(&str, &[&str])] = &[
    ("=", &["==", "＝＝", "＝"]),
    ("!=", &["≠", "！=", "！＝", "!＝"]),
    ("<", &["＜"]),
    ("<=", &["≤", "＜=", "＜＝", "<＝", "⩽"]),
    (">", &["＞"]),
    (">=", &["≥", "＞=", "＞＝", ">＝", "⩾"]),
];

/// Further words that mean the same as a keyword; the respeller writes the keyword.
const ALIASES: &[(&str, &[&str])] = &[("years", &["周岁"]), ("hours", &["个小时"])];

/// The text of `grammar/keywords.pest`.
pub fn grammar_source() -> String {
    let mut source = String::from(
        "// Generated from src/syntax/keywords.rs by `GUANJU_BLESS=1 cargo test`. Do not edit.\n\
         // A keyword rule is atomic: otherwise white space would be skipped between the word and\n\
         // the check that the word ends there.\n\n",
    );
    for keyword in KEYWORDS {
        let Some(rule) = keyword.rule else { continue };
        let is_sign = !keyword.english.starts_with(|c: char| c.is_ascii_alphabetic());
        let mut words = vec![keyword.chinese];
        let mut signs = Vec::new();
        if is_sign {
            let others = SIGNS.iter().find(|(sign, _)| *sign == keyword.english);
            signs.extend(others.into_iter().flat_map(|(_, others)| others.iter().copied()));
            signs.push(keyword.english);
        } else {
            words.insert(0, keyword.english);
            let aliases = ALIASES.iter().find(|(english, _)| *english == keyword.english);
            words.extend(aliases.into_iter().flat_map(|(_, aliases)| aliases.iter().copied()));
        }
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let ended = format!("({}) ~ !ident_char", words.join(" | "));
        let mut alternatives: Vec<String> = signs.iter().map(|sign| format!("\"{sign}\"")).collect();
        alternatives.push(ended);
        source.push_str(&format!("{rule} = @{{ {} }}\n", alternatives.join(" | ")));
    }
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_spelling_means_two_things() {
        let mut seen = HashSet::new();
        for keyword in KEYWORDS {
            assert!(seen.insert(keyword.english), "`{}` stands twice", keyword.english);
            assert!(seen.insert(keyword.chinese), "`{}` stands twice", keyword.chinese);
        }
    }

    #[test]
    fn respelling_there_and_back_gives_the_first_word() {
        for keyword in KEYWORDS {
            let chinese = respell(keyword.english, Spelling::Chinese).expect("is a keyword");
            assert_eq!(respell(chinese, Spelling::English), Some(keyword.english));
        }
    }
}
