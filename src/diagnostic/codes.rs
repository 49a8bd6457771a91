//! Every code there is, in order. A code is never given again; a retired one stays listed.
//!
//! Each has a page `docs/diagnostics/CODE.md`: what happened, why it matters, what to do, in both
//! languages, with an example of the mistake and of its cure that a test compiles.

use crate::diagnostic::Language;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Warning,
    Error,
}

/// A kind of diagnostic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Code {
    pub code: &'static str,
    /// Short name of the pattern, in English, with hyphens.
    pub name: &'static str,
    pub severity: Severity,
    /// The pattern in a few Chinese words.
    pub title: &'static str,
    /// The page of this code, Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $severity:ident $code:literal $name:literal $title:literal;)*) => {
        $(pub const $constant: Code = Code {
            code: $code, name: $name, severity: Severity::$severity, title: $title,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/", $code, ".md")),
        };)*
        /// All codes, sorted.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    // E01: the text.
    NOT_UTF8 = Error "E0101" "not-utf8" "文件不是 UTF-8 编码";
    SAVED_AS_GB18030 = Error "E0102" "saved-as-gb18030" "文件是 GB18030 编码";
    NUL_BYTE = Error "E0103" "nul-byte" "文件里有空字节";
    FILE_TOO_LARGE = Error "E0104" "file-too-large" "文件太大";
    EMPTY_FILE = Warning "W0105" "empty-file" "文件是空的";
    // E02: the syntax.
    UNEXPECTED_TEXT = Error "E0201" "unexpected-text" "看不懂的内容";
    UNCLOSED_STRING = Error "E0202" "unclosed-string" "引号没有结束";
    UNCLOSED_BRACE = Error "E0203" "unclosed-brace" "括号没有结束";
    STRAY_BRACE = Error "E0204" "stray-brace" "多余的花括号";
    TOO_DEEP = Error "E0205" "too-deep" "嵌套太深";
    NUMBER_TOO_LARGE = Error "E0206" "number-too-large" "数太大";
    NO_SUCH_DAY = Error "E0207" "no-such-day" "没有这一天";
    SECOND_HEADER = Error "E0208" "misplaced-header" "开头写错了地方";
    RULE_OUTSIDE_BLOCK = Error "E0209" "rule-outside-block" "规则没有写在适用范围里";
    // E03: names.
    UNKNOWN_NAME = Error "E0301" "unknown-name" "没有这个名称";
    DUPLICATE_NAME = Error "E0302" "duplicate-name" "名称重复";
    RESERVED_NAME = Error "E0303" "reserved-name" "名称是关键词";
    LOOK_ALIKE = Error "E0304" "look-alike-characters" "名称里有形近字符";
    MALFORMED_ID = Error "E0305" "malformed-id" "标识写法不对";
    UNKNOWN_VALUE = Error "E0306" "unknown-value" "没有这个取值";
    UNKNOWN_STATEMENT = Error "E0307" "unknown-statement" "没有这条原文";
    UNKNOWN_LAYER = Error "E0308" "unknown-province" "没有这个省份";
    DUPLICATE_LAYER = Error "E0309" "duplicate-layer" "同一层写了两个文件";
    MISSING_FACT = Error "E0310" "missing-known-fact" "词汇里缺少必需的事实";
    UNKNOWN_PROPERTY = Error "E0311" "unknown-property" "没有这项资料";
    UNKNOWN_CHOICE = Error "E0312" "unknown-choice" "政策没有这个选项";
    UNKNOWN_RULE = Error "E0313" "unknown-rule" "没有这条规则";
    // E04: types.
    WRONG_KIND = Error "E0401" "wrong-kind" "这里不能写这种东西";
    TYPE_MISMATCH = Error "E0402" "type-mismatch" "两样不能相比";
    MISSING_UNIT = Error "E0403" "missing-unit" "缺少单位或单位不对";
    OUT_OF_RANGE = Error "E0404" "out-of-range" "超出取值范围";
    ELEMENT_OUTSIDE_LIST = Error "E0405" "element-outside-list" "逐项的事实用在了列表之外";
    NESTED_QUANTIFIER = Error "E0406" "nested-quantifier" "计数里又套计数";
    WRONG_ARGUMENTS = Error "E0407" "wrong-arguments" "括号里的内容不对";
    MATERIAL_IN_CONDITION = Error "E0408" "material-in-condition" "条件里写了材料";
    UNKNOWN_ATTRIBUTE = Error "E0409" "unknown-attribute" "材料没有这个属性";
    EMPTY_RANGE = Error "E0410" "empty-range" "范围是空的";
    INCOMPLETE_TABLE = Error "E0411" "incomplete-table" "对照表不完整";
    UNGUARDED_OPTIONAL = Error "E0412" "unguarded-optional" "可不填的事实没有先判断";
    DERIVED_CYCLE = Error "E0413" "derived-cycle" "定义互相依赖";
    INCOMPLETE_CASES = Error "E0414" "incomplete-cases" "按序取一不完整";
    // E05: rules, policies, layers.
    TWO_EFFECTS = Error "E0501" "two-effects" "一条规则有两个结论";
    NO_EFFECT = Error "E0502" "no-effect" "规则什么也没要求";
    REPEATED_CLAUSE = Error "E0503" "repeated-clause" "同一种子句写了两次";
    MISPLACED_CLAUSE = Error "E0504" "misplaced-clause" "子句写错了地方";
    MISPLACED_ITEM = Error "E0505" "misplaced-item" "这一项写错了文件";
    UNANSWERED_POLICY = Error "E0506" "unanswered-policy" "政策没有答复";
    ANSWERED_TWICE = Error "E0507" "answered-twice" "政策答复了两次";
    POLICY_NOT_FOR_TRACK = Error "E0508" "policy-not-for-track" "政策不适用于这一类";
    EMPTY_INTERVAL = Error "E0509" "empty-interval" "生效期间是空的";
    CHANGED_BASE = Error "E0510" "changed-base" "被改写的规则已经变了";
    CHANGES_NOTHING = Error "E0511" "changes-nothing" "改写没有改变什么";
    WRONG_DUTY = Error "E0512" "wrong-duty" "事后义务写得不对";
    UNGUARDED_CLASSIFY = Error "E0513" "unguarded-classify" "归类没有条件";
    RETIRED_IN_USE = Error "E0514" "retired-in-use" "废止的规则还在使用";
    DANGLING_BASELINE = Error "E0515" "unknown-baseline" "没有这个基准申请";
    NOTHING_EXPECTED = Error "E0516" "nothing-expected" "情形没有写预期";
    // W06: coverage.
    UNCITED_STATEMENT = Warning "W0601" "uncited-statement" "原文没有被任何规则引用";
    RULE_WITHOUT_CITATION = Warning "W0602" "rule-without-citation" "规则没有写依据";
    // E07: scenarios.
    SCENARIO_FAILED = Error "E0701" "scenario-failed" "情形与预期不符";
    SCENARIO_IMPOSSIBLE = Error "E0702" "impossible-scenario" "情形里的申请不成立";
    SCENARIO_WITHOUT_QUESTION = Error "E0703" "scenario-without-question" "情形没有说哪个省、哪一天";
    // E08: applications.
    MALFORMED_JSON = Error "E0801" "malformed-json" "不是 JSON";
    APPLICATION_NOT_UTF8 = Error "E0802" "application-not-utf8" "申请不是 UTF-8 编码";
    UNKNOWN_PATH = Error "E0803" "unknown-path" "申请里没有这一项";
    WRONG_VALUE_TYPE = Error "E0804" "wrong-value-type" "值的类型不对";
    VALUE_OUT_OF_RANGE = Error "E0805" "value-out-of-range" "值超出范围";
    UNKNOWN_ENUM_VALUE = Error "E0806" "unknown-enum-value" "没有这个取值";
    DUPLICATE_KEY = Error "E0807" "duplicate-key" "同一项写了两次";
    LIST_TOO_LONG = Error "E0808" "list-too-long" "列表太长";
    CONTRADICTION = Error "E0809" "contradiction" "申请自相矛盾";
    OTHER_PROVINCE = Error "E0810" "other-province" "申请是另一个省的";
    APPLICATION_TOO_LARGE = Error "E0811" "application-too-large" "申请太大";
    // E09: the configuration and the baseline.
    MALFORMED_CONFIGURATION = Error "E0901" "malformed-configuration" "配置文件写法不对";
    UNKNOWN_KEY = Error "E0902" "unknown-key" "配置里没有这一项";
    WRONG_SETTING = Error "E0903" "wrong-setting" "配置的值不对";
    MALFORMED_BASELINE = Error "E0904" "malformed-baseline" "基线文件写法不对";
}

