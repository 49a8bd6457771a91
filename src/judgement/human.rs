//! A judgement as a checklist that an applicant can follow.
//!
//! ```text
//! 申请 a.json：广东，腾讯云，2026-11-23
//! 结论：补正
//!
//! 要提供的材料
//!   ✗ 提供居住证（有效期内）
//!       因为 证件不在备案省份（主体负责人证件所在省：湖南；备案省份：广东）
//!       规则 guangdong.individual.cross_province.with_evidence，依据 guangdong/i-06
//! ```

use crate::diagnostic::Language;
use crate::document::{Condition, Rule};
use crate::eval::explain::{Explanation, Requirement, Said, explain};
use crate::eval::judge::{Finding, State, Verdict};
use crate::eval::layout::Kind as FieldKind;
use crate::eval::value::Truth;
use crate::eval::words::{self, Style};
use crate::judgement::Judged;
use crate::judgement::checklist::{Advice, Checklist, Entry, checklist};
use crate::report::visible;

/// Missing facts that are listed; further ones are counted.
const MOST: usize = 20;

/// The checklist of one application.
pub fn render(judged: &Judged<'_>, style: Style, color: bool) -> String {
    let mut page = Page { judged, style, color, text: String::new() };
    page.head();
    let Checklist { materials, corrections, refusals, duties, advice } = checklist(judged);
    let of = |state: State, entries: &[Entry<'_>]| entries.iter().any(|entry| entry.state == state);
    page.section(("不予备案的情形", "Grounds for refusal"), State::Violated, &[&refusals]);
    page.section(("要改正的", "To correct"), State::Violated, &[&corrections]);
    page.section(("要提供的材料", "Materials to provide"), State::Violated, &[&materials]);
    page.delivery(&materials);
    page.section(
        ("视情况而定的（信息还不够）", "Depending on what is not known yet"),
        State::Unknown,
        &[&refusals, &corrections, &materials],
    );
    if of(State::Ok, &materials) {
        page.section(("已经提供的", "Already provided"), State::Ok, &[&materials]);
    }
    page.questions();
    if !duties.is_empty() {
        page.title(("通过以后要办的", "After approval"));
        for later in &duties {
            let mark = if later.applies == Truth::Unknown { "? " } else { "" };
            page.line(1, &format!("- {mark}{}", style.sentence(later.sentence)));
        }
    }
    if !advice.is_empty() {
        page.title(("提醒（不影响结论）", "Advice (does not change the verdict)"));
        for hint in &advice {
            page.line(1, &format!("- {}", said(&hint.advice, style)));
        }
    }
    page.counts();
    page.text
}

/// One rule in full: `--explain RULE`. `None` if the rule is not among the findings.
pub fn render_rule(judged: &Judged<'_>, id: &str, style: Style, color: bool) -> Option<String> {
    let findings: Vec<&Finding> =
        judged.judgement.findings.iter().filter(|finding| judged.rule(finding).id == id).collect();
    let rule = judged.rule(findings.first()?);
    let mut page = Page { judged, style, color, text: String::new() };
    page.head();
    page.text.push('\n');
    page.line(0, &format!("{} {}", rule.id, style.pick(&rule.label, "")));
    page.line(1, style.sentence(&rule.sentence));
    page.sources(rule);
    for finding in findings {
        page.finding(finding);
    }
    Some(page.text)
}

struct Page<'p, 'a> {
    judged: &'p Judged<'a>,
    style: Style,
    color: bool,
    text: String,
}

impl Page<'_, '_> {
    fn head(&mut self) {
        let (plan, table) = (self.judged.evaluation.plan, self.judged.evaluation.table);
        let label = |kind, id: &str| {
            let layer = table.layers(kind).find(|layer| layer.id == id);
            layer.map_or_else(|| id.to_owned(), |layer| self.style.pick(&layer.label, &layer.id).to_owned())
        };
        let mut asked = vec![label("province", &plan.province)];
        asked.extend(plan.provider.as_deref().map(|provider| label("provider", provider)));
        asked.push(plan.day.to_string());
        let asked = asked.join(self.style.pick("，", ", "));
        let source = match self.judged.line {
            Some(line) => format!("{}:{line}", self.judged.source),
            None => self.judged.source.to_owned(),
        };
        let source = visible(&source);
        self.line(0, &format!("{}{source}{}{asked}", self.style.pick("申请 ", ""), self.style.pick("：", ": ")));
        let verdict = self.judged.judgement.verdict;
        let text = if verdict.is_decided() {
            self.verdict(verdict.at_least)
        } else {
            let (low, high) = (self.verdict(verdict.at_least), self.verdict(verdict.at_most));
            match self.style.language {
                Language::Chinese => format!("还不能确定，最好 {low}，最坏 {high}"),
                Language::English => format!("not decided yet, at best {low}, at worst {high}"),
            }
        };
        self.line(0, &format!("{}{text}", self.style.pick("结论：", "Verdict: ")));
    }

    fn verdict(&self, verdict: Verdict) -> String {
        let (word, color) = match verdict {
            Verdict::Pass => (self.style.pick("通过", "pass"), "32"),
            Verdict::Correct => (self.style.pick("补正", "correct"), "33"),
            Verdict::Refuse => (self.style.pick("拒绝", "refuse"), "31"),
        };
        if self.color { format!("\u{1b}[1;{color}m{word}\u{1b}[0m") } else { word.to_owned() }
    }

    fn title(&mut self, title: (&str, &str)) {
        let title = self.style.pick(title.0, title.1).to_owned();
        self.text.push('\n');
        let title = if self.color { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title };
        self.line(0, &title);
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// The entries in one state.
    fn section(&mut self, title: (&str, &str), state: State, lists: &[&[Entry<'_>]]) {
        let mut entries = lists.iter().flat_map(|list| list.iter()).filter(|entry| entry.state == state).peekable();
        if entries.peek().is_none() {
            return;
        }
        self.title(title);
        entries.for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        let explanation = &entry.explanation;
        let place = self.place(&explanation.finding);
        match &explanation.requirement {
            Some(requirement) if entry.state == State::Ok => self.requirement(&requirement.done(), &place),
            Some(requirement) if requirement.is_untouched_thicket() => self.whole_rule(entry, &place),
            Some(requirement) => {
                let mut remaining = requirement.remaining().unwrap_or_else(|| requirement.clone());
                if entry.state == State::Unknown {
                    // It may not be asked for at all.
                    remaining.truth = Truth::Unknown;
                }
                self.requirement(&remaining, &place);
            }
            None => self.whole_rule(entry, &place),
        }
        if entry.state == State::Ok {
            return;
        }
        for (guard, own) in explanation.guards.iter().zip(&explanation.rule.when) {
            // That it is no cancellation is no news to somebody who files.
            if guard.truth == Truth::True && is_other_filing(&own.condition) {
                continue;
            }
            let said = words::said_line(self.judged.evaluation, guard, self.style);
            self.line(3, &format!("{}{said}", self.style.pick("因为 ", "because ")));
        }
        for advice in &entry.advice {
            self.line(3, &format!("{}{}", self.style.pick("办法 ", "remedy "), said(advice, self.style)));
        }
        if entry.state == State::Violated && explanation.requirement.is_none() && entry.advice.is_empty() {
            self.way_out(explanation);
        }
        self.names(&entry.rules, explanation.rule);
    }

    fn whole_rule(&mut self, entry: &Entry<'_>, place: &str) {
        let mark = self.style.mark(if entry.state == State::Unknown { Truth::Unknown } else { Truth::False });
        self.line(1, &format!("{mark} {place}{}", self.style.sentence(&entry.explanation.rule.sentence)));
    }

    fn requirement(&mut self, requirement: &Requirement<'_>, place: &str) {
        let mut lines = Vec::new();
        words::requirement_lines(self.judged.evaluation, requirement, self.style, 0, place, &mut lines);
        lines.iter().for_each(|line| self.line(1, line));
    }

    /// 第2个网站： where a finding is about one of several.
    fn place(&self, finding: &Finding) -> String {
        let list = self.judged.evaluation.plan.rules[finding.rule as usize].for_each;
        let Some((list, element)) = list.zip(finding.element) else { return String::new() };
        if self.judged.evaluation.elements(list).len() < 2 {
            return String::new();
        }
        let (path, label) = words::element(self.judged.evaluation, list, element);
        self.style.pick(&format!("{label}："), &format!("{path}: ")).to_owned()
    }

    /// Which of the conditions of a refusal the applicant can change.
    fn way_out(&mut self, explanation: &Explanation<'_>) {
        let table = self.judged.evaluation.table;
        let can_mend = |said: &&Said<'_>| {
            said.deciders.iter().any(|spot| spot.fact(table).is_some_and(|fact| fact.nature == "remediable"))
        };
        let mendable: Vec<&str> =
            explanation.guards.iter().filter(can_mend).map(|said| self.style.sentence(said.sentence)).collect();
        let text = if mendable.is_empty() {
            self.style.pick("现在不能备案，改申请也不行", "no change of the application helps").to_owned()
        } else {
            let list = mendable.join(self.style.pick("；", "; "));
            match self.style.language {
                Language::Chinese => format!("使下面任一项不再成立：{list}"),
                Language::English => format!("let any one of these no longer hold: {list}"),
            }
        };
        self.line(3, &format!("{}{text}", self.style.pick("出路 ", "way out ")));
    }

    fn names(&mut self, rules: &[&str], rule: &Rule) {
        let joint = self.style.pick("、", ", ");
        let mut text = format!("{}{}", self.style.pick("规则 ", "rule "), rules.join(joint));
        if !rule.cites.is_empty() {
            text.push_str(self.style.pick("，依据 ", ", cites "));
            text.push_str(&rule.cites.join(joint));
        }
        self.line(3, &text);
    }

    /// Where the papers of the materials go that are still lacking.
    fn delivery(&mut self, materials: &[Entry<'_>]) {
        let goes = |to: &str| materials.iter().any(|entry| entry.state == State::Violated && entry.deliver == Some(to));
        if !goes("bureau") {
            return;
        }
        let (plan, table) = (self.judged.evaluation.plan, self.judged.evaluation.table);
        let Some(bureau) =
            table.layers("province").find(|layer| layer.id == plan.province).and_then(|layer| layer.bureau.as_ref())
        else {
            return;
        };
        self.title(("递交至", "Deliver to"));
        self.line(1, &bureau.label);
        for property in &bureau.properties {
            self.line(1, &property.text);
        }
    }

    fn questions(&mut self) {
        let questions = self.judged.questions;
        if questions.is_empty() {
            return;
        }
        self.title(("还要知道（排在前面的最能确定结论）", "Still to be known (the first narrow the verdict most)"));
        let (evaluation, table) = (self.judged.evaluation, self.judged.evaluation.table);
        for (number, question) in questions.iter().take(MOST).enumerate() {
            let path = question.spot.path(table);
            let who = match question.spot.fact(table).map(|fact| fact.nature.as_str()) {
                Some("attested") => self.style.pick("，由审核员或系统核查", ", attested by a reviewer"),
                _ => "",
            };
            let named = self.style.pick(&words::named(evaluation, question.spot, self.style), "").to_owned();
            let named = if named.is_empty() { format!("`{path}`") } else { format!("{named}（`{path}`）") };
            let values = self.values(question.spot);
            let count = question.rules.len();
            let waits = match self.style.language {
                Language::Chinese => format!("：关系到 {count} 条规则{who}{values}"),
                Language::English => format!(": {count} rules wait for it{who}{values}"),
            };
            self.line(1, &format!("{}. {named}{waits}", number + 1));
        }
        if questions.len() > MOST {
            let rest = questions.len() - MOST;
            let text = match self.style.language {
                Language::Chinese => format!("另有 {rest} 项，`--output-format json` 全部列出"),
                Language::English => format!("{rest} more; `--output-format json` lists all"),
            };
            self.line(1, &text);
        }
    }

    /// What can be answered, where that is a short list.
    fn values(&self, spot: crate::eval::spot::Spot) -> String {
        let table = self.judged.evaluation.table;
        let Some(FieldKind::Enum(of) | FieldKind::Set(of)) = spot.field(&table.layout).map(|field| &field.kind) else {
            return String::new();
        };
        let values = &table.document.vocabulary.enums[*of as usize].values;
        if values.len() > 8 {
            return String::new();
        }
        let shown: Vec<&str> = values.iter().map(|value| self.style.pick(&value.label, &value.id)).collect();
        match self.style.language {
            Language::Chinese => format!("（{}）", shown.join("、")),
            Language::English => format!(" ({})", shown.join(", ")),
        }
    }

    fn counts(&mut self) {
        let of = |state| self.judged.judgement.findings.iter().filter(|finding| finding.state() == state).count();
        let rules = self.judged.evaluation.plan.rules.len();
        let (violated, unknown) = (of(State::Violated), of(State::Unknown));
        self.text.push('\n');
        let text = match self.style.language {
            Language::Chinese => format!("核对了 {rules} 条规则：违反 {violated}，未知 {unknown}"),
            Language::English => format!("{rules} rules: {violated} violated, {unknown} unknown"),
        };
        self.line(0, &text);
    }

    fn sources(&mut self, rule: &Rule) {
        if rule.chain.len() > 1 {
            let chain = rule.chain.join(" → ");
            self.line(1, &format!("{}{chain}", self.style.pick("层次 ", "layers ")));
        }
        for cite in &rule.cites {
            let text = match self.judged.evaluation.table.statement(cite) {
                Some((source, statement)) => format!("{cite}  {} {}", source.label, statement.text),
                None => cite.clone(),
            };
            self.line(1, &format!("{}{text}", self.style.pick("依据 ", "cites ")));
        }
        if let Some(disputed) = &rule.disputed {
            self.line(1, &format!("{}{}", self.style.pick("存疑 ", "disputed "), disputed.text));
        }
        if let Some(reason) = &rule.closed {
            self.line(1, &format!("{}{reason}", self.style.pick("不可补正 ", "cannot be corrected ")));
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let explanation = explain(self.judged.evaluation, finding);
        let list = self.judged.evaluation.plan.rules[finding.rule as usize].for_each;
        let place =
            list.zip(finding.element).map(|(list, element)| words::element(self.judged.evaluation, list, element));
        if list.is_some() && place.is_none() {
            let text = self
                .style
                .pick("列表还没有写，不知道有没有这样的一项", "the list is not given; there may be no element");
            self.text.push('\n');
            self.line(0, text);
        }
        let place = place.map(|(path, label)| self.style.pick(&format!("{label}："), &format!("{path}: ")).to_owned());
        let state = match finding.state() {
            State::Ok if finding.applies() == Truth::False => self.style.pick("符合（不适用）", "ok (does not apply)"),
            State::Ok => self.style.pick("符合", "ok"),
            State::Unknown => self.style.pick("未知", "unknown"),
            State::Violated => self.style.pick("违反", "violated"),
        };
        self.text.push('\n');
        self.line(0, &format!("{}{state}", place.unwrap_or_default()));
        for line in words::explanation_lines(self.judged.evaluation, &explanation, self.style) {
            self.line(1, &line);
        }
        if finding.state() == State::Violated && explanation.requirement.is_none() {
            self.way_out(&explanation);
        }
    }
}

/// The words of advice, without the heading that the sentence begins with in a list of its own.
fn said<'a>(advice: &Advice<'a>, style: Style) -> &'a str {
    match advice {
        Advice::Said(sentence) => {
            let text = match style.language {
                Language::Chinese => &sentence.zh,
                Language::English => &sentence.en,
            };
            text.strip_prefix("建议").unwrap_or(text)
        }
        Advice::Text(text) => text,
    }
}

/// The filing is not of certain types.
fn is_other_filing(condition: &Condition) -> bool {
    let is_type = |of: &Condition| matches!(of, Condition::Fact { fact } if fact == "filing.type");
    matches!(condition, Condition::Not { of } if matches!(&**of, Condition::In { of, .. } if is_type(of)))
}
