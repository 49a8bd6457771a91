//! The help in both languages, from one table.
//!
//! clap knows the structure, this file the words; a test says when a part has none.

use clap::Command;

use crate::diagnostic::Language;

/// What is said about a command or an argument, found by its name.
struct Text {
    key: &'static str,
    chinese: &'static str,
    english: &'static str,
}

const fn text(key: &'static str, chinese: &'static str, english: &'static str) -> Text {
    Text { key, chinese, english }
}

/// Commands and the whole, then arguments by their ids.
const TEXTS: &[Text] = &[
    text(
        "guanju",
        "备案规则的编译器：检查各省管局的规则，生成规则表和文档",
        "Compiler for ICP filing rules: checks the bureaus' rules, writes the rule table and documents",
    ),
    text("check", "检查规则（不写命令时就做这个）", "Check the rules (the default)"),
    text("build", "检查规则，写出规则表和文档", "Check the rules, write the rule table and the documents"),
    text("docs", "检查规则，只写出文档", "Check the rules, write the documents only"),
    text(
        "judge",
        "按规则核对备案申请：结论、清单、缘由、还要知道的",
        "Judge applications: verdict, checklist, reasons, what is still to be known",
    ),
    text("test", "运行规则文件里的情形", "Run the scenarios of the rule files"),
    text(
        "diff",
        "比较两个版本的规则：哪些申请的结果因此不同",
        "Compare two versions of the rules: which applications fare otherwise",
    ),
    text(
        "vectors",
        "从规则表生成检验别的校验程序的测试向量：申请和应有的结果，一行一份",
        "Make conformance vectors for other validators from the table: applications and what has to be found, a line each",
    ),
    text("fmt", "把规则文件排成统一的样子", "Write rule files in the usual layout"),
    text(
        "explain",
        "解释一个编号（如 E0201）、政策、规则或词汇",
        "Explain a code (such as E0201), a policy, a rule or a term",
    ),
    text(
        "new",
        "为一个省新建规则文件，列出所有要答复的政策",
        "Begin the file of a province, with all policies to answer",
    ),
    text("completions", "输出 shell 的补全脚本", "Print the completion script of a shell"),
    text("lang", "语言：zh 或 en（默认 zh）", "Language: zh or en (default zh)"),
    text(
        "color",
        "颜色：auto、always 或 never（默认 auto：设了 FORCE_COLOR 就用，设了 NO_COLOR 就不用）",
        "Colours: auto, always or never (default auto: always with FORCE_COLOR, none with NO_COLOR)",
    ),
    text(
        "glyphs",
        "边框字符：unicode 或 ascii（默认 unicode）",
        "Characters of the borders: unicode or ascii (default unicode)",
    ),
    text(
        "output_format",
        "输出格式：human、concise（一行一条）、json、github、gitlab、sarif、junit；fmt 只有前两种，judge 只有前三种和 jsonl（一行一份申请），diff 只有 human、json 和 markdown（给申请人看的变更页）（默认 human）",
        "Output: human, concise (a line each), json, github, gitlab, sarif, junit; fmt has the first two, judge the first three and jsonl (a line per application), diff has human, json and markdown (a page of changes for applicants) (default human)",
    ),
    text("help", "显示帮助", "Show this help"),
    text("version", "显示版本", "Show the version"),
    text("dir", "规则文件所在的文件夹（默认 provinces）", "The folder of the rule files (default provinces)"),
    text("rules", "规则文件所在的文件夹（默认 provinces）", "The folder of the rule files (default provinces)"),
    text(
        "no_proofs",
        "不做证明：不找冲突、多余、轮不到的规则，快一些",
        "Prove nothing: no search for conflicts, redundant or unreachable rules; faster",
    ),
    text("no_coverage", "不显示来源页面的覆盖情况", "Do not show how far the source pages are encoded"),
    text(
        "by_day",
        "按哪一天判断页面是否过时、期间是否已过（默认今天）",
        "The day by which pages are old and intervals are over (default today)",
    ),
    text("fix", "改掉能安全改的问题，规则表不变", "Mend what can be mended safely; the rule table stays"),
    text(
        "unsafe_fixes",
        "和 --fix 或 --diff 一起用：连可能改变规则含义的也改，改后要看一遍",
        "With --fix or --diff: also make fixes that may change what the rules mean; look at them afterwards",
    ),
    text("fix_diff", "不改动，印出 --fix 要改的地方", "Change nothing, print what --fix would change"),
    text(
        "write_baseline",
        "把现有的警告记到基线文件，以后只提示新的",
        "Write the present warnings to the baseline; only new ones are shown from then on",
    ),
    text("prune_baseline", "从基线文件删去已经没有的", "Remove from the baseline what is no longer there"),
    text("statistics", "只列出每个编号有多少处", "Only count the findings of each code"),
    text("max_warnings", "警告不超过这么多就算通过（默认 0）", "Pass with at most so many warnings (default 0)"),
    text("exit_zero", "有问题时退出状态也是 0", "Exit with 0 despite findings"),
    text("quiet", "只印问题，不印统计和覆盖情况", "Print findings only, no counts and no coverage"),
    text("watch", "文件一改就再检查", "Check again whenever a file changes"),
    text(
        "input_filename",
        "从标准输入读这个规则文件的内容，只报告它的问题；加 --fix 时印出改好的内容",
        "Read this rule file from standard input and report on it alone; with --fix, print it mended",
    ),
    text("out", "写到哪个文件夹（默认 out）", "The folder to write to (default out)"),
    text("what", "编号，或者政策、规则、词汇的名称", "A code, or the name of a policy, a rule or a term"),
    text("province", "省份：代号（guangdong）或名称（广东）", "The province: its id (guangdong) or its name (广东)"),
    text(
        "applications",
        "申请文件：JSON 一份，或 JSON Lines 一行一份；`-` 是标准输入",
        "Files of applications: a JSON document, or JSON Lines; `-` is standard input",
    ),
    text(
        "for_province",
        "哪个省：代号（guangdong）或名称（广东）",
        "For which province: its id (guangdong) or its name (广东)",
    ),
    text(
        "provider",
        "哪个接入商；只有一个时可以不写，`none` 只按管局和全国的规则核对",
        "Which access provider; not needed if there is only one; `none` for the bureau's and the national rules alone",
    ),
    text("as_of", "按哪一天施行的规则：2026-11-23", "By the rules of which day: 2026-11-23"),
    text(
        "table",
        "`guanju build` 生成的 rule-table.json，或规则文件所在的文件夹（默认 provinces）",
        "The rule-table.json of `guanju build`, or the folder of the rule files (default provinces)",
    ),
    text("explain_rule", "只详细解释这一条规则", "Explain this rule only, in full"),
    text(
        "lines",
        "每行一份申请（文件名不是 .jsonl 时）",
        "One application per line (for files that are not called .jsonl)",
    ),
    text("filter", "只运行标识或名称含有它的情形", "Run only scenarios whose id or label contains this"),
    text(
        "coverage",
        "列出没有情形违反过、满足过、选用过的规则和选项",
        "List rules and choices that no scenario violates, satisfies or chooses",
    ),
    text(
        "old",
        "旧的规则：文件夹、rule-table.json，或 git 版本（`HEAD~1`，或 `HEAD~1:文件夹`）",
        "The old rules: a folder, a rule-table.json, or a git revision (`HEAD~1`, or `HEAD~1:FOLDER`)",
    ),
    text("new_version", "新的规则，写法相同", "The new rules, likewise"),
    text(
        "rules_of_day",
        "比较哪一天施行的规则（默认今天，输出里写明）",
        "The rules of which day are compared (default today, which the output says)",
    ),
    text(
        "from_day",
        "同一份规则，从哪一天……（和 --to 一起用，只写一边）",
        "The same rules on two days: the first (with --to and one side only)",
    ),
    text("to_day", "……到哪一天施行的规则", "The second day"),
    text(
        "beside_provider",
        "哪个接入商；不写就逐个比较，`none` 只比较管局和全国的规则",
        "Which access provider; each of them if none is named; `none` for the bureaus' and the national rules alone",
    ),
    text(
        "fail_on",
        "有这样的变化时退出状态为 1：tightening（收紧）、loosening（放宽）、any（任何变化）；可以写几个",
        "Exit with 1 on such a change: tightening, loosening, any; several may be named",
    ),
    text(
        "scenario_vectors",
        "全部符合时，把情形连同结果写到这个文件，供检验别的校验程序",
        "When all are as expected, write the scenarios with their results to this file, to test other validators",
    ),
    text(
        "only_province",
        "只要这个省的（代号或名称）；全国和接入商的规则也在这个省里验",
        "Only for this province (id or name); the national and the providers' rules are tried in it, too",
    ),
    text(
        "vectors_day",
        "按哪一天施行的规则（默认最后一次读页面的那天）",
        "By the rules of which day (default: the day on which the last page was read)",
    ),
    text("vectors_file", "写到哪个文件（默认标准输出）", "The file to write to (default: standard output)"),
    text(
        "paths",
        "规则文件或文件夹，- 是标准输入（默认 provinces）",
        "Rule files or folders, - is standard input (default provinces)",
    ),
    text("only_check", "不改动，只列出要改的文件", "Change nothing, list the files that would change"),
    text("diff", "不改动，印出要改的地方", "Change nothing, print what would change"),
    text(
        "keywords",
        "关键词的写法：zh 或 en（默认照文件里多数的）",
        "Spelling of keywords: zh or en (default: that of most in the file)",
    ),
    text(
        "names",
        "名称写成标识（id）还是中文名称（label）；声明处、依据和规则编号不变（默认照原样）",
        "Write names by their id or by their Chinese label; declarations, citations and rule ids stay (default: as they are)",
    ),
    text(
        "whole_folder",
        "改名称时按哪个文件夹认名称（默认 provinces）",
        "The folder whose files say what names mean, for --names (default provinces)",
    ),
    text(
        "stdin_filename",
        "标准输入是哪个文件：提示里这样叫它，改名称时当作它",
        "Which file standard input is: messages call it so, and names are those of this file",
    ),
    text("shell", "bash、zsh、fish、elvish 或 powershell", "bash, zsh, fish, elvish or powershell"),
];

