//! What can be written on the command line. What each part is for stands in `texts`.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diagnostic::Language;
use crate::report::Format;
use crate::resolve::Naming;
use crate::syntax::keywords::Spelling;

#[derive(Debug, Parser)]
#[command(
    name = "guanju",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// How to speak; may stand before or behind the command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "zh|en", value_enum, default_value_t)]
    pub lang: Lang,
    #[arg(long, global = true, value_name = "auto|always|never", value_enum, default_value_t)]
    pub color: ColorChoice,
    #[arg(long, global = true, value_name = "unicode|ascii", value_enum, default_value_t)]
    pub glyphs: Glyphs,
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: OutputFormat,
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Check(Check),
    Build(Build),
    Docs(Build),
    Judge(Judge),
    Test(Test),
    Diff(Diff),
    Vectors(Vectors),
    Fmt(Fmt),
    Explain(Explain),
    New(New),
    Completions(Completions),
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(default_value = DEFAULT_FOLDER)]
    pub dir: PathBuf,
    #[arg(long)]
    pub no_coverage: bool,
    #[arg(long)]
    pub no_proofs: bool,
    #[arg(id = "by_day", long = "as-of", value_name = "DAY")]
    pub as_of: Option<String>,
    #[arg(long)]
    pub fix: bool,
    #[arg(long)]
    pub unsafe_fixes: bool,
    #[arg(id = "fix_diff", long = "diff")]
    pub diff: bool,
    #[arg(long)]
    pub write_baseline: bool,
    #[arg(long, conflicts_with = "write_baseline")]
    pub prune_baseline: bool,
    #[arg(long)]
    pub statistics: bool,
    #[arg(long, value_name = "COUNT")]
    pub max_warnings: Option<usize>,
    #[arg(long)]
    pub exit_zero: bool,
    #[arg(long, short)]
    pub quiet: bool,
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline", "fix_diff", "input_filename"])]
    pub watch: bool,
    #[arg(id = "input_filename", long = "stdin-filename", value_name = "FILE", conflicts_with_all = ["write_baseline", "prune_baseline"])]
    pub stdin_filename: Option<PathBuf>,
}

impl Default for Check {
    /// What is done when no command is written.
    fn default() -> Check {
        Check {
            dir: DEFAULT_FOLDER.into(),
            no_coverage: false,
            no_proofs: false,
            as_of: None,
            fix: false,
            unsafe_fixes: false,
            diff: false,
            write_baseline: false,
            prune_baseline: false,
            statistics: false,
            max_warnings: None,
            exit_zero: false,
            quiet: false,
            watch: false,
            stdin_filename: None,
        }
    }
}

#[derive(Debug, Args)]
pub struct Build {
    #[arg(default_value = DEFAULT_FOLDER)]
    pub dir: PathBuf,
    #[arg(long, value_name = "FOLDER", default_value = "out")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Judge {
    #[arg(required = true)]
    pub applications: Vec<PathBuf>,
    #[arg(id = "for_province", long = "province", value_name = "PROVINCE")]
    pub province: String,
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub as_of: String,
    #[arg(long, value_name = "TABLE", default_value = DEFAULT_FOLDER)]
    pub table: PathBuf,
    #[arg(id = "explain_rule", long = "explain", value_name = "RULE")]
    pub explain: Option<String>,
    #[arg(long)]
    pub lines: bool,
}

#[derive(Debug, Args)]
pub struct Test {
    #[arg(default_value = DEFAULT_FOLDER)]
    pub dir: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub filter: Option<String>,
    #[arg(long)]
    pub coverage: bool,
    #[arg(id = "scenario_vectors", long = "vectors", value_name = "FILE")]
    pub vectors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Diff {
    pub old: String,
    #[arg(id = "new_version", required_unless_present = "from_day")]
    pub new: Option<String>,
    #[arg(id = "rules_of_day", long = "as-of", value_name = "DAY")]
    pub as_of: Option<String>,
    #[arg(id = "from_day", long = "from", value_name = "DAY", requires = "to_day", conflicts_with_all = ["new_version", "rules_of_day"])]
    pub from: Option<String>,
    #[arg(id = "to_day", long = "to", value_name = "DAY", requires = "from_day")]
    pub to: Option<String>,
    #[arg(id = "beside_provider", long = "provider", value_name = "PROVIDER")]
    pub provider: Option<String>,
    #[arg(long, value_enum, value_name = "CHANGE", value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
}

/// Changes by which a difference is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Tightening,
    Loosening,
    Any,
}

