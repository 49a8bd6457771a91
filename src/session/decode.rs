//! From bytes to text: UTF-8 with or without a byte order mark; everything else is explained.

use crate::diagnostic::{Diagnostic, Fix, Safety, codes};
use crate::say;
use crate::session::Input;
use crate::text::{FileId, SourceFile, Span};

/// Rule files are small; a larger one is not a rule file.
pub const LARGEST_FILE: usize = 16 << 20;

pub(super) struct Decoded {
    pub files: Vec<SourceFile>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes all files. One that cannot be read as text is empty and stands among the diagnostics.
pub(super) fn decode_all(inputs: Vec<Input>) -> Decoded {
    let mut decoded = Decoded { files: Vec::with_capacity(inputs.len()), diagnostics: Vec::new() };
    for (index, input) in inputs.into_iter().enumerate() {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let (text, diagnostic) = decode(id, input.bytes);
        decoded.diagnostics.extend(diagnostic);
        decoded.files.push(SourceFile::new(input.path, text));
    }
    decoded
}

fn decode(id: FileId, bytes: Vec<u8>) -> (String, Option<Diagnostic>) {
    let start = Span::default();
    if bytes.len() > LARGEST_FILE {
        let limit = LARGEST_FILE >> 20;
        let message = say!("文件超过 {limit} MB，没有读取", "the file is larger than {limit} MB and was not read");
        let help = say!(
            "规则文件一般只有几十 KB；检查是不是放错了文件",
            "rule files have some tens of KB; is this the right file?"
        );
        return (String::new(), Some(Diagnostic::new(codes::FILE_TOO_LARGE, id, start, message).help(help)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => check_text(id, text),
        Err(error) => explain_bytes(id, error.as_bytes()),
    }
}

fn check_text(id: FileId, text: String) -> (String, Option<Diagnostic>) {
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if let Some(offset) = text.find('\0') {
        let line = text[..offset].matches('\n').count() + 1;
        let message =
            say!("第 {line} 行有一个空字节，这不是文本文件", "line {line} holds a NUL byte; this is not a text file");
        let help = say!(
            "用编辑器另存为 UTF-8 文本；或检查是不是放错了文件",
            "save it as UTF-8 text; or is this the right file?"
        );
        return (String::new(), Some(Diagnostic::new(codes::NUL_BYTE, id, Span::default(), message).help(help)));
    }
    if text.trim().is_empty() {
        let message = say!("文件是空的", "the file is empty");
        let help = say!("删掉它，或用 `guanju new 湖北` 生成内容", "delete it, or make one with `guanju new hubei`");
        return (text, Some(Diagnostic::new(codes::EMPTY_FILE, id, Span::default(), message).help(help)));
    }
    (text, None)
}

/// Why bytes are not UTF-8: perhaps a Windows editor saved them as GB18030. Then they are read all
/// the same, so that what else is wrong is said in the same run.
fn explain_bytes(id: FileId, bytes: &[u8]) -> (String, Option<Diagnostic>) {
    let (decoded, _, had_errors) = encoding_rs::GB18030.decode(bytes);
    if had_errors {
        let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
        let message =
            say!("文件从第 {offset} 个字节起不是 UTF-8 文本", "the file is not UTF-8 text from byte {offset}");
        let help = say!("在编辑器里选“另存为”，编码选 UTF-8", "save it again with the encoding UTF-8");
        return (String::new(), Some(Diagnostic::new(codes::NOT_UTF8, id, Span::default(), message).help(help)));
    }
    let first: String = decoded.lines().find(|line| !line.trim().is_empty()).unwrap_or("").chars().take(30).collect();
    let message =
        say!("文件是用 GB18030（GBK）编码保存的，要用 UTF-8", "the file is saved as GB18030 (GBK); UTF-8 is needed");
    let help = say!(
        "在编辑器里选“另存为”，编码选 UTF-8；内容会照旧，第一行是：{first}",
        "save it again with the encoding UTF-8; its first line reads: {first}"
    );
    let diagnostic = Diagnostic::new(codes::SAVED_AS_GB18030, id, Span::default(), message).help(help);
    // Whatever is changed is written as UTF-8; the text itself stays.
    let fix = Fix::new(Safety::Safe, say!("改存为 UTF-8", "save it as UTF-8")).replace(id, Span::default(), "");
    (decoded.into_owned(), Some(diagnostic.fix(fix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(bytes: &[u8]) -> Option<&'static str> {
        decode(FileId(0), bytes.to_vec()).1.map(|diagnostic| diagnostic.code.code)
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let (text, diagnostic) = decode(FileId(0), "\u{FEFF}national".into());
        assert_eq!((text.as_str(), diagnostic), ("national", None));
    }

    #[test]
    fn gb18030_is_recognised() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("省份 广东\n适用于 单位备案 {}");
        assert_eq!(code_of(&bytes), Some("E0102"));
    }

    #[test]
    fn other_bytes_are_refused() {
        assert_eq!(code_of(&[b'a', 0xff, 0xff, 0xff]), Some("E0101"));
        assert_eq!(code_of(b"national\0"), Some("E0103"));
        assert_eq!(code_of(b" \n"), Some("W0105"));
        assert_eq!(code_of(&vec![b' '; LARGEST_FILE + 1]), Some("E0104"));
    }
}