const USAGES: &[Text] = &[
    text("guanju", "guanju [选项] [命令]", "guanju [OPTIONS] [COMMAND]"),
    text("check", "guanju check [选项] [文件夹]", "guanju check [OPTIONS] [DIR]"),
    text("build", "guanju build [选项] [文件夹] [--out 文件夹]", "guanju build [OPTIONS] [DIR] [--out FOLDER]"),
    text("docs", "guanju docs [选项] [文件夹] [--out 文件夹]", "guanju docs [OPTIONS] [DIR] [--out FOLDER]"),
    text(
        "judge",
        "guanju judge [选项] --province <省份> --as-of <日期> <申请>...",
        "guanju judge [OPTIONS] --province <PROVINCE> --as-of <DAY> <APPLICATION>...",
    ),
    text("test", "guanju test [选项] [文件夹]", "guanju test [OPTIONS] [DIR]"),
    text("diff", "guanju diff [选项] <旧> <新>", "guanju diff [OPTIONS] <OLD> <NEW>"),
    text(
        "vectors",
        "guanju vectors [选项] [规则表或文件夹] [--out 文件]",
        "guanju vectors [OPTIONS] [TABLE|DIR] [--out FILE]",
    ),
    text("fmt", "guanju fmt [选项] [路径]...", "guanju fmt [OPTIONS] [PATH]..."),
    text("explain", "guanju explain [选项] <编号或名称>", "guanju explain [OPTIONS] <CODE|NAME>"),
    text("new", "guanju new [选项] <省份>", "guanju new [OPTIONS] <PROVINCE>"),
    text("completions", "guanju completions [选项] <SHELL>", "guanju completions [OPTIONS] <SHELL>"),
];