#[derive(Debug, Args)]
pub struct Vectors {
    #[arg(value_name = "TABLE", default_value = DEFAULT_FOLDER)]
    pub table: PathBuf,
    #[arg(id = "only_province", long = "province", value_name = "PROVINCE")]
    pub province: Option<String>,
    #[arg(id = "vectors_day", long = "as-of", value_name = "DAY")]
    pub as_of: Option<String>,
    #[arg(id = "vectors_file", long = "out", value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Fmt {
    #[arg(default_value = DEFAULT_FOLDER)]
    pub paths: Vec<PathBuf>,
    #[arg(id = "only_check", long = "check", conflicts_with = "diff")]
    pub check: bool,
    #[arg(long)]
    pub diff: bool,
    #[arg(long, value_enum, value_name = "zh|en")]
    pub keywords: Option<Keywords>,
    #[arg(long, value_enum, value_name = "id|label")]
    pub names: Option<Names>,
    #[arg(id = "whole_folder", long = "dir", value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<String>,
}

/// The spelling of keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Keywords {
    Zh,
    En,
}

impl Keywords {
    pub fn spelling(self) -> Spelling {
        match self {
            Keywords::Zh => Spelling::Chinese,
            Keywords::En => Spelling::English,
        }
    }
}

/// How references are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Names {
    Id,
    Label,
}

impl Names {
    pub fn naming(self) -> Naming {
        match self {
            Names::Id => Naming::Id,
            Names::Label => Naming::Label,
        }
    }
}

#[derive(Debug, Args)]
pub struct Explain {
    pub what: String,
    #[arg(id = "rules", long = "dir", value_name = "DIR", default_value = DEFAULT_FOLDER)]
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct New {
    pub province: String,
    #[arg(id = "rules", long = "dir", value_name = "DIR", default_value = DEFAULT_FOLDER)]
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Where the rule files are when nothing is said.
pub const DEFAULT_FOLDER: &str = "provinces";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub fn language(self) -> Language {
        match self {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Glyphs {
    #[default]
    Unicode,
    Ascii,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    #[default]
    Human,
    Concise,
    Json,
    /// One document per application; `judge` only.
    Jsonl,
    Github,
    Gitlab,
    Sarif,
    Junit,
    /// A page for applicants; `diff` only.
    Markdown,
}

impl OutputFormat {
    pub fn format(self) -> Format {
        match self {
            OutputFormat::Human | OutputFormat::Markdown => Format::Human,
            OutputFormat::Concise => Format::Concise,
            OutputFormat::Json | OutputFormat::Jsonl => Format::Json,
            OutputFormat::Github => Format::Github,
            OutputFormat::Gitlab => Format::Gitlab,
            OutputFormat::Sarif => Format::Sarif,
            OutputFormat::Junit => Format::Junit,
        }
    }

    /// The same for `fmt`, which lists files; `None` for a format that has findings only.
    pub fn of_files(self) -> Option<Format> {
        match self {
            OutputFormat::Human | OutputFormat::Concise => Some(self.format()),
            OutputFormat::Json
            | OutputFormat::Jsonl
            | OutputFormat::Github
            | OutputFormat::Gitlab
            | OutputFormat::Sarif
            | OutputFormat::Junit
            | OutputFormat::Markdown => None,
        }
    }

    /// The same for judgements; `None` for a format that is for findings in rule files only.
    pub fn of_judgements(self) -> Option<JudgementFormat> {
        match self {
            OutputFormat::Human => Some(JudgementFormat::Human),
            OutputFormat::Concise => Some(JudgementFormat::Concise),
            OutputFormat::Json => Some(JudgementFormat::Json),
            OutputFormat::Jsonl => Some(JudgementFormat::Jsonl),
            OutputFormat::Github
            | OutputFormat::Gitlab
            | OutputFormat::Sarif
            | OutputFormat::Junit
            | OutputFormat::Markdown => None,
        }
    }

    /// The same for differences; `None` for a format that is for findings only.
    pub fn of_differences(self) -> Option<DifferenceFormat> {
        match self {
            OutputFormat::Human => Some(DifferenceFormat::Human),
            OutputFormat::Json => Some(DifferenceFormat::Json),
            OutputFormat::Markdown => Some(DifferenceFormat::Markdown),
            OutputFormat::Concise
            | OutputFormat::Jsonl
            | OutputFormat::Github
            | OutputFormat::Gitlab
            | OutputFormat::Sarif
            | OutputFormat::Junit => None,
        }
    }
}

/// What `diff` can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceFormat {
    Human,
    Json,
    Markdown,
}

/// What `judge` can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgementFormat {
    Human,
    Concise,
    Json,
    Jsonl,
}

impl JudgementFormat {
    /// How findings about an application that cannot be judged look.
    pub fn format(self) -> Format {
        match self {
            JudgementFormat::Human => Format::Human,
            JudgementFormat::Concise => Format::Concise,
            JudgementFormat::Json | JudgementFormat::Jsonl => Format::Json,
        }
    }
}