/// The code of this number or name: `E0301`, `e0301`, `unknown-name`.
pub fn find(code_or_name: &str) -> Option<Code> {
    let is_it = |code: &&Code| code.code.eq_ignore_ascii_case(code_or_name) || code.name == code_or_name;
    ALL.iter().find(is_it).copied()
}

/// What the page says in this language, and the example, without the headings.
pub fn explanation(code: Code, language: Language) -> String {
    let heading = match language {
        Language::Chinese => "中文",
        Language::English => "English",
    };
    let mut text = section(code.page, heading).unwrap_or("").to_owned();
    if let Some(example) = section(code.page, "Example") {
        text.push_str("\n\n");
        text.push_str(&plain_example(example, language));
    }
    text.push('\n');
    text
}

/// The page in one language with its example, as Markdown.
pub fn page_in(code: Code, language: Language) -> String {
    let mut text = section(code.page, language.pick("中文", "English")).unwrap_or("").to_owned();
    if let Some(example) = section(code.page, "Example") {
        text.push_str(language.pick("\n\n## 例子\n\n", "\n\n## Example\n\n"));
        for line in example.lines() {
            match line.strip_prefix("```gj ") {
                Some(info) => text.push_str(&format!("{}\n\n```gj\n", caption(info, language))),
                None => text.push_str(&format!("{line}\n")),
            }
        }
        return text;
    }
    text.push('\n');
    text
}

