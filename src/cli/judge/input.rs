//! Applications as they come: a document per file, or a line each.
//!
//! A file is read in blocks of whole lines, so that memory does not grow with its length. Whether it
//! is one document or many lines is seen from its name, or from its first line: a line that is an
//! object by itself is one of many, a line that an object only begins on is not.

use std::io::{self, Read};
use std::sync::Arc;

use crate::io::FILE_LIMIT;

/// Bytes of lines that travel together.
const BLOCK: usize = 256 * 1024;
/// A longer application is not read.
pub const LONGEST: usize = FILE_LIMIT as usize;

/// Some applications of one source.
#[derive(Debug, PartialEq)]
pub struct Block {
    pub source: Arc<str>,
    /// The number of the first line, from 1; `None` for a document of its own.
    pub first_line: Option<u64>,
    pub bytes: Vec<u8>,
    /// The application was longer than [`LONGEST`] and is not here.
    pub too_long: bool,
}

/// The blocks of a source.
pub struct Blocks<R> {
    reader: R,
    source: Arc<str>,
    mode: Mode,
    /// Read and not yet given out.
    rest: Vec<u8>,
    /// Bytes at the beginning of `rest` that hold no line break.
    searched: usize,
    line: u64,
    is_at_end: bool,
    is_done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To be seen from the text.
    Unknown,
    Document,
    Lines,
}

impl<R: Read> Blocks<R> {
    pub fn new(reader: R, source: Arc<str>, mode: Mode) -> Blocks<R> {
        let (rest, searched, line) = (Vec::new(), 0, 1);
        Blocks { reader, source, mode, rest, searched, line, is_at_end: false, is_done: false }
    }

    /// Reads more; nothing is read at the end.
    fn fill(&mut self) -> io::Result<()> {
        let start = self.rest.len();
        self.rest.resize(start + BLOCK, 0);
        let outcome = loop {
            match self.reader.read(&mut self.rest[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let length = *outcome.as_ref().unwrap_or(&0);
        self.rest.truncate(start + length);
        self.is_at_end = length == 0;
        outcome.map(|_| ())
    }

    fn next_block(&mut self) -> io::Result<Option<Block>> {
        if self.mode == Mode::Unknown {
            self.detect()?;
        }
        if self.mode == Mode::Document { self.document() } else { self.lines() }
    }

    /// Looks at the first two lines with something on them.
    fn detect(&mut self) -> io::Result<()> {
        loop {
            let mut lines = self.rest.split_inclusive(|byte| *byte == b'\n').filter(|line| !is_blank(line));
            let first = lines.next().filter(|line| self.is_at_end || line.ends_with(b"\n"));
            let second = lines.next().filter(|line| self.is_at_end || line.ends_with(b"\n"));
            if let Some(first) = first
                && (second.is_some() || self.is_at_end)
            {
                let is_lines = is_whole(first) || second.is_some_and(|line| line.starts_with(b"{") && is_whole(line));
                self.mode = if is_lines { Mode::Lines } else { Mode::Document };
                return Ok(());
            }
            if self.is_at_end || self.rest.len() > LONGEST {
                self.mode = Mode::Document;
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn document(&mut self) -> io::Result<Option<Block>> {
        while !self.is_at_end && self.rest.len() <= LONGEST {
            self.fill()?;
        }
        self.is_done = true;
        let too_long = self.rest.len() > LONGEST;
        let bytes = if too_long { Vec::new() } else { std::mem::take(&mut self.rest) };
        Ok(Some(Block { source: self.source.clone(), first_line: None, bytes, too_long }))
    }

    fn lines(&mut self) -> io::Result<Option<Block>> {
        loop {
            if let Some(end) = self.rest[self.searched..].iter().rposition(|byte| *byte == b'\n') {
                let end = self.searched + end + 1;
                let rest = self.rest.split_off(end);
                let bytes = std::mem::replace(&mut self.rest, rest);
                self.searched = 0;
                return Ok(Some(self.block(bytes, false)));
            }
            self.searched = self.rest.len();
            if self.is_at_end {
                self.is_done = true;
                let bytes = std::mem::take(&mut self.rest);
                return Ok((!bytes.is_empty()).then(|| self.block(bytes, false)));
            }
            if self.rest.len() > LONGEST {
                self.skip_line()?;
                return Ok(Some(self.block(b"\n".to_vec(), true)));
            }
            self.fill()?;
        }
    }

    /// Forgets the line that is being read, up to its end.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let end = self.rest.iter().position(|byte| *byte == b'\n');
            match end {
                Some(end) => {
                    self.rest.drain(..=end);
                    break;
                }
                None => self.rest.clear(),
            }
            if self.is_at_end {
                break;
            }
            self.fill()?;
        }
        self.searched = 0;
        Ok(())
    }

    fn block(&mut self, bytes: Vec<u8>, too_long: bool) -> Block {
        let first_line = Some(self.line);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        self.line += u64::try_from(lines).unwrap_or(0);
        Block { source: self.source.clone(), first_line, bytes, too_long }
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = io::Result<Block>;

    fn next(&mut self) -> Option<io::Result<Block>> {
        if self.is_done {
            return None;
        }
        let block = self.next_block();
        self.is_done |= block.is_err();
        block.transpose()
    }
}

fn is_blank(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    line.iter().all(u8::is_ascii_whitespace)
}

/// Whether a line is a JSON value by itself.
fn is_whole(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, mode: Mode) -> Vec<(Option<u64>, String)> {
        let blocks = Blocks::new(text.as_bytes(), "a".into(), mode);
        let shown = |block: io::Result<Block>| {
            let block = block.unwrap();
            (block.first_line, String::from_utf8(block.bytes).unwrap())
        };
        blocks.map(shown).collect()
    }

    #[test]
    fn a_document_is_told_from_lines() {
        let document = "{\n \"a\": 1\n}\n";
        assert_eq!(blocks(document, Mode::Unknown), [(None, document.to_owned())]);
        let lines = "\n{}\n{}";
        assert_eq!(blocks(lines, Mode::Unknown), [(Some(1), "\n{}\n".to_owned()), (Some(3), "{}".to_owned())]);
        assert_eq!(blocks("{\"a\": \n{}\n", Mode::Unknown), [(Some(1), "{\"a\": \n{}\n".to_owned())]);
        assert_eq!(blocks("{}", Mode::Unknown), [(Some(1), "{}".to_owned())]);
        assert_eq!(blocks("", Mode::Unknown), [(None, String::new())]);
        assert_eq!(blocks("", Mode::Lines), []);
    }

    #[test]
    fn lines_are_numbered_over_blocks() {
        let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1000));
        let text = line.repeat(1000);
        let blocks = blocks(&text, Mode::Lines);
        assert!(blocks.len() > 2);
        let mut expected = 1;
        for (first, bytes) in &blocks {
            assert_eq!(*first, Some(expected));
            expected += bytes.matches('\n').count() as u64;
        }
        assert_eq!(expected, 1001);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_counted() {
        let text = format!("{{}}\n{}\n{{}}\n", "x".repeat(LONGEST + BLOCK));
        let blocks = Blocks::new(text.as_bytes(), "a".into(), Mode::Lines);
        let shown: Vec<(Option<u64>, bool, usize)> = blocks
            .map(|block| block.map(|block| (block.first_line, block.too_long, block.bytes.len())).unwrap())
            .collect();
        assert_eq!(shown, [(Some(1), false, 3), (Some(2), true, 1), (Some(3), false, 3)]);
    }
}