const VALUE_NAMES: &[Text] = &[
    text("dir", "文件夹", "DIR"),
    text("rules", "文件夹", "DIR"),
    text("output_format", "格式", "FORMAT"),
    text("out", "文件夹", "FOLDER"),
    text("what", "编号或名称", "CODE|NAME"),
    text("province", "省份", "PROVINCE"),
    text("applications", "申请", "APPLICATION"),
    text("for_province", "省份", "PROVINCE"),
    text("provider", "接入商", "PROVIDER"),
    text("as_of", "日期", "DAY"),
    text("table", "规则表或文件夹", "TABLE|DIR"),
    text("explain_rule", "规则", "RULE"),
    text("by_day", "日期", "DAY"),
    text("only_province", "省份", "PROVINCE"),
    text("vectors_day", "日期", "DAY"),
    text("vectors_file", "文件", "FILE"),
    text("max_warnings", "个数", "COUNT"),
    text("input_filename", "文件", "FILE"),
    text("filter", "名称", "NAME"),
    text("old", "旧", "OLD"),
    text("new_version", "新", "NEW"),
    text("rules_of_day", "日期", "DAY"),
    text("from_day", "日期", "DAY"),
    text("to_day", "日期", "DAY"),
    text("beside_provider", "接入商", "PROVIDER"),
    text("fail_on", "变化", "CHANGE"),
    text("paths", "路径", "PATH"),
    text("stdin_filename", "文件", "FILE"),
    text("shell", "SHELL", "SHELL"),
];

