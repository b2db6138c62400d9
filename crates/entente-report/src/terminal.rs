//! The summary on a terminal: plain words and tables that fit the width.

use crate::figures::{amount, count, gap, money, percent, plural, score};
use crate::view::Report;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use comfy_table::{LineStyle, TableStyle};

/// Gaps shown.
const GAPS: usize = 10;
/// Terms and gaps are never squeezed into fewer columns than this.
const LEAST: usize = 40;
/// With fewer columns than this, tables keep their most telling columns alone.
const NARROW: usize = 64;

/// The summary; every line ends with a line feed.
pub fn summary(report: &Report, width: usize, colour: bool) -> String {
    let page = Page { width: width.max(LEAST), colour };
    let (level, summary, objective) = (&report.level, &report.summary, &report.objective);
    let mut out = String::new();
    out.push_str(&page.heading(&format!(
        "{}: {} from {}",
        report.case.name,
        plural(report.case.horizon as usize, report.time.kind, report.time.kinds),
        report.period(0)
    )));
    for sentence in summary.lead.iter().chain(&summary.gaps) {
        out.push_str(&page.wrapped(sentence));
    }
    out.push_str(&page.heading("Fill"));
    out.push_str(&fill(report, &page));
    if !report.gaps.is_empty() {
        out.push_str(&page.heading(&match report.gaps.len() {
            n if n > GAPS => format!("Gaps: the worst {GAPS} of {n}"),
            n => plural(n, "gap", "gaps"),
        }));
        out.push_str(&gaps(report, &page));
    }
    out.push_str(&page.heading("Force"));
    let led: Vec<String> =
        report.leads.iter().map(|l| format!("{} leads {}", l.nation_name, l.formation_name)).collect();
    let facts = [
        ("On tour at the peak", format!("{} people, {}", count(level.peak_people), report.period(level.peak))),
        (
            "Tied up at the peak",
            format!("{} people, {}", count(level.peak_tied_people), report.period(level.peak_tied)),
        ),
        (
            "Person-months",
            match amount(report.burden.person_months, 0) {
                none if report.burden.person_months <= 0.0 => none,
                planned => format!("{planned}, of which {} are expected to come", percent(summary.expected)),
            },
        ),
        ("Cost of the tours", money(report.burden.cost, &report.case.currency)),
        (
            "Nations, offers",
            format!("{} serve; {} of {} offers used", summary.nations, summary.offers_used, summary.offers),
        ),
        ("Leads", if led.is_empty() { "none".to_owned() } else { led.join("; ") }),
    ];
    let mut table = page.table();
    for (name, value) in facts {
        table.add_row([name, &value]);
    }
    out.push_str(&page.rendered(&table));
    out.push_str(&page.heading("Objective"));
    out.push_str(&page.wrapped(&format!(
        "{} with a proven bound of {}, a gap of {}. {}.",
        amount(objective.value, 4),
        amount(objective.bound, 4),
        gap(objective.gap),
        objective.meaning.first().map_or("", String::as_str)
    )));
    out.push_str(&terms(report, &page));
    out
}

fn fill(report: &Report, page: &Page) -> String {
    let mut table = page.table();
    if page.narrow() {
        table.set_header(["Priority", "Filled", "Complete"]);
        for f in report.summary.fill.iter().filter(|f| f.lines > 0) {
            table.add_row([f.priority.to_owned(), percent(f.share), format!("{} of {}", f.complete, f.lines)]);
        }
        right(&mut table, &[1, 2]);
        return page.rendered(&table);
    }
    table.set_header(["Priority", "Filled", "", "Complete", "Empty", "Element-months"]);
    for f in report.summary.fill.iter().filter(|f| f.lines > 0) {
        table.add_row([
            f.priority.to_owned(),
            percent(f.share),
            bar(f.share, if page.width >= 80 { 20 } else { 8 }),
            format!("{} of {}", f.complete, f.lines),
            f.empty.to_string(),
            format!("{} of {}", amount(f.filled, 1), amount(f.asked, 1)),
        ]);
    }
    right(&mut table, &[1, 3, 4, 5]);
    page.rendered(&table)
}

fn gaps(report: &Report, page: &Page) -> String {
    let mut table = page.table();
    if page.narrow() {
        table.set_header(["Line", "Priority", "Missing"]);
        for gap in report.gaps.iter().take(GAPS) {
            let need = &report.needs[gap.need];
            table.add_row([need.id.clone(), need.priority.to_owned(), percent(gap.share)]);
        }
        right(&mut table, &[2]);
        return page.rendered(&table);
    }
    table.set_header(["Line", "Title", "Priority", "Short in", "At most", "Missing"]);
    for gap in report.gaps.iter().take(GAPS) {
        let need = &report.needs[gap.need];
        table.add_row([
            need.id.clone(),
            need.title.clone(),
            need.priority.to_owned(),
            format!("{} of {} {}", gap.periods, gap.periods_asked, report.time.kinds),
            amount(gap.peak, 2),
            percent(gap.share),
        ]);
    }
    right(&mut table, &[4, 5]);
    page.rendered(&table)
}

fn terms(report: &Report, page: &Page) -> String {
    let mut table = page.table();
    if page.narrow() {
        table.set_header(["Term", "Weighs"]);
        for t in &report.objective.terms {
            table.add_row([t.name.to_owned(), score(t.weighs)]);
        }
        right(&mut table, &[1]);
        return page.rendered(&table);
    }
    table.set_header(["Term", "Amount", "Unit", "Weighs"]);
    for t in &report.objective.terms {
        table.add_row([t.name.to_owned(), amount(t.amount, 2), t.unit.clone(), score(t.weighs)]);
    }
    right(&mut table, &[1, 3]);
    page.rendered(&table)
}

fn bar(share: f64, cells: usize) -> String {
    let full = ((share.clamp(0.0, 1.0) * cells as f64).floor() as usize).min(cells);
    format!("{}{}", "█".repeat(full), "░".repeat(cells - full))
}

fn right(table: &mut Table, columns: &[usize]) {
    for &column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Whether a character of somebody's name may reach the terminal: no control character, and none that
/// turns the order of the letters after it.
fn harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

struct Page {
    width: usize,
    colour: bool,
}

impl Page {
    /// Whether the full tables would break their words.
    fn narrow(&self) -> bool {
        self.width < NARROW
    }

    fn heading(&self, text: &str) -> String {
        let text = self.wrapped(text);
        if self.colour { format!("\n\u{1b}[1;36m{}\u{1b}[0m\n", text.trim_end()) } else { format!("\n{text}") }
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        let style = TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));
        table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
        table
    }

    fn rendered(&self, table: &Table) -> String {
        let mut out = String::new();
        for line in table.lines() {
            out.extend(line.trim_end().chars().filter(|c| harmless(*c)));
            out.push('\n');
        }
        out
    }

    /// The text broken at spaces; words that no line can hold are left whole.
    fn wrapped(&self, text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for word in text.split_whitespace() {
            let long = word.chars().count();
            if at > 0 && at + 1 + long > self.width {
                out.push('\n');
                at = 0;
            } else if at > 0 {
                out.push(' ');
                at += 1;
            }
            out.extend(word.chars().filter(|c| harmless(*c)));
            at += long;
        }
        out.push('\n');
        out
    }
}