/// What stands below `## heading`.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    page.split("\n## ").find_map(|section| section.strip_prefix(heading)?.strip_prefix('\n')).map(str::trim)
}

/// Fences become a line above an indented block.
fn plain_example(example: &str, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in example.lines() {
        match line.strip_prefix("```") {
            Some("") => {}
            Some(info) => lines.push(caption(info, language)),
            None if line.is_empty() => lines.push(String::new()),
            None => lines.push(format!("    {line}")),
        }
    }
    lines.join("\n")
}

/// `gj bad file=x.gj`: 不对（x.gj）：
fn caption(info: &str, language: Language) -> String {
    let file = info.split_once("file=").map(|(_, file)| file);
    let is_bad = info.split(' ').any(|word| word == "bad");
    match (language, is_bad, file) {
        (Language::Chinese, true, None) => "不对：".into(),
        (Language::Chinese, false, None) => "改成：".into(),
        (Language::Chinese, true, Some(file)) => format!("不对（{file}）："),
        (Language::Chinese, false, Some(file)) => format!("改成（{file}）："),
        (Language::English, true, None) => "Wrong:".into(),
        (Language::English, false, None) => "Right:".into(),
        (Language::English, true, Some(file)) => format!("Wrong ({file}):"),
        (Language::English, false, Some(file)) => format!("Right ({file}):"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_number_and_by_name() {
        assert_eq!(find("e0301"), Some(UNKNOWN_NAME));
        assert_eq!(find("unknown-name"), Some(UNKNOWN_NAME));
        assert_eq!(find("E9999"), None);
    }

    #[test]
    fn an_explanation_is_in_one_language_with_its_example() {
        let text = explanation(NO_SUCH_DAY, Language::English);
        assert!(text.starts_with("The calendar has no such day"), "{text}");
        assert!(text.contains("Wrong:\n    省份 湖北"), "{text}");
        assert!(!text.contains("照原文核对") && !text.contains("```"), "{text}");
    }
}