const STATUS: Text = text(
    "",
    "退出状态：0 没有问题；1 规则有问题，或有申请不能确定通过、不能核对，或有情形不符，或有 `--fail-on` 所说的变化；2 用法不对，或读写失败。\n`build` 和 `docs` 只有警告时照常写出，状态为 0。",
    "Exit status: 0 nothing found; 1 findings, applications that are not sure to pass or cannot be judged, scenarios that fail, changes that `--fail-on` names; 2 wrong usage, or the disk failed.\n`build` and `docs` write despite warnings, with status 0.",
);

/// The command with its help in a language.
pub fn localize(command: Command, language: Language) -> Command {
    let command = localize_one(command, language);
    let command = command.after_help(in_language(&STATUS, language));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| command.mut_subcommand(name, |sub| localize_one(sub, language)))
}

fn localize_one(command: Command, language: Language) -> Command {
    let name = command.get_name().to_owned();
    let (usage, commands, arguments, options) = match language {
        Language::Chinese => ("用法", "命令", "参数", "选项"),
        Language::English => ("Usage", "Commands", "Arguments", "Options"),
    };
    command
        .about(find(TEXTS, &name, language))
        .override_usage(find(USAGES, &name, language))
        .subcommand_help_heading(commands)
        .help_template(format!("{{about}}\n\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .mut_args(|argument| {
            let key = argument.get_id().as_str().to_owned();
            let heading = if argument.is_positional() { arguments } else { options };
            let value_name = VALUE_NAMES.iter().find(|text| text.key == key);
            let takes_values = argument.get_action().takes_values();
            let argument = argument
                .help(find(TEXTS, &key, language))
                .help_heading(heading)
                .hide_default_value(takes_values)
                .hide_possible_values(takes_values);
            match value_name {
                Some(text) => argument.value_name(in_language(text, language)),
                None => argument,
            }
        })
}

fn find(texts: &[Text], key: &str, language: Language) -> &'static str {
    texts.iter().find(|text| text.key == key).map_or("", |text| in_language(text, language))
}

fn in_language(text: &Text, language: Language) -> &'static str {
    match language {
        Language::Chinese => text.chinese,
        Language::English => text.english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::Arguments;
    use clap::CommandFactory;

    #[test]
    fn everything_is_explained_in_both_languages() {
        for language in [Language::Chinese, Language::English] {
            let mut command = localize(Arguments::command(), language);
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                assert_ne!(find(TEXTS, command.get_name(), language), "", "{}", command.get_name());
                assert_ne!(find(USAGES, command.get_name(), language), "", "{}", command.get_name());
                for argument in command.get_arguments() {
                    assert_ne!(find(TEXTS, argument.get_id().as_str(), language), "", "{}", argument.get_id());
                }
            }
        }
    }
}
