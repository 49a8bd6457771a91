//! A text in both languages.

use std::fmt;

/// The language in which people are spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

impl Language {
    pub fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// The same thing said in Chinese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pub chinese: String,
    pub english: String,
}

impl Message {
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Message {
        Message { chinese: chinese.into(), english: english.into() }
    }

    pub fn empty() -> Message {
        Message::default()
    }

    pub fn is_empty(&self) -> bool {
        self.chinese.is_empty() && self.english.is_empty()
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

/// `say!("中文 {name}", "English {name}")`: one message in both languages.
#[macro_export]
macro_rules! say {
    ($chinese:literal, $english:literal $(, $($argument:tt)*)?) => {
        $crate::diagnostic::Message::new(
            format!($chinese $(, $($argument)*)?),
            format!($english $(, $($argument)*)?),
        )
    };
}
