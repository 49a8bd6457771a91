//! Every code there is, in order. A code is never given again; a retired one stays listed.

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
}

macro_rules! codes {
    ($($constant:ident = $severity:ident $code:literal $name:literal $title:literal;)*) => {
        $(pub const $constant: Code = Code {
            code: $code, name: $name, severity: Severity::$severity, title: $title,
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
    UNCLOSED_BRACE = Error "E0203" "unclosed-brace" "花括号没有结束";
    STRAY_BRACE = Error "E0204" "stray-brace" "多余的花括号";
    TOO_DEEP = Error "E0205" "too-deep" "嵌套太深";
    NUMBER_TOO_LARGE = Error "E0206" "number-too-large" "数太大";
    NO_SUCH_DAY = Error "E0207" "no-such-day" "没有这一天";
    SECOND_HEADER = Error "E0208" "misplaced-header" "开头写错了地方";
    RULE_OUTSIDE_BLOCK = Error "E0209" "rule-outside-block" "规则没有写在适用范围里";
}
